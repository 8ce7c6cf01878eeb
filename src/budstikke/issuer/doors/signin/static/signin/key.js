// Sign in with a FIDO2 key, or register one: the page names where its options come from and where the answer goes.

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function readable(options) {
  const listed = (keys) => keys?.map((key) => ({ ...key, id: toBytes(key.id) }));
  const read = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) read.user = { ...options.user, id: toBytes(options.user.id) };
  if (options.allowCredentials) read.allowCredentials = listed(options.allowCredentials);
  if (options.excludeCredentials) read.excludeCredentials = listed(options.excludeCredentials);
  return read;
}

function written({ id, rawId, type, response }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const said = parts.filter((name) => response[name]).map((name) => [name, toText(response[name])]);
  return { id, rawId: toText(rawId), type, response: Object.fromEntries(said) };
}

async function posted(address, given, token) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(given),
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error("refused", { cause: told.words });
  return told;
}

for (const form of document.querySelectorAll("[data-key]")) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const fault = form.querySelector("[data-fault]");
  const usual = fault.textContent;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    fault.hidden = true;
    try {
      const publicKey = readable(await posted(form.dataset.options, {}, token));
      const made =
        form.dataset.key === "new"
          ? await navigator.credentials.create({ publicKey })
          : await navigator.credentials.get({ publicKey });
      const answer = await posted(form.action, written(made), token);
      window.location.assign(answer.to);
    } catch (failed) {
      fault.textContent = failed.cause ?? usual;
      fault.hidden = false;
      fault.focus();
    }
  });
  form.querySelector("button").disabled = !window.PublicKeyCredential;
}
