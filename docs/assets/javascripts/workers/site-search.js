// Material's search worker, loaded at the first search and taught what a course in two languages needs.
//
// The pages that hold all that is looked for come first, and of these the ones that say the most about it. A word is
// found in another of its English forms; the name of code by any of its parts; a Chinese word as a whole.

const SETUP = 0;
const READY = 1;
const QUERY = 2;
const RESULT = 3;

// Material never looks at the last character of a Chinese query when it cuts it into words. So it gets one to ignore.
const END = "〇";

const postToPage = self.postMessage.bind(self);
let settings;
let search;
let answered = Promise.resolve();

addEventListener("message", ({ data: message }) => {
  answered = answered.then(() => answer(message)).then(postToPage, console.warn);
});

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

async function load() {
  const response = await fetch(new URL("../../../search/sections.json", location));
  const docs = await response.json();
  let listener;
  let reply;
  self.addEventListener = (_, its) => (listener = its);
  self.postMessage = (its) => (reply = its);
  importScripts(new URLSearchParams(location.search).get("material"));
  extend(lunr);
  const ask = async (message) => {
    await listener({ data: message });
    return reply.data;
  };
  await ask({ type: SETUP, data: { ...settings, docs } });
  return (query) => ask({ type: QUERY, data: query });
}

// What readers type are words: W^T, --accept and zero_grad hold no orders to the search engine.
function plainQuery(query) {
  return query
    .toLowerCase()
    .replaceAll("_", "")
    .replace(/[~^:*]|(?<!\S)[-+]+/g, " ")
    .replace(/\p{sc=Han}+/gu, `$&${END}`);
}

// Of the name of code, Material marks the part that the query begins with.
function withWholeNames(sections) {
  const mark = (text) => text.replace(/<mark>(\w+)<\/mark>(\w+)/g, "<mark>$1$2</mark>");
  return sections.map((section) => ({ ...section, title: mark(section.title), text: mark(section.text) }));
}

function byRelevance(one, other) {
  return relevance(other) - relevance(one);
}

function relevance(sections) {
  const words = new Set(sections.flatMap(({ terms }) => Object.keys(terms)));
  const found = [...words].filter((word) => sections.some(({ terms }) => terms[word]));
  const score = sections.reduce((sum, section) => sum + section.score, 0);
  return score * (found.length / words.size) ** 2;
}

function extend(lunr) {
  const { clause } = lunr.Query.prototype;
  lunr.Query.prototype.clause = function (given) {
    given.term = given.term.replace(END, "").replace(/^[a-z]{3,}(?=\*$)/, beginning);
    return clause.call(this, given);
  };

  const { add } = lunr.Builder.prototype;
  lunr.Builder.prototype.add = function (...given) {
    const { tokenizer } = this;
    this.tokenizer = (text) => joinNames(tokenizer(text), text);
    add.apply(this, given);
    this.tokenizer = tokenizer;
  };
}

// The index holds words as they are written (`pipeline: []` in mkdocs.yml), and Material looks for words that begin with
// what was typed. So it is enough to look for what a word and its stem begin with: "derivatives" -> "deriv".
function beginning(word) {
  const stem = lunr.stemmer(new lunr.Token(word)).toString();
  let length = 0;
  while (length < stem.length && stem[length] === word[length]) length++;
  return word.slice(0, length);
}

// The parts of a name become its endings, so that it is found by what any of them begins with: "update", "Grad", "Input"
// become "updategradinput", "gradinput", "input".
function joinNames(tokens, text) {
  for (let n = tokens.length - 1; n > 0; n--) {
    const between = text.slice(place(tokens[n - 1]).end, place(tokens[n]).start);
    if (/^_?$/.test(between)) tokens[n - 1].str += tokens[n].str;
  }
  return tokens;
}

// Where Material has kept the place of a token: in a row for each element of the text, packed into a number.
function place({ metadata: { position } }) {
  const packed = lunr.tokenizer.table[position >>> 20][position & 0xfffff];
  const start = packed >>> 12;
  return { start, end: start + ((packed >>> 2) & 0x3ff) };
}
