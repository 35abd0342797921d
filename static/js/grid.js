// A table to fill in (form data-grid): arrows move between its fields, a reason for not paying
// (data-grid-reason) clears the amount beside it (data-grid-amount), and the total stays live.

const form = document.querySelector("form[data-grid]");

// In whole fen: sums of decimals would drift.
const fenOf = (text) => {
  const plain = text.normalize("NFKC").replace(/[\s,]/g, "");
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(plain);
  return match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : 0;
};

const shown = (fen) =>
  `${Math.floor(fen / 100).toLocaleString("en-US")}.${String(fen % 100).padStart(2, "0")}`;

const count = () => {
  const amounts = [...form.querySelectorAll("[data-grid-amount]")].map((field) => fenOf(field.value));
  const total = form.querySelector("[data-grid-total]");
  if (!total) return;
  total.textContent = shown(amounts.reduce((sum, fen) => sum + fen, 0));
  form.querySelector("[data-grid-count]").textContent = amounts.filter((fen) => fen > 0).length;
  form.querySelector("[data-grid-sum]").hidden = amounts.length === 0;
};

const fieldsOf = (row) =>
  [...row.querySelectorAll("input, select")].filter((field) => field.offsetParent !== null);

const move = (field, down, right) => {
  const row = field.closest("tr");
  if (right) {
    const fields = fieldsOf(row);
    return fields[fields.indexOf(field) + right];
  }
  const place = fieldsOf(row).indexOf(field);
  const step = down > 0 ? "nextElementSibling" : "previousElementSibling";
  for (let other = row[step]; other; other = other[step]) {
    const found = fieldsOf(other)[place];
    if (found) return found;
  }
  return undefined;
};

const atEdge = (field, right) =>
  !field.matches("input") ||
  (right > 0 ? field.selectionStart === field.value.length : field.selectionEnd === 0);

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

if (form) {
  form.addEventListener("keydown", (event) => {
    const { target } = event;
    const steps = STEPS[event.key];
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (target.matches("select")) {
      if (event.key === "Enter") form.requestSubmit();
      // Up and down choose in a list.
      if (!steps || steps[0]) return;
    }
    if (!steps || !target.closest("tbody")) return;
    if (steps[1] && !atEdge(target, steps[1])) return;
    const next = move(target, ...steps);
    if (!next) return;
    event.preventDefault();
    next.focus();
    if (next.matches("input")) next.select();
  });

  form.addEventListener("input", count);
  form.addEventListener("change", ({ target }) => {
    if (target.matches("[data-grid-reason]")) {
      const amount = target.closest("tr").querySelector("[data-grid-amount]");
      amount.value = target.value ? "" : amount.dataset.gridDue;
    }
    count();
  });
  count();
}
