// The document's page: a zone that was swiped fills its field and is kept at once.

const field = document.querySelector("[data-zone]");
const form = document.querySelector("#document");
document.addEventListener("zone-swiped", (event) => {
  if (!field) return;
  field.value = event.detail.join("\n");
  globalThis.htmx.trigger(form, "zone-read");
});
