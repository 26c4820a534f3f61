// The editor of a block: CodeMirror, in the colours of the page.

import { element } from "../elements.js";

/** @typedef {typeof import("../../../live/codemirror.js")} CodeMirror What its bundle holds. */
/** @typedef {InstanceType<CodeMirror["EditorView"]>} View */

/**
 * Open an editor.
 * @param {HTMLElement} above What it stands below.
 * @param {string} code What stands in it at first.
 * @param {{bundle: string, label: string, hint: string, change: (code: string) => void, run: () => void}} options
 *   CodeMirror's address; the editor's name and how to leave it by keyboard, for all to read; what is done with the code
 *   when it has changed, and what Shift+Enter does.
 */
export async function openEditor(above, code, { bundle, label, hint, change, run }) {
  /** @type {CodeMirror} */
  const codemirror = await import(bundle);
  const { EditorState, EditorView, keymap } = codemirror;
  const taken = () => {
    run();
    return true;
  };
  const place = element("div", { class: "live-editor" });
  const hintBelow = element("p", { class: "live-hint" }, hint);
  above.after(place, hintBelow);
  // In a shadow root CodeMirror adopts its style sheets; elsewhere it writes style elements, which the page's policy forbids.
  const root = place.attachShadow({ mode: "open" });
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: code.replace(/\n$/, ""),
      extensions: [
        // Before the others, for Enter alone is theirs.
        keymap.of(["Shift-Enter", "Mod-Enter"].map((key) => ({ key, run: taken }))),
        codemirror.lineNumbers(),
        codemirror.history(),
        codemirror.drawSelection(),
        codemirror.indentOnInput(),
        codemirror.bracketMatching(),
        codemirror.closeBrackets(),
        codemirror.python(),
        codemirror.indentUnit.of("    "),
        // Escape before Tab lets Tab leave: that is CodeMirror's own rule.
        keymap.of([
          ...codemirror.closeBracketsKeymap,
          ...codemirror.defaultKeymap,
          ...codemirror.historyKeymap,
          codemirror.indentWithTab,
        ]),
        EditorView.domEventHandlers({ beforeinput: typeOver(codemirror) }),
        EditorView.updateListener.of(({ docChanged, state }) => docChanged && change(`${state.doc}\n`)),
        EditorView.theme(THEME),
        codemirror.syntaxHighlighting(colours(codemirror)),
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
      ],
    }),
  });
  view.contentDOM.ariaDescribedByElements = [hintBelow]; // an id would not reach out of the shadow root
  return {
    get code() {
      return `${view.state.doc}\n`;
    },
    focus: () => view.focus(),
    close() {
      view.destroy();
      place.remove();
      hintBelow.remove();
    },
  };
}

/**
 * Put text over a selection. The browser would keep the look of what was there, in a style attribute: see the policy.
 * @param {CodeMirror} codemirror
 */
function typeOver({ EditorView }) {
  return (/** @type {InputEvent} */ event, /** @type {View} */ view) => {
    const { from, to, empty } = view.state.selection.main;
    const { data, inputType } = event;
    if (inputType !== "insertText" || !data || empty) return false;
    const insert = () => view.state.update(view.state.replaceSelection(data), { userEvent: "input.type" });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handler) => handler(view, from, to, data, insert))) view.dispatch(insert());
    event.preventDefault();
    return true;
  };
}

/** As the code that it stands in for. */
const THEME = {
  "&": { color: "var(--md-code-fg-color)", fontSize: "0.68rem" },
  "&.cm-focused": { outline: "0.1rem solid var(--fig-forward)" },
  ".cm-scroller": { fontFamily: "var(--md-code-font-family)", lineHeight: "1.4" },
  ".cm-gutters": { border: "0", background: "transparent", color: "var(--fig-muted)" },
  ".cm-cursor": { borderLeftColor: "var(--md-code-fg-color)" },
  ".cm-content": { caretColor: "var(--md-code-fg-color)" },
  "& .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--fig-forward) 30%, transparent)",
  },
};

/**
 * The colours that the page's own highlighting takes from Material's variables.
 * @param {CodeMirror} codemirror
 */
function colours({ HighlightStyle, tags }) {
  const colour = (/** @type {string} */ name) => ({ color: `var(--md-code-hl-${name}-color)` });
  return HighlightStyle.define([
    {
      tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword],
      ...colour("keyword"),
    },
    { tag: [tags.string, tags.special(tags.string)], ...colour("string") },
    { tag: [tags.number, tags.bool, tags.null], ...colour("number") },
    { tag: tags.comment, ...colour("comment") },
    { tag: [tags.operator, tags.compareOperator, tags.arithmeticOperator], ...colour("operator") },
    { tag: [tags.punctuation, tags.bracket, tags.paren], ...colour("punctuation") },
    {
      tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)],
      ...colour("function"),
    },
  ]);
}
