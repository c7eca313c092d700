/* Buttons that copy a line that stands beside them. Without this file the line can be selected. */
(() => {
  'use strict';
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll('[data-copy]')) {
    const said = button.parentNode.querySelector('[role=status]');
    button.parentNode.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      said.textContent = button.dataset.copied;
      setTimeout(() => { said.textContent = ''; }, 3000);
    });
  }
})();
