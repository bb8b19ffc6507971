// Menus are <details>: this closes them on a click elsewhere and on Escape, and copies a link.
export function startMenus() {
  document.addEventListener("click", ({ target }) => closeMenus(target));
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    const open = document.querySelector("details.menu[open], details.exact[open]");
    open?.querySelector("summary").focus();
    closeMenus(null);
  });
  for (const button of document.querySelectorAll("[data-copies]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open], details.exact[open]")) {
    if (!except || !menu.contains(except)) menu.open = false;
  }
}

async function copy(button) {
  const address = new URL(button.dataset.copies || window.location.href, window.location.href);
  await navigator.clipboard.writeText(address.href);
  button.textContent = button.dataset.copied;
}
