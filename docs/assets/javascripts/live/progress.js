// Shows what the reader has solved and edited: in the navigation, on the start page and above the exercises, where it can
// also be taken along and cleared.

import { addStyles, element } from "../elements.js";
import { CHANGED, everything, forget, lastPlace } from "./stored.js";
import { filled } from "./words.js";

/** @import { Settings, Words } from "./messages.js" */

const FILE = "my-code.py";

/** @type {(href: string) => string} */
const pageOf = (href) => new URL(href, document.baseURI).pathname.split("/").filter(Boolean).at(-1) ?? "";

const links = () =>
  /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".md-nav--primary a.md-nav__link"));

/** The links of the navigation to a page, not to its sections. */
const linksTo = (/** @type {string} */ page) =>
  [...links()].filter(({ hash, href }) => !hash && pageOf(href) === page);

const titleOf = (/** @type {string} */ page) =>
  linksTo(page)[0]?.querySelector(".md-ellipsis")?.firstChild?.textContent?.trim() || page;

/**
 * Mark the pages where the reader has solved or edited something, and in the table of contents what they have solved.
 * @param {Words} words
 */
function markNavigation(words) {
  for (const mark of document.querySelectorAll(".live-mark")) mark.remove();
  const entries = everything();
  for (const page of new Set(entries.map((entry) => entry.page))) {
    const here = entries.filter((entry) => entry.page === page);
    const solved = here.filter((entry) => entry.solved).length;
    const edited = here.filter(({ code, solved }) => code !== undefined && !solved).length;
    const said = [solved && filled(words.solved_count, { count: solved }), edited && words.edited_here];
    const sign = [solved && `✓ ${solved}`, edited && "✎"].filter(Boolean).join(" ");
    for (const link of linksTo(page)) {
      const title = said.filter(Boolean).join(" · ");
      (link.querySelector(".md-ellipsis") ?? link).append(
        element("span", { class: "live-mark", role: "img", title, "aria-label": title }, ` ${sign}`),
      );
    }
  }
  for (const { block } of entries.filter(({ solved }) => solved)) {
    for (const link of document.querySelectorAll(`.md-nav--secondary a[href="#${CSS.escape(block)}"]`)) {
      const mark = { class: "live-mark", role: "img", "aria-label": words.solved };
      (link.querySelector(".md-ellipsis") ?? link).append(element("span", mark, " ✓"));
    }
  }
}

/**
 * All code that the reader has written, as one file.
 * @param {Words} words
 */
function file(words) {
  const parts = everything().map(({ page, block, code, solved }) => {
    const name = /^\d+$/.test(block) ? filled(words.block, { number: block }) : block;
    return `# ${titleOf(page)}: ${name}${solved ? ` (${words.solved})` : ""}\n\n${code ?? ""}`;
  });
  return new Blob([parts.join("\n\n")], { type: "text/x-python" });
}

/** @param {Words} words */
function download(words) {
  const url = URL.createObjectURL(file(words));
  element("a", { href: url, download: FILE }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * Say how far the reader is, with a link to where they were.
 * @param {HTMLElement} place
 * @param {Words} words
 */
function showPlace(place, words) {
  const entries = everything();
  const solved = entries.filter((entry) => entry.solved).length;
  const edited = entries.filter(({ code }) => code !== undefined).length;
  const last = lastPlace();
  const [link] = last ? linksTo(last.page) : [];
  place.replaceChildren();
  if (link && last && !document.querySelector("[data-exercise]")) {
    const address = `${link.href.split("#")[0]}#${last.id}`;
    place.append(element("a", { href: address }, filled(words.continue, { page: titleOf(last.page) })));
  }
  if (!entries.length) return;
  const save = element("button", { type: "button" }, words.export);
  save.onclick = () => download(words);
  const clear = element("button", { type: "button" }, words.clear);
  clear.onclick = () => {
    if (!confirm(words.clear_sure)) return;
    forget(everything().map(({ key }) => key));
    location.reload(); // the blocks on it are the page's own again
  };
  place.append(element("span", {}, filled(words.kept, { solved, edited })), save, clear);
}

async function start() {
  const address = new URL("../../live/settings.json", import.meta.url);
  /** @type {Settings} */
  const { words } = await (await fetch(address)).json();
  await addStyles(new URL("../../stylesheets/live.css", import.meta.url).href);
  const above = document.querySelector(".hero, article:has([data-exercise]) .live-ask");
  const place = element("p", { class: "live-kept" });
  above?.after(place);
  const show = () => {
    markNavigation(words);
    showPlace(place, words);
  };
  document.addEventListener(CHANGED, show);
  addEventListener("storage", show); // in another tab
  addEventListener("pageshow", show); // on another page, before the browser went back to this one as it was
  show();
}

start();
