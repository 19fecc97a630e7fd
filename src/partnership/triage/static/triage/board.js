// Single keys for whoever triages by keyboard. The pages work without this file; nothing is sent by a key alone.

const OFF = "triage-keys-off";

function isTyping(target) {
  return target.closest("textarea, select, input:not([type=checkbox], [type=radio])") !== null;
}

function step(by) {
  const links = [...document.querySelectorAll(".triage-signal h3 a")];
  const here = links.findIndex((link) => link.closest(".triage-signal").contains(document.activeElement));
  const next = here === -1 ? (by > 0 ? 0 : links.length - 1) : here + by;
  links[next]?.focus();
}

function pick() {
  document.activeElement.closest(".triage-signal")?.querySelector("input[type=checkbox]")?.click();
}

function goTo(state) {
  const control = document.querySelector(`[name=to][value=${state}]`);
  const reason = document.querySelector(".triage-decide textarea");
  if (!control) return;
  if (control.type === "radio") control.click();
  const reasonFirst = control.type === "radio" || (state === "dismissed" && reason.value === "");
  (reasonFirst ? reason : control).focus();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  x: pick,
  c: () => goTo("confirmed"),
  w: () => goTo("watching"),
  d: () => goTo("dismissed"),
};

function press(event) {
  const does = KEYS[event.key];
  if (!does || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (localStorage.getItem(OFF) || !document.querySelector(".triage-keys")) return;
  event.preventDefault();
  does();
}

function showSwitch() {
  const hints = document.querySelector(".triage-keys");
  if (!hints) return;
  const button = hints.querySelector("button");
  const show = () => {
    const on = !localStorage.getItem(OFF);
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? "Shortcuts are on" : "Shortcuts are off";
  };
  button.addEventListener("click", () => {
    if (localStorage.getItem(OFF)) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    show();
  });
  hints.hidden = false;
  show();
}

showSwitch();
document.addEventListener("keydown", press);
// The filters change the page in place, and with it the switch.
document.addEventListener("htmx:after:settle", showSwitch);
