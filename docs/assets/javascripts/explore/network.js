// The network to play with: one sample forward and backward, all numbers at once, and what training makes of them.
// Whatever is changed, all that follows from it is computed anew, as zeroGradParameters, forward and backward do.

import { element, one } from "../elements.js";
import { sub } from "./arithmetic.js";
import { drawArrows, svg } from "./arrows.js";
import { drawCurve, makeCurve } from "./curve.js";
import { formula } from "./formulas.js";
import { calm, makeSpeed } from "./motion.js";
import { networkWays } from "./network-arrows.js";
import { changeNumbers } from "./numbers.js";
import { figure, short } from "./printing.js";
import { cellOf, makeReachable, makeTensor } from "./tensors.js";
import { pass, START, train, withNumber } from "./training.js";
import { say } from "./words.js";

/** @import { Look, Range } from "./tensors.js" */
/** @import { Given, Pass, State } from "./training.js" */
/** @typedef {keyof Pass} Name */
/**
 * What the screen shows for a moment.
 * @typedef {object} Frame
 * @property {State} state
 * @property {string} [call] The call under way, and what it has come to: "forward a".
 * @property {Name[]} [makes] What it makes.
 * @property {Name[]} [empty] The gradients that are still zero.
 */

const STEPS = 100;
const A_STEP = 280; // milliseconds for a frame of one training step
const A_RUN = 40; // and for one of many steps
const LIMIT = { least: -100, most: 100, step: 0.1 };
/** @type {Record<keyof Given, Range>} What the reader may change. */
const RANGES = {
  x: LIMIT,
  t: LIMIT,
  W: LIMIT,
  b: LIMIT,
  V: LIMIT,
  c: LIMIT,
  rate: { least: 0, most: 1, step: 0.01 },
};

/** @type {Record<Name, Look>} In the order of the computation, which is that of the arrow keys. */
const TENSORS = {
  x: { symbol: "x", code: "input", colour: "forward", kind: "plain" },
  W: { symbol: "W", code: "weight", colour: "forward", kind: "parameter" },
  b: { symbol: "b", code: "bias", colour: "forward", kind: "parameter" },
  a: { symbol: "a", code: "get(1).output", colour: "forward", kind: "plain" },
  h: { symbol: "h", code: "get(2).output", colour: "forward", kind: "plain" },
  V: { symbol: "V", code: "weight", colour: "forward", kind: "parameter" },
  c: { symbol: "c", code: "bias", colour: "forward", kind: "parameter" },
  y: { symbol: "y", code: "get(3).output", colour: "forward", kind: "plain" },
  t: { symbol: "t", code: "target", colour: "forward", kind: "plain" },
  J: { symbol: "J", code: "criterion.output", colour: "forward", kind: "plain" },
  dJdy: { symbol: "∂J/∂y", code: "criterion.gradInput", colour: "backward", kind: "plain" },
  dJdV: { symbol: "∂J/∂V", code: "gradWeight", colour: "backward", kind: "buffer" },
  dJdc: { symbol: "∂J/∂c", code: "gradBias", colour: "backward", kind: "buffer" },
  dJdh: { symbol: "∂J/∂h", code: "get(3).gradInput", colour: "backward", kind: "plain" },
  dJda: { symbol: "∂J/∂a", code: "get(2).gradInput", colour: "backward", kind: "plain" },
  dJdW: { symbol: "∂J/∂W", code: "gradWeight", colour: "backward", kind: "buffer" },
  dJdb: { symbol: "∂J/∂b", code: "gradBias", colour: "backward", kind: "buffer" },
  dJdx: { symbol: "∂J/∂x", code: "get(1).gradInput", colour: "backward", kind: "plain" },
  rate: { symbol: "η", code: "learningRate", colour: "rest", kind: "plain" },
};
const NAMES = /** @type {Name[]} */ (Object.keys(TENSORS));
const MODULES = {
  first: "nn.Linear(2 → 3)",
  sigmoid: "nn.Sigmoid()",
  last: "nn.Linear(3 → 1)",
  criterion: "nn.MSECriterion()",
};
const CALLS = ["zeroGradParameters", "forward", "backward", "updateParameters"];

const root = one(".explore.network");
const speed = makeSpeed(root);

// What was done is in the state at once; the screen follows in frames and may be skipped.
let state = START;
/** @type {State[]} */
let past = []; // before each thing that was done
/** @type {Frame} */
let shown = { state };
/** @type {Frame[]} */
let coming = [];
/** @type {number | undefined} */
let timer;

// What is on the screen ---------------------------------------------------------------------------

const numbers = pass(START.given);
const tensors = Object.fromEntries(
  NAMES.map((name) => [name, makeTensor(name, TENSORS[name], numbers[name])]),
);
const { rate, ...flowing } = tensors;
/** @type {Map<string, HTMLDataElement>} */
const cells = new Map(); // "W.0.1" -> its element
for (const tensor of Object.values(tensors)) {
  for (const cell of tensor.querySelectorAll("data"))
    cells.set(`${cell.dataset.tensor}.${cell.dataset.at}`, cell);
}
const modules = Object.entries(MODULES).map(([name, title]) =>
  element("div", { class: "module", "aria-hidden": "true", "data-module": name }, title),
);
const canvas = svg("svg", { class: "arrows", "aria-hidden": "true" });
const stage = element("div", { class: "stage" }, ...modules, canvas, ...Object.values(flowing));

/** @type {(name: string, label: string) => HTMLButtonElement} */
const button = (name, label) => element("button", { type: "button", "data-do": name }, label);
const undo = button("undo", say("undo"));
const actions = element(
  "div",
  { class: "bar-of-actions" },
  button("step", say("step")),
  button("steps", say("steps", { count: STEPS })),
  undo,
  button("reset", say("reset")),
);
const says = element("p", { class: "says", role: "status" });
const explains = element("div", { class: "formula" });
const dock = element("div", { class: "dock" }, actions, says, explains);
const order = element(
  "ol",
  { class: "order" },
  ...CALLS.map((call) => element("li", { "data-call": call }, call)),
);
const curve = makeCurve();
const settings = element("div", { class: "settings" }, rate, speed.choice);
const more = element("div", { class: "more" }, order, curve, settings);

const nameOf = (/** @type {HTMLDataElement} */ cell) => /** @type {Name} */ (cell.dataset.tensor);
const placeOf = (/** @type {HTMLDataElement} */ { dataset: { at = "" } }) => at.split(".").map(Number);
/** @type {(cell: HTMLDataElement) => Range | undefined} */
const range = (cell) => RANGES[/** @type {keyof Given} */ (nameOf(cell))];

/** A number's letter: W₁₂. */
const letter = (/** @type {HTMLDataElement} */ cell) => {
  const { symbol } = TENSORS[nameOf(cell)];
  return cell.dataset.label === symbol ? symbol : symbol + sub(...placeOf(cell));
};
/** What a number is, and its formula with letters and with figures. */
const explained = (/** @type {HTMLDataElement} */ cell, /** @type {Pass} */ all) => {
  const name = nameOf(cell);
  const written = formula(name, placeOf(cell), all);
  const is = name.startsWith("dJd") ? say("gradient", { name: name.slice(3) }) : say(name);
  const left = name in RANGES ? say("after", { name: letter(cell) }) : letter(cell);
  return {
    what: say("is", { name: letter(cell), value: figure(Number(cell.value)), is }),
    lines: written ? [`${left} = ${written.letters}`, `= ${written.figures}`] : [],
    takes: written?.takes ?? [],
  };
};

/** @type {HTMLDataElement | undefined} */
let pointed;
/** Explain the number that the reader points at, or else the one with the focus. */
const explain = () => {
  const { activeElement } = document;
  const typed =
    activeElement instanceof HTMLInputElement ? cells.get(activeElement.dataset.of ?? "") : undefined;
  const focused = typed ?? [...cells.values()].find((cell) => cell === activeElement);
  const cell = coming.length ? undefined : (pointed ?? focused);
  const found = cell && explained(cell, pass(shown.state.given));
  for (const [id, each] of cells) {
    each.classList.toggle("takes", Boolean(found?.takes.includes(id)));
    each.classList.toggle("makes", each === cell || Boolean(shown.makes?.includes(nameOf(each))));
  }
  const lines = found ? [found.what, ...found.lines] : [say("hint")];
  explains.replaceChildren(...lines.map((line) => element("p", {}, line)));
};

const render = () => {
  const { given, losses } = shown.state;
  const all = pass(given);
  for (const cell of cells.values()) {
    const name = nameOf(cell);
    const [i, j] = placeOf(cell);
    const row = all[name][i];
    const value = shown.empty?.includes(name) ? 0 : Array.isArray(row) ? row[j] : row;
    cell.value = String(value);
    cell.textContent = name === "rate" ? cell.value : short(value);
    makeReachable(cell, range(cell));
    cell.setAttribute("aria-description", explained(cell, all).lines.join(" "));
  }
  const [call] = shown.call?.split(" ") ?? [];
  for (const item of order.children) item.classList.toggle("lit", item.textContent === call);
  for (const way of canvas.querySelectorAll("g"))
    way.classList.toggle("lit", way.dataset.call === shown.call);
  const line = [...losses, ...all.J];
  const values = { count: losses.length, first: figure(line[0]), last: figure(all.J[0]) };
  drawCurve(curve, line, say("curve", values));
  undo.ariaDisabled = String(!past.length);
  renewStops();
  explain();
};

const renewStops = changeNumbers({
  root,
  range,
  settle: () => settle(),
  set: (...change) => set(...change),
  tell(text) {
    says.textContent = text;
  },
});

// What happens ------------------------------------------------------------------------------------

const show = () => {
  clearTimeout(timer);
  const next = coming.shift();
  shown = next ?? { state };
  if (next) timer = speed.later(show, next.call ? A_STEP : A_RUN);
  render();
};

/** Show all that was done, at once. */
const settle = () => {
  coming = [];
  show();
};

const lossOf = (/** @type {State} */ { given }) => figure(pass(given).J[0]);

/** @type {(next: State, goesOn?: boolean) => void} What goes on, as a drag does, is undone as one. */
const become = (next, goesOn = false) => {
  if (!goesOn) past = [...past, state];
  state = next;
};

/** @type {(cell: HTMLDataElement, value: number, goesOn: boolean) => void} */
const set = (cell, value, goesOn) => {
  const before = lossOf(state);
  become(withNumber(state, /** @type {keyof Given} */ (nameOf(cell)), placeOf(cell), value), goesOn);
  const values = { name: letter(cell), value: figure(value), before, after: lossOf(state) };
  says.textContent = say(nameOf(cell) === "rate" ? "set" : "changed", values);
  settle();
};

/** @type {(before: State, after: State) => Frame[]} The calls of a training step, one after the other. */
const framesOfStep = (before, after) => {
  /** @type {Name[]} */
  const last = ["dJdV", "dJdc"];
  /** @type {Name[]} */
  const first = ["dJdW", "dJdb"];
  const gradients = [...last, ...first];
  /** @type {[call: string, makes: Name[], empty: Name[]][]} */
  const calls = [
    ["zeroGradParameters", gradients, gradients],
    ["forward a", ["a"], gradients],
    ["forward h", ["h"], gradients],
    ["forward y", ["y"], gradients],
    ["forward J", ["J"], gradients],
    ["backward y", ["dJdy"], gradients],
    ["backward V", last, first],
    ["backward h", ["dJdh"], first],
    ["backward a", ["dJda"], first],
    ["backward W", first, []],
    ["backward x", ["dJdx"], []],
  ];
  const frames = calls.map(([call, makes, empty]) => ({ state: before, call, makes, empty }));
  return [...frames, { state: after, call: "updateParameters", makes: ["W", "b", "V", "c"] }];
};

const go = (/** @type {number} */ count) => {
  settle();
  const states = train(state, count);
  const before = lossOf(state);
  if (states.length) {
    const moving = calm.matches
      ? []
      : count === 1
        ? framesOfStep(state, states[0])
        : states.map((each) => ({ state: each }));
    become(/** @type {State} */ (states.at(-1)));
    coming = moving;
  }
  const done = say("trained", { count: states.length, before, after: lossOf(state) });
  says.textContent = states.length < count ? `${done} ${say("endless")}` : done;
  show();
};

/** @type {Record<string, () => void>} */
const deeds = {
  step: () => go(1),
  steps: () => go(STEPS),
  undo() {
    const before = past.at(-1);
    if (!before) return;
    past = past.slice(0, -1);
    state = before;
    says.textContent = say("undone", { after: lossOf(state) });
    settle();
  },
  reset() {
    become(START);
    says.textContent = say("restarted", { after: lossOf(state) });
    settle();
  },
};
root.addEventListener("click", ({ target }) => {
  if (target instanceof HTMLElement && target.dataset.do) deeds[target.dataset.do]();
});

root.addEventListener("focusin", explain);
root.addEventListener("focusout", explain);
root.addEventListener("pointerover", (event) => {
  pointed = cellOf(event);
  explain();
});
root.addEventListener("pointerleave", () => {
  pointed = undefined;
  explain();
});

root.append(
  element(
    "div",
    { class: "board" },
    element("div", { class: "drawing" }, stage),
    element("div", { class: "panel" }, dock, more),
  ),
);
root.classList.add("ready");
const arrows = () => {
  drawArrows(canvas, flowing, networkWays);
  render();
};
new ResizeObserver(arrows).observe(stage);
document.fonts.ready.then(arrows);
