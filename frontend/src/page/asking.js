// The assistant's box: says what it waits for and what went wrong, is emptied for the next question once one was answered,
// and is filled by voice where the browser can. Nothing here speaks with another host.
const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

export function startAsking() {
  const status = document.querySelector("[data-asking]");
  if (status) tellOf(status);
  if (Recognition) document.querySelectorAll("[data-speaks]").forEach(listen);
}

function tellOf(status) {
  const say = (state, words) => {
    status.dataset.asking = state;
    status.textContent = words;
  };
  document.addEventListener("htmx:beforeRequest", () => say("busy", status.dataset.busy));
  document.addEventListener("htmx:sendError", () => say("wrong", status.dataset.lost));
  document.addEventListener("htmx:responseError", ({ detail }) => say("wrong", reasonIn(detail.xhr.responseText) || status.dataset.lost));
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (new URL(detail.xhr.responseURL).pathname === detail.requestConfig.path) return;
    // Led elsewhere, as to the page where one signs in: that is a page, and no conversation.
    detail.shouldSwap = false;
    window.location.reload();
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!detail.successful) return;
    // The form may be gone with the conversation it stood in: the event then comes from what is left.
    const form = detail.requestConfig.elt;
    const number = new FormData(form).get("number");
    const answer = number ? document.getElementById(`q${number}`) : document.querySelector(".answer");
    // For those who hear the page: what came, without reading the whole conversation again.
    say("answered", answer?.querySelector(".answer-text")?.textContent ?? "");
    if (form.hasAttribute("data-empties")) empty(form);
    else if (!document.activeElement?.closest("#conversation")) answer?.querySelector("h2").focus();
  });
}

// A refusal is a page of its own; its sentence is what is wanted here.
function reasonIn(html) {
  return new DOMParser().parseFromString(html, "text/html").querySelector("main .lead")?.textContent ?? "";
}

function empty(form) {
  const field = form.querySelector("[required]");
  field.value = "";
  // On a phone the keyboard would cover the answer.
  if (window.matchMedia("(pointer: coarse)").matches) field.blur();
  else field.focus({ preventScroll: true });
}

function listen(button) {
  const field = document.getElementById(button.dataset.speaks);
  const word = button.textContent;
  const note = button.form.querySelector("[data-speaks-note]");
  button.hidden = false;
  note.hidden = false;
  button.title = note.textContent;
  button.addEventListener("click", () => {
    const heard = new Recognition();
    heard.lang = button.form.elements.language.selectedOptions[0].lang === "en" ? "en-US" : "vi-VN";
    heard.interimResults = true;
    heard.onresult = ({ results }) => (field.value = [...results].map(([best]) => best.transcript).join(" "));
    heard.onend = () => {
      button.textContent = word;
      button.disabled = false;
      field.focus();
    };
    button.textContent = button.dataset.listening;
    button.disabled = true;
    heard.start();
  });
}
