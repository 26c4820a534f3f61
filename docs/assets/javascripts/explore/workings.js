// Writes out what a call computes, a line for each number, and says which cells of the figure each is about.

import { bracket, sub, sum, times } from "./arithmetic.js";
import { figure } from "./printing.js";

/** @import { Call, State } from "./session.js" */
/** @typedef {{ makes: string, takes: string[], text: string }} Line Its cells by name: "weight.0.1". */
/** @typedef {(i: number, j?: number) => string[]} Takes What the line of a parameter takes; a bias has no j. */
/** @typedef {(value: number, i: number, j?: number) => string} Steps From the value before to that after. */

const place = (/** @type {number} */ i, /** @type {number=} */ j) => (j === undefined ? `${i}` : `${i}.${j}`);

/**
 * A line for each parameter, row by row: those of a row of the weight, then that of its bias.
 * @param {readonly ["weight", "bias"] | readonly ["gradWeight", "gradBias"]} names Which tensors they are in.
 * @param {readonly [string, string]} symbols
 * @param {State} before
 * @param {State} after
 * @param {Takes} takes
 * @param {Steps} steps
 */
const parameterLines = ([weight, bias], symbols, before, after, takes, steps) => {
  /** @type {(i: number, j?: number) => Line} */
  const line = (i, j) => {
    const ofBias = j === undefined;
    const value = (/** @type {State} */ state) => (ofBias ? state[bias][i] : state[weight][i][j]);
    const symbol = ofBias ? symbols[1] + sub(i) : symbols[0] + sub(i, j);
    return {
      makes: `${ofBias ? bias : weight}.${place(i, j)}`,
      takes: takes(i, j),
      text: `${symbol} = ${steps(value(before), i, j)}${figure(value(after))}`,
    };
  };
  return before.weight.flatMap((row, i) => [...row.map((_, j) => line(i, j)), line(i)]);
};
const PARAMETERS = /** @type {const} */ (["weight", "bias"]);
const GRADIENTS = /** @type {const} */ (["gradWeight", "gradBias"]);

/** @type {Record<Call, (before: State, after: State) => Line[]>} */
const LINES = {
  zeroGradParameters: (before, after) => {
    const nothing = () => [];
    return parameterLines(GRADIENTS, GRADIENTS, before, after, nothing, () => "");
  },

  forward: ({ weight, bias, input }, { output }) =>
    weight.map((row, i) => {
      const terms = [...row.map((w, j) => times(w, input[j])), figure(bias[i])];
      return {
        makes: `output.${i}`,
        takes: [...row.flatMap((_, j) => [`weight.${i}.${j}`, `input.${j}`]), `bias.${i}`],
        text: `y${sub(i)} = ${sum(terms)} = ${figure(output[i])}`,
      };
    }),

  updateGradInput: ({ weight, input, gradOutput }, { gradInput }) =>
    input.map((_, j) => {
      const terms = weight.map((row, i) => times(row[j], gradOutput[i]));
      return {
        makes: `gradInput.${j}`,
        takes: weight.flatMap((_, i) => [`weight.${i}.${j}`, `gradOutput.${i}`]),
        text: `∂J/∂x${sub(j)} = ${sum(terms)} = ${figure(gradInput[j])}`,
      };
    }),

  accGradParameters(before, after) {
    const { gradOutput, input } = before;
    /** @type {Takes} */
    const takes = (i, j) => [`gradOutput.${i}`, ...(j === undefined ? [] : [`input.${j}`])];
    /** @type {Steps} */
    const steps = (value, i, j) => {
      const added = j === undefined ? figure(gradOutput[i]) : times(gradOutput[i], input[j]);
      return `${sum([figure(value), added])} = `;
    };
    return parameterLines(GRADIENTS, GRADIENTS, before, after, takes, steps);
  },

  updateParameters(before, after) {
    const { gradWeight, gradBias, learningRate } = before;
    const rate = String(Number(learningRate[0].toFixed(4)));
    /** @type {Takes} */
    const takes = (i, j) => [
      `${j === undefined ? "gradBias" : "gradWeight"}.${place(i, j)}`,
      "learningRate.0",
    ];
    /** @type {Steps} */
    const steps = (value, i, j) => {
      const gradient = j === undefined ? gradBias[i] : gradWeight[i][j];
      return `${figure(value)} - ${rate}·${bracket(gradient)} = `;
    };
    return parameterLines(PARAMETERS, ["W", "b"], before, after, takes, steps);
  },
};

/** @type {(call: Call, before: State, after: State) => Line[]} */
export const workings = (call, before, after) => LINES[call](before, after);
