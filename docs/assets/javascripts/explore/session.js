// What has been done to the layer so far, and the layer that comes of it.

import { Linear, meanSquaredError, meanSquaredErrorGradient } from "./layer.js";

export const ROUND = /** @type {const} */ ([
  "zeroGradParameters",
  "forward",
  "updateGradInput",
  "accGradParameters",
  "updateParameters",
]);

/** @import { Matrix, Vector } from "./layer.js" */
/** @typedef {(typeof ROUND)[number]} Call A method of the layer. */
/** @typedef {{ name: "weight" | "bias", i: number, j?: number, value: number }} Setting A parameter set by hand. */
/** @typedef {(Call | Setting)[]} Log What was done, in order. */
/** @typedef {ReturnType<typeof replay>["after"]} State Every tensor by its name. */
/**
 * What everything starts from.
 * @typedef {object} Start
 * @property {Matrix} weight
 * @property {Vector} bias
 * @property {Vector} input
 * @property {Vector} gradOutput
 * @property {Vector} learningRate One number.
 * @property {Vector} target
 * @property {boolean} fromTarget Whether gradOutput is what the loss gives, not what stands here.
 */

/**
 * Do everything again from the start, with the numbers as they are now.
 * @param {Start} start
 * @param {Readonly<Log>} log
 */
export const replay = (start, log) => {
  const layer = new Linear(start.weight, start.bias);
  /** @type {number[]} */
  const losses = [];
  let gradOutput = start.fromTarget ? start.target.map(() => Number.NaN) : start.gradOutput;
  let before = state();

  function state() {
    const { input, target, learningRate } = start;
    return { ...layer, input, target, gradOutput, learningRate };
  }

  /** @type {Record<Call, () => void>} */
  const calls = {
    zeroGradParameters: () => layer.zeroGradParameters(),
    forward() {
      layer.forward(start.input);
      losses.push(meanSquaredError(layer.output, start.target));
      if (start.fromTarget) gradOutput = meanSquaredErrorGradient(layer.output, start.target);
    },
    updateGradInput: () => layer.updateGradInput(start.input, gradOutput),
    accGradParameters: () => layer.accGradParameters(start.input, gradOutput),
    updateParameters: () => layer.updateParameters(start.learningRate[0]),
  };

  for (const entry of log) {
    if (typeof entry === "string") {
      before = state();
      calls[entry]();
    } else if (entry.j !== undefined) {
      const { i, j, value } = entry;
      layer.weight = layer.weight.map((row, k) => (k === i ? row.with(j, value) : row));
    } else {
      layer.bias = layer.bias.with(entry.i, entry.value);
    }
  }
  return { before, after: state(), losses };
};

/**
 * A parameter is set at the beginning of the round under way, so that the calls made since then go by it.
 * @param {Readonly<Log>} log
 * @param {Setting} entry
 * @returns {Log}
 */
export const withParameter = (log, entry) => {
  const begin = log.lastIndexOf("updateParameters") + 1;
  const others = (/** @type {Call | Setting} */ other) =>
    typeof other === "string" || other.name !== entry.name || other.i !== entry.i || other.j !== entry.j;
  return [...log.slice(0, begin), entry, ...log.slice(begin).filter(others)];
};

const isCall = (/** @type {Call | Setting} */ entry) => typeof entry === "string";

export const lastCall = (/** @type {Readonly<Log>} */ log) => log.findLast(isCall);

export const nextCall = (/** @type {Readonly<Log>} */ log) => {
  const last = lastCall(log);
  return ROUND[last ? (ROUND.indexOf(last) + 1) % ROUND.length : 0];
};
