// Writes out what a call computes, a line for each number, and says which cells of the figure each is about.

import { figure } from "./printing.js";

const sub = (...numbers) => numbers.map((number) => "₁₂₃"[number]).join("");
const bracket = (value) => (value < 0 ? `(${figure(value)})` : figure(value));
const times = (a, b) => `${figure(a)}·${bracket(b)}`;
const sum = (terms) => terms.join(" + ").replaceAll("+ -", "- ");

// A line for each parameter, row by row: `symbols` and `names` are of weight and bias, or of their gradients.
const parameterLines = (symbols, names, before, after, takes, steps) => {
  const line = (part, i, j) => {
    const at = j === undefined ? [i] : [i, j];
    const value = (state) => at.reduce((values, index) => values[index], state[names[part]]);
    return {
      makes: [names[part], ...at].join("."),
      takes: takes(part, ...at),
      text: `${symbols[part]}${sub(...at)} = ${steps(value(before), part, ...at)}${figure(value(after))}`,
    };
  };
  return before.weight.flatMap((row, i) => [...row.map((_, j) => line(0, i, j)), line(1, i)]);
};
const PARAMETERS = ["weight", "bias"];
const GRADIENTS = ["gradWeight", "gradBias"];

const LINES = {
  zeroGradParameters: (before, after) =>
    parameterLines(GRADIENTS, GRADIENTS, before, after, () => [], () => ""),

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
    const takes = (_, i, j) => [`gradOutput.${i}`, ...(j === undefined ? [] : [`input.${j}`])];
    const added = (i, j) => (j === undefined ? figure(gradOutput[i]) : times(gradOutput[i], input[j]));
    const steps = (value, _, i, j) => `${sum([figure(value), added(i, j)])} = `;
    return parameterLines(GRADIENTS, GRADIENTS, before, after, takes, steps);
  },

  updateParameters(before, after) {
    const rate = String(Number(before.learningRate[0].toFixed(4)));
    const gradient = (part, i, j) => (part === 0 ? before.gradWeight[i][j] : before.gradBias[i]);
    const takes = (part, ...at) => [[GRADIENTS[part], ...at].join("."), "learningRate.0"];
    const steps = (value, ...of) => `${figure(value)} - ${rate}·${bracket(gradient(...of))} = `;
    return parameterLines(["W", "b"], PARAMETERS, before, after, takes, steps);
  },
};

// before, after: states of the layer, as `replay` gives them
export const workings = (call, before, after) => LINES[call](before, after);
