// What a finished page still needs a script for. Everything here is an extra: without it the page can be read in full.

// The other language opens at the section that is being read: its ids are the same.
for (const link of document.querySelectorAll(".site-language")) {
  link.addEventListener("click", () => (link.hash = location.hash));
}

// What is too wide for the screen scrolls by itself; the keyboard must be able to reach it.
const makeReachable = () => {
  for (const box of document.querySelectorAll("div.arithmatex, .md-typeset__scrollwrap")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
};
new ResizeObserver(makeReachable).observe(document.querySelector("article"));
document.fonts.ready.then(makeReachable);

// The code of a page runs once the reader has asked for it, here or on an earlier page; nothing is loaded before.
const ask = document.querySelector(".live-ask");
const runCode = async (now) => {
  try {
    const { start } = await import("./live/page.js");
    await start(ask, now);
  } catch (error) {
    ask.querySelector("[role=status]").textContent = ask.dataset.failed.replace("{reason}", error.message);
  }
};
if (ask) {
  ask.querySelector("button").onclick = () => runCode(true);
  if (localStorage.getItem("live-code")) runCode(false);
}

// Material looks at the search box whenever a key is let go. What is pasted, dictated or picked with the mouse comes
// without a key, and the keys of an input method come before there is a word.
const query = document.querySelector(".md-search__input");
const look = () => query.dispatchEvent(new KeyboardEvent("keyup"));
query.addEventListener("input", ({ isComposing }) => isComposing || look());
query.addEventListener("compositionend", look);
query.form.addEventListener("keyup", (event) => event.isComposing && event.stopPropagation(), true);
