// The worker: holds Pyodide and answers what python.js asks. It can be ended at any time, and nothing is lost but its variables.

import { download, forgetOthers, replace } from "./download.js";

/** @import { PyodideAPI } from "pyodide" */
/** @import { Loadable, Question, Settings, Told, Typed } from "./messages.js" */

/** @type {PyodideAPI} */
let pyodide;
/** @type {any} */
let session; // live/session.py's Session, which does what is asked
/** @type {Settings} */
let settings;
/** @type {(typed: string) => void} */
let give; // to code that waits for input()
/** @type {number} */
let id; // of the question that is being answered; the page asks one thing at a time
/** @type {Loadable[]} */
let archives; // of modules that may not be compiled yet

const address = (/** @type {Loadable} */ { url }) => new URL(url, settings.base).href;

const tell = (/** @type {Told} */ told) => postMessage(told);

/**
 * Give a function that counts bytes that have come, and reports them.
 * @param {string} what
 * @param {Loadable[]} files
 */
function counter(what, files) {
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  let loaded = 0;
  const count = (/** @type {number} */ bytes) => {
    loaded += bytes;
    tell({ progress: { what, loaded, total } });
  };
  count(0); // announces it
  return count;
}

const install = async (/** @type {Promise<Response>} */ wheel) =>
  pyodide.unpackArchive(await (await wheel).arrayBuffer(), "wheel");

/** @param {Settings} given */
async function load(given) {
  settings = given;
  const { runtime, wheels, drawing } = settings;
  const needed = [...Object.values(runtime), ...wheels];
  forgetOthers(new Set([...needed, ...drawing].map(address)));
  const count = counter("Python", needed);
  const fetched = (/** @type {Loadable} */ file) => download(address(file), count);
  const imported = async (/** @type {Loadable} */ file) => {
    const module = await import(address(file));
    count(file.bytes);
    return module;
  };
  const wasm = fetched(runtime.wasm);
  const library = fetched(runtime.library);
  const packages = wheels.map(fetched);
  const scripts = [runtime.script, runtime.engine].map(imported);
  // Pyodide fetches these two by itself; it gets them from here, so that their bytes are counted and kept.
  /** @type {Record<string, () => Promise<Response>>} */
  const own = {
    "pyodide.asm.wasm": async () => unpacked(await wasm),
    "python_stdlib.zip": () => library,
  };
  const network = self.fetch;
  self.fetch = (resource, options) => {
    const name = String(resource).split("/").at(-1) ?? "";
    return own[name]?.() ?? network(resource, options);
  };
  const [{ loadPyodide }] = await Promise.all(scripts);
  const folder = new URL("./", address(runtime.script)).href;
  // All wheels are named in the settings, so there is nothing to look up in Pyodide's own list of packages.
  const lockFileContents = { info: settings.lock, packages: {} };
  const starting = loadPyodide({ indexURL: folder, lockFileContents, packageBaseUrl: folder });
  // It would wait for ever for what does not come.
  [pyodide] = await Promise.all([starting, wasm, library, ...packages]);
  self.fetch = network;
  await Promise.all(packages.map(install));
  archives = [runtime.library, ...wheels];
  const print = (/** @type {string} */ text) => tell({ id, printed: text });
  session = pyodide.pyimport("torchnn_doc.live.session").Session(print, asking());
}

// Python itself has to wait: nothing of JavaScript may stand between it and what it waits for.
const WAITING = "from pyodide.ffi import run_sync\nlambda ask: lambda prompt: run_sync(ask(prompt))";

/** Give what input() calls, where this browser can let Python wait. */
function asking() {
  if (!("Suspending" in WebAssembly)) return undefined;
  return pyodide.runPython(WAITING)((/** @type {string} */ prompt) => {
    tell({ id, prompt });
    return new Promise((resolve) => (give = resolve));
  });
}

const unpacked = (/** @type {Response} */ { body }) => {
  const unzipped = body?.pipeThrough(new DecompressionStream("gzip"));
  return new Response(unzipped, { headers: { "content-type": "application/wasm" } });
};

/**
 * Load matplotlib before the first code that imports it.
 * @param {string} code
 */
async function prepare(code) {
  if (!settings.drawing.length || !session.imports(code, "matplotlib")) return;
  const count = counter("matplotlib", settings.drawing);
  await Promise.all(settings.drawing.map((file) => install(download(address(file), count))));
  archives.push(...settings.drawing);
  settings.drawing = [];
}

/** Keep what the modules that were needed compile to, so that the next page has Python sooner. */
async function compile() {
  const { with_compiled } = pyodide.pyimport("torchnn_doc.live.compiling");
  for (let file = archives.shift(); file; file = archives.shift()) {
    await replace(address(file), async (archive) => (await with_compiled(pyodide.toPy(archive)))?.toJs());
  }
}

/** @param {Question} question */
async function answer({ method, request }) {
  if (method === "load") return load(/** @type {Settings} */ (request));
  if ("code" in request) await prepare(String(request.code));
  return JSON.parse(await session[method](JSON.stringify(request)));
}

// Where Pyodide itself breaks, what was asked never ends: only this says so.
self.onunhandledrejection = ({ reason }) => tell({ id, error: String(reason?.message ?? reason) });

self.onmessage = async (/** @type {MessageEvent<Question | Typed>} */ { data }) => {
  if ("typed" in data) return give(data.typed);
  ({ id } = data);
  try {
    tell({ id, value: await answer(data) });
    if ("code" in data.request) compile().catch(() => undefined); // the next page does without
  } catch (error) {
    tell({ id, error: /** @type {Error} */ (error).message });
  }
};
