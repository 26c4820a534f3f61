// Material's search worker, taught what a course in two languages needs. site-search.js loads it.
//
// The pages that hold all that is looked for come first, and of these the ones that say the most about it. A word is
// found in another of its English forms, and misspelt; the name of code by any of its parts; a Chinese word as a whole,
// and in simplified characters. What is used of Material's insides was read in the version of its worker that
// tests/site/test_search.py names.

/** @typedef {lunr.Token & {str: string, metadata: {position: number}}} Token */

const QUERY = 2; // of Material's messages, as SETUP in site-search.js

// Material never looks at the last character of a Chinese query when it cuts it into words. So it gets one to ignore.
const END = "〇";

/** @type {Record<string, string>} */
let traditional;
/** @type {lunr.Index & {tokenSet: lunr.TokenSet, invertedIndex: Record<string, {text: object}>}} */
let index;

/**
 * Give the function that searches.
 * @param {object} settings
 */
async function loadSearch(settings) {
  const response = await fetch(new URL("../../../search/sections.json", location.href));
  const { sections: docs, ...rest } = await response.json();
  traditional = rest.traditional;
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
    .replace(/\p{sc=Han}/gu, (character) => traditional[character] ?? character)
    .replace(/[a-z]{5,}/g, (word) => (begins(beginning(word)) ? word : nearest(word)))
    .replace(/\p{sc=Han}+/gu, (run) => `${knownWords(run)}${END}`);
}

/**
 * Material stops at the first Chinese character that begins no word of the index. So a run of characters that is not
 * made of its words is the one that was meant, or those words in it that are longer than a character.
 * @param {string} run
 */
function knownWords(run) {
  /** @type {string[]} */
  const words = [];
  for (let rest = run; rest; rest = rest.slice(words[words.length - 1].length)) {
    let length = rest.length;
    while (length > 1 && !begins(rest.slice(0, length))) length--;
    words.push(rest.slice(0, length));
  }
  const long = words.filter((word) => word.length > 1);
  if (long.length === words.length) return run;
  const meant = run.length > 2 ? nearest(run) : run;
  return meant === run && long.length ? long.join(`${END} `) : meant;
}

/** @param {string} word */
function begins(word) {
  return like(`${word}*`).length > 0;
}

/**
 * The word of the index that a misspelt one is an edit away from, a long one two: of several the most frequent.
 * @param {string} word
 */
function nearest(word) {
  const sections = (/** @type {string} */ near) => Object.keys(index.invertedIndex[near].text).length;
  for (const edits of word.length < 8 ? [1] : [1, 2]) {
    const near = like(word, edits);
    if (near.length) return near.reduce((one, other) => (sections(other) > sections(one) ? other : one));
  }
  return word;
}

/**
 * The words of the index that a pattern with an asterisk matches, or that are so many edits away from a word.
 * @param {string} word
 */
function like(word, edits = 0) {
  const { fromString, fromFuzzyString } = /** @type {any} */ (lunr.TokenSet); // static, though its types deny it
  return index.tokenSet.intersect(edits ? fromFuzzyString(word, edits) : fromString(word)).toArray();
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

  const { build } = lunr.Builder.prototype;
  lunr.Builder.prototype.build = function () {
    index = /** @type {typeof index} */ (build.call(this));
    return index;
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
