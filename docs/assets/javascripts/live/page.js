// Makes the blocks of a page run: gives each its buttons, and knows what has to run before what.

import { addStyles, element, one } from "../elements.js";
import { output } from "./answer.js";
import { Block } from "./block.js";
import { Crashed, Python, Stopped } from "./python.js";
import { everything, forget } from "./stored.js";
import { filled, showProgress } from "./words.js";

/** @import { Settings } from "./messages.js" */
/**
 * @typedef {object} Space A namespace.
 * @property {string} name
 * @property {Block[]} blocks Those that share it, in order.
 * @property {{ block: Block, code: string }[]} done What it has run, in order.
 */

const KEY = "live-code"; // also read by site.js

class Page {
  #python;
  #words;
  #status;
  /** @type {Space[]} */
  #spaces = [];
  /** @type {Promise<unknown>} */
  #queue = Promise.resolve();
  /** @type {Block | undefined} */
  #turn; // whose turn it is: it runs, or what it needs does
  /** @type {Block | undefined} */
  #running;
  #ready = false; // whether Python has been loaded

  /**
   * @param {HTMLElement} ask What the reader has asked with.
   * @param {Settings} settings
   */
  constructor(ask, settings) {
    this.#words = settings.words;
    this.#status = one("[role=status]", ask);
    this.#python = new Python(settings, (progress) => showProgress(this.#place, progress, this.#words));
    const boxes = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("article [data-live]"));
    boxes.forEach((box, index) => {
      const block = new Block(box, index + 1, settings, {
        run: () => this.#run(block),
        grade: () => this.#grade(block),
        stop: () => this.#stop(block),
      });
      if (block.plan.fresh || !index) this.#spaces.push({ name: `space-${index}`, blocks: [], done: [] });
      if (!block.plan.because) this.#spaces.at(-1)?.blocks.push(block);
    });
    this.#showLeftOver(ask, settings.page);
  }

  /**
   * Show what the reader has written in blocks that the page has changed since.
   * @param {HTMLElement} ask
   * @param {string} page
   */
  #showLeftOver(ask, page) {
    const { changed, solved_changed, block: name, forget: forgetIt } = this.#words;
    const keys = new Set(this.#blocks.map((block) => block.key));
    for (const { key, block, code } of everything().filter((entry) => entry.page === page)) {
      if (keys.has(key)) continue;
      const heading = document.getElementById(block)?.firstChild?.textContent;
      const said = filled(code === undefined ? solved_changed : changed, {
        block: heading ?? filled(name, { number: block }),
      });
      const button = element("button", { type: "button" }, forgetIt);
      const written = code === undefined ? [] : [output([code], this.#words.written)];
      const details = element(
        "details",
        { class: "live-changed" },
        element("summary", {}, said),
        ...written,
        button,
      );
      button.onclick = () => {
        forget([key]);
        details.remove();
      };
      ask.after(details);
    }
  }

  /** Load Python before the first block needs it. */
  load() {
    this.#queue = this.#queue
      .then(() => this.#loadPython())
      .then(
        () => this.#status.replaceChildren(this.#words.ready),
        (error) => this.#fail(error),
      );
  }

  async #loadPython() {
    await this.#python.load();
    this.#ready = true;
  }

  /** Load Python while the reader reads; where data is to be saved, not before the first run. */
  loadWhenIdle() {
    const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
    const whenIdle = window.requestIdleCallback ?? setTimeout; // Safari has only the latter
    if (!connection?.saveData) whenIdle(() => this.load());
  }

  /** @param {Block} block */
  #run(block) {
    block.wait();
    this.#line(block, () => this.#runWithWhatItNeeds(block));
  }

  /**
   * Judge the answer to an exercise: in a namespace of its own, so nothing else has to run first.
   * @param {Block} block
   */
  #grade(block) {
    block.waitForGrade();
    this.#line(block, async () => {
      await this.#begin(block);
      await block.grade(this.#python);
    });
  }

  /**
   * Let a block have its turn once those that were asked for before have had theirs.
   * @param {Block} block
   * @param {() => Promise<void>} turn
   */
  #line(block, turn) {
    block.visit();
    if (this.#running) block.waitFor(this.#running);
    else if (!this.#ready) block.waitForPython();
    const { asked } = block;
    this.#queue = this.#queue
      .then(() => {
        if (!block.waiting || block.asked !== asked) return; // it was stopped before its turn
        this.#turn = block;
        return turn();
      })
      .catch((error) => this.#fail(error))
      .finally(() => this.#finish());
  }

  /**
   * End what a block has asked for: Python if it is its turn, or else only its waiting, for another block runs.
   * @param {Block} block
   */
  #stop(block) {
    if (block === this.#turn || block === this.#running) this.#python.stop();
    else block.rest(this.#words.withdrawn);
  }

  /**
   * Say which block runs, here and where others wait for it.
   * @param {Block} block
   */
  async #begin(block) {
    await this.#loadPython();
    this.#running = block;
    block.begin();
    this.#status.textContent = filled(this.#words.busy, { block: block.name });
    for (const other of this.#blocks) if (other.waiting && other !== block) other.waitFor(block);
  }

  #finish() {
    if (this.#running) this.#status.textContent = this.#words.ready;
    this.#turn = this.#running = undefined;
  }

  /**
   * Run the blocks above that have not run, then the block: whatever was run before, it finds what the page says.
   * @param {Block} block
   */
  async #runWithWhatItNeeds(block) {
    const space = this.#spaces.find(({ blocks }) => blocks.includes(block));
    if (!space) return;
    const needed = space.blocks.slice(0, space.blocks.indexOf(block) + 1);
    const soFar = space.done.length && space.done.length < needed.length;
    const changed = space.done.some(({ block, code }, k) => block !== needed[k] || code !== block.code);
    if (!soFar || changed) {
      space.done = [];
      await this.#python.call("forget", { space: space.name });
    }
    for (const each of needed.slice(space.done.length)) {
      const { code } = each;
      await this.#begin(each);
      const above = needed.slice(0, needed.indexOf(each)).find(({ edited }) => edited);
      const answer = await each.run(this.#python, space.name, above);
      if (answer.error) {
        space.done = [];
        if (each !== block) block.blockedBy(each);
        return;
      }
      space.done.push({ block: each, code });
    }
  }

  /**
   * Say what went wrong where the reader waits, and begin anew with the next run.
   * @param {Error} error
   */
  #fail(error) {
    const { stopped, crashed, failed } = this.#words;
    const said = error instanceof Stopped ? stopped : error instanceof Crashed ? crashed : failed;
    const text = filled(said, { reason: error.message });
    this.#running = undefined;
    this.#ready = false;
    this.#status.textContent = text;
    for (const space of this.#spaces) space.done = [];
    for (const block of this.#blocks) if (block.waiting) block.rest(text);
    if (said !== failed) this.load(); // so that the next run need not wait for it
  }

  /** Where to say how far it is: below the block that the reader waits for, or else at the top. */
  get #place() {
    return (this.#running ?? this.#blocks.find((block) => block.waiting))?.status ?? this.#status;
  }

  get #blocks() {
    return this.#spaces.flatMap(({ blocks }) => blocks);
  }
}

/**
 * Give the blocks their buttons.
 * @param {HTMLElement} ask What the reader has asked with.
 * @param {boolean} now Whether to load Python at once, or when the browser has nothing else to do.
 */
export async function start(ask, now) {
  const answer = await fetch(new URL(ask.dataset.settings ?? "", document.baseURI));
  if (!answer.ok) throw new Error(String(answer.status));
  /** @type {Settings} */
  const settings = { ...(await answer.json()), base: answer.url, page: ask.dataset.page };
  await addStyles(new URL("../../stylesheets/live.css", import.meta.url).href);
  const page = new Page(ask, settings);
  const button = one("button", ask);
  button.textContent = settings.words.turn_off;
  button.onclick = () => {
    localStorage.removeItem(KEY);
    location.reload();
  };
  one("[role=status]", ask).textContent = settings.words.asked;
  localStorage.setItem(KEY, "on");
  if (now) page.load();
  else page.loadWhenIdle();
  import("./progress.js");
}
