// Material's search worker, taught what a course in two languages needs. site-search.js loads it.
//
// The pages that hold all that is looked for come first, and of these the ones that say the most about it. A word is
// found in another of its English forms; the name of code by any of its parts; a Chinese word as a whole. What is used of Material's insides was read in the version of its worker that
// tests/site/test_search.py names.

/** @typedef {lunr.Token & {str: string, metadata: {position: number}}} Token */

const QUERY = 2; // of Material's messages, as SETUP in site-search.js

// Material never looks at the last character of a Chinese query when it cuts it into words. So it gets one to ignore.
const END = "〇";

/**
 * Give the function that searches.
 * @param {object} settings
 */
async function loadSearch(settings) {
  const response = await fetch(new URL("../../../search/sections.json", location.href));
  const docs = await response.json();
  /** @type {(event: {data: Message}) => Promise<void>} */
  let listener;
  /** @type {Message} */
  let reply;
  Object.assign(self, {
    addEventListener: (/** @type {string} */ _, /** @type {typeof listener} */ its) => (listener = its),
    postMessage: (/** @type {Message} */ its) => (reply = its),
  });
  importScripts(new URLSearchParams(location.search).get("material") ?? "");
  extend();
  const ask = async (/** @type {Message} */ message) => {
    await listener({ data: message });
    return reply.data;
  };
  await ask({ type: SETUP, data: { ...settings, docs } });
  return async (/** @type {string} */ query) => {
    /** @type {Found} */
    const { items, suggest } = await ask({ type: QUERY, data: plainQuery(query) });
    return { items: items.map(asShown).sort(byRelevance), suggest };
  };
}

Object.assign(self, { loadSearch }); // for site-search.js

/**
 * What readers type are words: W^T, --accept and zero_grad hold no orders to the search engine.
 * @param {string} query
 */
function plainQuery(query) {
  return query
    .toLowerCase()
    .replaceAll("_", "")
    .replace(/[~^:*]|(?<!\S)[-+]+/g, " ")
    .replace(/\p{sc=Han}+/gu, `$&${END}`);
}

/**
 * Of the name of code, Material marks the part that the query begins with. Its build cuts Chinese into words by signs
 * without a width, and it would show the tags, other names of what a section introduces.
 * @param {Section[]} sections
 */
function asShown(sections) {
  const clean = (/** @type {string} */ text) =>
    text.replaceAll("\u200b", "").replace(/<mark>(\w+)<\/mark>(\w+)/g, "<mark>$1$2</mark>");
  return sections.map(({ tags, ...section }) => ({
    ...section,
    title: clean(section.title),
    text: clean(section.text),
  }));
}

/**
 * @param {Section[]} one
 * @param {Section[]} other
 */
function byRelevance(one, other) {
  return relevance(other) - relevance(one);
}

/** @param {Section[]} sections */
function relevance(sections) {
  const words = new Set(sections.flatMap(({ terms }) => Object.keys(terms)));
  const found = [...words].filter((word) => sections.some(({ terms }) => terms[word]));
  const score = sections.reduce((sum, section) => sum + section.score, 0);
  return score * (found.length / words.size) ** 2;
}

function extend() {
  const { clause } = lunr.Query.prototype;
  lunr.Query.prototype.clause = function (/** @type {lunr.Query.Clause} */ given) {
    given.term = given.term.replace(END, "").replace(/^[a-z]{3,}(?=\*$)/, beginning);
    return clause.call(this, given);
  };

  const { add } = lunr.Builder.prototype;
  lunr.Builder.prototype.add = function (/** @type {Parameters<typeof add>} */ ...given) {
    const { tokenizer } = this;
    const joined = (/** @type {any} */ text) => {
      const tokens = /** @type {Token[]} */ (tokenizer(text));
      return typeof text === "string" ? joinNames(tokens, text) : tokens; // tags are words
    };
    this.tokenizer = Object.assign(joined, { separator: tokenizer.separator });
    add.apply(this, given);
    this.tokenizer = tokenizer;
  };
}

// The index holds words as they are written (`pipeline: []` in mkdocs.yml), and Material looks for words that begin with
// what was typed. So it is enough to look for what a word and its stem begin with: "derivatives" -> "deriv".
/** @param {string} word */
function beginning(word) {
  const stem = lunr.stemmer(new lunr.Token(word, {})).toString();
  let length = 0;
  while (length < stem.length && stem[length] === word[length]) length++;
  return word.slice(0, length);
}

/**
 * The parts of a name become its endings, so that it is found by what any of them begins with: "update", "Grad", "Input"
 * become "updategradinput", "gradinput", "input".
 * @param {Token[]} tokens
 * @param {string} text
 */
function joinNames(tokens, text) {
  for (let n = tokens.length - 1; n > 0; n--) {
    const between = text.slice(place(tokens[n - 1]).end, place(tokens[n]).start);
    if (/^_?$/.test(between)) tokens[n - 1].str += tokens[n].str;
  }
  return tokens;
}

/**
 * Where Material has kept the place of a token: in a row for each element of the text, packed into a number.
 * @param {Token} token
 */
function place({ metadata: { position } }) {
  const { table } = /** @type {typeof lunr.tokenizer & {table: number[][]}} */ (lunr.tokenizer);
  const packed = table[position >>> 20][position & 0xfffff];
  const start = packed >>> 12;
  return { start, end: start + ((packed >>> 2) & 0x3ff) };
}
