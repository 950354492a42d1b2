// Passkeys on the server-rendered pages: asks the browser, puts its answer into the form, sends the form.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0)).buffer;
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const alone = form.querySelector("[data-passwordless]");
  const answer = await fetch(form.dataset.begin, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value,
    },
    body: alone ? JSON.stringify({ passwordless: alone.checked }) : null,
  });
  const body = await answer.json();
  if (!answer.ok) throw new Refused(body.code, body.detail);
  return body.options;
}

class Refused extends Error {
  constructor(code, detail) {
    super(detail);
    this.code = code;
  }
}

async function ask(form) {
  const options = await optionsOf(form);
  const challenge = bytes(options.challenge);
  if (form.dataset.passkey === "create") {
    const user = { ...options.user, id: bytes(options.user.id) };
    const publicKey = { ...options, challenge, user, excludeCredentials: known(options.excludeCredentials) };
    return navigator.credentials.create({ publicKey });
  }
  const publicKey = { ...options, challenge };
  if (options.allowCredentials) publicKey.allowCredentials = known(options.allowCredentials);
  return navigator.credentials.get({ publicKey });
}

function plain(credential) {
  const given = credential.response;
  const response = { clientDataJSON: text(given.clientDataJSON) };
  if (given.attestationObject) {
    response.attestationObject = text(given.attestationObject);
    response.transports = given.getTransports ? given.getTransports() : [];
  } else {
    response.authenticatorData = text(given.authenticatorData);
    response.signature = text(given.signature);
    response.userHandle = given.userHandle ? text(given.userHandle) : null;
  }
  const { id, type } = credential;
  return { id, rawId: text(credential.rawId), type, response, clientExtensionResults: {} };
}

function prepare(form) {
  const { domain } = form.dataset;
  const here = location.hostname === domain || location.hostname.endsWith(`.${domain}`);
  if (!domain || (here && !window.PublicKeyCredential)) return;
  form.hidden = false;
  form.querySelector("[data-elsewhere]").hidden = here;
  const button = form.querySelector("button");
  button.hidden = !here;
  const failed = form.querySelector("[data-failed]");
  const usual = failed.textContent;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    button.disabled = true;
    try {
      form.elements.credential.value = JSON.stringify(plain(await ask(form)));
      form.submit();
    } catch (error) {
      if (error.code === "auth.fresh_factor_required") {
        form.elements.credential.value = "";
        form.submit(); // the server leads to where one shows who one is
        return;
      }
      failed.textContent = error instanceof Refused ? error.message : usual;
      failed.hidden = false;
      button.disabled = false;
    }
  });
}

for (const form of document.querySelectorAll("form[data-passkey]")) prepare(form);
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
