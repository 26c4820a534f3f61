// The explorable figure: a linear layer whose numbers can be dragged and whose methods can be called by hand.
// Its words, formulas and code are in the page. This adds the numbers and lights what the last call is about.

import { drawArrows, svg } from "./arrows.js";
import { figure, print } from "./printing.js";
import { ROUND, lastCall, nextCall, replay, withParameter, withoutLastCall } from "./session.js";
import { workings } from "./workings.js";

// The layer of chapter 6: torch.manualSeed(0), one Linear(1, 2) dropped, Linear(2, 3).
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
// Symbol, colour, what the box's outline says, and by how much a key or a few pixels change a number.
const TENSORS = {
  input: ["x", "forward", "plain", 0.1],
  weight: ["W", "forward", "parameter", 0.1],
  bias: ["b", "forward", "parameter", 0.1],
  output: ["y", "forward", "plain"],
  gradInput: ["∂J/∂x", "backward", "plain"],
  gradWeight: ["Σ ∂J/∂W", "backward", "buffer"],
  gradBias: ["Σ ∂J/∂b", "backward", "buffer"],
  gradOutput: ["∂J/∂y", "backward", "plain", 0.1],
  learningRate: ["η", "rest", "plain", 0.01],
  target: ["t", "forward", "plain", 0.1],
};
const RESULTS = {
  zeroGradParameters: ["gradWeight", "gradBias"],
  forward: ["output"],
  updateGradInput: ["gradInput"],
  accGradParameters: ["gradWeight", "gradBias"],
  updateParameters: ["weight", "bias"],
};
const PIXELS = 8; // of a drag for one step
const WORKING = 2400; // milliseconds for all lines of a working
const REST = 1600; // and between two calls
const LOSSES = 12; // shown

const root = document.querySelector(".explore");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const byAction = (name) => root.querySelector(`[data-do="${name}"]`);
const element = (tag, className, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

let start = structuredClone(START);
let log = [];
let lines = []; // of the last call
let shown = Infinity; // how many of them have been
let pointed = -1; // the line whose number the mouse is on
let queue = []; // calls that are still to come
let timer;

// What is on the screen ---------------------------------------------------------------------------

const cells = new Map(); // "weight.0.1" -> its element
const { after: NEW } = replay(START, []);

const makeTensor = (name) => {
  const [symbol, colour, kind] = TENSORS[name];
  const grid = element("div", "cells");
  NEW[name].forEach((row, i) => {
    const line = element("div", "row");
    [row].flat().forEach((_, j) => {
      const at = Array.isArray(row) ? [i, j] : [i];
      const cell = element("data", "cell", { "data-tensor": name, "data-at": at.join(".") });
      cells.set([name, ...at].join("."), cell);
      line.append(cell);
    });
    grid.append(line);
  });
  const title = element("div", "name", {}, element("i", "", {}, symbol), " ", element("code", "", {}, name));
  const attributes = { role: "group", "aria-label": `${name} ${symbol}`, "data-name": name };
  return element("div", `tensor ${colour} ${kind}`, attributes, title, grid, element("div", "factor"));
};
const tensors = Object.fromEntries(Object.keys(TENSORS).map((name) => [name, makeTensor(name)]));
const canvas = svg("svg", { class: "arrows", "aria-hidden": "true" });
const { learningRate, target, ...flowing } = tensors;
const module = element("div", "module", { "aria-hidden": "true" }, "nn.Linear(2 → 3)");
const stage = element("div", "stage", {}, canvas, module, ...Object.values(flowing));
const losses = element("div", "losses");
const says = element("p", "says", { role: "status" });

const callButton = (name) => element("button", "call", { type: "button", "data-call": name }, name);
const backward = ["backward", "updateGradInput", "accGradParameters"].map(callButton);
const calls = element(
  "div",
  "calls",
  {},
  callButton("zeroGradParameters"),
  callButton("forward"),
  element("span", "pair", { role: "group", "aria-label": "backward" }, ...backward),
  callButton("updateParameters"),
);

const steps = new Map([...root.querySelectorAll("[data-step]")].map((step) => [step.dataset.step, step]));
for (const step of steps.values()) step.querySelector(".how").append(element("ol", "workings"));

const SPINBUTTON = ["role", "tabindex", "aria-label", "aria-valuenow", "aria-valuetext"];
const spinbutton = ({ dataset: { tensor, at } }, value) => {
  const place = at.split(".").map((index) => Number(index) + 1);
  const values = ["spinbutton", 0, `${TENSORS[tensor][0]} ${place.join(", ")}`, value, figure(value)];
  return Object.fromEntries(SPINBUTTON.map((attribute, k) => [attribute, values[k]]));
};
const editable = (name) => TENSORS[name][3] && !(name === "gradOutput" && start.fromTarget);
// A number that no line has made yet is still the one before.
const showTensor = (name, { before, after }) => {
  const waiting = new Set(lines.slice(shown).map(({ makes }) => makes));
  const written = (state) => ({ values: state[name].flat(), ...print(state[name].flat()) });
  const [was, is] = [written(before), written(after)];
  const factor = name === "learningRate" ? "" : is.factor; // which is a number, no tensor
  tensors[name].querySelector(".factor").textContent = factor && `× ${factor}`;
  tensors[name].classList.toggle("long", [...was.texts, ...is.texts].some((text) => text.length > 7));
  [...tensors[name].querySelectorAll(".cell")].forEach((cell, k) => {
    const { values, texts } = waiting.has(`${name}.${cell.dataset.at}`) ? was : is;
    cell.value = values[k];
    cell.textContent = name === "learningRate" ? String(values[k]) : texts[k];
    const attributes = editable(name) ? spinbutton(cell, values[k]) : {};
    for (const attribute of SPINBUTTON) cell.toggleAttribute(attribute, attribute in attributes);
    for (const [attribute, value] of Object.entries(attributes)) cell.setAttribute(attribute, value);
  });
};

const showLosses = (all) => {
  const some = all.slice(-LOSSES);
  const highest = Math.max(...some);
  losses.hidden = !start.fromTarget;
  const bars = some.map((loss) => {
    const bar = element("span", "bar");
    bar.style.height = `${(100 * loss) / highest}%`;
    return bar;
  });
  losses.replaceChildren(
    element("div", "bars", { "aria-hidden": "true" }, ...bars),
    element("span", "", {}, "J "),
    element("output", "", {}, some.slice(-3).map(figure).join(" → ") || "?"),
  );
};

const render = () => {
  const session = replay(start, log);
  const call = lastCall(log);
  lines = call ? workings(call, session.before, session.after) : [];
  for (const name of Object.keys(TENSORS)) showTensor(name, session);
  tensors.target.hidden = !start.fromTarget;
  showLosses(session.losses);

  const now = lines[pointed] ?? lines[shown - 1];
  for (const [id, cell] of cells) {
    cell.classList.toggle("takes", Boolean(now?.takes.includes(id)));
    cell.classList.toggle("makes", now?.makes === id);
  }
  for (const [name, step] of steps) step.classList.toggle("lit", name === (call ?? "start"));
  const items = lines.map((line, k) => {
    const item = element("li", k < shown ? "" : "later", {}, line.text);
    item.classList.toggle("now", line === now);
    return item;
  });
  steps.get(call ?? "start").querySelector(".workings").replaceChildren(...items);
  for (const button of calls.querySelectorAll("[data-call]")) {
    const { call: name } = button.dataset;
    button.classList.toggle("next", name === nextCall(log));
    if (name === call) button.ariaCurrent = "step";
    else button.removeAttribute("aria-current");
  }
  for (const arrow of canvas.children) arrow.classList.toggle("lit", arrow.dataset.call === call);
  byAction("back").ariaDisabled = !call;
  byAction("target").checked = start.fromTarget;
  byAction("play").textContent = byAction("play").dataset[timer ? "pause" : "play"];
};

const arrows = () => {
  drawArrows(canvas, tensors);
  render();
};

// What happens ------------------------------------------------------------------------------------

const stop = () => {
  clearTimeout(timer);
  timer = undefined;
};

const say = (call) => {
  const { after } = replay(start, log);
  const results = RESULTS[call].map((name) => `${name}: ${after[name].flat().map(figure).join(", ")}.`);
  says.textContent = [`${call}.`, steps.get(call).querySelector("p").textContent, ...results].join(" ");
};

const make = (call) => {
  log = [...log, call];
  shown = calm.matches ? Infinity : 0;
  say(call);
};

const go = () => {
  stop();
  if (shown < lines.length) shown += 1;
  else if (queue.length) make(queue.shift());
  else shown = Infinity;
  const next = shown < lines.length ? WORKING / lines.length : REST;
  if (queue.length || shown !== Infinity) timer = setTimeout(go, next);
  render();
};

const run = (calls) => {
  stop();
  shown = Infinity;
  queue = [...calls];
  go();
};

const settle = () => {
  stop();
  queue = [];
  shown = Infinity;
  pointed = -1;
};

const set = (cell, value) => {
  const { tensor, at } = cell.dataset;
  const rounded = Number(value.toFixed(12)); // 0.1 + 0.2 is 0.3 here
  const [i, j] = at.split(".").map(Number);
  settle();
  if (tensor === "weight" || tensor === "bias") {
    log = withParameter(log, { name: tensor, i, j, value: rounded });
  } else {
    const least = tensor === "learningRate" ? 0 : -Infinity;
    start = { ...start, [tensor]: start[tensor].with(i, Math.max(least, rounded)) };
  }
  render();
};

const stepOf = (cell) => TENSORS[cell.dataset.tensor][3];

const actions = {
  back() {
    if (!lastCall(log)) return;
    settle();
    log = withoutLastCall(log);
    render();
  },
  next: () => run([nextCall(log)]),
  play() {
    if (timer) {
      stop();
      render();
    } else if (shown < lines.length || queue.length) {
      go();
    } else {
      run(ROUND.slice(ROUND.indexOf(nextCall(log))));
    }
  },
  reset() {
    settle();
    start = structuredClone(START);
    log = [];
    says.textContent = "";
    render();
  },
  target() {
    settle();
    start = { ...start, fromTarget: byAction("target").checked };
    render();
  },
};

const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

root.addEventListener("click", ({ target }) => {
  const { do: action, call } = target.dataset;
  if (action) actions[action]();
  else if (call) run(call === "backward" ? ["updateGradInput", "accGradParameters"] : [call]);
});

root.addEventListener("keydown", (event) => {
  const { target: cell, key } = event;
  if (cell.role !== "spinbutton" || !(key in KEYS || key === "0")) return;
  event.preventDefault();
  if (key === "0") set(cell, 0);
  else set(cell, Number(cell.value) + KEYS[key] * stepOf(cell));
});

// A drag moves sideways; a finger that moves up or down scrolls the page, as everywhere.
root.addEventListener("pointerdown", ({ target: cell, pointerId, clientX }) => {
  if (cell.role !== "spinbutton") return;
  const from = Number(cell.value);
  let count = 0;
  const move = (event) => {
    const moved = Math.round((event.clientX - clientX) / PIXELS);
    if (moved === count) return;
    count = moved;
    set(cell, from + count * stepOf(cell));
  };
  const end = () => cell.removeEventListener("pointermove", move);
  cell.setPointerCapture(pointerId);
  cell.addEventListener("pointermove", move);
  cell.addEventListener("pointerup", end, { once: true });
  cell.addEventListener("pointercancel", end, { once: true });
});

root.addEventListener("pointerover", ({ target }) => {
  const { tensor, at } = target.dataset;
  const item = target.closest(".workings li");
  const over = item
    ? [...item.parentElement.children].indexOf(item)
    : lines.findIndex(({ makes }) => makes === `${tensor}.${at}`);
  if (timer || over === pointed) return;
  pointed = over;
  render();
});

root.addEventListener("dblclick", ({ target: cell }) => cell.role === "spinbutton" && set(cell, 0));

const bar = root.querySelector(".bar-of-actions");
bar.hidden = false;
bar.before(calls);
const choice = byAction("target").closest("label");
bar.after(
  element("div", "board", {}, stage, element("div", "settings", {}, learningRate, choice, target, losses)),
);
bar.append(says);
root.classList.add("ready");
new ResizeObserver(arrows).observe(stage);
document.fonts.ready.then(arrows);
