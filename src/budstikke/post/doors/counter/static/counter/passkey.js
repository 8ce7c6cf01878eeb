// Sign in with a passkey, or make one. The form says where its options come from: an address, or this page.

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function optionsOf(form) {
  if (["here", "new"].includes(form.dataset.passkey)) {
    const data = JSON.parse(form.querySelector("script").textContent);
    return (data.creation_options ?? data.request_options).publicKey;
  }
  const answer = await fetch(form.dataset.passkey, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options.publicKey;
}

function readable(options) {
  const listed = (keys) => keys?.map((key) => ({ ...key, id: toBytes(key.id) }));
  const read = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) read.user = { ...options.user, id: toBytes(options.user.id) };
  if (options.allowCredentials) read.allowCredentials = listed(options.allowCredentials);
  if (options.excludeCredentials) read.excludeCredentials = listed(options.excludeCredentials);
  return read;
}

function written(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const said = Object.fromEntries(
    parts.filter((name) => response[name]).map((name) => [name, toText(response[name])]),
  );
  if (response.getTransports) said.transports = response.getTransports();
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: said,
  });
}

async function use(form) {
  const publicKey = readable(await optionsOf(form));
  if (form.dataset.passkey !== "new") return navigator.credentials.get({ publicKey });
  // One that its owner unlocks stands for two factors, and is found without a user name.
  publicKey.authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  };
  return navigator.credentials.create({ publicKey });
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  const fault = form.querySelector(".ds-validation-message");
  form.querySelector("button[type=button]").addEventListener("click", async () => {
    fault.hidden = true;
    try {
      form.elements.credential.value = written(await use(form));
      form.submit();
    } catch {
      fault.hidden = false;
    }
  });
}
