// "/" goes to the search box; "g" and then a letter follows the link with that data-go-key.

const WAIT = 1500;
let waitingUntil = 0;

const typing = (target) =>
  target.isContentEditable || target.matches("input, select, textarea, [role=combobox]");

const search = () => document.querySelector("[data-search], input[type=search], input[name=q]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!(event.target instanceof Element) || typing(event.target)) return;

  if (event.timeStamp < waitingUntil) {
    waitingUntil = 0;
    const link = document.querySelector(`a[data-go-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (link) {
      event.preventDefault();
      window.location.assign(link.href);
      return;
    }
  }
  if (event.key === "g") {
    waitingUntil = event.timeStamp + WAIT;
  } else if (event.key === "/" && search()) {
    event.preventDefault();
    search().focus();
    search().select();
  }
});
