// One block of a page: its buttons, its code as it stands or as the reader has changed it, what came of running or grading it.

import { element, one } from "../elements.js";
import { output, showAnswer, showVerdict } from "./answer.js";
import { Stored } from "./stored.js";
import { filled } from "./words.js";

/** @import { Plan, RunAnswer, Settings } from "./messages.js" */
/** @import { Hearing, Python } from "./python.js" */
/** @typedef {Record<"run" | "grade" | "stop", () => void>} Actions What the page does when a button is pressed. */

/** @type {(kind: string, label: string) => HTMLButtonElement} */
const button = (kind, label) => element("button", { type: "button", class: `live-${kind}` }, label);

export class Block {
  waiting = false;
  asked = 0; // how often it was to wait, so that each asking is known
  status = element("span", { class: "live-status", role: "status" }); // where it says how it is getting on
  #box;
  #pre;
  #code; // as the page shows it
  #printed; // the output block of the page, if there is one
  #words;
  #settings;
  #number;
  #actions;
  /** @type {Awaited<ReturnType<typeof import("./editor.js").openEditor>> | undefined} */
  #editor;
  /** @type {HTMLElement[]} */
  #shown = []; // what the last run has put below
  #exercise; // which one it is to answer, if any
  #stored;
  /** @type {string | undefined} */
  #kept; // what the reader has written, before an editor is open
  #highlighted; // what the page has in its code
  #verdict = element("div", { class: "live-verdict", role: "status" });
  #run;
  #grade;
  #edit;
  #reset;

  /**
   * @param {HTMLElement} box The code block.
   * @param {number} number Its place among the blocks of the page, from 1.
   * @param {Settings} settings
   * @param {Actions} actions
   */
  constructor(box, number, settings, actions) {
    /** @type {Plan} */
    this.plan = JSON.parse(box.dataset.live ?? "{}");
    this.#box = box;
    this.#number = number;
    this.#settings = settings;
    this.#words = settings.words;
    this.#actions = actions;
    this.#pre = one("pre", box);
    this.#code = one("code", this.#pre).textContent;
    const next = box.nextElementSibling;
    this.#printed = next instanceof HTMLElement && next.matches(".output") ? next : undefined;
    this.#exercise = box.parentElement?.dataset.exercise;
    this.#run = button("run", this.#words.run);
    this.#grade = button("grade", this.#words.grade);
    this.#edit = button("edit", this.#words.edit);
    this.#reset = button("reset", this.#words.reset);
    this.#stored = new Stored(settings.page, number, this.#exercise, this.#code);
    this.#highlighted = [...one("code", this.#pre).childNodes];
    this.#addBar();
    if (!this.plan.because) this.#showKept();
  }

  /** The code that a run takes. */
  get code() {
    return this.#editor?.code ?? this.#kept ?? this.#code;
  }

  /** What it is kept under. */
  get key() {
    return this.#stored.key;
  }

  /** Remember that the reader was here. */
  visit() {
    this.#stored.visit(this.#box);
  }

  /** Show what the reader has made of the block on an earlier visit. */
  #showKept() {
    const { code, solved } = this.#stored.kept;
    this.#kept = code;
    if (code !== undefined) {
      one("code", this.#pre).textContent = code;
      this.#reset.hidden = false;
      this.status.textContent = this.#words.edited;
    }
    if (!solved) return;
    this.#markSolved();
    const { solved_changed } = this.#words;
    const block = document.getElementById(this.#exercise ?? "")?.firstChild?.textContent ?? "";
    if (this.#stored.hasChanged(this.#task)) this.#verdict.textContent = filled(solved_changed, { block });
  }

  /** The text of the task, which stands above the block. */
  get #task() {
    const texts = [];
    let above = this.#box.parentElement?.previousElementSibling;
    for (; above && !above.matches("h1, h2, h3"); above = above.previousElementSibling) {
      texts.unshift(above.textContent.trim());
    }
    return texts.join("\n");
  }

  #markSolved() {
    const heading = document.getElementById(this.#exercise ?? "");
    if (!heading || heading.querySelector(".live-solved")) return;
    heading.append(element("span", { class: "live-solved" }, this.#words.solved));
  }

  /** What it is called on the page and in tracebacks. */
  get name() {
    return filled(this.#words.block, { number: this.#number });
  }

  #addBar() {
    const bar = element("div", { class: "live-bar", role: "group", "aria-label": this.name });
    if (this.plan.because) {
      bar.append(filled(this.#words.not_run, { reason: this.plan.because }));
    } else {
      this.#reset.hidden = true;
      this.#run.onclick = () => (this.waiting ? this.#actions.stop() : this.#actions.run());
      this.#edit.onclick = () => this.#openEditor();
      this.#reset.onclick = () => this.reset();
      this.#grade.onclick = () => (this.waiting ? this.#actions.stop() : this.#actions.grade());
      if (this.#exercise) bar.append(this.#grade);
      bar.append(this.#run, this.#edit, this.#reset, this.status);
      bar.append(element("span", { class: "live-name" }, this.name));
    }
    this.#box.append(bar);
    if (this.#exercise) this.#box.append(this.#verdict);
  }

  async #openEditor() {
    this.#edit.disabled = true;
    try {
      const { openEditor } = await import("./editor.js");
      this.#editor = await openEditor(this.#pre, this.code, {
        bundle: new URL(this.#settings.editor.url, this.#settings.base).href,
        label: this.name,
        hint: this.#exercise ? this.#words.grade_hint : this.#words.hint,
        change: (code) =>
          this.#stored.keep({ code: code.trimEnd() === this.#code.trimEnd() ? undefined : code }),
        run: () => this.waiting || (this.#exercise ? this.#actions.grade() : this.#actions.run()),
      });
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      this.status.textContent = filled(this.#words.failed, { reason: message });
      this.#edit.disabled = false;
      return;
    }
    this.#pre.hidden = this.#edit.hidden = true;
    this.#reset.hidden = false;
    this.#editor.focus();
  }

  /** Whether its code is not what the page shows. */
  get edited() {
    return this.code.trimEnd() !== this.#code.trimEnd();
  }

  /** Take away what is there and show that the block will run as soon as Python can. */
  wait(pressed = this.#run) {
    this.#clear();
    this.waiting = true;
    this.asked += 1;
    pressed.textContent = this.#words.stop;
    this.status.textContent = this.#words.running;
  }

  /** Say that it has its turn. */
  begin() {
    this.status.textContent = this.#words.running;
  }

  /** Say that Python is started first. */
  waitForPython() {
    this.status.textContent = filled(this.#words.starting, { what: "Python" });
  }

  /**
   * Say that another block runs first.
   * @param {Block} other
   */
  waitFor(other) {
    this.status.textContent = filled(this.#words.waiting, { block: other.name });
  }

  /**
   * Run the code and show what comes of it.
   * @param {Python} python
   * @param {string} space The namespace to run it in.
   * @param {Block} [changed] The first block above it that the reader has edited.
   */
  async run(python, space, changed) {
    this.wait();
    const started = performance.now();
    const { raises, warns, rtol = "0", atol = "0", varies, rounded, stderr } = this.plan;
    const request = {
      space,
      name: this.name,
      code: this.code,
      value: this.edited,
      raises,
      warns,
      output: this.#printed && {
        text: one("code", this.#printed).textContent,
        rtol,
        atol,
        varies: Boolean(varies),
        rounded: Boolean(rounded),
        stderr: Boolean(stderr),
      },
    };
    const answer = await python.call("run", request, this.#hear());
    this.#show(answer, (performance.now() - started) / 1000, changed);
    return answer;
  }

  /** Show that the answer to the exercise will be graded as soon as Python can. */
  waitForGrade() {
    this.wait(this.#grade);
  }

  /**
   * Have the answer to the exercise judged, and show what is said of it.
   * @param {Python} python
   */
  async grade(python) {
    this.waitForGrade();
    const exercise = this.#exercise ?? "";
    const request = { exercise, name: this.name, code: this.code };
    const verdict = await python.call("grade", request, this.#hear());
    const { verdicts, cases, found_with, passed, not_yet } = this.#words;
    this.#put(showVerdict(verdict, this.#words));
    const said = filled(verdicts[verdict.message], verdict.values);
    this.#verdict.textContent = verdict.case
      ? `${said}${filled(found_with, { case: cases[verdict.case] })}`
      : said;
    this.rest(verdict.passed ? passed : not_yet);
    if (verdict.passed) {
      this.#stored.solve(this.#task);
      this.#markSolved();
    }
    this.#box.dataset.liveState = verdict.passed ? "same" : "differs";
  }

  /**
   * Give what shows what the code prints while it runs, and asks the reader what it asks; the result replaces it.
   * @returns {Hearing}
   */
  #hear() {
    /** @type {Node | undefined} */
    let code;
    const print = (/** @type {string} */ text) => {
      if (!code) {
        this.#put([output([], this.#words.output)]);
        this.#setPrintedApart();
        code = this.#shown[0].querySelector("code") ?? undefined;
      }
      code?.appendChild(document.createTextNode(text));
    };
    return { print, ask: (prompt) => this.#askReader(prompt) };
  }

  /**
   * Let the reader type a line, below what was printed.
   * @param {string} prompt
   * @returns {Promise<string>}
   */
  #askReader(prompt) {
    const field = element("input", { autocomplete: "off", "aria-label": prompt || this.#words.type });
    const enter = element("button", {}, this.#words.enter);
    const form = element("form", { class: "live-input" }, field, enter);
    this.#shown.push(form);
    this.#box.after(...this.#shown);
    this.status.textContent = this.#words.type;
    field.focus();
    return new Promise((resolve) => {
      form.onsubmit = (event) => {
        event.preventDefault();
        this.#takeForm();
        this.status.textContent = this.#words.running;
        resolve(field.value);
      };
    });
  }

  /** Take away what the reader could type into. */
  #takeForm() {
    const form = this.#shown.find((each) => each.matches(".live-input"));
    form?.remove();
    this.#shown = this.#shown.filter((each) => each !== form);
  }

  /** Say of the output on the page that it is the page's: another stands beside it. */
  #setPrintedApart() {
    if (this.#printed) this.#printed.dataset.label = this.#words.page;
  }

  /** @param {HTMLElement[]} elements */
  #put(elements) {
    this.#clear();
    this.#reset.hidden = false;
    this.#shown = elements;
    this.#box.after(...elements);
    for (const code of elements.map((each) => each.querySelector("code"))) {
      const scrolls = code && (code.scrollWidth > code.clientWidth || code.scrollHeight > code.clientHeight);
      if (scrolls) code.tabIndex = 0; // so that the keyboard can scroll it
    }
  }

  /** @type {(answer: RunAnswer, seconds: number, changed?: Block) => void} */
  #show(answer, seconds, changed) {
    this.#put(showAnswer(answer, this.#words));
    if (this.#printed) {
      // What is shown instead says the same; beside a traceback it stays, as what the page says.
      this.#printed.hidden = !answer.error;
    }
    this.#setPrintedApart();
    const { edited, edited_above } = this.#words;
    const mark = this.edited ? edited : changed && filled(edited_above, { block: changed.name });
    this.rest([mark, this.#said(answer), `${seconds.toFixed(2)} s`].filter(Boolean).join(" · "));
    const state = answer.agrees !== false ? "same" : mark ? "edited" : "differs";
    this.#box.dataset.liveState = answer.error ? "differs" : state;
  }

  /** @param {RunAnswer} answer */
  #said({ error, agrees }) {
    const { same, varied, differs, raised, done } = this.#words;
    if (error) return raised;
    if (agrees === null) return done;
    if (!agrees) return differs;
    return this.plan.varies ? filled(varied, { reason: this.plan.varies }) : same;
  }

  #clear() {
    for (const each of this.#shown) each.remove();
    this.#shown = [];
    this.#verdict.textContent = "";
    if (this.#printed) {
      this.#printed.hidden = false;
      delete this.#printed.dataset.label;
    }
    delete this.#box.dataset.liveState;
  }

  /**
   * Wait no longer, and say why.
   * @param {string} text
   */
  rest(text) {
    this.waiting = false;
    this.#takeForm();
    this.#run.textContent = this.#words.run;
    this.#grade.textContent = this.#words.grade;
    this.status.textContent = text;
  }

  /**
   * Say that a block above has failed, without which this one has not run.
   * @param {Block} other
   */
  blockedBy(other) {
    this.#clear();
    this.rest(filled(this.#words.blocked, { block: other.name }));
  }

  /** Make the block again what the page shows; what the reader has written is gone then, so they are asked. */
  reset() {
    if (this.edited) {
      if (!confirm(this.#words.reset_sure)) return;
      this.#stored.keep({ code: undefined }); // not what another tab may have kept of a block that is not edited here
    }
    this.#clear();
    this.#editor?.close();
    this.#editor = this.#kept = undefined;
    one("code", this.#pre).replaceChildren(...this.#highlighted);
    this.#pre.hidden = false;
    this.#edit.hidden = this.#edit.disabled = false;
    this.#edit.focus();
    this.#reset.hidden = true;
    this.status.textContent = "";
  }
}
