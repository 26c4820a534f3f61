// Stands in for Material's search worker on every page, and loads it and what it is taught at the first search.

/**
 * What Material asks and is told, and what it finds of a page. `data` is what the type says.
 * @typedef {{type: number, data?: any}} Message
 * @typedef {{title: string, text: string, tags?: string[], score: number, terms: Record<string, boolean>}} Section
 * @typedef {{items: Section[][], suggest?: string[]}} Found
 */

const SETUP = 0;
const READY = 1;
const RESULT = 3;

const postToPage = self.postMessage.bind(self);
/** @type {{config: {failed: string}}} */
let settings;
/** @type {((query: string) => Promise<Found>) | undefined} */
let search;
let answered = Promise.resolve();

addEventListener("message", ({ data: message }) => {
  answered = answered.then(() => answer(message)).then(postToPage, reportError);
});

/**
 * @param {Message} message
 * @returns {Promise<Message>}
 */
async function answer({ type, data }) {
  if (type === SETUP) {
    settings = data;
    return { type: READY };
  }
  if (!data.trim()) return { type: RESULT, data: { items: [] } };
  try {
    if (!("loadSearch" in self)) importScripts("taught-search.js");
    search ??= await loadSearch(settings);
  } catch {
    return { type: RESULT, data: { items: [], failed: settings.config.failed } }; // site.js says so
  }
  return { type: RESULT, data: await search(data) };
}
