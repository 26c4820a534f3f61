// Shows what a block led to: its output with what differs from the page marked, its picture, its traceback, its grade.

import { element } from "../elements.js";
import { filled } from "./words.js";

/** @import { Piece, RunAnswer, Verdict, Words } from "./messages.js" */

/**
 * Make the elements that show an answer, in order.
 * @param {RunAnswer} answer
 * @param {Words} words
 */
export function showAnswer(answer, words) {
  /** @type {HTMLElement[]} */
  const shown = [];
  if (answer.agrees === false) {
    shown.push(output(answer.printed ? marked(answer.run) : [words.nothing], words.yours, "live-differs"));
    shown.push(output(marked(answer.page), words.page, "live-page"));
  } else if (answer.printed) {
    shown.push(output([answer.printed.replace(/\n+$/, "\n")], words.output));
  }
  if (answer.value) shown.push(output([`${answer.value.trimEnd()}\n`], words.value, "live-value"));
  shown.push(...answer.pictures.map((each) => picture(each, words.picture)));
  if (answer.said) shown.push(output([answer.said], words.stderr));
  if (answer.cut) shown.push(note(words.cut));
  if (answer.error) shown.push(output([answer.error], words.error, "live-error"));
  return [...shown, ...explained(answer, words)];
}

/**
 * Make the elements that show what is behind a verdict, in order.
 * @param {Verdict} verdict
 * @param {Words} words
 */
export function showVerdict(verdict, words) {
  const { printed, code, expected, given, gradcheck, error } = verdict;
  /** @type {[text: string, label: string, ...classes: string[]][]} */
  const shown = [
    [printed, words.output],
    [error, words.error, "live-error"],
    [code, words.case_code, "live-case"],
    [given, words.given, "live-differs"],
    [expected, words.expected, "live-page"],
    [gradcheck && `${gradcheck}\n`, "nn.gradcheck"],
  ];
  const outputs = shown.filter(([text]) => text);
  return [
    ...outputs.map(([text, label, ...classes]) => output([text], label, ...classes)),
    ...explained(verdict, words),
  ];
}

/**
 * Why an error is one here, where that needs saying.
 * @param {{ hint: string, name: string }} answer
 * @param {Words} words
 */
const explained = ({ hint, name }, words) => (hint ? [note(filled(words.hints[hint], { name }))] : []);

const note = (/** @type {string} */ text) => element("p", { class: "live-note" }, text);

/**
 * An output in the style of the page; Material gives its own a box of class `highlight`.
 * @param {(Node | string)[]} content
 * @param {string} label
 * @param {string[]} classes
 * @returns {HTMLElement}
 */
export function output(content, label, ...classes) {
  const attributes = {
    class: ["output", "highlight", "live-output", ...classes].join(" "),
    "data-label": label,
  };
  return element("div", attributes, element("pre", {}, element("code", {}, ...content)));
}

/**
 * Lines in pieces, those that differ as marks.
 * @param {Piece[][]} lines
 */
function marked(lines) {
  return lines.flatMap((pieces) => [
    ...pieces.map(([text, differs]) => (differs ? element("mark", {}, text) : text)),
    "\n",
  ]);
}

/** @type {(svg: string, label: string) => HTMLElement} */
function picture(svg, label) {
  const image = element("img", { alt: label, class: "live-picture" });
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  return image;
}
