/* Keeps a draft while somebody types: sends the form a while after the last change, and says so.
   Its buttons save it as well, so that nothing depends on this. */
(() => {
  'use strict';
  const form = document.querySelector('[data-keep]');
  if (!form || !window.fetch) return;

  const PAUSE = 15000; // after the last change
  const said = document.createElement('p');
  said.className = 'small';
  said.setAttribute('role', 'status');
  form.append(said);

  let timer;
  let leaving = false;

  const keep = async () => {
    const typed = new FormData(form);
    typed.set('go', 'keep');
    try {
      const answer = await fetch(form.action, { method: 'POST', body: typed, redirect: 'error' });
      // Anything else is for the button: the page that it gives says what is wrong
      if (answer.status !== 204 || leaving) return;
      const now = new Date().toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
      said.textContent = form.dataset.keep.replace('#', now);
    } catch {
      said.textContent = '';
    }
  };

  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener('submit', () => {
    leaving = true;
    clearTimeout(timer);
  });
})();
