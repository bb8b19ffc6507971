// What takes long says so after two seconds; the button cannot be pressed twice.
const PATIENCE = 2000;

export function startSlow() {
  for (const form of document.querySelectorAll("form[data-slow]")) {
    form.addEventListener("submit", () => {
      form.querySelectorAll("button").forEach((each) => (each.disabled = true));
      const note = form.querySelector("[data-slow-note]");
      if (note) setTimeout(() => (note.hidden = false), PATIENCE);
    });
  }
}
