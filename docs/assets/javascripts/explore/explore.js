// The layer to play with: a linear layer whose numbers can be changed and whose methods can be called by hand.
// Its words, formulas and code are in the page. This adds the numbers and lights what the last call is about.

import { element, one } from "../elements.js";
import { drawArrows, svg } from "./arrows.js";
import { layerWays } from "./layer-arrows.js";
import { calm, makeSpeed } from "./motion.js";
import { changeNumbers } from "./numbers.js";
import { figure, print } from "./printing.js";
import { lastCall, nextCall, ROUND, replay, withParameter } from "./session.js";
import { makeReachable, makeTensor, makeUnreachable } from "./tensors.js";
import { workings } from "./workings.js";

/** @import { Call, Log, Start, State } from "./session.js" */
/** @import { Look, Range } from "./tensors.js" */
/** @import { Line } from "./workings.js" */
/** @typedef {keyof State} TensorName */
/** @typedef {"input" | "gradOutput" | "learningRate" | "target"} Given What the layer is given; the reader sets it. */
/** @typedef {{ before: State, after: State }} Change What the last call made of the tensors. */

/**
 * The layer of chapter 6: torch.manualSeed(0), one Linear(1, 2) dropped, Linear(2, 3).
 * @type {Start}
 */
const START = {
  weight: [
    [0.14532935210365638, 0.5062115501831903],
    [0.0634743981772542, 0.49108811638712657],
    [-0.10796842180387711, 0.17474545526225138],
  ],
  bias: [0.2063254362338569, -0.16350895628891604, -0.08826501411577437],
  input: [4, 5],
  gradOutput: [1, 2, 3],
  learningRate: [0.02],
  target: [3, 2, 1],
  fromTarget: false,
};
/** @type {Record<TensorName, Look & { step?: number }>} With a step: the reader may change its numbers. */
const TENSORS = {
  input: { symbol: "x", colour: "forward", kind: "plain", step: 0.1 },
  weight: { symbol: "W", colour: "forward", kind: "parameter", step: 0.1 },
  bias: { symbol: "b", colour: "forward", kind: "parameter", step: 0.1 },
  output: { symbol: "y", colour: "forward", kind: "plain" },
  gradInput: { symbol: "∂J/∂x", colour: "backward", kind: "plain" },
  gradWeight: { symbol: "Σ ∂J/∂W", colour: "backward", kind: "buffer" },
  gradBias: { symbol: "Σ ∂J/∂b", colour: "backward", kind: "buffer" },
  gradOutput: { symbol: "∂J/∂y", colour: "backward", kind: "plain", step: 0.1 },
  learningRate: { symbol: "η", colour: "rest", kind: "plain", step: 0.01 },
  target: { symbol: "t", colour: "forward", kind: "plain", step: 0.1 },
};
/** @type {Record<Call, TensorName[]>} */
const RESULTS = {
  zeroGradParameters: ["gradWeight", "gradBias"],
  forward: ["output"],
  updateGradInput: ["gradInput"],
  accGradParameters: ["gradWeight", "gradBias"],
  updateParameters: ["weight", "bias"],
};
const LIMIT = 100; // of what the reader may set a number to
const WORKING = 2400; // milliseconds for all lines of a working
const REST = 1600; // and between two calls
const LOSSES = 12; // shown

const root = one(".explore");
const speed = makeSpeed(root);
const byAction = (/** @type {string} */ name) => one(`[data-do="${name}"]`, root);
const byTarget = /** @type {HTMLInputElement} */ (byAction("target"));

let start = structuredClone(START);
// A call is in the log at once; the screen follows and may be skipped. So no pause and no haste changes a number.
/** @type {Log} */
let log = [];
/** @type {{ start: Start, log: Log }[]} */
let past = []; // what start and log were before each thing that was done
let seen = 0; // how many entries of the log are on the screen
/** @type {Line[]} */
let lines = []; // of the last call on the screen
let shown = Infinity; // how many of them have been
let pointed = -1; // the line whose number the mouse is on
/** @type {number | undefined} */
let timer;

// What is on the screen ---------------------------------------------------------------------------

/** @type {Map<string, HTMLDataElement>} */
const cells = new Map(); // "weight.0.1" -> its element
const { after: NEW } = replay(START, []);

const NAMES = /** @type {TensorName[]} */ (Object.keys(TENSORS));
const tensors = Object.fromEntries(NAMES.map((name) => [name, makeTensor(name, TENSORS[name], NEW[name])]));
for (const tensor of Object.values(tensors)) {
  tensor.append(element("div", { class: "factor" }));
  for (const cell of tensor.querySelectorAll("data"))
    cells.set(`${cell.dataset.tensor}.${cell.dataset.at}`, cell);
}
const canvas = svg("svg", { class: "arrows", "aria-hidden": "true" });
const { learningRate, target, ...flowing } = tensors;
const module = element("div", { class: "module", "aria-hidden": "true" }, "nn.Linear(2 → 3)");
const stage = element("div", { class: "stage" }, canvas, module, ...Object.values(flowing));
const losses = element("div", { class: "losses" });
const says = element("p", { class: "says", role: "status" }); // for who cannot see what a call did
const trouble = element("p", { class: "trouble", role: "status" });

const callButton = (/** @type {string} */ name) =>
  element("button", { class: "call", type: "button", "data-call": name }, name);
const backward = ["backward", "updateGradInput", "accGradParameters"].map(callButton);
const calls = element(
  "div",
  { class: "calls" },
  callButton("zeroGradParameters"),
  callButton("forward"),
  element("span", { class: "pair", role: "group", "aria-label": "backward" }, ...backward),
  callButton("updateParameters"),
);

const steps = [...root.querySelectorAll(".step")];
const stepOf = (/** @type {string} */ name) => one(`[data-step="${name}"]`, root);
for (const step of steps) one(".how", step).append(element("ol", { class: "workings" }));

/** @type {(cell: HTMLDataElement) => Range | undefined} */
const range = ({ dataset: { tensor } }) => {
  const name = /** @type {TensorName} */ (tensor);
  const { step } = TENSORS[name];
  if (!step || (name === "gradOutput" && start.fromTarget)) return undefined;
  return name === "learningRate" ? { least: 0, most: 1, step } : { least: -LIMIT, most: LIMIT, step };
};
/**
 * A number that no line has made yet is still the one before.
 * @param {TensorName} name
 * @param {Change} change
 */
const showTensor = (name, { before, after }) => {
  const waiting = new Set(lines.slice(shown).map(({ makes }) => makes));
  const written = (/** @type {number[]} */ values) => ({ values, ...print(values) });
  const [was, is] = [written(before[name].flat()), written(after[name].flat())];
  const factor = name === "learningRate" ? "" : is.factor; // which is a number, no tensor
  const tensor = tensors[name];
  one(".factor", tensor).textContent = factor && `× ${factor}`;
  const long = [...was.texts, ...is.texts].some((text) => text.length > 7);
  tensor.classList.toggle("long", long);
  [...tensor.querySelectorAll("data")].forEach((cell, k) => {
    const { at = "" } = cell.dataset;
    const { values, texts } = waiting.has(`${name}.${at}`) ? was : is;
    cell.value = String(values[k]);
    cell.textContent = name === "learningRate" ? cell.value : texts[k];
    const limits = range(cell);
    if (limits) makeReachable(cell, limits);
    else makeUnreachable(cell);
  });
};

const showLosses = (/** @type {number[]} */ all) => {
  const some = all.slice(-LOSSES);
  const highest = Math.max(...some);
  losses.hidden = !start.fromTarget;
  const bars = some.map((loss) => {
    const bar = element("span", { class: "bar" });
    bar.style.height = `${(100 * loss) / highest}%`;
    return bar;
  });
  losses.replaceChildren(
    element("div", { class: "bars", "aria-hidden": "true" }, ...bars),
    element("span", {}, "J "),
    element("output", {}, some.slice(-3).map(figure).join(" → ") || "?"),
  );
};

const renewStops = changeNumbers({
  root,
  range,
  settle: () => settle(),
  set: (...change) => set(...change),
  tell(text) {
    trouble.textContent = text;
  },
});

const unfinished = () => shown < lines.length || seen < log.length;

const renderPlay = () => {
  const { play, pause } = byAction("play").dataset;
  byAction("play").textContent = (timer && unfinished() ? pause : play) ?? "";
};

const render = () => {
  const done = log.slice(0, seen);
  const session = replay(start, done);
  const call = lastCall(done);
  lines = call ? workings(call, session.before, session.after) : [];
  for (const name of NAMES) showTensor(name, session);
  tensors.target.hidden = !start.fromTarget;
  showLosses(session.losses);

  const now = lines[pointed] ?? lines[shown - 1];
  for (const [id, cell] of cells) {
    cell.classList.toggle("takes", Boolean(now?.takes.includes(id)));
    cell.classList.toggle("makes", now?.makes === id);
  }
  const lit = stepOf(call ?? "start");
  for (const step of steps) step.classList.toggle("lit", step === lit);
  const items = lines.map((line, k) => {
    const item = element("li", {}, line.text);
    item.classList.toggle("later", k >= shown);
    item.classList.toggle("now", line === now);
    return item;
  });
  one(".workings", lit).replaceChildren(...items);
  for (const button of calls.querySelectorAll("button")) {
    const { call: name } = button.dataset;
    button.classList.toggle("next", name === nextCall(done));
    if (name === call) button.ariaCurrent = "step";
    else button.removeAttribute("aria-current");
  }
  const ways = canvas.querySelectorAll("g");
  for (const way of ways) way.classList.toggle("lit", way.dataset.call === call);
  byAction("undo").ariaDisabled = String(!past.length);
  byTarget.checked = start.fromTarget;
  renewStops();
  renderPlay();
};

const arrows = () => {
  drawArrows(canvas, tensors, layerWays);
  render();
};

// What happens ------------------------------------------------------------------------------------

const stop = () => {
  clearTimeout(timer);
  timer = undefined;
};

/** Say what the last call on the screen has done. */
const say = () => {
  const done = log.slice(0, seen);
  const call = lastCall(done);
  if (!call) return;
  const { after } = replay(start, done);
  const results = RESULTS[call].map((name) => `${name}: ${after[name].flat().map(figure).join(", ")}.`);
  says.textContent = [`${call}.`, one("p", stepOf(call)).textContent, ...results].join(" ");
};

/** Show what the calls have done, step by step. */
const follow = () => {
  stop();
  if (shown < lines.length) {
    shown += 1;
  } else if (unfinished()) {
    seen += 1;
    shown = calm.matches ? Infinity : 0;
    say();
  } else {
    shown = Infinity;
  }
  render();
  const next = shown < lines.length ? WORKING / lines.length : REST;
  if (unfinished() || shown !== Infinity) timer = speed.later(follow, next);
  renderPlay();
};

/** Show all that was done, at once. */
const settle = () => {
  stop();
  const behind = seen < log.length;
  seen = log.length;
  shown = Infinity;
  pointed = -1;
  if (behind) say();
  render();
};

/** What goes on, as a drag does, is undone as one. */
const remember = (goesOn = false) => {
  if (!goesOn) past = [...past, { start, log }];
};

const make = (/** @type {Call[]} */ calls) => {
  settle();
  for (const call of calls) {
    remember();
    log = [...log, call];
  }
  follow();
};

/** @type {(cell: HTMLDataElement, value: number, goesOn: boolean) => void} */
const set = ({ dataset: { tensor, at = "" } }, value, goesOn) => {
  const [i, j] = at.split(".").map(Number);
  settle();
  remember(goesOn);
  if (tensor === "weight" || tensor === "bias") {
    log = withParameter(log, { name: tensor, i, j, value });
  } else {
    const name = /** @type {Given} */ (tensor);
    start = { ...start, [name]: start[name].with(i, value) };
  }
  seen = log.length;
  render();
};

/** @type {Record<string, () => void>} */
const actions = {
  undo() {
    const before = past.at(-1);
    if (!before) return;
    past = past.slice(0, -1);
    ({ start, log } = before);
    trouble.textContent = "";
    settle();
  },
  next: () => make([nextCall(log)]),
  play() {
    if (!unfinished()) {
      make(ROUND.slice(ROUND.indexOf(nextCall(log))));
    } else if (timer) {
      stop();
      render();
    } else {
      follow();
    }
  },
  reset() {
    remember();
    start = structuredClone(START);
    log = [];
    settle();
    says.textContent = "";
    trouble.textContent = "";
  },
  target() {
    remember();
    start = { ...start, fromTarget: byTarget.checked };
    settle();
  },
};

calls.addEventListener("click", ({ target }) => {
  if (!(target instanceof HTMLButtonElement)) return;
  const call = /** @type {Call | "backward"} */ (target.dataset.call);
  make(call === "backward" ? ["updateGradInput", "accGradParameters"] : [call]);
  if (calm.matches) settle();
});

root.addEventListener("click", ({ target }) => {
  if (target instanceof HTMLElement && target.dataset.do) actions[target.dataset.do]();
});

root.addEventListener("pointerover", ({ target }) => {
  if (timer || !(target instanceof Element)) return;
  const item = target.closest(".workings li");
  const over = item
    ? [...root.querySelectorAll(".lit .workings li")].indexOf(item)
    : lines.findIndex(({ makes }) => cells.get(makes) === target);
  if (over === pointed) return;
  pointed = over;
  render();
});

const bar = one(".bar-of-actions", root);
bar.hidden = false;
bar.before(calls);
const choice = one("label:has([data-do=target])", root);
const settings = element("div", { class: "settings" }, learningRate, choice, target, losses);
bar.append(speed.choice, says);
bar.after(element("div", { class: "board" }, stage, trouble, settings));
root.classList.add("ready");
new ResizeObserver(arrows).observe(stage);
document.fonts.ready.then(arrows);
