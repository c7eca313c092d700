/* The editors' pages: Select2 draws its boxes without a name, and this gives them one. */
(() => {
  'use strict';
  const all = (selector) => [...document.querySelectorAll(selector)];

  // Before they are drawn: the mark that clears all choices would stand loose in a list.
  for (const select of all('select.admin-autocomplete[multiple]')) select.dataset.allowClear = 'false';

  const wordsOf = (select) => select.getAttribute('aria-label')
    || [...select.labels].map((label) => label.textContent.trim().replace(/:$/, '')).join(', ');

  const name = (box) => {
    const select = box.closest('.select2-container').previousElementSibling;
    if (!select?.matches('select')) return;
    box.setAttribute('aria-label', wordsOf(select));
    box.querySelector('.select2-search__field')?.setAttribute('aria-label', wordsOf(select));
    const chosen = box.getAttribute('aria-labelledby');
    if (!chosen) return;
    // What it holds says that it is a text box of its own, which it is not.
    for (const said of ['role', 'aria-readonly']) document.getElementById(chosen)?.removeAttribute(said);
    // First what it is, then what it holds.
    box.id = `${chosen}-box`;
    box.setAttribute('aria-labelledby', `${box.id} ${chosen}`);
  };

  // They come when the page is ready, and with each line that is added.
  const nameAll = () => all('.select2-selection:not([aria-label])').forEach(name);
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
  nameAll();

  // The field to type in comes when its box opens.
  document.addEventListener('focusin', (event) => {
    const box = document.querySelector('.select2-selection[aria-expanded=true]');
    if (!box || !event.target.matches('.select2-dropdown .select2-search__field')) return;
    event.target.setAttribute('aria-label', box.getAttribute('aria-label'));
  });
})();
