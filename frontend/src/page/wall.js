// A wall has no hands: it tells the time, fetches itself again every five minutes, says so when it cannot, and comes back by itself.
const EVERY = 5 * 60 * 1000;
const RETRY = 20 * 1000;
const FOLLOWING = 5 * 1000;
// English here has the day before the month, as all dates of this country.
const language = document.documentElement.lang === "en" ? "en-GB" : "vi";
const SMALLEST = 0.6;
const hour = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false });
const day = new Intl.DateTimeFormat(language, { weekday: "long", day: "2-digit", month: "2-digit", year: "numeric" });
let lostAt = null;

export function startWall() {
  tick();
  setInterval(tick, 1000);
  fit();
  document.fonts.ready.then(fit);
  window.addEventListener("resize", fit);
  // One answer stays what it was when it was given; the newest of a conversation gives way to the next one.
  const { wall } = document.body.dataset;
  if (wall === "newest") setTimeout(() => fetchAgain(follow, FOLLOWING), FOLLOWING);
  else if (wall !== "still") setTimeout(() => fetchAgain(show, EVERY), EVERY);
}

// One board, one screen, no scroll: a group that says more than fits is written smaller, all groups alike.
function fit() {
  const main = document.querySelector("main");
  const lists = [...document.querySelectorAll("[data-fits]")];
  let scale = 1;
  do {
    main.style.setProperty("--fit", String(scale));
    scale -= 0.04;
  } while (scale > SMALLEST && lists.some((list) => list.scrollHeight > list.clientHeight + 1 || list.scrollWidth > list.clientWidth + 1));
}

function tick() {
  const clock = document.querySelector("[data-clock]");
  const now = new Date();
  const said = `${hour.format(now)}\n${day.format(now)}`;
  if (clock && clock.textContent !== said) clock.textContent = said;
}

async function fetchAgain(take, every) {
  try {
    const response = await fetch(window.location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    // A sign-in page instead of the board: the session is over, and only a reload can say so.
    if (response.redirected) return window.location.reload();
    if (!response.ok) throw new Error(String(response.status));
    take(new DOMParser().parseFromString(await response.text(), "text/html"));
    lostAt = null;
  } catch {
    lostAt ??= new Date();
  }
  sayWhetherLost();
  setTimeout(() => fetchAgain(take, every), lostAt ? RETRY : every);
}

// What was asked in another window comes onto the wall by itself, unless somebody types here.
function follow(fresh) {
  const typed = document.querySelector('[data-key="/"]').value;
  if (!typed && answerOn(fresh) !== answerOn(document)) window.location.reload();
}

const answerOn = (page) => [...page.querySelectorAll(".answer-question, .answer-said")].map((part) => part.textContent).join();

function show(fresh) {
  // A newer release has another style sheet: take all of it.
  if (sheetOf(fresh) !== sheetOf(document)) return window.location.reload();
  for (const part of ["main", ".wall-when", ".wall-message"]) {
    const [from, to] = [fresh.querySelector(part), document.querySelector(part)];
    if (from && to && from.innerHTML !== to.innerHTML) to.replaceChildren(...document.importNode(from, true).childNodes);
  }
  fit();
}

const sheetOf = (page) => page.querySelector('link[rel="stylesheet"]')?.getAttribute("href");

function sayWhetherLost() {
  const words = document.querySelector("[data-lost]");
  if (!words) return;
  words.hidden = !lostAt;
  words.textContent = lostAt ? `${words.dataset.lost} ${hour.format(lostAt)}` : "";
}
