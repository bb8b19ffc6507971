// The same done to many: all are ticked at once, the form goes in small lots, and after two seconds it says how far it is.
const LOT = 20;
const PATIENCE = 2000;

export function startMany() {
  for (const form of document.querySelectorAll("form[data-many]")) {
    const boxes = () => [...form.querySelectorAll("input[type=checkbox][name=case]")];
    const all = form.querySelector("[data-checks-all]");
    const count = () => {
      const chosen = boxes().filter((box) => box.checked).length;
      form.querySelector("[data-chosen]").textContent = `(${chosen})`;
      all.checked = chosen > 0 && chosen === boxes().length;
    };
    all.closest("[hidden]").hidden = false;
    all.addEventListener("change", () => boxes().forEach((box) => (box.checked = all.checked)));
    form.addEventListener("change", count);
    form.addEventListener("submit", (event) => {
      const chosen = boxes().filter((box) => box.checked);
      if (!chosen.length || !event.submitter) return;
      event.preventDefault();
      send(form, chosen, event.submitter);
    });
    count();
  }
}

async function send(form, boxes, button) {
  const said = [...new FormData(form)].filter(([name]) => name !== "case");
  const result = { done: [], refused: [] };
  const bar = form.querySelector("progress");
  const later = setTimeout(() => (form.querySelector("[data-progress]").hidden = false), PATIENCE);
  bar.max = boxes.length;
  form.querySelectorAll("button").forEach((each) => (each.disabled = true));
  try {
    for (let at = 0; at < boxes.length; at += LOT) {
      const cases = boxes.slice(at, at + LOT).map((box) => ["case", box.value]);
      const body = new URLSearchParams([...said, ["verb", button.value], ...cases]);
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const lot = await answer.json();
      result.done.push(...lot.done);
      result.refused.push(...lot.refused);
      bar.value = result.done.length + result.refused.length;
    }
  } catch {
    form.querySelector("[data-broken]").hidden = false;
  }
  clearTimeout(later);
  form.querySelector("[data-progress]").hidden = true;
  show(form, result, boxes);
}

function show(form, { done, refused }, boxes) {
  const report = form.querySelector("[data-report]");
  const said = report.querySelector("[data-said]");
  said.textContent = said.dataset.said.replace("{done}", done.length).replace("{refused}", refused.length);
  report.querySelector("ul").replaceChildren(
    ...refused.map(({ code, why }) => {
      const line = document.createElement("li");
      line.textContent = `${code}: ${why}`;
      return line;
    }),
  );
  const finished = new Set(done);
  for (const box of boxes) if (finished.has(box.value.split("|")[0])) box.closest("tr").remove();
  report.hidden = false;
  report.focus();
  form.querySelectorAll("button").forEach((each) => (each.disabled = false));
  form.dispatchEvent(new Event("change"));
}
