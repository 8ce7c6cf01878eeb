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

// Enter after a field is a habit of the hand, not a wish to go on; F8 goes on.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
});
