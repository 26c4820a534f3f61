// The page's end of the worker: starts it when it is first needed, asks it one thing at a time, ends it.

/** What a call ends with whose worker was ended. */
export class Stopped extends Error {}

export class Python {
  #settings;
  #onProgress;
  #worker;
  #loading;
  #waiting = new Map();
  #count = 0;

  /**
   * @param {object} settings What docs/hooks/live_runtime.py has written into settings.json.
   * @param {(progress: {loaded: number, total: number}) => void} onProgress Called with bytes while files are loaded.
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
   * Call a method of live_session.py's Session.
   * @param {string} method
   * @param {object} request What it needs; goes there as JSON, and the answer comes back as JSON.
   */
  async call(method, request) {
    await this.load();
    return this.#ask(method, request);
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
      this.#end(error); // so that the next call tries again
      throw error;
    }
  }

  #ask(method, request) {
    return new Promise((resolve, reject) => {
      this.#waiting.set(++this.#count, { resolve, reject });
      this.#worker.postMessage({ id: this.#count, method, request });
    });
  }

  #hear({ id, value, error, progress }) {
    if (progress) return this.#onProgress(progress);
    const { resolve, reject } = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  }

  #end(reason) {
    this.#worker?.terminate();
    this.#worker = this.#loading = undefined;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}
