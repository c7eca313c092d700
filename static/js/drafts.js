/* Keeps what an editor types in their own browser until it is saved, and offers it back after a
   crash, a closed tab or a lost session. Nothing is put back unasked, and nothing stays after a save. */
(() => {
  'use strict';
  const say = document.getElementById('drafts').dataset;
  const form = document.querySelector('#content-main form[method=post][id$=_form]');
  let store;
  try { store = window.localStorage; } catch { return; }
  if (!form || !store) return;

  const PAUSE = 1000;
  const KEPT = 7 * 24 * 60 * 60 * 1000;
  const MOST = 3;
  const LINE = /^(.+)-(\d+)-([^-]+)$/;
  const PREFIX = 'unsaved:';
  const key = `${PREFIX}${say.of}:${location.pathname}`;
  const SENT = `${PREFIX}sent`;
  const read = (name) => { try { return JSON.parse(store.getItem(name)); } catch { return null; } };

  // What was saved is not kept; the server marks the page that follows a save.
  const sent = sessionStorage.getItem(SENT);
  const isRefused = Boolean(document.querySelector('.errornote'));
  if (sent && document.querySelector('.messagelist .saved')) store.removeItem(sent);
  sessionStorage.removeItem(SENT);
  for (const name of Object.keys(store)) {
    if (name.startsWith(PREFIX) && !(Date.now() - read(name)?.at < KEPT)) store.removeItem(name);
  }

  // Every control with a name, but for tickets, and the template of a line to come
  const controls = () => [...form.elements].filter((one) => one.name && one.type !== 'submit'
    && one.type !== 'button' && one.type !== 'password' && one.type !== 'file'
    && one.name !== 'csrfmiddlewaretoken' && !one.name.includes('__prefix__'));
  const isTicked = (one) => one.type === 'checkbox' || one.type === 'radio';
  const said = () => {
    const found = [];
    for (const one of controls()) {
      if (isTicked(one)) { if (one.checked) found.push([one.name, one.value, '']); continue; }
      if (one.tagName === 'SELECT') {
        for (const option of one.selectedOptions) found.push([one.name, option.value, option.text]);
      } else found.push([one.name, one.value, '']);
    }
    return found;
  };
  const meant = (entries) => JSON.stringify(entries.filter(([name]) => name !== 'seen').map(([name, value]) => [name, value]));

  const atFirst = meant(said());
  let timer;
  // What is offered and not answered yet, newest first; kept beside what is typed meanwhile
  let offered = [];
  const keep = () => {
    clearTimeout(timer);
    const entries = said();
    const isNew = meant(entries) !== atFirst || isRefused;
    const [newest, ...earlier] = [...(isNew ? [{ at: Date.now(), entries }] : []), ...offered].slice(0, MOST);
    if (!newest) { store.removeItem(key); return; }
    try { store.setItem(key, JSON.stringify({ ...newest, earlier })); } catch { /* no room */ }
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(keep, PAUSE); };

  // --- Putting it back -------------------------------------------------------------------

  const changed = (one) => {
    one.dispatchEvent(new Event('input', { bubbles: true }));
    one.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const choose = (select, chosen) => {
    for (const [value, text] of chosen) {
      if (![...select.options].some((option) => option.value === value)) select.add(new Option(text, value));
    }
    for (const option of select.options) option.selected = chosen.some(([value]) => value === option.value);
  };
  const put = (name, values) => {
    const [first, ...rest] = controls().filter((one) => one.name === name);
    if (!first) return;
    if (isTicked(first)) {
      for (const one of [first, ...rest]) one.checked = values.some(([value]) => value === one.value);
    } else if (first.tagName === 'SELECT') choose(first, values);
    else first.value = values[0]?.[0] ?? '';
    changed(first);
  };

  // A line of a list is found by its number in the database; one without is added.
  const lineOf = (prefix, id) => {
    const ids = [...form.querySelectorAll(`input[name^="${prefix}-"][name$="-id"]`)]
      .filter((one) => !one.name.includes('__prefix__'));
    const there = id && ids.find((one) => one.value === id);
    if (there) return there.name.match(LINE)?.[2];
    const total = form.elements[`${prefix}-TOTAL_FORMS`];
    const free = ids.find((one) => !one.value && !one.dataset.taken);
    if (free) { free.dataset.taken = 'yes'; return free.name.match(LINE)?.[2]; }
    const group = document.getElementById(`${prefix}-group`);
    group?.querySelector('.add-row a')?.click();
    const number = String(total.value - 1);
    const added = form.elements[`${prefix}-${number}-id`];
    if (added) added.dataset.taken = 'yes';
    return added && number;
  };

  // By name, what each control held; lines of lists apart, by list and number
  const sorted = (entries) => {
    const plain = new Map();
    const lines = new Map();
    for (const [name, ...held] of entries) {
      if (/-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/.test(name)) continue;
      const [, prefix, number, field] = name.match(LINE) || [];
      const isLine = prefix && form.elements[`${prefix}-TOTAL_FORMS`];
      const at = `${prefix}-${number}`;
      if (isLine && !lines.has(at)) lines.set(at, { prefix, held: new Map() });
      const into = isLine ? lines.get(at).held : plain;
      const one = isLine ? field : name;
      into.set(one, [...(into.get(one) || []), held]);
    }
    return { plain, lines: [...lines.values()] };
  };

  const putBack = ({ entries }) => {
    const { plain, lines } = sorted(entries);
    // What was unticked is not among the entries
    for (const one of controls()) {
      if (isTicked(one) && !LINE.test(one.name) && !plain.has(one.name)) plain.set(one.name, []);
    }
    for (const [name, held] of plain) put(name, held);
    for (const { prefix, held } of lines) {
      const id = held.get('id')?.[0][0] || '';
      const number = lineOf(prefix, id);
      if (number === undefined) continue;
      held.delete('id');
      for (const [field, values] of held) put(`${prefix}-${number}-${field}`, values);
    }
  };

  // --- After a save that came second: what is stored now, one by one ----------------------

  for (const button of document.querySelectorAll('[data-take]')) {
    button.parentNode.hidden = false;
    button.addEventListener('click', () => {
      const { name, values } = JSON.parse(button.dataset.take);
      put(name, values);
      button.textContent = button.dataset.taken;
    });
  }

  // --- The offer -------------------------------------------------------------------------

  const offer = (draft) => {
    const now = new Date(draft.at);
    const today = now.toDateString() === new Date().toDateString();
    const language = document.documentElement.lang;
    const when = today ? now.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' })
      : now.toLocaleString(language, { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });
    const notice = document.createElement('div');
    notice.className = 'unsaved';
    notice.setAttribute('role', 'status');
    const words = document.createElement('p');
    words.textContent = say.offer.replace('#', when);
    const button = (text, act) => {
      const one = document.createElement('button');
      one.type = 'button';
      one.className = 'button';
      one.textContent = text;
      one.addEventListener('click', act);
      return one;
    };
    const done = () => { offered = offered.filter((one) => one !== draft); };
    notice.append(words, button(say.put, () => {
      const meanwhile = { at: Date.now(), entries: said() };
      done();
      if (meant(meanwhile.entries) !== atFirst) {
        offered = [meanwhile, ...offered];
        offer(meanwhile);
      }
      putBack(draft);
      notice.replaceChildren(words);
      words.textContent = say.back;
      keep();
    }), ' ', button(say.forget, () => {
      done();
      keep();
      notice.remove();
      form.querySelector('input:not([type=hidden]), textarea')?.focus();
    }));
    form.prepend(notice);
  };

  const kept = read(key);
  if (kept && !isRefused) {
    offered = [kept, ...(kept.earlier || [])]
      .filter(({ entries }) => entries && meant(entries) !== atFirst)
      .map(({ at, entries }) => ({ at, entries }));
    [...offered].reverse().forEach(offer);
    if (!offered.length) store.removeItem(key);
  }

  form.addEventListener('input', soon);
  form.addEventListener('change', soon);
  document.addEventListener('formset:added', soon);
  document.addEventListener('formset:removed', soon);
  addEventListener('pagehide', () => { if (timer) keep(); });
  form.addEventListener('submit', () => {
    offered = [];
    keep();
    sessionStorage.setItem(SENT, key);
  });
})();
