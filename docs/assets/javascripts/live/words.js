// Puts what is counted into the words of the page's language, which docs/words/ holds.

import { element } from "../elements.js";

/** @import { Progress, Words } from "./messages.js" */

/**
 * Fill in the names in braces of a text.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);

/**
 * Show how much is loaded, as a bar and in words.
 * @param {Element} place
 * @param {Progress} progress
 * @param {Words} words
 */
export function showProgress(place, { what, loaded, total }, words) {
  const done = { what, loaded: megabytes(loaded), total: megabytes(total) };
  const text = filled(loaded < total ? words.loading : words.starting, done);
  const bar = place.querySelector("progress") ?? element("progress", { "aria-label": words.progress });
  bar.max = total;
  bar.value = loaded;
  place.replaceChildren(bar, text);
}
