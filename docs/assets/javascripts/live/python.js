// The page's end of the worker: starts it when it is first needed, asks it one thing at a time, ends it.

/** @import { Methods, Progress, Question, Settings, Told, Typed } from "./messages.js" */
/**
 * @typedef {object} Hearing
 * @property {(text: string) => void} print Called with what the code prints, while it runs.
 * @property {(prompt: string) => Promise<string>} ask Called when it waits for a line to be typed.
 */
/** @typedef {{ resolve: (value: any) => void, reject: (reason: Error) => void, hearing?: Hearing }} Waiting */

/** What a call ends with whose worker was ended. */
export class Stopped extends Error {}

/** What a call ends with whose worker broke; the next call starts anew. */
export class Crashed extends Error {}

export class Python {
  #settings;
  #onProgress;
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Promise<void> | undefined} */
  #loading;
  /** @type {Map<number, Waiting>} */
  #waiting = new Map(); // who asked, by the `id` of the question
  #count = 0;

  /**
   * @param {Settings} settings
   * @param {(progress: Progress) => void} onProgress Called with bytes while files are loaded.
   */
  constructor(settings, onProgress) {
    this.#settings = settings;
    this.#onProgress = onProgress;
  }

  /** Start Python, unless it is there or on its way. */
  load() {
    this.#loading ??= this.#start();
    return this.#loading;
  }

  /**
   * Call a method of live/session.py's Session.
   * @template {keyof Methods} Method
   * @param {Method} method
   * @param {Methods[Method][0]} request
   * @param {Hearing} [hearing]
   */
  async call(method, request, hearing) {
    await this.load();
    try {
      return await this.#ask(method, request, hearing);
    } catch (error) {
      if (error instanceof Stopped) throw error;
      const { message } = /** @type {Error} */ (error);
      this.#end(new Stopped());
      throw new Crashed(message);
    }
  }

  /** End whatever runs, at once. The next call starts anew, with no variables. */
  stop() {
    this.#end(new Stopped());
  }

  async #start() {
    this.#worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = (event) => this.#end(new Error(event.message ?? "the worker cannot be started"));
    try {
      await this.#ask("load", this.#settings);
    } catch (error) {
      this.#end(/** @type {Error} */ (error)); // so that the next call tries again
      throw error;
    }
  }

  /**
   * @template {keyof Methods} Method
   * @param {Method} method
   * @param {Methods[Method][0]} request
   * @param {Hearing} [hearing]
   * @returns {Promise<Methods[Method][1]>}
   */
  #ask(method, request, hearing) {
    return new Promise((resolve, reject) => {
      if (!this.#worker) throw new Stopped(); // since it was loaded
      const id = ++this.#count;
      this.#waiting.set(id, { resolve, reject, hearing });
      this.#worker.postMessage(/** @type {Question} */ ({ id, method, request }));
    });
  }

  /** @param {Told} told */
  #hear(told) {
    if ("progress" in told) return this.#onProgress(told.progress);
    const asker = this.#waiting.get(told.id);
    if ("printed" in told) return asker?.hearing?.print(told.printed);
    if ("prompt" in told) {
      const worker = this.#worker;
      const typed = asker?.hearing?.ask(told.prompt);
      return typed?.then((text) => worker?.postMessage(/** @type {Typed} */ ({ typed: text })));
    }
    this.#waiting.delete(told.id);
    if ("error" in told) asker?.reject(new Error(told.error));
    else asker?.resolve(told.value);
  }

  /** @param {Error} reason */
  #end(reason) {
    this.#worker?.terminate();
    this.#worker = this.#loading = undefined;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}
