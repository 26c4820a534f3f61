// Keeps in the browser what the reader has made of a block: their code, and whether it has solved the exercise.
// It is kept by the block and a digest of its code, so a block that the page has changed since starts anew.

/** @typedef {{ code?: string, solved?: boolean }} Kept */

/** The languages have the same blocks at the same place under their roots, and share what is kept. */
const page = () => location.pathname.split("/").filter(Boolean).at(-1) ?? "";

const digest = (/** @type {string} */ text) => {
  let number = 0x811c9dc5; // FNV-1a
  for (const char of text) number = Math.imul(number ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (number >>> 0).toString(16);
};

export class Stored {
  #key;

  /**
   * @param {string} block What the block is called on its page.
   * @param {string} code As the page shows it.
   */
  constructor(block, code) {
    this.#key = `live-code ${page()} ${block} ${digest(code)}`;
  }

  /** @returns {Kept} */
  get kept() {
    try {
      return JSON.parse(localStorage.getItem(this.#key) ?? "{}");
    } catch {
      return {}; // another script's, or an older version's
    }
  }

  /** @param {Kept} changes */
  keep(changes) {
    const { code, solved } = { ...this.kept, ...changes };
    try {
      if (code === undefined && !solved) localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, JSON.stringify({ code, solved }));
    } catch {
      // The storage is full: the code runs all the same.
    }
  }
}
