// One block of a page: its buttons, its code as it stands or as the reader has changed it, what came of running or grading it.

import { showAnswer, showVerdict } from "./answer.js";
import { element, filled } from "./words.js";

export class Block {
  plan;
  waiting = false;
  status = element("span", { class: "live-status", role: "status" }); // where it says how it is getting on
  #box;
  #printed; // the output block of the page, if there is one
  #code; // the code as the page shows it
  #words;
  #settings;
  #number;
  #actions;
  #editor;
  #shown = []; // what the last run has put below
  #exercise; // which one it is to answer, if any
  #verdict = element("div", { class: "live-verdict", role: "status" });
  #run;
  #grade;
  #edit;
  #reset;

  /**
   * @param {HTMLElement} box The code block.
   * @param {number} number Its place among the blocks of the page, from 1.
   * @param {object} settings
   * @param {{run: () => void, grade: () => void, stop: () => void}} actions What the page does when the reader presses the button.
   */
  constructor(box, number, settings, actions) {
    this.plan = JSON.parse(box.dataset.live);
    this.#box = box;
    this.#number = number;
    this.#settings = settings;
    this.#words = settings.words;
    this.#actions = actions;
    this.#code = box.querySelector("pre code").textContent;
    this.#printed = box.nextElementSibling?.matches(".output") ? box.nextElementSibling : undefined;
    this.#exercise = box.parentElement.dataset.exercise;
    this.#addBar();
  }

  /** The code that a run takes. */
  get code() {
    return this.#editor?.code ?? this.#code;
  }

  get #name() {
    return filled(this.#words.block, { number: this.#number });
  }

  #addBar() {
    const { run, grade, edit, reset, not_run } = this.#words;
    const bar = element("div", { class: "live-bar", role: "group", "aria-label": this.#name });
    if (this.plan.because) {
      bar.append(filled(not_run, { reason: this.plan.because }));
    } else {
      this.#run = element("button", { type: "button", class: "live-run" }, run);
      this.#edit = element("button", { type: "button", class: "live-edit" }, edit);
      this.#reset = element("button", { type: "button", class: "live-reset", hidden: "" }, reset);
      this.#run.onclick = () => (this.waiting ? this.#actions.stop() : this.#actions.run());
      this.#edit.onclick = () => this.#openEditor();
      this.#reset.onclick = () => this.reset();
      if (this.#exercise) {
        this.#grade = element("button", { type: "button", class: "live-grade" }, grade);
        this.#grade.onclick = () => (this.waiting ? this.#actions.stop() : this.#actions.grade());
        bar.append(this.#grade);
      }
      bar.append(this.#run, this.#edit, this.#reset, this.status, element("span", { class: "live-name" }, this.#name));
    }
    this.#box.append(bar);
    if (this.#exercise) this.#box.append(this.#verdict);
  }

  async #openEditor() {
    this.#edit.disabled = true;
    const pre = this.#box.querySelector("pre");
    try {
      const { openEditor } = await import("./editor.js");
      this.#editor = await openEditor(pre, this.#code, {
        bundle: new URL(this.#settings.editor.url, this.#settings.base).href,
        label: this.#name,
        hint: this.#exercise ? this.#words.grade_hint : this.#words.hint,
        run: () => this.waiting || (this.#exercise ? this.#actions.grade() : this.#actions.run()),
      });
    } catch (error) {
      this.status.textContent = filled(this.#words.failed, { reason: error.message });
      this.#edit.disabled = false;
      return;
    }
    pre.hidden = this.#edit.hidden = true;
    this.#reset.hidden = false;
    this.#editor.focus();
  }

  /** Show that the block will run as soon as Python can. */
  wait(pressed = this.#run) {
    this.waiting = true;
    pressed.textContent = this.#words.stop;
    this.status.textContent = this.#words.running;
  }

  /** Run the code and show what comes of it. */
  async run(python, space) {
    await python.load();
    this.wait();
    const started = performance.now();
    const { raises, warns, rtol = "0", atol = "0", varies, stderr } = this.plan;
    const answer = await python.call("run", {
      space,
      name: this.#name,
      code: this.code,
      raises,
      warns,
      output: this.#printed && {
        text: this.#printed.querySelector("code").textContent,
        rtol,
        atol,
        varies: Boolean(varies),
        stderr: Boolean(stderr),
      },
    });
    this.#show(answer, (performance.now() - started) / 1000);
    return answer;
  }

  /** Show that the answer to the exercise will be graded as soon as Python can. */
  waitForGrade() {
    this.wait(this.#grade);
  }

  /** Have the answer to the exercise judged, and show what is said of it. */
  async grade(python) {
    await python.load();
    this.waitForGrade();
    const verdict = await python.call("grade", { exercise: this.#exercise, name: this.#name, code: this.code });
    const { verdicts, cases, found_with, passed, not_yet } = this.#words;
    this.#put(showVerdict(verdict, this.#words));
    const said = filled(verdicts[verdict.message], verdict.values);
    this.#verdict.textContent = verdict.case ? `${said}${filled(found_with, { case: cases[verdict.case] })}` : said;
    this.rest(verdict.passed ? passed : not_yet);
    this.#box.dataset.liveState = verdict.passed ? "same" : "differs";
  }

  #put(elements) {
    this.#clear();
    this.#reset.hidden = false;
    this.#shown = elements;
    this.#box.after(...elements);
    for (const code of elements.map((each) => each.querySelector("code"))) {
      if (code?.scrollWidth > code?.clientWidth) code.tabIndex = 0; // so that the keyboard can scroll it
    }
  }

  #show(answer, seconds) {
    this.#put(showAnswer(answer, this.#words));
    if (this.#printed) {
      // What is shown instead says the same; beside a traceback it stays, as what the page says.
      this.#printed.hidden = !answer.error;
      this.#printed.dataset.label = this.#words.page;
    }
    const { same, varied, differs, raised, done } = this.#words;
    const verdict = answer.error
      ? raised
      : { true: this.plan.varies ? filled(varied, { reason: this.plan.varies }) : same, false: differs }[answer.agrees] ?? done;
    this.rest(`${verdict} · ${seconds.toFixed(2)} s`);
    this.#box.dataset.liveState = answer.error || answer.agrees === false ? "differs" : "same";
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

  /** Wait no longer, and say why. */
  rest(text) {
    this.waiting = false;
    this.#run.textContent = this.#words.run;
    if (this.#grade) this.#grade.textContent = this.#words.grade;
    this.status.textContent = text;
  }

  /** Say that a block above has failed, without which this one has not run. */
  blockedBy(other) {
    this.#clear();
    this.rest(filled(this.#words.blocked, { block: other.#name }));
  }

  /** Make the block again what the page shows. */
  reset() {
    this.#clear();
    this.#editor?.close();
    this.#editor = undefined;
    this.#box.querySelector("pre").hidden = false;
    this.#edit.hidden = this.#edit.disabled = false;
    this.#edit.focus();
    this.#reset.hidden = true;
    this.status.textContent = "";
  }
}
