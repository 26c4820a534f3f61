// What a finished page still needs a script for. Everything here is an extra: without it the page can be read in full.

// The other language opens at the section that is being read: its ids are the same.
/** @type {NodeListOf<HTMLAnchorElement>} */
const languages = document.querySelectorAll(".site-language");
for (const link of languages) {
  link.addEventListener("click", () => {
    link.hash = location.hash;
  });
}

// The list of contents has the addresses of headings for the Tab key; their own links are for the mouse.
/** @type {NodeListOf<HTMLElement>} */
const headerlinks = document.querySelectorAll(".headerlink");
for (const link of headerlinks) link.tabIndex = -1;

// What is too wide for the screen scrolls by itself; the keyboard must be able to reach it. A box is asked for its width
// when it has just been laid out, for an answer at any other time would lay out the page.
const isWide = (/** @type {Element} */ box) => box.scrollWidth > box.clientWidth;
const makeReachable = (/** @type {Element} */ box, /** @type {boolean} */ wide) => {
  if (wide) box.setAttribute("tabindex", "0");
  else box.removeAttribute("tabindex");
};

// A formula off the screen is laid out to be asked, which also loads its fonts: one at a time, when there is nothing
// else to do.
const whenIdle = window.requestIdleCallback ?? ((run) => setTimeout(run, 20));
/** @type {Set<Element>} */
const unmeasured = new Set();
const measureNext = () => {
  const [box] = unmeasured;
  if (!box) return;
  unmeasured.delete(box);
  const [formula, end] = [".katex-html", ".katex-html > :last-child"].map((part) => box.querySelector(part));
  const right = (/** @type {Element | null} */ element) => element?.getBoundingClientRect().right ?? 0;
  makeReachable(box, right(end) > right(formula) + 1 || isWide(box));
  whenIdle(measureNext);
};
const measure = (/** @type {Iterable<Element>} */ boxes) => {
  if (!unmeasured.size) whenIdle(measureNext);
  for (const box of boxes) unmeasured.add(box);
};

const boxes = document.querySelectorAll("div.arithmatex, div.table");
const resized = new ResizeObserver((entries) => {
  const found = entries.map(({ target }) => target).map((box) => ({ box, wide: isWide(box) }));
  for (const { box, wide } of found) makeReachable(box, wide);
  measure(found.map(({ box }) => box));
});
for (const box of boxes) resized.observe(box);
document.fonts.addEventListener("loadingdone", () => measure(boxes));

// Code can be copied; Material does the copying. Its own buttons come one by one, and each lays out the page.
const { translations } = JSON.parse(document.getElementById("__config")?.textContent ?? "");
for (const [number, code] of document.querySelectorAll(".highlight:not(.output) > pre > code").entries()) {
  code.id = `copied-${number}`;
  const button = document.createElement("button");
  button.className = "md-code__button";
  button.title = translations["clipboard.copy"];
  button.dataset.mdType = "copy";
  button.dataset.clipboardTarget = `#${code.id}`;
  const place = document.createElement("nav");
  place.className = "md-code__nav";
  place.append(button);
  code.after(place);
}

// The code of a page runs once the reader has asked for it, here or on an earlier page; nothing is loaded before.
/** @type {NodeListOf<HTMLElement>} */
const asks = document.querySelectorAll(".live-ask");
for (const ask of asks) {
  const [button] = ask.getElementsByTagName("button");
  const [status] = ask.getElementsByTagName("span");
  const runCode = (/** @type {boolean} */ now) =>
    import("./live/page.js")
      .then(({ start }) => start(ask, now))
      .catch((/** @type {Error} */ { message }) => {
        status.textContent = ask.dataset.failed?.replace("{reason}", message) ?? message;
      });
  button.onclick = () => runCode(true);
  // Beside Material's link to the content, one to the first block's button, or to the one that asks for it.
  const skip = document.createElement("a");
  skip.className = "md-skip";
  skip.href = "#";
  skip.textContent = button.textContent;
  skip.onclick = () => {
    /** @type {HTMLElement} */ (document.querySelector(".live-run") ?? button).focus();
    return false;
  };
  document.querySelector("[data-md-component=skip]")?.append(skip);
  if (localStorage.getItem("live-code")) runCode(false);
}

// Paper shows the hints and solutions that the reader has opened (print.css).
for (const folded of document.querySelectorAll("details")) {
  folded
    .querySelector("summary")
    ?.addEventListener("click", () => folded.classList.toggle("opened", !folded.open));
}

// What the reader has solved and edited shows in the navigation, once there is something.
if (localStorage.getItem("live-last")) import("./live/progress.js");

// What can be played with, a layer or a network. Without its script what is in its place stays, and the page says why.
/** @type {NodeListOf<HTMLElement>} */
const figures = document.querySelectorAll(".explore");
for (const figure of figures) {
  const script = figure.classList.contains("network")
    ? import("./explore/network.js")
    : import("./explore/explore.js");
  script.catch((error) => {
    figure.classList.add("failed");
    const failed = document.createElement("p");
    failed.role = "alert";
    failed.textContent = figure.dataset.failed ?? "";
    figure.prepend(failed);
    throw error;
  });
}

// Material looks at the search box whenever a key is let go. What is pasted, dictated or picked with the mouse comes
// without a key, and the keys of an input method come before there is a word.
const query = /** @type {HTMLInputElement} */ (document.querySelector(".md-search__input"));
const look = () => query.dispatchEvent(new KeyboardEvent("keyup"));
query.addEventListener("input", (event) => /** @type {InputEvent} */ (event).isComposing || look());
query.addEventListener("compositionend", look);
query.form?.addEventListener("keyup", (event) => event.isComposing && event.stopPropagation(), true);

// Material shows what its search worker answers, but knows no answer to a search that could not be loaded.
const { component$ } = /** @type {any} */ (window);
component$.subscribe((/** @type {{failed?: string}} */ { failed }) => {
  const said = document.querySelector(".md-search-result__meta");
  if (failed && said) said.textContent = failed;
});
