// What has been done to the layer so far, and the layer that comes of it.

import { Linear, meanSquaredError, meanSquaredErrorGradient } from "./layer.js";

export const ROUND = [
  "zeroGradParameters",
  "forward",
  "updateGradInput",
  "accGradParameters",
  "updateParameters",
];

// Do everything again from the start, with the numbers as they are now.
//   start: weight, bias, input, gradOutput, [learningRate], target, and whether gradOutput comes fromTarget
//   log: names of calls, and what was set by hand between them: { name, i, j, value }
export const replay = (start, log) => {
  const layer = new Linear(start.weight, start.bias);
  const losses = [];
  let gradOutput = start.fromTarget ? start.target.map(() => NaN) : start.gradOutput;
  let before = state();

  function state() {
    const { input, target, learningRate } = start;
    return { ...layer, input, target, gradOutput, learningRate };
  }

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
    } else if (entry.name === "weight") {
      const { i, j, value } = entry;
      layer.weight = layer.weight.map((row, k) => (k === i ? row.with(j, value) : row));
    } else {
      layer.bias = layer.bias.with(entry.i, entry.value);
    }
  }
  return { before, after: state(), losses };
};

// A weight is set at the beginning of the round under way, so that the calls made since then go by it.
export const withParameter = (log, entry) => {
  const begin = log.lastIndexOf("updateParameters") + 1;
  const others = ({ name, i, j }) => name !== entry.name || i !== entry.i || j !== entry.j;
  return [...log.slice(0, begin), entry, ...log.slice(begin).filter(others)];
};

export const lastCall = (log) => log.findLast((entry) => typeof entry === "string");

export const nextCall = (log) => ROUND[(ROUND.indexOf(lastCall(log)) + 1) % ROUND.length];

export const withoutLastCall = (log) => log.slice(0, log.lastIndexOf(lastCall(log)));
