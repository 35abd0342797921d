// A <select data-searchable> becomes a box one types in: by its words, or by the pinyin
// initials an option carries in data-key. The select stays, hidden, and holds the value.

const SHOWN = 60;
const HINT = "输入文字或拼音首字母查找";
let count = 0;

const plain = (text) => text.trim().toLowerCase();

function enhance(select) {
  if (select.multiple || select.dataset.combo === "on") return;
  select.dataset.combo = "on";
  const name = `combo-${++count}`;
  const options = [...select.options].map((option) => ({
    option,
    words: plain(option.text),
    key: plain(option.dataset.key ?? ""),
  }));

  const blank = [...select.options].find((option) => option.value === "");

  const box = document.createElement("div");
  const input = document.createElement("input");
  const panel = document.createElement("div");
  const list = document.createElement("ul");
  const note = document.createElement("p");
  box.className = "combo";
  Object.assign(input, {
    id: select.id,
    type: "text",
    autocomplete: "off",
    spellcheck: false,
    disabled: select.disabled,
    placeholder: (select.closest("[data-autosubmit]") && blank?.text.trim()) || HINT,
  });
  select.id = `${select.id}-value`;
  select.hidden = true;
  Object.assign(panel, { className: "combo-panel", hidden: true });
  note.className = "combo-note";
  list.id = `${name}-list`;
  note.setAttribute("role", "status");
  list.setAttribute("role", "listbox");
  const attributes = {
    role: "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "data-combo": "",
  };
  for (const [key, value] of Object.entries(attributes)) input.setAttribute(key, value);
  for (const key of ["aria-describedby", "aria-invalid", "aria-label"]) {
    if (select.hasAttribute(key)) input.setAttribute(key, select.getAttribute(key));
  }
  const label = document.querySelector(`label[for="${CSS.escape(input.id)}"]`);
  list.setAttribute("aria-label", label?.textContent.trim() || "可选项");
  select.before(box);
  panel.append(list, note);
  box.append(input, panel, select);

  let found = [];
  let active = -1;

  const settle = () => {
    const chosen = select.selectedOptions[0];
    input.value = chosen && chosen.value ? chosen.text.trim() : "";
  };

  const mark = (index) => {
    active = index;
    [...list.querySelectorAll("[role=option]")].forEach((item, i) => {
      item.classList.toggle("active", i === index);
      if (i === index) {
        input.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      }
    });
    if (index < 0) input.removeAttribute("aria-activedescendant");
  };

  const close = () => {
    panel.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };

  const open = (query) => {
    const wanted = plain(query);
    const rank = ({ words, key }) => {
      if (words.startsWith(wanted) || key.startsWith(wanted)) return 0;
      return words.includes(wanted) || key.includes(wanted) ? 1 : 2;
    };
    found = options
      .map((entry, order) => ({ ...entry, order, rank: wanted ? rank(entry) : 0 }))
      .filter((entry) => entry.rank < 2 && (!wanted || entry.option.value))
      .sort((a, b) => a.rank - b.rank || a.order - b.order);
    const items = found.slice(0, SHOWN).map(({ option }, index) => {
      const item = document.createElement("li");
      item.id = `${name}-${index}`;
      item.textContent = option.text.trim();
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(option.selected));
      return item;
    });
    const rest = found.length - items.length;
    list.replaceChildren(...items);
    list.hidden = !items.length;
    panel.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (!items.length) note.textContent = "没有符合的选项";
    else note.textContent = rest ? `还有 ${rest} 项没有列出，请再输入几个字` : `${found.length} 项`;
    mark(wanted && found.length ? 0 : found.findIndex(({ option }) => option.selected));
  };

  const choose = (entry) => {
    const before = select.value;
    if (entry) select.value = entry.option.value;
    settle();
    close();
    if (select.value !== before) select.dispatchEvent(new Event("change", { bubbles: true }));
  };

  input.addEventListener("input", (event) => {
    if (!event.isComposing) open(input.value);
  });
  input.addEventListener("compositionend", () => open(input.value));
  input.addEventListener("click", () => {
    if (panel.hidden) {
      input.select();
      open("");
    }
  });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("blur", () => {
    if (!panel.hidden || input.value === "") choose(input.value === "" && blank ? { option: blank } : undefined);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const shown = Math.min(found.length, SHOWN);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (panel.hidden) open("");
      else if (shown) mark((active + (event.key === "ArrowDown" ? 1 : -1) + shown) % shown);
    } else if (event.key === "Enter" && !panel.hidden) {
      event.preventDefault();
      choose(found[active]);
    } else if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      settle();
      close();
    }
  });
  // Press, not click: the box must not lose the focus before the choice is taken.
  panel.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const item = event.target.closest("[role=option]");
    if (item) choose(found[[...list.children].indexOf(item)]);
  });
  select.addEventListener("change", settle);
  select.form?.addEventListener("reset", () => setTimeout(settle));
  settle();
}

const enhanceIn = (root) => root.querySelectorAll("select[data-searchable]").forEach(enhance);

enhanceIn(document);
document.addEventListener("htmx:load", ({ target }) => enhanceIn(target));
