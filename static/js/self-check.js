/* The self-check: keeps the answers in this browser and nowhere else, opens who met an obstacle, and
   adds up. Without it the page is a questionnaire to print. */
(() => {
  'use strict';
  const check = document.querySelector('[data-self-check]');
  if (!check) return;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const PLACE = 'self-check';
  const OPENS = ['no', 'partly'];

  const statements = all('[data-key]', check);
  const progress = check.querySelector('[data-progress]');

  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(PLACE) || '{}');
      return kept && typeof kept === 'object' ? kept : {};
    } catch {
      return {};
    }
  };
  const keep = (answers) => {
    try {
      if (Object.keys(answers).length) localStorage.setItem(PLACE, JSON.stringify(answers));
      else localStorage.removeItem(PLACE);
      return true;
    } catch {
      return false;
    }
  };

  const answerTo = (statement) => statement.querySelector('input:checked')?.value;
  const answers = () => Object.fromEntries(
    statements.map((one) => [one.dataset.key, answerTo(one)]).filter(([, answer]) => answer));

  // A link to the statement, with what it says
  const line = (statement) => {
    const link = document.createElement('a');
    link.href = `#${statement.id}`;
    link.textContent = statement.querySelector('legend').textContent;
    const item = document.createElement('li');
    item.append(link);
    return item;
  };

  const addUp = () => {
    const given = statements.map(answerTo);
    const answered = given.filter(Boolean).length;
    progress.textContent = check.dataset.selfCheck.replace('#', answered).replace('@', statements.length);
    check.querySelector('[data-none]').hidden = answered > 0;
    for (const count of all('[data-count]', check)) {
      count.textContent = given.filter((answer) => answer === count.dataset.count).length;
    }
    for (const list of all('[data-list]', check)) {
      const named = statements.filter((one) => answerTo(one) === list.dataset.list);
      list.querySelector('ul').replaceChildren(...named.map(line));
      list.hidden = !named.length;
    }
  };

  const open = (statement) => {
    statement.querySelector('details').open = OPENS.includes(answerTo(statement));
  };

  const kept = read();
  for (const statement of statements) {
    for (const box of all('input', statement)) box.checked = kept[statement.dataset.key] === box.value;
    open(statement);
  }
  for (const part of all('[data-with-script]')) part.hidden = false;
  document.querySelector('[data-without-script]').hidden = true;
  document.querySelector('[data-unkept]').hidden = keep(answers());
  addUp();

  check.addEventListener('change', (event) => {
    const statement = event.target.closest('[data-key]');
    if (!statement) return;
    open(statement);
    keep(answers());
    addUp();
  });
  check.querySelector('[data-clear]').addEventListener('click', () => {
    for (const box of all('input', check)) box.checked = false;
    statements.forEach(open);
    keep({});
    addUp();
  });
})();
