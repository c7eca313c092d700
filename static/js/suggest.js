/* Blue Light A to Z: suggestions while one types in the search box, which works without this file.
   The pattern is ARIA's editable combobox with a list: the focus stays in the box. */
(() => {
  'use strict';
  if (!window.fetch || !window.AbortController) return;
  const LEAST = 2; // letters
  const PAUSE = 150; // milliseconds

  const make = (name, attributes, parent, text = '') => {
    const one = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
    one.textContent = text;
    parent.append(one);
    return one;
  };

  const enhance = (box) => {
    const say = box.dataset;
    const list = make('ul', { id: `${box.id}-list`, class: 'suggest', role: 'listbox', 'aria-label': say.label, hidden: '' }, box.parentNode);
    const voice = make('p', { class: 'vh', role: 'status' }, box.form);
    let active = -1;
    let asking;
    let timer;

    box.type = 'text'; // ARIA knows no combobox of type search
    box.setAttribute('role', 'combobox');
    box.setAttribute('aria-autocomplete', 'list');
    box.setAttribute('aria-controls', list.id);
    box.setAttribute('aria-expanded', 'false');

    const activate = (number) => {
      active = number;
      [...list.children].forEach((one, n) => one.setAttribute('aria-selected', n === number));
      const option = list.children[number];
      if (option) {
        box.setAttribute('aria-activedescendant', option.id);
        option.scrollIntoView({ block: 'nearest' });
      } else box.removeAttribute('aria-activedescendant');
    };

    const show = (suggestions) => {
      list.replaceChildren();
      suggestions.forEach((one, n) => {
        const option = make('li', { id: `${list.id}-${n}`, class: 'suggest__one', role: 'option', 'data-url': one.url }, list);
        make('span', { class: 'suggest__label' }, option, one.label);
        make('span', { class: 'vh' }, option, ', ');
        make('span', { class: 'suggest__kind' }, option, one.kind_label);
      });
      activate(-1);
      const count = suggestions.length;
      list.hidden = !count;
      box.setAttribute('aria-expanded', Boolean(count));
      voice.textContent = (count > 1 ? say.many : count ? say.one : say.none).replace('#', count);
    };

    const close = () => {
      clearTimeout(timer);
      asking?.abort();
      asking = null;
      show([]);
      voice.textContent = '';
    };

    const ask = async () => {
      const q = box.value.trim();
      asking?.abort();
      if (q.length < LEAST) return close();
      const mine = asking = new AbortController();
      try {
        const answer = await fetch(`${say.suggest}?${new URLSearchParams({ q })}`, { signal: mine.signal });
        if (!answer.ok) throw new Error(answer.status);
        const { suggestions } = await answer.json();
        if (mine === asking && document.activeElement === box) show(suggestions);
      } catch {
        // A newer question has taken its place, or there is no answer: then there is just the box.
        if (mine === asking && !mine.signal.aborted) close();
      }
    };

    // By as many as one says, with the box itself between the last and the first. A list that
    // somebody is choosing from must not change any more.
    const move = (by) => {
      clearTimeout(timer);
      asking?.abort();
      const places = list.children.length + 1;
      activate((active + 1 + by + places) % places - 1);
    };

    const go = (option) => {
      const { url } = option.dataset;
      close(); // or it would stand open when the reader comes back
      location.assign(url);
    };

    const keys = {
      ArrowDown: () => list.hidden ? ask() : move(1),
      ArrowUp: () => list.hidden || move(-1),
      Enter: () => active < 0 || go(list.children[active]),
      Escape: () => { if (list.hidden) box.value = ''; close(); },
      Tab: close,
    };

    box.addEventListener('keydown', (event) => {
      if (event.isComposing || !Object.hasOwn(keys, event.key)) return;
      // These go on doing what they do: leaving the box, and sending it as it stands.
      const isNative = event.key === 'Tab' || (event.key === 'Enter' && active < 0);
      if (!isNative) event.preventDefault();
      keys[event.key]();
    });
    box.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
    box.addEventListener('blur', close);
    box.form.addEventListener('submit', close);
    list.addEventListener('mousedown', (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener('click', (event) => {
      const option = event.target.closest('[role=option]');
      if (option) go(option);
    });
    // What was typed before this file was here
    if (document.activeElement === box && box.value !== box.defaultValue) ask();
  };

  const enhanceAll = () => document.querySelectorAll('[data-suggest]:not([role])').forEach(enhance);
  enhanceAll();
  // The directory draws its box anew with its results.
  document.addEventListener('swapped', enhanceAll);
})();
