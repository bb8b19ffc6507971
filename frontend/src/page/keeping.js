// A form that keeps what is typed: some seconds after the last stroke, when the line is back, and when the page is left.
// What could not be sent stays in this tab until it can.
const QUIET = 3000;
const RETRY = 10000;
const PATIENCE = 2000;
// What was sent while a page was left may not stand on the one that followed at once.
const RECENT = 15000;
const MOST_KEPT_ALIVE = 60000;
const language = document.documentElement.lang === "en" ? "en-GB" : "vi";
const hour = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false });

export function startKeeping() {
  const form = document.querySelector("form[data-keeps]");
  const line = document.querySelector("[data-kept]");
  if (form && line) keep(form, line);
}

function keep(form, line) {
  const to = form.dataset.keeps;
  const spare = `songbe.keeping.${to}`;
  let typed = 0;
  let kept = 0;
  let timer = null;
  let sending = null;
  let over = false;

  const say = (text) => {
    if (line.textContent !== text) line.textContent = text;
  };
  const later = (wait) => {
    clearTimeout(timer);
    if (!over) timer = setTimeout(send, wait);
  };

  function send() {
    clearTimeout(timer);
    if (over || sending || typed === kept) return;
    sending = attempt(typed).then((wait) => {
      sending = null;
      if (typed !== kept) later(wait);
    });
  }

  async function attempt(upTo) {
    const body = written(form);
    try {
      const answer = await post(to, body);
      if (answer.status === 204) {
        kept = upTo;
        forget(spare);
        say(`${line.dataset.saved} ${hour.format(new Date())}`);
      } else {
        say((await answer.json()).message);
        // A form that is gone takes nothing more; what was refused is tried again when it is written otherwise.
        over = answer.status === 404 || answer.status === 409;
        kept = upTo;
      }
      return QUIET;
    } catch {
      remember(spare, body, true);
      say(line.dataset.unsaved);
      return RETRY;
    }
  }

  function leave() {
    if (over || typed === kept) return;
    const body = written(form);
    remember(spare, body, !navigator.onLine);
    post(to, body).catch(() => {});
  }

  form.addEventListener("input", () => {
    typed += 1;
    later(QUIET);
  });
  form.addEventListener("submit", (event) => {
    if (over) return;
    if (!navigator.onLine) {
      event.preventDefault();
      typed += 1;
      return send();
    }
    clearTimeout(timer);
    over = true;
    remember(spare, written(form), false);
    if (!sending) return;
    // What is on its way arrives before the page does, or it would be the later one.
    event.preventDefault();
    Promise.race([sending, new Promise((done) => setTimeout(done, PATIENCE))]).then(() => form.submit());
  });
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send());
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) over = false;
  });

  say(line.dataset.typing);
  if (restore(form, spare)) {
    typed += 1;
    send();
  }
}

function post(to, body) {
  const keepalive = body.length < MOST_KEPT_ALIVE;
  const headers = { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" };
  // A sign-in page in place of an answer is none.
  return fetch(to, { method: "POST", body, headers, keepalive, redirect: "manual" });
}

const written = (form) => new URLSearchParams(new FormData(form)).toString();

function restore(form, spare) {
  const text = recall(spare);
  if (text === null) return false;
  const before = written(form);
  const said = new URLSearchParams(text);
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden") continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = said.getAll(field.name).includes(field.value);
    else if (said.has(field.name)) field.value = said.get(field.name);
  }
  return written(form) !== before;
}

function recall(spare) {
  try {
    const { body, lost, at } = JSON.parse(sessionStorage.getItem(spare) ?? "{}");
    sessionStorage.removeItem(spare);
    return body !== undefined && (lost || Date.now() - at < RECENT) ? body : null;
  } catch {
    return null;
  }
}

function remember(spare, body, lost) {
  try {
    sessionStorage.setItem(spare, JSON.stringify({ body, lost, at: Date.now() }));
  } catch {
    // A browser without storage has what stands on the page.
  }
}

function forget(spare) {
  try {
    sessionStorage.removeItem(spare);
  } catch {
    // Nothing was kept there.
  }
}
