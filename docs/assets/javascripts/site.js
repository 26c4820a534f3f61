// What a finished page still needs a script for. Everything here is an extra: without it the page can be read in full.

// The other language opens at the section that is being read: its ids are the same.
/** @type {NodeListOf<HTMLAnchorElement>} */
const languages = document.querySelectorAll(".site-language");
for (const link of languages) {
  link.addEventListener("click", () => {
    link.hash = location.hash;
  });
}

// What is too wide for the screen scrolls by itself; the keyboard must be able to reach it.
const makeReachable = () => {
  for (const box of document.querySelectorAll("div.arithmatex, .md-typeset__scrollwrap")) {
    if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
    else box.removeAttribute("tabindex");
  }
};
const resized = new ResizeObserver(makeReachable);
for (const article of document.querySelectorAll("article")) resized.observe(article);
document.fonts.ready.then(makeReachable);
addEventListener("load", makeReachable); // Material has put tables into boxes by then

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
  if (localStorage.getItem("live-code")) runCode(false);
}

// The figure to take hold of. Without its script its steps stand one below the other, and the page says why.
for (const figure of document.querySelectorAll(".explore")) {
  import("./explore/explore.js").catch((error) => {
    figure.classList.add("failed");
    figure.querySelector("[role=alert]")?.removeAttribute("hidden");
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
