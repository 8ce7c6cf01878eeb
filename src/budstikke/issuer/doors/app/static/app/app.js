// The mobile app: its key is made here, cannot be taken out of the browser, and signs what its holder approves.

const page = document.querySelector("[data-app]");
const part = (name) => page.querySelector(`[data-part=${name}]`);
const token = () => page.querySelector("[name=csrfmiddlewaretoken]").value;
const bytes = (text) => new TextEncoder().encode(text);
const fromText = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const SIGNED = { name: "ECDSA", hash: "SHA-256" };

function store(mode, work) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("issuer-app", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("held");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const asked = work(opening.result.transaction("held", mode).objectStore("held"));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    };
  });
}
const held = () => store("readonly", (kept) => kept.get("app"));
const hold = (what) => store("readwrite", (kept) => kept.put(what, "app"));
const forget = () => store("readwrite", (kept) => kept.delete("app"));

async function signed(key, ...pieces) {
  const whole = new Blob(pieces);
  return toText(await crypto.subtle.sign(SIGNED, key, await whole.arrayBuffer()));
}

async function posted(address, told) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify(told),
  });
  const heard = await answer.json().catch(() => ({}));
  return { ok: answer.ok, status: answer.status, ...heard };
}

function show(name) {
  for (const each of page.querySelectorAll("[data-part]")) each.hidden = each.dataset.part !== name;
  part(name).querySelector("h1").focus();
}

function complain(form, words) {
  const fault = form.querySelector("[data-fault]");
  fault.textContent = words;
  fault.hidden = !words;
  if (words) fault.focus();
}

async function pair(form) {
  const { app_id, code, pin } = Object.fromEntries(new FormData(form));
  const pairOfKeys = await crypto.subtle.generateKey(ALGORITHM, false, ["sign"]);
  const answer = await posted("/app/pair/", {
    app_id,
    code,
    pin,
    public_key: toText(await crypto.subtle.exportKey("spki", pairOfKeys.publicKey)),
    signature: await signed(pairOfKeys.privateKey, bytes(`pair:${app_id}`)),
  });
  if (!answer.ok) return complain(form, answer.fault === "many" ? page.dataset.many : answer.fault);
  await hold({ app_id, key: pairOfKeys.privateKey });
  form.reset();
  return look();
}

let asked = null;

async function look() {
  const app = await held();
  if (!app) return show("pair");
  page.querySelector("[data-app-id]").textContent = app.app_id;
  const stamp = String(Math.floor(Date.now() / 1000 + Number(page.dataset.ahead)));
  const heard = await posted("/app/waiting/", {
    app_id: app.app_id,
    stamp,
    signature: await signed(app.key, bytes(`waiting:${app.app_id}:${stamp}`)),
  }).catch(() => null);
  if (heard?.status === 403) return show("ended");
  const next = heard?.waiting?.at(-1) ?? null;
  if (next?.reference === asked?.reference && !part("idle").hidden === !next) return undefined;
  asked = next;
  return show(next ? "asked" : "idle");
}

async function answer(form, approves) {
  const app = await held();
  const { match = "", pin = "" } = Object.fromEntries(new FormData(form));
  const word = approves ? "approve" : "deny";
  const told = bytes(`${word}:${asked.reference}:${match}:`);
  const heard = await posted("/app/answer/", {
    app_id: app.app_id,
    reference: asked.reference,
    approves,
    match,
    pin,
    signature: await signed(app.key, told, fromText(asked.challenge)),
  });
  form.reset();
  if (!heard.ok) return complain(form, heard.fault === "many" ? page.dataset.many : heard.fault);
  complain(form, "");
  asked = null;
  return show(approves ? "approved" : "idle");
}

const forms = { pair: page.querySelector("[data-form=pair]"), asked: page.querySelector("[data-form=asked]") };
forms.pair.addEventListener("submit", (event) => {
  event.preventDefault();
  pair(forms.pair);
});
forms.asked.addEventListener("submit", (event) => {
  event.preventDefault();
  answer(forms.asked, event.submitter?.value !== "no");
});
for (const again of page.querySelectorAll("[data-again]")) {
  again.addEventListener("click", () => {
    asked = null;
    show("idle");
    look();
  });
}
page.querySelector("[data-forget]").addEventListener("click", () => forget().then(() => show("pair")));

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/app/worker.js");
look();
setInterval(() => {
  if (!part("idle").hidden) look();
}, 3000);
