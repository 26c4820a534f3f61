// Keeps in the browser what the reader has made of the blocks: their code, and which exercises they have solved.
//
// A block is known by its page and a digest of its code as the page shows it: one that has moved is found again, and what
// was written in one that has changed since is left over, for page.js to say so. The languages have the same blocks. One that
// answers an exercise is known by that, too, for two may begin with the same code; of a task that is solved the text is kept
// as a digest, in each language that it was seen in.

/**
 * @typedef {object} Kept
 * @property {string} block Its number or exercise.
 * @property {string} [code]
 * @property {boolean} [solved]
 * @property {Record<string, string>} [tasks] Digests of the text of the task that was solved, by language.
 */
/** @typedef {Kept & { key: string, page: string }} Entry */

const PREFIX = "live-code ";
const LAST = "live-last"; // also read by site.js

/** What is heard on the document when something has been kept or forgotten. */
export const CHANGED = "live-kept";

const digest = (/** @type {string} */ text) => {
  let number = 0x811c9dc5; // FNV-1a
  for (const char of text) number = Math.imul(number ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (number >>> 0).toString(16);
};

const read = (/** @type {string} */ key) => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null; // another script's, or an older version's
  }
};

/** @type {(key: string, value: object) => void} */
const write = (key, value) => {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // The storage is full: the code runs all the same.
  }
};

/** All that is kept, in the order of the blocks of a page. */
export function everything() {
  /** @type {Entry[]} */
  const found = [];
  for (const key of Object.keys(localStorage)) {
    const [page] = key.slice(PREFIX.length).split(" ");
    const value = key.startsWith(PREFIX) && read(key);
    if (typeof value?.block === "string") found.push({ ...value, key, page });
  }
  const place = (/** @type {Entry} */ { page, block }) => `${page} ${block.padStart(4, "0")}`;
  return found.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** @param {string[]} keys */
export function forget(keys) {
  for (const key of keys) localStorage.removeItem(key);
  if (!everything().length) localStorage.removeItem(LAST);
  document.dispatchEvent(new Event(CHANGED));
}

/**
 * Where the reader was last: the page, and the id of the section.
 * @returns {{ page: string, id: string } | null}
 */
export const lastPlace = () => read(LAST);

export class Stored {
  key;
  #page;
  #block;

  /**
   * @param {string} page
   * @param {number} number Its place among the blocks of the page.
   * @param {string | undefined} exercise The one that it is to answer.
   * @param {string} code As the page shows it.
   */
  constructor(page, number, exercise, code) {
    this.#page = page;
    this.#block = exercise ?? String(number);
    this.key = [PREFIX.trim(), page, ...(exercise ? [exercise] : []), digest(code)].join(" ");
  }

  /** @returns {Omit<Kept, "block">} */
  get kept() {
    return read(this.key) ?? {};
  }

  /** @param {Omit<Kept, "block">} changes */
  keep(changes) {
    const { code, solved, tasks } = { ...this.kept, ...changes };
    if (code === undefined && !solved) localStorage.removeItem(this.key);
    else write(this.key, { block: this.#block, code, solved, tasks });
    document.dispatchEvent(new Event(CHANGED));
  }

  /** @param {string} task Its text. */
  solve(task) {
    this.keep({ solved: true, tasks: { [document.documentElement.lang]: digest(task) } });
  }

  /**
   * Whether the task is another than the one that was solved; in a language where it is read for the first time it is not.
   * @param {string} task Its text.
   */
  hasChanged(task) {
    const { lang } = document.documentElement;
    const { tasks = {} } = this.kept;
    const now = digest(task);
    if (!tasks[lang]) this.keep({ tasks: { ...tasks, [lang]: now } });
    return (tasks[lang] ?? now) !== now;
  }

  /**
   * Remember that the reader was here.
   * @param {Element} box The block.
   */
  visit(box) {
    const headings = [...document.querySelectorAll("article :is(h1, h2, h3)[id]")];
    const above = headings.filter(
      (each) => each.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    write(LAST, { page: this.#page, id: above.at(-1)?.id ?? "" });
  }
}
