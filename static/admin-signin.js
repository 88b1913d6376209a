// Passkeys (WebAuthn): asks the browser for a key and sends its answer with the form. Without it, passwords and codes
// work as they do. A form says data-passkey="get" or "create", and where its options are: data-options (the id of a
// JSON script) or data-options-from (an address that answers JSON).

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const withBytes = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

async function optionsOf(form) {
  if (!form.dataset.optionsFrom) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.optionsFrom, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`no options: ${answer.status}`);
  return answer.json();
}

async function madeKey(options, alone) {
  const asked = options.creation_options.publicKey;
  const choice = { ...asked.authenticatorSelection };
  choice.residentKey = alone ? "required" : "discouraged";
  choice.requireResidentKey = alone;
  if (alone) choice.userVerification = "required";
  const key = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: withBytes(asked.excludeCredentials),
      authenticatorSelection: choice,
    },
  });
  return told(key, {
    clientDataJSON: text(key.response.clientDataJSON),
    attestationObject: text(key.response.attestationObject),
    transports: key.response.getTransports ? key.response.getTransports() : [],
  });
}

async function shownKey(options) {
  const asked = options.request_options.publicKey;
  const key = await navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: withBytes(asked.allowCredentials) },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = key.response;
  return told(key, {
    clientDataJSON: text(clientDataJSON),
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

function told(key, response) {
  return {
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    authenticatorAttachment: key.authenticatorAttachment,
    clientExtensionResults: key.getClientExtensionResults(),
    response,
  };
}

function prepare(form) {
  form.hidden = false;
  const fault = form.querySelector("button ~ .signin-fault");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    fault.hidden = true;
    try {
      const options = await optionsOf(form);
      const alone = form.elements.passwordless?.checked ?? false;
      const key = await (form.dataset.passkey === "create" ? madeKey(options, alone) : shownKey(options));
      form.elements.credential.value = JSON.stringify(key);
      form.submit();
    } catch {
      fault.hidden = false;
    }
  });
}

if (window.PublicKeyCredential) document.querySelectorAll("form[data-passkey]").forEach(prepare);
