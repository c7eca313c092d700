/* What is ticked in lists, remembered from page to page until the tab is closed. Without this file
   the ticks of one page can be compared. */
(() => {
  'use strict';
  const MOST = 4;

  // Addresses of schemes in the order of the ticks. Where nothing may be stored, those of this page.
  let ticked = [];
  const recall = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem('ticks'));
      if (!Array.isArray(kept)) return false;
      ticked = kept.slice(0, MOST);
      return true;
    } catch { return false; }
  };
  const remember = () => {
    try { sessionStorage.setItem('ticks', JSON.stringify(ticked)); } catch { /* for this page alone */ }
  };

  const formOf = (thing) => thing.closest('form[data-ticks]');
  const boxes = () => [...document.querySelectorAll('[data-ticks] [name=id]')];

  const say = (form, isFull) => {
    const voice = form.querySelector('[role=status]');
    voice.dataset.none ??= voice.textContent;
    const words = isFull ? voice.dataset.full : ticked.length ? voice.dataset.some : voice.dataset.none;
    voice.textContent = words.replace('#', ticked.length);
    form.classList.toggle('has-ticks', ticked.length > 0);
  };

  const show = (isFull = false) => {
    for (const box of boxes()) box.checked = ticked.includes(box.value);
    for (const form of document.querySelectorAll('[data-ticks]')) say(form, isFull);
  };

  const add = (slug) => {
    const isFull = ticked.length >= MOST;
    if (!isFull) ticked.push(slug);
    return isFull;
  };

  addEventListener('change', ({ target }) => {
    if (target.name !== 'id' || !formOf(target)) return;
    let isFull = false;
    if (!target.checked) ticked = ticked.filter((slug) => slug !== target.value);
    else if (!ticked.includes(target.value)) isFull = add(target.value);
    remember();
    show(isFull);
  });

  addEventListener('reset', ({ target }) => {
    if (!formOf(target)) return;
    ticked = [];
    remember();
    // After the boxes are as they were, which is unticked unless the page was drawn with ticks
    setTimeout(show);
  });

  addEventListener('submit', (event) => {
    if (!formOf(event.target)) return;
    event.preventDefault();
    const query = new URLSearchParams(ticked.map((slug) => ['id', slug])).toString();
    location.assign(event.target.getAttribute('action') + (query && `?${query}`));
  });

  const begin = () => {
    // What the browser restores into boxes may be older than what is remembered
    if (!recall()) for (const box of boxes()) if (box.checked) add(box.value);
    remember();
    show();
  };
  // Another page of the tab may have changed them before somebody comes back to this one
  addEventListener('pageshow', ({ persisted }) => { if (persisted) { recall(); show(); } });
  addEventListener('swapped', () => show());
  begin();
})();
