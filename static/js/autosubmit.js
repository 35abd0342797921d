// A filter form (data-autosubmit) asks again as soon as a choice changes, and its search box
// while one types when htmx can swap the results alone. Empty questions stay out of the address.

const PAUSE = 350;
const timers = new WeakMap();
const asked = new WeakMap();

const guarded = (target) => target instanceof Element && target.closest("form[data-autosubmit]");

const question = (form) => new URLSearchParams(new FormData(form)).toString();

const ask = (form) => {
  if (form.isConnected && asked.get(form) !== question(form)) form.requestSubmit();
};

const later = (form) => {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(ask, PAUSE, form));
};

document.addEventListener("change", ({ target }) => {
  const form = guarded(target);
  if (form && !target.matches("[data-combo]")) later(form);
});

document.addEventListener("input", (event) => {
  const form = guarded(event.target);
  if (!form || !window.htmx || event.isComposing) return;
  if (event.target.matches("[name=q], [data-search]")) later(form);
});

document.addEventListener("compositionend", ({ target }) => {
  const form = guarded(target);
  if (form && window.htmx && target.matches("[name=q], [data-search]")) later(form);
});

document.addEventListener("submit", ({ target: form }) => {
  clearTimeout(timers.get(form));
  if (guarded(form)) asked.set(form, question(form));
}, true);

document.addEventListener("formdata", (event) => {
  if (!guarded(event.target)) return;
  const filled = [...event.formData].filter(([, value]) => value !== "");
  for (const name of new Set(event.formData.keys())) event.formData.delete(name);
  for (const [name, value] of filled) event.formData.append(name, value);
});
