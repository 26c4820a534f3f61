// A linear layer and a loss: what the package's nn.Linear and nn.MSECriterion do with one vector.

const sum = (terms) => terms.reduce((total, term) => total + term);
const unknown = (values) => values.map(() => NaN);

export class Linear {
  // The buffers are allocated, not initialised. Nobody knows what they hold, and NaN plus anything is NaN.
  constructor(weight, bias) {
    this.weight = weight.map((row) => [...row]);
    this.bias = [...bias];
    this.gradWeight = weight.map(unknown);
    this.gradBias = unknown(bias);
    this.output = unknown(bias);
    this.gradInput = unknown(weight[0]);
  }

  forward(input) {
    this.output = this.weight.map((row, i) => sum(row.map((w, j) => w * input[j])) + this.bias[i]);
  }

  zeroGradParameters() {
    this.gradWeight = this.gradWeight.map((row) => row.map(() => 0));
    this.gradBias = this.gradBias.map(() => 0);
  }

  updateGradInput(input, gradOutput) {
    this.gradInput = input.map((_, j) => sum(this.weight.map((row, i) => row[j] * gradOutput[i])));
  }

  accGradParameters(input, gradOutput) {
    this.gradWeight = this.gradWeight.map((row, i) => row.map((g, j) => g + gradOutput[i] * input[j]));
    this.gradBias = this.gradBias.map((g, i) => g + gradOutput[i]);
  }

  updateParameters(learningRate) {
    this.weight = this.weight.map((row, i) => row.map((w, j) => w - learningRate * this.gradWeight[i][j]));
    this.bias = this.bias.map((b, i) => b - learningRate * this.gradBias[i]);
  }
}

export const meanSquaredError = (output, target) =>
  sum(output.map((y, i) => (y - target[i]) ** 2)) / output.length;

export const meanSquaredErrorGradient = (output, target) =>
  output.map((y, i) => (2 / output.length) * (y - target[i]));
