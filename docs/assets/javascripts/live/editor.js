// The editor of a block: CodeMirror, in the colours of the page.

import { element } from "./words.js";

/**
 * Open an editor.
 * @param {HTMLElement} above What it stands below.
 * @param {string} code What stands in it at first.
 * @param {{bundle: string, label: string, hint: string, run: () => void}} options CodeMirror's address; the editor's name
 *   and how to leave it by keyboard, for all to read; what Shift+Enter does.
 */
export async function openEditor(above, code, { bundle, label, hint, run }) {
  const codemirror = await import(bundle);
  const { EditorState, EditorView, keymap } = codemirror;
  const shortcuts = ["Shift-Enter", "Mod-Enter"].map((key) => ({ key, run: () => (run(), true) }));
  const id = `live-hint-${document.querySelectorAll(".live-hint").length}`;
  const place = element("div", { class: "live-editor" });
  above.after(place);
  const view = new EditorView({
    parent: place,
    state: EditorState.create({
      doc: code.replace(/\n$/, ""),
      extensions: [
        // Before the others, for Enter alone is theirs.
        keymap.of(shortcuts),
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
        codemirror.syntaxHighlighting(colours(codemirror)),
        EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": id, tabindex: "0" }),
      ],
    }),
  });
  place.append(element("p", { class: "live-hint", id }, hint));
  return {
    get code() {
      return `${view.state.doc}\n`;
    },
    focus: () => view.focus(),
    close() {
      view.destroy();
      place.remove();
    },
  };
}

/** The colours that the page's own highlighting takes from Material's variables. */
function colours({ HighlightStyle, tags }) {
  const colour = (name) => ({ color: `var(--md-code-hl-${name}-color)` });
  return HighlightStyle.define([
    { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword], ...colour("keyword") },
    { tag: [tags.string, tags.special(tags.string)], ...colour("string") },
    { tag: [tags.number, tags.bool, tags.null], ...colour("number") },
    { tag: tags.comment, ...colour("comment") },
    { tag: [tags.operator, tags.compareOperator, tags.arithmeticOperator], ...colour("operator") },
    { tag: [tags.punctuation, tags.bracket, tags.paren], ...colour("punctuation") },
    { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], ...colour("function") },
  ]);
}
