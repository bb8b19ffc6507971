// Keys: / search, g o overview, g k place and period, j k along the figures, x ticks a line, a all lines, t tables, ? this
// list. They can be switched off (WCAG 2.1.4), and never act while somebody types.
const OFF = "songbe.keys.off";
const STOPS = ".tile-name a, .watch-name a, tbody th[scope=row] a";
let awaiting = "";

export function startKeys() {
  const dialog = document.getElementById("keys");
  const off = dialog?.querySelector("[data-keys-off]");
  if (off) {
    off.checked = isOff();
    off.addEventListener("change", () => remember(off.checked));
  }
  for (const button of document.querySelectorAll("[data-opens]")) {
    button.hidden = false;
    button.addEventListener("click", () => open(document.getElementById(button.dataset.opens)));
  }
  document.addEventListener("keydown", onKey);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isOff()) return;
  const keys = awaiting ? `${awaiting} ${event.key}` : event.key;
  awaiting = event.key === "g" && !awaiting ? "g" : "";
  if (awaiting) setTimeout(() => (awaiting = ""), 1500);
  const act = ACTIONS[keys];
  if (act && act() !== false) event.preventDefault();
}

const ACTIONS = {
  "/": () => focusOn('[data-key="/"]'),
  "g o": () => document.querySelector('[rel="home"]')?.click(),
  "g k": () => focusOn('[data-key="g k"]'),
  j: () => step(1),
  k: () => step(-1),
  x: () => tick(document.activeElement?.closest("tr")?.querySelector("input[type=checkbox]")),
  a: () => tick(document.querySelector("[data-checks-all]")),
  t: toggleTables,
  "?": () => open(document.getElementById("keys")),
};

function focusOn(selector) {
  const field = [...document.querySelectorAll(selector)].find((each) => each.offsetParent);
  // On a narrow screen the field stands on a page of its own.
  if (!field) return document.querySelector(".search-link")?.click();
  field.focus();
  field.select?.();
}

function step(by) {
  const beside = document.querySelector(`a[data-key="${by > 0 ? "j" : "k"}"]`);
  if (beside) return beside.click();
  const stops = [...document.querySelectorAll(STOPS)].filter((each) => each.offsetParent);
  if (!stops.length) return false;
  const at = stops.indexOf(document.activeElement);
  const next = stops[at < 0 ? (by > 0 ? 0 : stops.length - 1) : Math.min(stops.length - 1, Math.max(0, at + by))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function tick(box) {
  if (!box) return false;
  box.click();
}

function toggleTables() {
  const tables = [...document.querySelectorAll("details[data-table]")];
  if (!tables.length) return false;
  const opening = tables.some((each) => !each.open);
  for (const each of tables) each.open = opening;
}

function open(dialog) {
  if (!dialog?.showModal || dialog.open) return false;
  dialog.showModal();
}

const isTyping = (target) => target.matches?.("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]");

function isOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function remember(off) {
  try {
    localStorage.setItem(OFF, off ? "1" : "0");
  } catch {
    // A browser without storage keeps the keys on.
  }
}
