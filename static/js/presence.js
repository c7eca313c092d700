/* Says once a minute that the form is open, hears who else has it, and says when it is left.
   Without this file the page that opened it counts for a while. */
(() => {
  'use strict';
  const notice = document.querySelector('[data-open]');
  const form = notice?.closest('form');
  if (!form || !window.fetch) return;

  const BEAT = 60000;
  const address = new URL('../open/', location.href);
  let leaving = false;
  let timer;

  const words = (more = {}) => {
    const said = new FormData();
    said.set('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of Object.entries(more)) said.set(name, value);
    return said;
  };

  const beat = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(address, { method: 'POST', body: words(), redirect: 'error' });
      // Signed out, or no right to it any more: what is sent with the form says so
      if (!answer.ok) { clearInterval(timer); return; }
      const { said } = await answer.json();
      if (leaving || notice.textContent === said) return;
      notice.textContent = said;
      notice.hidden = !said;
    } catch {
      // The next one may come through
    }
  };

  timer = setInterval(beat, BEAT);
  document.addEventListener('visibilitychange', beat);
  form.addEventListener('submit', () => { leaving = true; clearInterval(timer); });
  addEventListener('pagehide', () => {
    if (!leaving) navigator.sendBeacon?.(address, words({ leave: '1' }));
  });
})();
