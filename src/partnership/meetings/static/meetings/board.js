// Keys for whoever runs a meeting in board mode, and notes that save themselves. The pages work without this file.

const OFF = "board-keys-off";
const WAIT = 1500; // milliseconds after the last letter
const board = document.querySelector(".board");
const form = board?.querySelector("form[data-board=note]");
const notes = form?.querySelector("textarea");
const status = form?.querySelector(".board-saved");
let timer = 0;
let saving = Promise.resolve(true);
let saved = notes?.value;

function isDirty() {
  return notes !== undefined && notes !== null && notes.value !== saved;
}

function tell(words, failed = false) {
  status.textContent = words;
  status.classList.toggle("board-saved--failed", failed);
}

async function send() {
  if (!isDirty()) return true;
  const text = notes.value;
  tell("Saving");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      keepalive: true,
    });
    const told = answer.headers.get("content-type")?.startsWith("application/json") ? await answer.json() : {};
    if (!answer.ok || told.was === undefined) {
      tell(`Not saved. ${told.error ?? "The site did not take it"}. Press Save notes to see why.`, true);
      return false;
    }
    form.elements.was.value = told.was;
    saved = text;
    tell(`Saved at ${told.saved}`);
    return true;
  } catch {
    tell("Not saved: the site cannot be reached. Your words stay on this page.", true);
    return false;
  }
}

// One after the other: what was saved first is what the next save begins from.
function save() {
  clearTimeout(timer);
  saving = saving.then(send, send);
  return saving;
}

function isTyping(target) {
  return target.closest("textarea, select, input, [contenteditable]") !== null;
}

function follow(which) {
  board.querySelector(`a[data-board=${which}]`)?.click();
}

function show(panel) {
  const found = document.getElementById(panel);
  if (!found) return;
  found.open = true;
  const control = found.querySelector("textarea, select, input:not([type=hidden])");
  found.scrollIntoView({ block: "nearest" });
  control?.focus();
}

function toggleHelp() {
  const list = document.getElementById("board-keys");
  list.hidden = !list.hidden;
}

const KEYS = {
  n: () => follow("n"),
  ArrowRight: () => follow("n"),
  p: () => follow("p"),
  ArrowLeft: () => follow("p"),
  m: () => notes?.focus(),
  d: () => show("decision"),
  a: () => show("action"),
  u: () => show("update"),
  c: () => show("carry"),
  "?": toggleHelp,
};

function press(event) {
  if (event.key === "Escape" && isTyping(event.target)) {
    event.target.blur();
    return;
  }
  const does = KEYS[event.key];
  if (!does || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (localStorage.getItem(OFF)) return;
  event.preventDefault();
  does();
}

// A link out of the page waits for the notes.
async function leave(event) {
  const link = event.target.closest("a[href]");
  if (!link || !isDirty() || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  if (await save()) window.location.assign(link.href);
}

// Another form of the page takes the notes with it first; if they cannot be saved, both stay.
async function submit(event) {
  if (event.target === form) {
    saved = notes.value;
    return;
  }
  if (!isDirty()) return;
  event.preventDefault();
  if (await save()) event.target.submit();
}

function showSwitch() {
  const keys = board.querySelector(".board-keys");
  if (!keys) return;
  const button = keys.querySelector("[data-board=switch]");
  const draw = () => {
    const on = !localStorage.getItem(OFF);
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? "Keys are on" : "Keys are off";
  };
  button.addEventListener("click", () => {
    if (localStorage.getItem(OFF)) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    draw();
  });
  keys.hidden = false;
  draw();
}

if (board) {
  showSwitch();
  document.addEventListener("keydown", press);
  document.addEventListener("click", leave);
  document.addEventListener("submit", submit);
  window.addEventListener("beforeunload", (event) => {
    if (isDirty()) event.preventDefault();
  });
  notes?.addEventListener("input", () => {
    clearTimeout(timer);
    tell("");
    timer = setTimeout(save, WAIT);
  });
  notes?.addEventListener("blur", save);
}
