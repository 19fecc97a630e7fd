// The key / goes to the search box. It can be turned off; the pages work without this file.

const OFF = "find-key-off";

function isTyping(target) {
  return target.closest("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])") !== null;
}

function press(event) {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const box = document.querySelector("[data-find]");
  if (!box || localStorage.getItem(OFF)) return;
  event.preventDefault();
  box.focus();
  box.select();
}

function show(button) {
  const on = !localStorage.getItem(OFF);
  button.setAttribute("aria-pressed", String(on));
  button.textContent = on ? "The key / is on" : "The key / is off";
  button.hidden = false;
}

function turn(event) {
  const button = event.target.closest("[data-find-key]");
  if (!button) return;
  if (localStorage.getItem(OFF)) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "1");
  show(button);
}

document.addEventListener("keydown", press);
document.addEventListener("click", turn);
for (const when of ["DOMContentLoaded", "htmx:afterSettle"]) {
  document.addEventListener(when, () => document.querySelectorAll("[data-find-key]").forEach(show));
}
