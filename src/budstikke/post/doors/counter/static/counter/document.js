// The document's page: a zone that was swiped, or confirmed by the clerk, fills its field and is kept at once.

const field = document.querySelector("[data-zone]");
const form = document.querySelector("#document");

function read(lines) {
  if (!field) return;
  field.value = lines;
  globalThis.htmx.trigger(form, "zone-read");
}

// A national number in the zone is not left on the screen; taken in, it comes back as the server would show it.
const NUMBERS = { 30: /^([^\n]{15}\d{6})\d{5}/, 44: /^([^\n]{44}\n[^\n]{28}\d{6})\d{5}/ };
form.addEventListener("htmx:afterRequest", (event) => {
  if (!field || field === document.activeElement || !event.detail.successful) return;
  const sent = event.detail.requestConfig.parameters.mrz;
  if (sent?.replaceAll("\r", "") !== field.value) return;
  const number = NUMBERS[field.value.indexOf("\n")];
  if (number) field.value = field.value.replace(number, "$1•••••");
});

document.addEventListener("zone-swiped", (event) => read(event.detail.join("\n")));
document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-confirm]");
  if (asked) read(document.getElementById(asked.dataset.confirm).value);
});

// What the clerk decides stands in the panel, outside the form it belongs to: the form hears of it here.
let written = 0;
document.addEventListener("input", (event) => {
  if (event.target.form !== form || form.contains(event.target)) return;
  clearTimeout(written);
  written = setTimeout(() => globalThis.htmx.trigger(form, "decided"), event.target.type === "radio" ? 100 : 500);
});

// A doubtful reading is confirmed field by field: Enter says that this one agrees and goes to the next.
document.addEventListener("keydown", (event) => {
  const row = event.key === "Enter" && event.target.closest("[data-confirm-fields] .confirm-row");
  if (!row) return;
  event.preventDefault();
  row.querySelector("[type=checkbox]").checked = true;
  const left = row.closest("form").querySelector(".confirm-row:has([type=checkbox]:not(:checked)) [type=text]");
  (left ?? row.closest("form").querySelector("button")).focus();
});
// Who changes a field has to look at it again.
document.addEventListener("input", (event) => {
  const row = event.target.matches(".zone-value") && event.target.closest(".confirm-row");
  if (row) row.querySelector("[type=checkbox]").checked = false;
});

// A number shown back with its end hidden is typed anew as a whole.
document.querySelector("#national_number")?.addEventListener("focus", (event) => event.target.select());

// Enter after a field is a habit of the hand, not a wish to go on; F8 goes on.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
});
