// Material's search worker, loaded at the first search and taught what a course in two languages needs.
//
// The pages that hold all that is looked for come first, and of these the ones that say the most about it. A word is
// found in another of its English forms; the name of code by any of its parts; a Chinese word as a whole.

/**
 * What Material asks and is told, and what it finds of a page. `data` is what the type says.
 * @typedef {{type: number, data?: any}} Message
 * @typedef {{location: string, title: string, text: string, score: number, terms: Record<string, boolean>}} Section
 * @typedef {{items: Section[][], suggest?: string[]}} Found
 * @typedef {lunr.Token & {str: string, metadata: {position: number}}} Token
 */

const SETUP = 0;
const READY = 1;
const QUERY = 2;
const RESULT = 3;

// Material never looks at the last character of a Chinese query when it cuts it into words. So it gets one to ignore.
const END = "〇";

const postToPage = self.postMessage.bind(self);
/** @type {object} */
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
  search ??= await load();
  const { items, suggest } = await search(plainQuery(data));
  return { type: RESULT, data: { items: items.map(withWholeNames).sort(byRelevance), suggest } };
}

/** Give the function that searches. */
async function load() {
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
  return (/** @type {string} */ query) => ask({ type: QUERY, data: query });
}

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
 * Of the name of code, Material marks the part that the query begins with.
 * @param {Section[]} sections
 */
function withWholeNames(sections) {
  const mark = (/** @type {string} */ text) => text.replace(/<mark>(\w+)<\/mark>(\w+)/g, "<mark>$1$2</mark>");
  return sections.map((section) => ({ ...section, title: mark(section.title), text: mark(section.text) }));
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
    const joined = (/** @type {any} */ text) => joinNames(/** @type {Token[]} */ (tokenizer(text)), text);
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
