// Builds the site's styles and scripts from the packages in node_modules into the ignored vendor folder.
// `node scripts/assets.mjs` builds when something changed; with `--lock` it only strips addresses from the lock.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const ui = join(root, "src/partnership/ui");
const vendor = join(ui, "static/vendor");
const stamp = join(vendor, "built.json");
const sources = join(ui, "assets");
const images = join(modules, "@ministryofjustice/frontend/moj/assets/images");
const scripts = {
  "govuk-frontend.min.js": join(modules, "govuk-frontend/dist/govuk/govuk-frontend.min.js"),
  "moj-frontend.min.js": join(modules, "@ministryofjustice/frontend/moj/moj-frontend.min.js"),
  "htmx.min.js": join(modules, "htmx.org/dist/htmx.min.js"),
  "tocsin.js": join(sources, "tocsin.js"),
};

// npm writes funding addresses, and on a plain `npm install` the registry's, into the lock: neither belongs there.
function stripLock() {
  const path = join(root, "package-lock.json");
  const before = readFileSync(path, "utf8");
  const lock = JSON.parse(before);
  for (const entry of Object.values(lock.packages)) {
    delete entry.resolved;
    delete entry.funding;
  }
  const after = JSON.stringify(lock, null, 2) + "\n";
  const address = after.match(/https?:[^"]*/);
  if (address) fail(`package-lock.json still holds an address: ${address[0]}. Teach scripts/assets.mjs to strip it.`);
  if (after !== before) writeFileSync(path, after);
}

function fingerprint() {
  const hash = createHash("sha256");
  const own = readdirSync(sources).sort().map((name) => join(sources, name));
  for (const file of [fileURLToPath(import.meta.url), join(root, "package-lock.json"), ...own]) {
    hash.update(readFileSync(file));
  }
  return hash.digest("hex");
}

function isUpToDate(wanted) {
  if (!existsSync(stamp)) return false;
  const { inputs, files } = JSON.parse(readFileSync(stamp, "utf8"));
  return inputs === wanted && files.every((file) => existsSync(join(vendor, file)));
}

async function compileStyles() {
  const sass = await import("sass");
  // MOJ Frontend 11 still calls a mixin that GOV.UK Frontend 6 warns of; it is theirs to change.
  const logger = { warn: (message) => message.includes("`govuk-text-colour` mixin") || console.warn(message) };
  const options = { loadPaths: [root, modules], style: "compressed", quietDeps: true, logger };
  const { css } = sass.compile(join(sources, "tocsin.scss"), options);
  const reserved = css.match(/@font-face|GDS Transport|crest|crown/i);
  if (reserved) fail(`The styles would ship something reserved: ${reserved[0]}. Take it out of tocsin.scss.`);
  const icons = new Set([...css.matchAll(/url\("?images\/([\w.-]+)"?\)/g)].map((match) => match[1]));
  return { css, icons: [...icons] };
}

// A source map that is not shipped would make a manifest static storage refuse the script.
function copyScript(name, source) {
  const text = readFileSync(source, "utf8").replace(/\n?\/\/# sourceMappingURL=.*$/m, "");
  writeFileSync(join(vendor, name), text);
}

async function build() {
  const missing = [join(modules, "sass"), images, ...Object.values(scripts)].find((path) => !existsSync(path));
  if (missing) fail(`${relative(root, missing)} is missing. Run: npm ci --omit=optional --ignore-scripts`);
  const inputs = fingerprint();
  if (isUpToDate(inputs)) return console.log("Assets are up to date.");

  const { css, icons } = await compileStyles();
  rmSync(vendor, { recursive: true, force: true });
  mkdirSync(join(vendor, "images"), { recursive: true });
  writeFileSync(join(vendor, "tocsin.css"), css + "\n");
  for (const icon of icons) copyFileSync(join(images, icon), join(vendor, "images", icon));
  for (const [name, source] of Object.entries(scripts)) copyScript(name, source);
  const files = ["tocsin.css", ...Object.keys(scripts), ...icons.map((icon) => join("images", icon))];
  writeFileSync(stamp, JSON.stringify({ inputs, files }, null, 2) + "\n");
  console.log(`Assets built: ${files.length} files.`);
}

function fail(reason) {
  console.error(`Assets: ${reason}`);
  process.exit(1);
}

if (process.argv.includes("--lock")) stripLock();
else await build();
