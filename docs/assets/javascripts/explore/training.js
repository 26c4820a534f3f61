// A network of Linear, Sigmoid and Linear and its loss: one sample forward and backward, and training steps.

import { Linear, meanSquaredError, meanSquaredErrorGradient, sigmoid, sigmoidGradient } from "./layer.js";

/** @import { Matrix, Vector } from "./layer.js" */
/**
 * What a pass starts from.
 * @typedef {object} Given
 * @property {Vector} x
 * @property {Vector} t The target.
 * @property {Matrix} W
 * @property {Vector} b
 * @property {Matrix} V
 * @property {Vector} c
 * @property {Vector} rate The learning rate: one number.
 */
/** @typedef {ReturnType<typeof pass>} Pass All tensors by their names. */
/** @typedef {{ given: Given, losses: number[] }} State With the loss before each step so far. */

/**
 * The network of chapter 7: torch.manualSeed(0), one Linear(1, 2) dropped, Linear(2, 3) and Linear(3, 1).
 * @type {State}
 */
export const START = {
  given: {
    x: [1, -2],
    t: [1],
    W: [
      [0.14532935210365638, 0.5062115501831903],
      [0.0634743981772542, 0.49108811638712657],
      [-0.10796842180387711, 0.17474545526225138],
    ],
    b: [0.2063254362338569, -0.16350895628891604, -0.08826501411577437],
    V: [[-0.23378690031481453, 0.4523804960507082, -0.5118637655862651]],
    c: [0.5353916432836269],
    rate: [0.05],
  },
  losses: [],
};

const layers = (/** @type {Given} */ { W, b, V, c }) => [new Linear(W, b), new Linear(V, c)];

/**
 * Call zeroGradParameters, forward and backward.
 * @param {Given} given
 * @param {Linear[]} layers They keep the gradients of the parameters.
 */
export const pass = (given, [first, last] = layers(given)) => {
  const { x, t } = given;
  first.zeroGradParameters();
  last.zeroGradParameters();

  first.forward(x);
  const a = first.output;
  const h = sigmoid(a);
  last.forward(h);
  const y = last.output;
  const J = [meanSquaredError(y, t)];

  const dJdy = meanSquaredErrorGradient(y, t);
  last.updateGradInput(h, dJdy);
  last.accGradParameters(h, dJdy);
  const dJdh = last.gradInput;
  const dJda = sigmoidGradient(h, dJdh);
  first.updateGradInput(x, dJda);
  first.accGradParameters(x, dJda);

  const ofLast = { dJdy, dJdV: last.gradWeight, dJdc: last.gradBias, dJdh };
  const ofFirst = { dJda, dJdW: first.gradWeight, dJdb: first.gradBias, dJdx: first.gradInput };
  return { ...given, a, h, y, J, ...ofLast, ...ofFirst };
};

/** @type {(state: State) => State} */
const step = ({ given, losses }) => {
  const [first, last] = layers(given);
  const { J } = pass(given, [first, last]);
  first.updateParameters(given.rate[0]);
  last.updateParameters(given.rate[0]);
  const parameters = { W: first.weight, b: first.bias, V: last.weight, c: last.bias };
  return { given: { ...given, ...parameters }, losses: [...losses, ...J] };
};

const allFinite = (/** @type {State} */ { given }) =>
  Object.values(pass(given)).flat(2).every(Number.isFinite);

/**
 * Make training steps. Where the loss grows out of all bounds, they end before the first number that is none.
 * @param {State} state
 * @param {number} count
 * @returns {State[]} After each step.
 */
export const train = (state, count) => {
  /** @type {State[]} */
  const states = [];
  while (states.length < count) {
    const next = step(states.at(-1) ?? state);
    if (!allFinite(next)) break;
    states.push(next);
  }
  return states;
};

/** @type {(state: State, name: keyof Given, at: number[], value: number) => State} */
export const withNumber = ({ given, losses }, name, [i, j], value) => {
  const changed =
    name === "W" || name === "V"
      ? given[name].map((row, k) => (k === i ? row.with(j, value) : row))
      : given[name].with(i, value);
  return { given: { ...given, [name]: changed }, losses };
};
