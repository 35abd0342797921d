// A button with data-copy copies that text; it is hidden in the page and shown by this script.

const said = Object.assign(document.createElement("p"), { className: "visually-hidden" });
said.setAttribute("role", "status");

const copy = async (text) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Plain http in an office network has no clipboard object.
  const area = Object.assign(document.createElement("textarea"), { value: text });
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("the browser refused to copy");
};

const show = (root) => root.querySelectorAll("[data-copy][hidden]").forEach((b) => (b.hidden = false));

document.body.append(said);
show(document);
document.addEventListener("htmx:load", ({ target }) => show(target));

document.addEventListener("click", async ({ target }) => {
  const button = target instanceof Element && target.closest("[data-copy]");
  if (!button) return;
  const words = button.querySelector("[data-copy-words]") ?? button;
  const usual = button.dataset.copyUsual ?? words.textContent;
  button.dataset.copyUsual = usual;
  let result = "已复制";
  try {
    await copy(button.dataset.copy);
  } catch {
    result = "没能复制，请手动选取";
  }
  button.focus();
  words.textContent = said.textContent = result;
  setTimeout(() => {
    words.textContent = usual;
    said.textContent = "";
  }, 2500);
});
