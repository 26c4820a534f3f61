// The figures' words in the language of the page, which brings them along from docs/words.

import { filled } from "../live/words.js";

/** @type {Record<string, string>} */
const words = JSON.parse(document.getElementById("explore-words")?.textContent ?? "");

/** @type {(name: string, values?: Record<string, string | number>) => string} */
export const say = (name, values = {}) => filled(words[name], values);
