/* The form of a case study: says, while it is typed, which entries may be about the same scheme. */
(() => {
  'use strict';
  const place = document.querySelector('[data-twins]');
  const title = document.querySelector('#id_title');
  if (!place || !title || title.disabled) return;

  const said = document.createElement('div');
  said.className = 'twins__typed';
  said.setAttribute('role', 'status');
  title.closest('.form-row').append(said);

  const asked = () => {
    const about = new URLSearchParams({ title: title.value });
    const where = document.querySelector('#id_place');
    if (where) about.set('place', where.value);
    if (place.dataset.pk) about.set('pk', place.dataset.pk);
    for (const one of document.querySelectorAll('select[name^="partners-"][name$="-organisation"]')) {
      if (one.value) about.append('organisation', one.value);
    }
    return about.toString();
  };

  const show = ({ heading, twins }) => {
    const list = document.createElement('ul');
    for (const twin of twins) {
      const line = document.createElement('li');
      const link = document.createElement('a');
      link.href = twin.url;
      link.target = '_blank';
      link.rel = 'noopener';
      link.textContent = twin.title;
      line.append(link, ` (${twin.why})`);
      list.append(line);
    }
    const words = document.createElement('p');
    words.textContent = heading;
    said.replaceChildren(...(twins.length ? [words, list] : []));
  };

  let last = asked();
  let waiting;
  let stop = new AbortController();
  const look = async () => {
    const now = asked();
    if (now === last) return;
    last = now;
    stop.abort();
    stop = new AbortController();
    if (!title.value.trim()) return show({ heading: '', twins: [] });
    try {
      const answer = await fetch(`${place.dataset.twins}?${now}`, { signal: stop.signal });
      if (answer.ok) show(await answer.json());
    } catch {
      // A hint that does not come is no fault: saving says it again.
    }
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 600);
  };
  for (const kind of ['input', 'change']) document.addEventListener(kind, soon);
})();
