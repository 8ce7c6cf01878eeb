// What every page of the station does: shortcuts, the scanner's keystrokes, the lost connection, the time-out.
import { listen } from "./wedge.js";

const body = document.body;

// Shortcuts: an element says which key presses it; F8 presses the one main button of the page.
document.addEventListener("keydown", (event) => {
  const wanted = event.key === "F8" ? "[data-main]" : `[data-key="${CSS.escape(event.key)}"]`;
  if (!/^F\d+$/.test(event.key)) return;
  const found = [...document.querySelectorAll(wanted)].find((one) => one.offsetParent !== null && !one.disabled);
  if (!found) return;
  event.preventDefault();
  found.click();
});

// A letter scanned anywhere on the page is taken up; a zone swiped goes to the page that asked for one.
listen({
  letter: (number) => {
    const form = document.querySelector("#take");
    if (!form) return;
    form.elements.number.value = number;
    form.requestSubmit();
  },
  zone: (lines) => document.dispatchEvent(new CustomEvent("zone-swiped", { detail: lines })),
});

// A form that is on its way is not sent again by a second click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 8000);
});
addEventListener("pageshow", () => {
  leaving = going = false;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// The connection: shown when a question of ours was not answered, and gone with the next answer.
const lost = document.querySelector("#connection-lost");
function connected(well) {
  lost.hidden = well;
  for (const button of document.querySelectorAll("[data-needs-connection]")) button.disabled = !well;
}
let leaving = false; // a question broken off by leaving the page says nothing of the connection
addEventListener("beforeunload", () => {
  leaving = true;
});
for (const name of ["htmx:sendError", "htmx:timeout"]) body.addEventListener(name, () => connected(leaving));
body.addEventListener("htmx:afterRequest", (event) => {
  const status = event.detail.xhr?.status ?? 0;
  if (status >= 502 && status <= 504) connected(false);
  else if (status > 0) connected(true);
});
addEventListener("offline", () => connected(false));
addEventListener("online", () => globalThis.htmx?.trigger("#health .health", "ask-now"));

// A browser that is closed says so: its silence is none of the line's. From page to page is no closing.
let going = false;
document.addEventListener("click", (event) => {
  if (event.target.closest?.("a[href]")) going = true;
});
document.addEventListener("submit", () => {
  going = true;
});
addEventListener("pagehide", () => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (going || !token) return;
  const said = new FormData();
  said.set("csrfmiddlewaretoken", token);
  navigator.sendBeacon(body.dataset.leave, said);
});

// What changed is where one reads on: a fragment names the element that takes the focus.
body.addEventListener("htmx:afterSwap", (event) => {
  event.detail.elt.querySelector?.("[data-focus]")?.focus();
});

document.querySelector("[data-focus]")?.focus();

// The time-out: a warning a minute before; then the sign-in page, so that nobody's name stays on the screen.
const idle = Number(body.dataset.idleSeconds) * 1000;
const warning = document.querySelector("#idle-warning");
let touched = Date.now();
let told = Date.now();
async function stay() {
  touched = told = Date.now();
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  await fetch(body.dataset.stay, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => {});
}
for (const name of ["keydown", "pointerdown"]) {
  addEventListener(name, () => {
    touched = Date.now();
    // The server hears of it once a minute, not at every key.
    if (touched - told > 60_000) stay();
  });
}
document.querySelector("#idle-stay").addEventListener("click", stay);
if (idle) {
  setInterval(() => {
    const left = idle - (Date.now() - touched);
    if (left < 0) location.reload();
    else if (left < 60_000 && !warning.open) warning.showModal();
  }, 1000);
}
