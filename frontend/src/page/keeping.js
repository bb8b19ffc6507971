// A form that keeps what is typed: some seconds after the last stroke, when the line is back, and when the page is left.
// This tab remembers what it last wrote and of which moment of the server it is: a page that is older than that, or than
// what could not be sent, is filled in again.
const NAMED = "songbe.keeping.";
const QUIET = 3000;
const RETRY = 10000;
const PATIENCE = 2000;
const MOST_KEPT_ALIVE = 60000;
const language = document.documentElement.lang === "en" ? "en-GB" : "vi";
const hour = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false });

export function startKeeping() {
  const form = document.querySelector("form[data-keeps]");
  const line = document.querySelector("[data-kept]");
  if (form && line) keep(form, line);
  document.querySelector("form[data-forgets]")?.addEventListener("submit", forget);
}

function keep(form, line) {
  const to = form.dataset.keeps;
  const spare = `${NAMED}${to}`;
  let at = Number(form.dataset.keptAt);
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
        at = Number(answer.headers.get("Kept-At"));
        remember(spare, body, at, false);
        say(`${line.dataset.saved} ${hour.format(new Date())}`);
      } else {
        say((await answer.json()).message);
        // A form that is gone takes nothing more; what was refused is tried again when it is written otherwise.
        over = answer.status === 404 || answer.status === 409;
        kept = upTo;
      }
      return QUIET;
    } catch {
      remember(spare, body, at, true);
      say(line.dataset.unsaved);
      return RETRY;
    }
  }

  function leave() {
    if (over || typed === kept) return;
    const body = written(form);
    remember(spare, body, at, !navigator.onLine);
    post(to, body).catch(() => {});
  }

  function goOn() {
    over = true;
    remember(spare, written(form), at, false);
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
    if (!sending) return goOn();
    // What is on its way arrives before the page does, or it would be the later one.
    event.preventDefault();
    Promise.race([sending, new Promise((done) => setTimeout(done, PATIENCE))]).then(() => {
      goOn();
      form.submit();
    });
  });
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send());
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) over = false;
  });

  say(line.dataset.typing);
  if (restore(form, recall(spare, at))) {
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

function restore(form, text) {
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

function recall(spare, shown) {
  try {
    const { body, at, lost } = JSON.parse(sessionStorage.getItem(spare) ?? "{}");
    sessionStorage.removeItem(spare);
    return lost || at >= shown ? body : null;
  } catch {
    return null;
  }
}

function remember(spare, body, at, lost) {
  try {
    sessionStorage.setItem(spare, JSON.stringify({ body, at, lost }));
  } catch {
    // A browser without storage has what stands on the page.
  }
}

// Who signs out leaves nothing for who comes next.
function forget() {
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(NAMED)) sessionStorage.removeItem(name);
  } catch {
    // Nothing was kept there.
  }
}
