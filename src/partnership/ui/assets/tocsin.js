// Starts the design systems' components. Every page also works without this file.
import { initAll as startGovuk } from "./govuk-frontend.min.js";
import { initAll as startMoj } from "./moj-frontend.min.js";

function start(scope) {
  // Again each time: going back through pages that htmx changed brings a body without them.
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  startGovuk({ scope });
  startMoj({ scope });
}

start(document);

// Components inside what htmx swaps in; the swapped element itself must not be one.
document.addEventListener("htmx:after:settle", (event) => {
  for (const node of event.detail.newContent) if (node instanceof Element) start(node);
});
