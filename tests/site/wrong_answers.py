"""Typical wrong answers to the exercises: the page's solution with one change, and what is to be said."""

import re
from dataclasses import dataclass

from tests.site.conftest import ROOT
from torchnn_doc.checker.page.blocks import read_page
from torchnn_doc.checker.page.fences import read_source


@dataclass(frozen=True)
class Wrong:
    """A wrong answer.

    Attributes:
        message: Which of the page's words for verdicts should be said.
        right: The part of the solution that is changed.
        wrong: What stands there instead.
    """

    message: str
    right: str
    wrong: str


WRONG = {
    "linear-output": [
        Wrong("weight_transposed", "weight.dot(x)", "x.dot(weight)"),
        Wrong("no_bias", " + bias", ""),
        Wrong("bias_subtracted", "+ bias", "- bias"),
        Wrong("not_summed", "weight.dot(x)", "weight * x"),
    ],
    "linear-batch": [
        Wrong("weight_transposed", "weight.t()", "weight"),
        Wrong("no_bias", " + bias", ""),
        Wrong("bias_by_rows", "+ bias", "+ bias[:, None]"),
        Wrong("transposed", "X.dot(weight.t())", "weight.dot(X.t())"),
        Wrong("weight_left", "X.dot(weight.t())", "weight.dot(X)"),
    ],
    "sequential-forward": [
        Wrong("same_input", "x = module.forward(x)\n    return x", "y = module.forward(x)\n    return y"),
        Wrong("first_only", "x = module.forward(x)\n    return x", "return module.forward(x)"),
        Wrong("last_missing", "in modules:", "in modules[:-1]:"),
        Wrong("reversed", "in modules:", "in reversed(modules):"),
        Wrong("no_modules", "x = module.forward(x)", "module.forward(x)"),
        Wrong("nothing", "    return x\n", ""),
    ],
    "sequential-class": [
        Wrong("add_returns", "return self\n", "return Chain()\n"),
        Wrong("add_returns", "        return self\n", ""),
        Wrong(
            "same_input",
            "input = module.forward(input)\n        self.output = input",
            "self.output = module.forward(input)",
        ),
        Wrong("not_kept", "self.output = input\n        return self.output", "return input"),
        Wrong("first_only", "in self.modules:", "in self.modules[:1]:"),
        Wrong("nothing", "return self.output", "pass"),
        Wrong("last_missing", "in self.modules:", "in self.modules[:-1]:"),
        Wrong("reversed", "in self.modules:", "in self.modules[::-1]:"),
        Wrong("no_modules", "input = module.forward(input)", "module.forward(input)"),
    ],
    "mse-loss": [
        Wrong("not_squared", " ** 2", ""),
        Wrong("absolute", "((y - target) ** 2)", "abs(y - target)"),
        Wrong("sum_for_mean", "total / y.size if sizeAverage else total", "total"),
        Wrong("mean_for_sum", " if sizeAverage else total", ""),
        Wrong("rows_for_entries", "y.size", "len(y)"),
        Wrong("root", "((y - target) ** 2).sum()", "((y - target) ** 2).sum() ** 0.5"),
        Wrong("not_summed", ".sum()", ""),
        Wrong("half", "((y", "0.5 * ((y"),
    ],
    "weighted-loss": [
        Wrong(
            "weights_squared",
            "self.weights * (input - target) ** 2",
            "(self.weights * (input - target)) ** 2",
        ),
        Wrong("no_weights", "self.weights * ", ""),
        Wrong("sum_for_mean", " / input.size", ""),
        Wrong("by_weights", "input.size", "self.weights.sum()"),
        Wrong("rows_for_entries", "input.size", "len(input)"),
        Wrong("not_kept", "self.output = (", "return ("),
        Wrong("not_squared", " ** 2", ""),
        Wrong("not_summed", ".sum()", ""),
    ],
    "training-step": [
        Wrong("no_zero", "    layer.zeroGradParameters()\n", ""),
        Wrong("uphill", "learningRate)\n    return", "-learningRate)\n    return"),
        Wrong("no_rate", "updateParameters(learningRate)", "updateParameters(1)"),
        Wrong("not_moved", "    layer.updateParameters(learningRate)\n", ""),
        Wrong("loss_after", "return J", "return criterion.forward(layer.forward(x), target)"),
        Wrong("nothing", "    return J\n", ""),
    ],
    "training-loop": [
        Wrong("no_zero", "        layer.zeroGradParameters()\n", ""),
        Wrong(
            "no_zero",
            "for epoch in range(epochs):",
            "layer.zeroGradParameters()\n    layer.zeroGradParameters = int\n    for epoch in range(epochs):",
        ),
        Wrong("one_epoch", "    return losses", "        return losses"),
        Wrong("last_loss", "return losses", "return losses[-1]"),
        Wrong("same_loss", "return losses", "return losses[:1] * epochs"),
        Wrong("uphill", "(learningRate)", "(-learningRate)"),
        Wrong(
            "loss_after",
            "        layer.updateParameters(learningRate)\n",
            "        layer.updateParameters(learningRate)\n"
            "        losses[-1] = criterion.forward(layer.forward(x), target)\n",
        ),
        Wrong("no_rate", "updateParameters(learningRate)", "updateParameters(1)"),
        Wrong("not_moved", "        layer.updateParameters(learningRate)\n", ""),
    ],
    "mse-gradient": [
        Wrong("no_two", "2 * ", ""),
        Wrong("sign", "y - target", "target - y"),
        Wrong("not_divided", "total / y.size if sizeAverage else total", "total"),
        Wrong("mean_for_sum", " if sizeAverage else total", ""),
        Wrong("rows_for_entries", "y.size", "len(y)"),
        Wrong("summed", "(y - target)", "(y - target).sum()"),
        Wrong("still_squared", "(y - target)", "(y - target) ** 2"),
    ],
    "weighted-gradient": [
        Wrong("no_two", "2 * self.weights", "self.weights"),
        Wrong("no_weights", "2 * self.weights * ", "2 * "),
        Wrong("not_divided", "(input - target) / input.size", "(input - target)"),
        Wrong("sign", "2 * self.weights", "-2 * self.weights"),
        Wrong("not_kept", "self.gradInput = 2", "return 2"),
        Wrong("rows_for_entries", "(input - target) / input.size", "(input - target) / len(input)"),
        Wrong("weights_squared", "2 * self.weights", "2 * self.weights ** 2"),
    ],
    "update-grad-input": [
        Wrong("weight_transposed", ".t()", ""),
        Wrong("uses_input", "dot(gradOutput)", "dot(input)"),
        Wrong("no_weight", "self.weight.t().dot(gradOutput)", "gradOutput"),
        Wrong("sign", "= self.weight", "= -self.weight"),
        Wrong("not_kept", "self.gradInput = self", "return self"),
        Wrong("nothing", "        return self.gradInput\n", ""),
        Wrong("not_summed", "self.weight.t().dot(gradOutput)", "self.weight.t() * gradOutput"),
    ],
    "acc-grad-parameters": [
        Wrong("transposed", "gradOutput[:, None] * input", "input[:, None] * gradOutput"),
        Wrong("assigned", "gradWeight +=", "gradWeight ="),
        Wrong("assigned", "gradBias +=", "gradBias ="),
        Wrong("no_scale", "scale * gradOutput[", "gradOutput["),
        Wrong("no_scale", "+= scale * gradOutput\n", "+= gradOutput\n"),
        Wrong("scale_twice", "scale * gradOutput[", "scale * scale * gradOutput["),
        Wrong("sign", "gradBias +=", "gradBias -="),
        Wrong("not_added", "        self.gradBias += scale * gradOutput\n", ""),
        Wrong("uses_output", "* input", "* self.output"),
        Wrong("adds_one", "gradBias += scale * gradOutput", "gradBias += scale"),
    ],
    "update-parameters": [
        Wrong("uphill", "weight -=", "weight +="),
        Wrong("uphill", "bias -=", "bias +="),
        Wrong("no_rate", "learningRate * self.gradWeight", "self.gradWeight"),
        Wrong("not_moved", "        self.bias -= learningRate * self.gradBias\n", ""),
        Wrong("replaced", "self.weight -=", "self.weight = self.weight -"),
        Wrong("replaced", "self.bias -=", "self.bias = self.bias -"),
        Wrong("only_step", "weight -= ", "weight = -"),
    ],
    "tanh-backward": [
        Wrong("no_gradOutput", "gradOutput * (1 -", "1 * (1 -"),
        Wrong("no_slope", "gradOutput * (1 - self.output ** 2)", "gradOutput * 1"),
        Wrong("output_not_squared", " ** 2", ""),
        Wrong("slope_of_input", "1 - self.output ** 2", "1 - input ** 2"),
        Wrong("slope_of_sigmoid", "(1 - self.output ** 2)", "self.output * (1 - self.output)"),
        Wrong("sign", "1 - self.output ** 2", "self.output ** 2 - 1"),
        Wrong("not_kept", "self.gradInput = gradOutput", "return gradOutput"),
        Wrong("nothing", "        return self.gradInput\n", ""),
    ],
    "chain-backward": [
        Wrong("forward_order", "range(len(self.modules) - 1, -1, -1)", "range(len(self.modules))"),
        Wrong(
            "gradOutput_not_passed",
            "gradOutput = self.modules[i].updateGradInput(x, gradOutput)\n        self.gradInput = ",
            "self.gradInput = self.modules[i].updateGradInput(x, gradOutput)\n        ",
        ),
        Wrong("same_input", "x = self.modules[i - 1].output if i > 0 else input", "x = input"),
        Wrong("not_kept", "self.gradInput = gradOutput\n        return self.gradInput", "return gradOutput"),
        Wrong(
            "raised",
            "        self.gradInput = gradOutput\n        return",
            "            self.gradInput = gradOutput\n            return",
        ),
        Wrong("added_twice", "self.modules[i].updateGradInput(", "self.modules[i].backward("),
        Wrong("no_scale", "accGradParameters(x, gradOutput, scale)", "accGradParameters(x, gradOutput)"),
        Wrong("gradOutput_not_passed", "\n            gradOutput = self.modules[i].gradInput", ""),
        Wrong(
            "own_gradInput",
            "self.modules[i].accGradParameters(x, gradOutput, scale)",
            "self.modules[i].accGradParameters(x, self.modules[i].gradInput, scale)",
        ),
        Wrong(
            "own_output",
            "self.modules[i].accGradParameters(x,",
            "self.modules[i].accGradParameters(self.modules[i].output,",
        ),
        Wrong("not_added", "self.modules[i].accGradParameters(x, gradOutput, scale)", "pass"),
    ],
    "two-layers-by-hand": [
        Wrong("kind", "dJdy = 3", "dJdy = None"),
        Wrong("shape", "[1.5, 2.4]", "[1.5]"),
        Wrong("value", "dJdy = 3", "dJdy = 1.5"),
        Wrong("value", "dJdy = 3", "dJdy = -3"),
        Wrong("value", "dJdy = 3", "dJdy = 2.25"),
        Wrong("value", "[1.5, 2.4]", "[6, -3]"),
        Wrong("value", "[9, -3]", "[3, 3]"),
        Wrong("value", "[2.25, -0.48]", "[9, -3]"),
        Wrong("value", "[2.25, -0.48]", "[4.5, -2.4]"),
        Wrong("value", "[2.25, -0.48]", "[6.75, -1.08]"),
        Wrong("value", "[2.25, -0.48]", "[0.25, 0.16]"),
        Wrong("value", "[[4.5, -2.25], [-0.96, 0.48]]", "[[4.5, -0.96], [-2.25, 0.48]]"),
        Wrong("value", "[[4.5, -2.25], [-0.96, 0.48]]", "[[1.125, 1.8], [-0.24, -0.384]]"),
        Wrong("raised", "    return dJdy, dJdV, dJdh, dJda, dJdW\n", ""),
    ],
    "batch-grad-input": [
        Wrong("weight_transposed", "dot(weight)", "dot(weight.t())"),
        Wrong("weight_left", "gradOutput.dot(weight)", "weight.t().dot(gradOutput)"),
        Wrong("transposed", "gradOutput.dot(weight)", "weight.t().dot(gradOutput.t())"),
        Wrong("rows_summed", "gradOutput.dot", "gradOutput.sum(0).dot"),
        Wrong("batch_mean", "dot(weight)", "dot(weight) / len(gradOutput)"),
    ],
    "batch-parameters": [
        Wrong("no_batch_sum", "scale * g.sum(0)", "scale * gradOutput"),
        Wrong(
            "no_batch_sum",
            "self.gradBias += scale * g.sum(0)",
            "self.gradBias = self.gradBias + scale * gradOutput",
        ),
        Wrong("no_batch_sum", "g.t().dot(x)", "g[0][:, None] * x[0]"),
        Wrong("no_batch_sum", "g.t().dot(x)", "g[-1][:, None] * x[-1]"),
        Wrong("batch_mean", "g.t().dot(x)", "g.t().dot(x) / len(x)"),
        Wrong("batch_mean", "g.sum(0)", "g.mean(0)"),
        Wrong("transposed", "g.t().dot(x)", "x.t().dot(g)"),
        Wrong("assigned", "gradWeight +=", "gradWeight ="),
        Wrong("no_scale", "scale * g.sum(0)", "g.sum(0)"),
        Wrong("columns_summed", "g.sum(0)", "(gradOutput.sum(-1) if input.ndim == 2 else gradOutput)"),
        Wrong("all_summed", "g.sum(0)", "(gradOutput.sum() if input.ndim == 2 else gradOutput)"),
        Wrong("flattened", "g.t().dot(x)", "g.reshape(-1, 1) * x.reshape(1, -1)"),
        Wrong("adds_one", "scale * g.sum(0)", "scale"),
        Wrong("multiplied_rows", "g.t().dot(x)", "(gradOutput * input)"),
        Wrong("not_added", "        self.gradBias += scale * g.sum(0)\n", ""),
        Wrong("scale_twice", "scale * g.t()", "scale ** 2 * g.t()"),
        Wrong("sign", "gradWeight +=", "gradWeight -="),
        Wrong("uses_output", "g.t().dot(x)", "g.t().dot(self.output.reshape(g.shape))"),
    ],
    "central-difference": [
        Wrong("forward_difference", "(f(x + h) - f(x - h)) / (2 * h)", "(f(x + h) - f(x)) / h"),
        Wrong("backward_difference", "(f(x + h) - f(x - h)) / (2 * h)", "(f(x) - f(x - h)) / h"),
        Wrong("one_h", "(2 * h)", "h"),
        Wrong("no_brackets", "(2 * h)", "2 * h"),
        Wrong("sign", "f(x + h) - f(x - h)", "f(x - h) - f(x + h)"),
        Wrong("not_over_h", " / (2 * h)", ""),
    ],
    "soft-sign": [
        Wrong("as_given", " ** 2", ""),
        Wrong("no_gradOutput", "gradOutput /", "1 /"),
        Wrong("no_abs", "(1 + abs(input)) ** 2", "(1 + input) ** 2"),
        Wrong("sign_of_x", "= gradOutput /", "= gradOutput * (input / abs(input)) /"),
        Wrong("sign", "= gradOutput /", "= -gradOutput /"),
        Wrong("not_kept", "self.gradInput = gradOutput", "return gradOutput"),
    ],
    "add-module": [
        Wrong("no_batch_sum", "(gradOutput.sum(0) if input.ndim == 2 else gradOutput)", "gradOutput"),
        Wrong("assigned", "gradBias += scale", "gradBias = scale"),
        Wrong("no_scale", "scale * (gradOutput", "(gradOutput"),
        Wrong("plus_bias", "gradOutput.clone()", "gradOutput + self.bias"),
        Wrong("no_gradOutput", "gradOutput.clone()", "torch.ones(input.size).reshape(input.shape)"),
        Wrong("batch_mean", ".sum(0)", ".mean(0)"),
        Wrong("columns_summed", ".sum(0)", ".sum(1)"),
        Wrong("adds_one", "scale * (gradOutput.sum(0) if input.ndim == 2 else gradOutput)", "scale"),
        Wrong("all_summed", ".sum(0)", ".sum()"),
        Wrong("bias_subtracted", "input + self.bias", "input - self.bias"),
        Wrong("no_bias", "input + self.bias", "1 * input"),
        Wrong(
            "not_added",
            "self.gradBias += scale * (gradOutput.sum(0) if input.ndim == 2 else gradOutput)",
            "pass",
        ),
        Wrong(
            "not_kept",
            "self.output = input + self.bias\n        return self.output",
            "return input + self.bias",
        ),
        Wrong("scale_twice", "scale * (", "scale * scale * ("),
        Wrong("sign", "gradBias +=", "gradBias -="),
    ],
    "mul-module": [
        Wrong("entries_not_summed", ".sum()", ""),
        Wrong(
            "entries_not_summed",
            "self.gradWeight += scale * (input * gradOutput).sum()",
            "self.gradWeight = self.gradWeight + scale * input * gradOutput",
        ),
        Wrong("no_batch_sum", ".sum()", ".sum(0)"),
        Wrong("assigned", "gradWeight += scale", "gradWeight = scale"),
        Wrong("no_scale", "scale * (input", "(input"),
        Wrong("uses_input", "self.weight * gradOutput", "input * gradOutput"),
        Wrong("no_weight", "self.weight * gradOutput", "1 * gradOutput"),
        Wrong("no_input", "(input * gradOutput)", "gradOutput"),
        Wrong("changed", "self.weight * input\n", "self.weight * input\n        input += 0.5\n"),
        Wrong("batch_mean", ".sum()", ".sum() / (len(input) if input.ndim == 2 else 1)"),
        Wrong("not_added", "self.gradWeight += scale * (input * gradOutput).sum()", "pass"),
        Wrong(
            "not_kept",
            "self.gradInput = self.weight * gradOutput\n        return self.gradInput",
            "return self.weight * gradOutput",
        ),
        Wrong("scale_twice", "scale * (input", "scale ** 2 * (input"),
        Wrong("sign", "gradWeight +=", "gradWeight -="),
    ],
    "accuracy": [
        Wrong("from_zero", " + 1", ""),
        Wrong("fraction", ".sum()", ".mean()"),
        Wrong("smallest", "argmax", "argmin"),
        Wrong("not_counted", ".sum()", ""),
        Wrong("counts_wrong", "==", "!="),
        Wrong("by_columns", "argmax(1)", "argmax(0)"),
    ],
    "epoch-in-batches": [
        Wrong("no_zero", "        net.zeroGradParameters()\n", ""),
        Wrong("whole_batch", "    for start", "    size = len(X)\n    for start"),
        Wrong("dropped_batch", "len(X), size", "len(X) - size + 1, size"),
        Wrong(
            "first_batch",
            "        net.updateParameters(learningRate)\n",
            "        net.updateParameters(learningRate)\n        return\n",
        ),
        Wrong("uphill", "(learningRate)", "(-learningRate)"),
        Wrong("single_samples", "    for start", "    size = 1\n    for start"),
        Wrong("not_moved", "        net.updateParameters(learningRate)\n", ""),
        Wrong("no_rate", "(learningRate)", "(1)"),
    ],
}

# Answers that look like those above, with the message that would be false of them.
NEAR_MISSES = {
    "linear-output": [
        Wrong("no_bias", " + bias", " + 0.001 * bias"),
        Wrong(
            "weight_transposed",
            "weight.dot(x)",
            "(weight + weight.T if weight.shape[0] == len(x) else weight).dot(x)",
        ),
        Wrong("bias_subtracted", "+ bias", "- 2 * bias"),
        Wrong("not_summed", "weight.dot(x)", "(weight * x).max(1)"),
    ],
    "linear-batch": [
        Wrong("no_bias", " + bias", " + bias[0]"),
        Wrong("transposed", "X.dot(weight.t())", "abs(X).dot(weight.t())"),
        Wrong("weight_left", "X.dot(weight.t())", "weight[:1].dot(X.t()).T"),
        Wrong("bias_by_rows", "+ bias", "+ bias.sum()"),
    ],
    "sequential-forward": [
        Wrong("first_only", "in modules:", "in modules[:2]:"),
        Wrong("last_missing", "in modules:", "in modules[:-2]:"),
        Wrong("reversed", "in modules:", "in modules[1:] + modules[:1]:"),
        Wrong("same_input", "x = module.forward(x)", "x = module.forward(x) / 2"),
        Wrong("no_modules", "return x", "return 0 * x"),
    ],
    "sequential-class": [
        Wrong(
            "not_kept",
            "self.output = input\n        return self.output",
            "self.output = input * 1\n        self.output *= 2\n        return input",
        ),
        Wrong("first_only", "in self.modules:", "in self.modules[:2]:"),
        Wrong("add_returns", "self.modules.append(module)", "self.modules += [module, nn.Tanh()]"),
    ],
    "mse-loss": [
        Wrong("half", "((y", "0.51 * ((y"),
        Wrong("root", "((y - target) ** 2).sum()", "((y - target) ** 2).sum() ** 0.4"),
        Wrong("absolute", "((y - target) ** 2)", "abs(y - target) ** 3"),
        Wrong("sum_for_mean", "y.size", "(y.size - 1 or 1)"),
        Wrong("mean_for_sum", "else total", "else total / 2"),
        Wrong("rows_for_entries", "y.size", "y.shape[-1]"),
        Wrong("not_squared", " ** 2", " ** 3"),
        Wrong("not_summed", ".sum()", ".cumsum()"),
    ],
    "weighted-loss": [
        Wrong("weights_squared", "self.weights *", "abs(self.weights) *"),
        Wrong("no_weights", "self.weights * ", "self.weights.sum() * "),
        Wrong("by_weights", "input.size", "self.weights.size"),
        Wrong(
            "not_kept", "return self.output", "result, self.output = self.output, 1.0\n        return result"
        ),
        Wrong("not_squared", " ** 2", " ** 3"),
        Wrong("not_summed", ".sum()", ".max()"),
        Wrong("rows_for_entries", "input.size", "input.shape[-1]"),
        Wrong("sum_for_mean", " / input.size", " / 2"),
    ],
    "training-step": [
        Wrong("not_moved", "updateParameters(learningRate)", "updateParameters(learningRate / 2)"),
        Wrong("uphill", "updateParameters(learningRate)", "updateParameters(-2 * learningRate)"),
        Wrong("no_zero", "layer.zeroGradParameters()", "layer.gradWeight.fill(0.5)"),
        Wrong("loss_after", "return J", "return J / 2"),
        Wrong("no_rate", "updateParameters(learningRate)", "updateParameters(2)"),
    ],
    "training-loop": [
        Wrong("one_epoch", "range(epochs)", "range(2)"),
        Wrong("last_loss", "return losses", "return losses[0]"),
        Wrong("same_loss", "return losses", "return losses[-1:] * epochs"),
        Wrong("loss_after", "return losses", "return losses[1:] + losses[:1]"),
    ],
    "mse-gradient": [
        Wrong("no_two", "2 * ", "1.5 * "),
        Wrong("sign", "y - target", "abs(y - target)"),
        Wrong("rows_for_entries", "y.size", "y.shape[-1]"),
        Wrong("summed", "(y - target)", "(y - target).cumsum().reshape(y.shape)"),
        Wrong("still_squared", "(y - target)", "(y - target) ** 3"),
        Wrong("not_divided", "total / y.size if sizeAverage else total", "total / 2"),
        Wrong("mean_for_sum", "else total", "else total / 2"),
    ],
    "weighted-gradient": [
        Wrong("no_two", "2 * self.weights", "3 * self.weights"),
        Wrong("weights_squared", "2 * self.weights", "2 * abs(self.weights)"),
        Wrong(
            "not_kept",
            "return self.gradInput",
            "self.gradInput = 2 * self.gradInput\n        return self.gradInput / 2",
        ),
        Wrong("not_divided", "(input - target) / input.size", "(input - target) / 2"),
        Wrong("no_weights", "2 * self.weights", "2 * abs(self.weights)"),
    ],
    "update-grad-input": [
        Wrong("uses_input", "self.weight.t().dot(gradOutput)", "self.weight.t().dot(gradOutput) + input"),
        Wrong("no_weight", "self.weight.t().dot(gradOutput)", "abs(self.weight).t().dot(gradOutput)"),
        Wrong("sign", "= self.weight", "= -2 * self.weight"),
    ],
    "acc-grad-parameters": [
        Wrong("assigned", "gradWeight +=", "gradWeight *= 2; self.gradWeight +="),
        Wrong("no_scale", "scale * gradOutput[", "(1 + scale) / 2 * gradOutput["),
        Wrong("scale_twice", "scale * gradOutput[", "scale ** 3 * gradOutput["),
        Wrong("transposed", "* input", "* input[::-1]"),
        Wrong("uses_output", "* input", "* (self.output.sum() + input)"),
        Wrong("adds_one", "gradBias += scale * gradOutput", "gradBias += 1"),
        Wrong("not_added", "+= scale * gradOutput\n", "+= 0.5 * scale * gradOutput\n"),
    ],
    "update-parameters": [
        Wrong("uphill", "weight -=", "weight += 2 *"),
        Wrong("no_rate", "learningRate * self.gradWeight", "learningRate ** 2 * self.gradWeight"),
        Wrong("only_step", "weight -= ", "weight = 2 * -"),
        Wrong(
            "replaced",
            "self.weight -= learningRate * self.gradWeight",
            "self.weight = self.weight - 2 * learningRate * self.gradWeight",
        ),
    ],
    "tanh-backward": [
        Wrong("no_gradOutput", "gradOutput * (1 -", "abs(gradOutput) * (1 -"),
        Wrong("no_slope", "gradOutput * (1 - self.output ** 2)", "gradOutput * 0.9"),
        Wrong("output_not_squared", " ** 2", " ** 3"),
        Wrong("slope_of_input", "1 - self.output ** 2", "1 - 0.5 * input ** 2"),
        Wrong("slope_of_sigmoid", "(1 - self.output ** 2)", "abs(self.output) * (1 - self.output)"),
    ],
    "chain-backward": [
        Wrong("forward_order", "range(len(self.modules) - 1, -1, -1)", "range(len(self.modules) - 1, 0, -1)"),
        Wrong(
            "gradOutput_not_passed", "updateGradInput(x, gradOutput)", "updateGradInput(x, 2 * gradOutput)"
        ),
        Wrong("own_output", "accGradParameters(x, gradOutput", "accGradParameters(2 * x, gradOutput"),
        Wrong("own_gradInput", "accGradParameters(x, gradOutput", "accGradParameters(x, 2 * gradOutput"),
        Wrong("added_twice", "gradOutput, scale)", "gradOutput, 3 * scale)"),
    ],
    "batch-grad-input": [
        Wrong("rows_summed", "gradOutput.dot(weight)", "gradOutput.max(0).dot(weight)"),
        Wrong("batch_mean", "gradOutput.dot(weight)", "gradOutput.dot(weight) / weight.shape[1]"),
        Wrong("transposed", "gradOutput.dot(weight)", "abs(gradOutput).dot(weight)"),
        Wrong("weight_left", "gradOutput.dot(weight)", "2 * weight.t().dot(gradOutput)"),
        Wrong("weight_transposed", "dot(weight)", "dot(2 * weight.t())"),
    ],
    "batch-parameters": [
        Wrong("batch_mean", "g.sum(0)", "g.sum(0) / x.shape[1]"),
        Wrong("no_batch_sum", "g.sum(0)", "g.max(0)"),
        Wrong("all_summed", "g.sum(0)", "g.sum(0).max()"),
        Wrong("flattened", "g.t().dot(x)", "g.t().dot(abs(x))"),
        Wrong("multiplied_rows", "g.t().dot(x)", "(gradOutput * input) * 2"),
    ],
    "central-difference": [
        Wrong("forward_difference", "f(x - h)) / (2 * h)", "f(x - h / 2)) / (1.5 * h)"),
        Wrong("one_h", "(2 * h)", "(3 * h)"),
        Wrong("not_over_h", " / (2 * h)", " / 2"),
        Wrong("sign", "f(x + h) - f(x - h)", "f(x - h) - f(x)"),
        Wrong("no_brackets", "(2 * h)", "3 * h"),
        Wrong("backward_difference", "(f(x + h) - f(x - h))", "(f(x) - f(x - 2 * h))"),
    ],
    "soft-sign": [
        Wrong("as_given", " ** 2", " ** 1.5"),
        Wrong("no_abs", "(1 + abs(input)) ** 2", "(1 + input ** 2)"),
        Wrong("sign_of_x", "= gradOutput /", "= gradOutput * input /"),
        Wrong("as_given", "gradOutput / (1 + abs(input)) ** 2", "gradOutput * (1 - self.output ** 2)"),
        Wrong("no_gradOutput", "gradOutput /", "2 /"),
        Wrong("sign", "= gradOutput /", "= -2 * gradOutput /"),
        Wrong(
            "not_kept",
            "return self.gradInput",
            "result, self.gradInput = self.gradInput, input\n        return result",
        ),
    ],
    "add-module": [
        Wrong("plus_bias", "gradOutput.clone()", "gradOutput + 2 * self.bias"),
        Wrong("columns_summed", ".sum(0)", ".max(0)"),
        Wrong("no_bias", "input + self.bias", "input + 0.5 * self.bias"),
        Wrong("adds_one", "scale * (gradOutput.sum(0) if input.ndim == 2 else gradOutput)", "2 * scale"),
        Wrong("all_summed", ".sum(0)", ".sum() / 2"),
        Wrong("bias_subtracted", "input + self.bias", "input - 2 * self.bias"),
        Wrong("no_gradOutput", "gradOutput.clone()", "2 * torch.ones(input.size).reshape(input.shape)"),
        Wrong("no_batch_sum", ".sum(0)", "[0] / 2"),
    ],
    "mul-module": [
        Wrong("no_input", "(input * gradOutput)", "(abs(input) * gradOutput)"),
        Wrong("uses_input", "self.weight * gradOutput", "self.weight * gradOutput * input"),
        Wrong("batch_mean", "scale * (input * gradOutput).sum()", "scale * (input * gradOutput).mean()"),
        Wrong("entries_not_summed", ".sum()", ".max()"),
        Wrong("no_weight", "self.weight * gradOutput", "2 * gradOutput"),
        Wrong("no_batch_sum", ".sum()", ".ravel()[0]"),
    ],
    "accuracy": [
        Wrong("counts_wrong", "return (scores.argmax(1) + 1 == target).sum()", "return 3"),
        Wrong("fraction", ".sum()", ".mean() * 100"),
        Wrong("smallest", "(scores.argmax(1) + 1 == target).sum()", "0"),
        Wrong("from_zero", " + 1", " + 2"),
        Wrong("by_columns", "argmax(1)", "argmin(0)"),
        Wrong("not_counted", ".sum()", ".cumsum()"),
    ],
    "epoch-in-batches": [
        Wrong("dropped_batch", "len(X), size", "len(X) - 1, size"),
        Wrong("whole_batch", "    for start", "    size = size + 1\n    for start"),
        Wrong("first_batch", "range(0, len(X), size)", "range(size, len(X), size)"),
        Wrong("no_rate", "(learningRate)", "(2 * learningRate)"),
        Wrong("single_samples", "    for start", "    size = 2\n    for start"),
        Wrong("not_moved", "(learningRate)", "(learningRate / 2)"),
        Wrong("no_zero", "net.zeroGradParameters()", "net.getParameters()[1].fill(0.1)"),
        Wrong("uphill", "(learningRate)", "(-2 * learningRate)"),
    ],
}


# Right answers that are written in another way than the page's.
OTHERWISE = {
    "tanh-backward": """
import numpy as np
from torchnn_doc import nn

class Tanh(nn.Module):
    def updateOutput(self, input):
        self.output = np.tanh(input)
        return self.output

    def updateGradInput(self, input, gradOutput):
        self.gradInput = gradOutput / np.cosh(input) ** 2
        return self.gradInput
""",
    "chain-backward": """
from torchnn_doc import nn

class Chain(nn.Module):
    def __init__(self):
        super().__init__()
        self.modules = []

    def add(self, module):
        self.modules.append(module)
        return self

    def updateOutput(self, input):
        self.inputs = []
        for module in self.modules:
            self.inputs.append(input)
            input = module.forward(input)
        self.output = input
        return self.output

    def updateGradInput(self, input, gradOutput):
        self.gradOutputs = []
        for module, x in zip(self.modules[::-1], self.inputs[::-1]):
            self.gradOutputs.append(gradOutput)
            gradOutput = module.updateGradInput(x, gradOutput)
        self.gradInput = gradOutput
        return gradOutput

    def accGradParameters(self, input, gradOutput, scale=1):
        for module, x, g in zip(self.modules, self.inputs, self.gradOutputs[::-1]):
            module.accGradParameters(x, g, scale)
""",
    "two-layers-by-hand": """
import numpy as np

def by_hand():
    x, h, V = np.array([2, -1]), np.array([0.5, 0.8]), np.array([3, -1])
    g = 2 * (2.5 - 1)
    a = g * V * h * (1 - h)
    return g, g * h, g * V, a, a[:, None] * x
""",
}


def solutions(language: str) -> dict[str, str]:
    """The solution of each exercise on the page of a language."""
    page = ROOT / "docs" / language / "exercises.md"
    exercises = re.findall(r'data-exercise="(.+?)"', page.read_text(encoding="utf-8"))
    blocks = read_page(read_source(page, page.name)).blocks
    return dict(zip(exercises, (block.fence.text for block in blocks[1::2]), strict=True))
