// Lets a reader change the numbers of a figure: drag them, step them by key, type them. The Tab key stops once for all of them.

import { element } from "../elements.js";
import { cellOf } from "./tensors.js";
import { say } from "./words.js";

/** @import { Range } from "./tensors.js" */
/**
 * What a figure knows of its numbers.
 * @typedef {object} Numbers
 * @property {HTMLElement} root The figure; the arrow keys go through its numbers in their order there.
 * @property {(cell: HTMLDataElement) => Range | undefined} range None: it can only be read.
 * @property {() => void} settle Show all that was done so far.
 * @property {(cell: HTMLDataElement, value: number, goesOn: boolean) => void} set A drag goes on: it is undone as one.
 * @property {(text: string) => void} tell
 */

const PIXELS = 8; // of a drag for one step
/** @type {Record<string, number>} */
const STEPS = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
/** @type {Record<string, number>} */
const MOVES = { ArrowRight: 1, ArrowLeft: -1 };
const BEGINS = /^[-+−.0-9０-９]$/; // a number that is typed
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** Read what was typed, also with an input method's wide digits. It may be no number. */
const read = (/** @type {string} */ text) => {
  const plain = text.normalize("NFKC").replace("−", "-");
  return NUMBER.test(plain) ? Number(plain) + 0 : Number.NaN; // no -0
};

/** @type {(from: number, count: number, range: Range) => number} */
const stepped = (from, count, { least, most, step }) => {
  const begin = from || 0; // a number that nobody knows
  const value = Number((begin + count * step).toFixed(12)); // 0.1 + 0.2 is 0.3 here
  return Math.min(Math.max(value, Math.min(least, begin)), Math.max(most, begin));
};

/**
 * Listen to the reader.
 * @param {Numbers} numbers
 * @returns {() => void} To be called when other numbers can be reached.
 */
export const changeNumbers = ({ root, range, settle, set, tell }) => {
  /** @type {HTMLDataElement | undefined} */
  let current; // which one the Tab key leads to
  let typing = false; // in its place

  const reachable = () => {
    /** @type {NodeListOf<HTMLDataElement>} */
    const cells = root.querySelectorAll(".tensor:not([hidden]) [role=spinbutton]");
    return [...cells];
  };
  const renew = () => {
    const cells = reachable();
    if (!current || !cells.includes(current)) [current] = cells;
    for (const cell of cells) cell.tabIndex = cell === current && !typing ? 0 : -1;
  };

  /** @type {(cell: HTMLDataElement, key: string, goesOn: boolean) => void} */
  const step = (cell, key, goesOn) => {
    const limits = range(cell);
    if (!limits) return;
    settle(); // so that it starts from what all calls have led to
    if (key === "Home") set(cell, limits.least, goesOn);
    else if (key === "End") set(cell, limits.most, goesOn);
    else set(cell, stepped(Number(cell.value), STEPS[key], limits), goesOn);
  };

  /** @type {(cell: HTMLDataElement, { least, most }: Range, typed?: string) => void} */
  const edit = (cell, { least, most }, typed) => {
    settle();
    const value = Number(cell.value);
    const before = Number.isNaN(value) ? "" : String(Number(value.toPrecision(6)));
    const label = cell.ariaLabel ?? "";
    const input = element("input", {
      class: "typed",
      "aria-label": label,
      autocomplete: "off",
      enterkeyhint: "done",
    });
    input.dataset.of = `${cell.dataset.tensor}.${cell.dataset.at}`;
    input.value = typed ?? before;
    input.style.left = `${cell.offsetLeft}px`;
    input.style.top = `${cell.offsetTop}px`;
    cell.closest(".tensor")?.append(input);
    input.focus();
    typing = true;
    renew();
    if (typed === undefined) input.select();

    /** Take what was typed, or say why not. */
    const take = () => {
      const text = input.value.trim();
      if (text === before) return true;
      const number = read(text);
      const outside = number < least || number > most;
      if (Number.isNaN(number) || outside) {
        const trouble = text === "" ? "empty" : outside ? "outside" : "no_number";
        tell(say(trouble, { text, least, most, name: label, value: cell.textContent }));
        input.ariaInvalid = "true";
        return false;
      }
      tell("");
      set(cell, number, false);
      return true;
    };
    const close = () => {
      input.onblur = null;
      input.remove();
      typing = false;
      renew();
    };
    const leave = () => {
      close();
      cell.focus({ preventScroll: true });
    };
    input.onblur = () => {
      take();
      close();
    };
    input.onkeydown = (event) => {
      const { key } = event;
      event.stopPropagation();
      if (event.isComposing) return;
      if (key === "Escape") {
        tell("");
        leave();
      } else if (key === "Enter" || key in STEPS) {
        event.preventDefault();
        if (!take()) return;
        leave();
        if (key in STEPS) step(cell, key, false);
      }
    };
  };

  root.addEventListener("focusin", (event) => {
    const cell = cellOf(event);
    if (!cell) return;
    current = cell;
    renew();
  });

  root.addEventListener("keydown", (event) => {
    const cell = cellOf(event);
    const { key } = event;
    if (!cell || event.ctrlKey || event.altKey || event.metaKey) return;
    const limits = range(cell);
    if (key in MOVES) {
      const cells = reachable();
      cells.at((cells.indexOf(cell) + MOVES[key]) % cells.length)?.focus();
    } else if (key in STEPS || key === "Home" || key === "End") {
      step(cell, key, event.repeat);
    } else if (limits && (key === "Enter" || key === "F2")) {
      edit(cell, limits);
    } else if (limits && (key === "Delete" || key === "Backspace")) {
      edit(cell, limits, "");
    } else if (limits && BEGINS.test(key)) {
      edit(cell, limits, key);
    } else {
      return;
    }
    event.preventDefault();
  });

  // A drag moves sideways; a finger that moves up or down scrolls the page, as everywhere.
  let dragged = false;
  root.addEventListener("pointerdown", (begin) => {
    const cell = cellOf(begin);
    const limits = cell && range(cell);
    if (!limits || begin.button !== 0) return;
    settle(); // as above
    const from = Number(cell.value);
    let count = 0;
    dragged = false;
    const drag = (/** @type {PointerEvent} */ event) => {
      const moved = Math.round((event.clientX - begin.clientX) / PIXELS);
      if (moved === count) return;
      count = moved;
      set(cell, stepped(from, count, limits), dragged);
      dragged = true;
    };
    const end = () => cell.removeEventListener("pointermove", drag);
    cell.setPointerCapture(begin.pointerId);
    cell.addEventListener("pointermove", drag);
    cell.addEventListener("pointerup", end, { once: true });
    cell.addEventListener("pointercancel", end, { once: true });
  });
  root.addEventListener("click", (event) => {
    const cell = cellOf(event);
    const limits = cell && range(cell);
    if (limits && !dragged) edit(cell, limits);
    dragged = false;
  });

  return renew;
};
