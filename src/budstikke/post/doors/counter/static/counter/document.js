// The document's page: a zone that was swiped, or confirmed by the clerk, fills its field and is kept at once.

const field = document.querySelector("[data-zone]");
const form = document.querySelector("#document");

function read(lines) {
  if (!field) return;
  field.value = lines;
  globalThis.htmx.trigger(form, "zone-read");
}

document.addEventListener("zone-swiped", (event) => read(event.detail.join("\n")));
document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-confirm]");
  if (asked) read(document.getElementById(asked.dataset.confirm).value);
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

// Enter after a field is a habit of the hand, not a wish to go on; F8 goes on.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
});
