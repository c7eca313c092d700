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

/* The form of an entry: it saves by key, says how long a text is, and goes to a line just added. */
(() => {
  'use strict';
  const form = document.querySelector('#content-main form[method=post][id$=_form]');
  if (!form) return;
  const save = form.querySelector('input[name=_continue]') || form.querySelector('input[name=_save]');
  const help = (text, after) => {
    const line = document.createElement('p');
    line.className = 'q-count';
    line.textContent = text;
    after.after(line);
    return line;
  };

  if (save) {
    const key = /Mac|iP/.test(navigator.platform) ? '⌘S' : 'Ctrl+S';
    save.setAttribute('aria-keyshortcuts', 'Control+S Meta+S');
    save.title = key;
    help(`${key} is “${save.value}”.`, save.closest('.submit-row'));
    document.addEventListener('keydown', (event) => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      form.requestSubmit(save);
    });
  }

  const count = (box) => {
    const words = (text) => text.split(/\s+/).filter(Boolean).length;
    const longest = Math.max(0, ...box.value.split(/[.!?]\s|\n/).map(words));
    const all = words(box.value);
    return `${all} ${all === 1 ? 'word' : 'words'}${longest > 35 ? `; the longest sentence has ${longest}` : ''}`;
  };
  for (const box of form.querySelectorAll('.form-row textarea')) {
    if (box.closest('.inline-related')) continue;
    const line = help(count(box), box);
    box.addEventListener('input', () => { line.textContent = count(box); });
  }

  document.addEventListener('formset:added', (event) => {
    event.target.querySelector('input:not([type=hidden]), select, textarea')?.focus();
  });
})();
