// Asks before leaving a page whose form (data-guard) holds what is not saved yet.
// data-guard-unsaved marks a form that came back with its errors: unsaved from the start.

const before = new WeakMap();
const sent = new WeakSet();

const contents = (form) =>
  JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));

const changed = (form) =>
  !sent.has(form) &&
  ("guardUnsaved" in form.dataset ||
    (before.has(form) && before.get(form) !== contents(form)));

// Before the first touch of a form, not at load: what other scripts prepared is no change.
for (const touch of ["focusin", "pointerdown"]) {
  document.addEventListener(touch, ({ target }) => {
    const form = target instanceof Element && target.closest("form[data-guard]");
    if (form && !before.has(form)) before.set(form, contents(form));
  });
}

document.addEventListener("submit", ({ target }) => sent.add(target));

// A page that comes back from the browser's memory has sent nothing.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form").forEach((form) => sent.delete(form));
});

window.addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll("form[data-guard]")].some(changed)) event.preventDefault();
});
