/* Passkeys: asks the browser to make one or to use one, and sends its answer with the form.
   What cannot be done here stays hidden: every page says what to do without a passkey. */
(() => {
  'use strict';
  const known = window.PublicKeyCredential;
  const canMake = known && known.parseCreationOptionsFromJSON;
  const canUse = known && known.parseRequestOptionsFromJSON;

  const credentialFor = async (form) => {
    const { options, optionsFrom } = form.dataset;
    let asked;
    if (optionsFrom) {
      const answer = await fetch(optionsFrom, { headers: { Accept: 'application/json' } });
      if (!answer.ok) throw new Error(answer.status);
      asked = await answer.json();
    } else {
      asked = JSON.parse(document.getElementById(options).textContent);
    }
    return form.dataset.passkey === 'make'
      ? navigator.credentials.create({ publicKey: known.parseCreationOptionsFromJSON(asked.publicKey) })
      : navigator.credentials.get({ publicKey: known.parseRequestOptionsFromJSON(asked.publicKey) });
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    if (!(form.dataset.passkey === 'make' ? canMake : canUse)) continue;
    const part = form.closest('[data-passkey-part]');
    part.hidden = false;
    const without = document.querySelector('[data-passkey-without]');
    if (without) without.hidden = true;
    const said = form.querySelector('[data-passkey-failed]');
    form.addEventListener('submit', async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      said.hidden = true;
      try {
        const credential = await credentialFor(form);
        form.elements.credential.value = JSON.stringify(credential);
        form.submit();
      } catch {
        // The reader said no, was too slow, or the device has none: the browser does not say which
        said.hidden = false;
      }
    });
  }
})();
