// Paper cannot be clicked: what is folded is unfolded for printing, and folded again after it.
let opened = [];

export function startPrinting() {
  for (const button of document.querySelectorAll("[data-prints]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details[data-table]:not([open]), details.exact:not([open])")];
    for (const each of opened) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
    opened = [];
  });
}
