// A term shows its definition: under a resting mouse, when the keyboard reaches it, at a first tap.
// A click, Enter or a second tap follows the term's link to the glossary, as everything does without this script.
// The Tab key stops at the first term after a block of code; from a term to its neighbours the arrow keys lead.

const tapped = matchMedia("(hover: none)");
const GAP = 6;

/** @type {(tip: HTMLElement, term: HTMLElement) => void} */
const place = (tip, term) => {
  const [line] = term.getClientRects(); // a term may be broken over two lines
  const rightmost = document.documentElement.clientWidth - tip.offsetWidth - GAP;
  const fitsBelow = line.bottom + GAP + tip.offsetHeight <= innerHeight;
  const top = fitsBelow ? line.bottom + GAP : line.top - GAP - tip.offsetHeight;
  tip.style.left = `${scrollX + Math.max(GAP, Math.min(line.left, rightmost))}px`;
  tip.style.top = `${scrollY + top}px`;
};

/** @type {NodeListOf<HTMLElement>} */
const terms = document.querySelectorAll("a.term");
let isFirst = true;
/** @type {NodeListOf<HTMLElement>} */
const codeAndTerms = document.querySelectorAll("article :is(.highlight, a.term)");
for (const element of codeAndTerms) {
  const isCode = element.matches(".highlight");
  if (!isCode && !isFirst) element.tabIndex = -1;
  isFirst = isCode;
}

/** @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };
for (const [number, term] of terms.entries()) {
  term.setAttribute("aria-keyshortcuts", Object.keys(STEPS).join(" "));
  term.addEventListener("keydown", (event) => {
    const other = terms[number + (STEPS[event.key] ?? Number.NaN)];
    if (!other || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    other.focus();
  });
  const tip = document.getElementById(term.getAttribute("aria-describedby") ?? "");
  if (!tip) continue;
  /** @type {number | undefined} */
  let waiting;
  let wasOpen = false;

  const isOpen = () => tip.matches(":popover-open");
  const show = () => {
    if (!isOpen()) tip.showPopover();
    place(tip, term);
  };
  const hide = () => isOpen() && tip.hidePopover();
  /** @type {(act: () => void, milliseconds: number) => void} */
  const soon = (act, milliseconds) => {
    clearTimeout(waiting);
    waiting = setTimeout(act, milliseconds);
  };

  // The mouse may move on to the definition, to read it or to copy from it.
  for (const box of [term, tip]) {
    box.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && soon(show, 150));
    box.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && soon(hide, 200));
  }
  term.addEventListener("focus", () => term.matches(":focus-visible") && show());
  term.addEventListener("blur", hide);
  // A tap outside of an open definition closes it, also a tap on its term: what was open is asked before that.
  term.addEventListener("pointerdown", () => (wasOpen = isOpen()));
  term.addEventListener("click", (event) => {
    if (!tapped.matches || event.detail === 0 || wasOpen) return;
    event.preventDefault();
    show();
  });
}
