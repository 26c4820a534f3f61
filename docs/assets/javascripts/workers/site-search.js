// Material's search worker, made to find the word in another of its English forms: "gradients" for "gradient".
//
// The index holds words as they are written (`pipeline: []` in mkdocs.yml), and Material looks for words that begin with
// what was typed. So it is enough to look for what a word and its stem begin with: "derivatives" -> "deriv".

importScripts(new URLSearchParams(location.search).get("material"));

function beginning(word) {
  const stem = lunr.stemmer(new lunr.Token(word)).toString();
  let length = 0;
  while (length < stem.length && stem[length] === word[length]) length++;
  return word.slice(0, length);
}

const { clause } = lunr.Query.prototype;
lunr.Query.prototype.clause = function (given) {
  if (/^[a-z]{3,}\*$/.test(given.term)) given.term = beginning(given.term.slice(0, -1)) + "*";
  return clause.call(this, given);
};
