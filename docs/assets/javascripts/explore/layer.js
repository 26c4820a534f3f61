// What the package's nn.Linear, nn.Sigmoid and nn.MSECriterion do with one vector.

/** @typedef {number[]} Vector */
/** @typedef {Vector[]} Matrix One row for each output. */

const sum = (/** @type {Vector} */ terms) => terms.reduce((total, term) => total + term);
const unknown = (/** @type {Vector} */ values) => values.map(() => Number.NaN);

export class Linear {
  /**
   * The buffers are allocated, not initialised. Nobody knows what they hold, and NaN plus anything is NaN.
   * @param {Matrix} weight
   * @param {Vector} bias
   */
  constructor(weight, bias) {
    this.weight = weight.map((row) => [...row]);
    this.bias = [...bias];
    this.gradWeight = weight.map(unknown);
    this.gradBias = unknown(bias);
    this.output = unknown(bias);
    this.gradInput = unknown(weight[0]);
  }

  /** @param {Vector} input */
  forward(input) {
    this.output = this.weight.map((row, i) => sum(row.map((w, j) => w * input[j])) + this.bias[i]);
  }

  zeroGradParameters() {
    this.gradWeight = this.gradWeight.map((row) => row.map(() => 0));
    this.gradBias = this.gradBias.map(() => 0);
  }

  /**
   * @param {Vector} input
   * @param {Vector} gradOutput
   */
  updateGradInput(input, gradOutput) {
    this.gradInput = input.map((_, j) => sum(this.weight.map((row, i) => row[j] * gradOutput[i])));
  }

  /**
   * @param {Vector} input
   * @param {Vector} gradOutput
   */
  accGradParameters(input, gradOutput) {
    this.gradWeight = this.gradWeight.map((row, i) => row.map((g, j) => g + gradOutput[i] * input[j]));
    this.gradBias = this.gradBias.map((g, i) => g + gradOutput[i]);
  }

  /** @param {number} learningRate */
  updateParameters(learningRate) {
    this.weight = this.weight.map((row, i) => row.map((w, j) => w - learningRate * this.gradWeight[i][j]));
    this.bias = this.bias.map((b, i) => b - learningRate * this.gradBias[i]);
  }
}

/** @type {(input: Vector) => Vector} */
export const sigmoid = (input) => input.map((a) => 1 / (1 + Math.exp(-a)));

/** @type {(output: Vector, gradOutput: Vector) => Vector} */
export const sigmoidGradient = (output, gradOutput) => output.map((h, i) => gradOutput[i] * h * (1 - h));

/** @type {(output: Vector, target: Vector) => number} */
export const meanSquaredError = (output, target) =>
  sum(output.map((y, i) => (y - target[i]) ** 2)) / output.length;

/** @type {(output: Vector, target: Vector) => Vector} */
export const meanSquaredErrorGradient = (output, target) =>
  output.map((y, i) => (2 / output.length) * (y - target[i]));
