"""Many answers to the exercises, right and wrong in all manner of ways: none is judged falsely.

They were written from the tasks alone. Beside a wrong one stand the mistakes made in it that
have names; any other that the grader names is a false reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent, indent

import pytest

from tests.site.test_grading import FACTS, verdict_on
from torchnn_doc.live.exercises import EXERCISES

RIGHT = "right"


@dataclass(frozen=True)
class Answer:
    """An answer.

    Attributes:
        exercise: What it answers.
        code: What the reader has written.
        made: "right", or the names of the mistakes that are made in it, of which some have no name.
    """

    exercise: str
    code: str
    made: str


IMPORTS = "import numpy as np\nfrom torchnn_doc import nn, torch\n\n"


def lines(*body: str) -> str:
    return "\n".join(dedent(each).strip("\n") if each.startswith("\n") else each for each in body)


def function(head: str, *body: str) -> str:
    return f"{IMPORTS}def {head}:\n{indent(lines(*body), '    ')}\n"


def module(head: str, *methods: str, init: str = "") -> str:
    """A class with these methods, each a head and its body on the lines below."""
    parts = [indent(dedent(method).strip("\n"), "    ") for method in (init, *methods) if method]
    return "import numpy as np\nfrom torchnn_doc import nn, torch\n\n\nclass {}:\n{}\n".format(
        head, "\n\n".join(parts)
    )


def of_linear_output() -> Iterator[tuple[str, str]]:
    head = "output(weight, bias, x)"
    yield function(head, "return weight @ x + bias"), RIGHT
    yield function(head, "return (weight * x).sum(1) + bias"), RIGHT
    yield function(head, "return np.einsum('ij,j->i', weight, x) + bias"), RIGHT
    yield (
        function(head, "return [sum(w * v for w, v in zip(row, x)) + b for row, b in zip(weight, bias)]"),
        RIGHT,
    )
    yield (
        function(
            head,
            """
        y = torch.zeros(len(bias))
        for i in range(weight.shape[0]):
            for j in range(weight.shape[1]):
                y[i] += weight[i, j] * x[j]
            y[i] += bias[i]
        return y
        """,
        ),
        RIGHT,
    )
    yield function(head, "return x.dot(weight.T) + bias"), RIGHT
    yield function(head, "y = bias.copy()", "y += weight.dot(x)", "return y"), RIGHT
    yield function(head, "return np.asarray(weight).dot(np.asarray(x)) + np.asarray(bias)"), RIGHT
    yield "output = lambda W, b, v: W.dot(v) + b", RIGHT
    yield function(head, "bias += weight.dot(x)", "return bias"), ""
    yield function(head, "return weight.dot(x + bias)"), ""
    yield function(head, "return weight.dot(x) * bias"), ""
    yield function(head, "return (weight.dot(x) + bias)[:, None]"), ""
    yield function(head, "return (weight * x).sum(0) + bias"), ""
    yield function(head, "return weight.dot(x) + bias[0]"), ""
    yield function(head, "return np.round(weight.dot(x) + bias, 3)"), ""
    yield function(head, "return weight.T.dot(x) + bias"), "weight_transposed"
    yield function(head, "return np.einsum('ij,i->j', weight, x) + bias"), "weight_transposed"
    yield function(head, "print(weight.dot(x) + bias)"), ""
    yield function(head, "return -(weight.dot(x) + bias)"), ""
    yield function(head, "return weight.dot(x) + bias if len(x) == 2 else weight.dot(x)"), ""


def of_linear_batch() -> Iterator[tuple[str, str]]:
    head = "outputs(weight, bias, X)"
    yield function(head, "return X @ weight.T + bias"), RIGHT
    yield function(head, "return (weight @ X.T).T + bias"), RIGHT
    yield function(head, "return np.einsum('oi,ni->no', weight, X) + bias"), RIGHT
    yield function(head, "return [weight.dot(x) + bias for x in X]"), RIGHT
    yield function(head, "return np.stack([weight.dot(x) + bias for x in X])"), RIGHT
    yield function(head, "return (weight.dot(X.T) + bias[:, None]).T"), RIGHT
    yield function(head, "return (X[:, None, :] * weight[None]).sum(2) + np.ones((len(X), 1)) * bias"), RIGHT
    yield function(head, "return X.dot(weight.T) + bias.sum()"), ""
    yield function(head, "return X.dot(weight.T) + len(X) * bias"), ""
    yield function(head, "return weight.dot(X.T) + bias[:, None]"), "transposed"
    yield function(head, "return (X.dot(weight.T) + bias).sum(0)"), ""
    yield function(head, "return np.squeeze(X.dot(weight.T) + bias)"), ""
    yield function(head, "return weight.dot(X[0]) + bias"), ""
    yield function(head, "return (X.dot(weight.T) + bias) / len(X)"), ""
    yield function(head, "X = X.dot(weight.T)", "X -= bias", "return X"), "bias_subtracted"


def of_sequential_forward() -> Iterator[tuple[str, str]]:
    head = "forward(modules, x)"
    yield function(head, "for m in modules: x = m(x)", "return x"), RIGHT
    yield (
        function(
            head, "from functools import reduce", "return reduce(lambda v, m: m.forward(v), modules, x)"
        ),
        RIGHT,
    )
    yield (
        function(head, "for i in range(len(modules)):", "    x = modules[i].updateOutput(x)", "return x"),
        RIGHT,
    )
    yield function(head, "return x if not modules else forward(modules[1:], modules[0].forward(x))"), RIGHT
    yield (
        function(head, "net = nn.Sequential()", "for m in modules: net.add(m)", "return net.forward(x)"),
        RIGHT,
    )
    yield function(head, "y = x.clone()", "for m in modules:", "    y = m.forward(y)", "return y"), RIGHT
    yield function(head, "while modules:", "    x = modules.pop(0).forward(x)", "return x"), ""
    yield function(head, "for m in modules: y = m.forward(x)", "return y"), "same_input"
    yield function(head, "return [m.forward(x) for m in modules]"), ""
    yield function(head, "out = 0", "for m in modules: out = out + m.forward(x)", "return out"), ""
    yield function(head, "for m in modules[1:]: x = m.forward(x)", "return x"), ""
    yield function(head, "x = modules[0].forward(x)", "return modules[-1].forward(x)"), ""
    yield function(head, "for m in modules: x = x + m.forward(x)", "return x"), ""
    yield function(head, "for m in modules: x = m.forward(x)", "return x[0]"), ""


def of_sequential_class() -> Iterator[tuple[str, str]]:
    init = "def __init__(self):\n    super().__init__()\n    self.modules = []"

    def chain(add: str, out: str) -> str:
        return module(
            "Chain(nn.Module)",
            "def add(self, module):\n" + indent(dedent(add).strip("\n"), "    "),
            "def updateOutput(self, input):\n" + indent(dedent(out).strip("\n"), "    "),
            init=init,
        )

    add = "self.modules.append(module)\nreturn self"
    loop = "for m in self.modules:\n    input = m.forward(input)"
    yield chain(add, f"{loop}\nself.output = input\nreturn input"), RIGHT
    yield (
        chain("self.modules += [module]\nreturn self", f"{loop}\nself.output = input\nreturn self.output"),
        RIGHT,
    )
    yield (
        chain(
            "self.modules = self.modules + [module]\nreturn self",
            "self.output = input\nfor m in self.modules: self.output = m(self.output)\nreturn self.output",
        ),
        RIGHT,
    )
    yield chain(add, f"{loop}\nself.output = input.copy()\nreturn self.output"), RIGHT
    yield (
        chain("self.modules.insert(0, module)\nreturn self", f"{loop}\nself.output = input\nreturn input"),
        "reversed",
    )
    last = chain("self.modules = [module]\nreturn self", f"{loop}\nself.output = input\nreturn input")
    yield last, "same_input"
    yield (
        chain("self.modules.append(module)\nreturn module", f"{loop}\nself.output = input\nreturn input"),
        "add_returns",
    )
    yield chain("self.modules.append(module)", f"{loop}\nself.output = input\nreturn input"), "add_returns"
    yield chain("return self", f"{loop}\nself.output = input\nreturn input"), "no_modules"
    yield chain(add, f"{loop}\nreturn input"), "not_kept"
    yield chain(add, f"{loop}\nself.output = input"), ""
    yield chain(add, "self.output = input\n" + loop + "\nreturn input"), ""
    yield chain(add, f"{loop}\nself.output += input\nreturn self.output"), ""


def of_mse_loss() -> Iterator[tuple[str, str]]:
    head = "loss(y, target, sizeAverage=True)"
    yield function(head, "d = y - target", "return (d * d).mean() if sizeAverage else (d * d).sum()"), RIGHT
    yield function(head, "return nn.MSECriterion(sizeAverage).forward(y, target)"), RIGHT
    yield (
        function(
            head,
            """
        total, count = 0, 0
        for a, b in zip(y.reshape(-1), target.reshape(-1)):
            total += (a - b) ** 2
            count += 1
        return total / count if sizeAverage else total
        """,
        ),
        RIGHT,
    )
    yield (
        function(head, "d = (y - target).ravel()", "s = d.dot(d)", "return s / len(d) if sizeAverage else s"),
        RIGHT,
    )
    yield function(head, "f = np.mean if sizeAverage else np.sum", "return f(np.square(target - y))"), RIGHT
    yield (
        function(
            head, "s = np.sum((y - target) ** 2, keepdims=True)", "return s / y.size if sizeAverage else s"
        ),
        RIGHT,
    )
    yield (
        function(
            head, "s = np.linalg.norm(y - target) ** 2", "if sizeAverage:", "    s /= y.size", "return s"
        ),
        RIGHT,
    )
    yield function(head, "return float(((y - target) ** 2).sum()) / (y.size if sizeAverage else 1)"), RIGHT
    yield function(head, "return torch.Tensor([nn.MSECriterion(sizeAverage).forward(y, target)])"), RIGHT
    yield function(head, "d = y - target", "return sum(d ** 2) / y.size if sizeAverage else sum(d ** 2)"), ""
    yield function(head, "d = y - target", "return d.dot(d) / y.size if sizeAverage else d.dot(d)"), ""
    yield function(head, "return ((y - target) ** 2).mean()"), "mean_for_sum"
    yield function(head, "return sum((y - target) ** 2) / len(y)"), ""
    yield (
        function(
            "loss(y, target, sizeAverage=False)",
            "d = (y - target) ** 2",
            "return d.mean() if sizeAverage else d.sum()",
        ),
        "",
    )
    yield function(head, "d = (y - target) ** 2", "return d.sum() if sizeAverage else d.mean()"), ""
    yield function(head, "s = (y - target).sum() ** 2", "return s / y.size if sizeAverage else s"), ""
    yield function(head, "d = (y - target) ** 2", "return d.mean(0) if sizeAverage else d.sum(0)"), ""
    yield (
        function(head, "d = y - target", "return np.abs(d).mean() if sizeAverage else np.abs(d).sum()"),
        "absolute",
    )
    yield function(head, "y -= target", "y *= y", "return y.mean() if sizeAverage else y.sum()"), ""
    yield function(head, "d = (y ** 2 - target ** 2)", "return d.mean() if sizeAverage else d.sum()"), ""
    yield (
        function(head, "d = (y - target) ** 2", "return d.sum() / (y.size + 1) if sizeAverage else d.sum()"),
        "",
    )
    yield (
        function(head, "d = (y - target) ** 2", "return d.sum() / y.shape[-1] if sizeAverage else d.sum()"),
        "",
    )
    yield function(head, "d = (y - target) ** 2", "return str(d.mean() if sizeAverage else d.sum())"), ""


def criterion(*methods: str) -> str:
    init = "def __init__(self, weights):\n    super().__init__()\n    self.weights = weights"
    return module("WeightedCriterion(nn.Criterion)", *methods, init=init)


def of_weighted_loss() -> Iterator[tuple[str, str]]:
    def forward(*body: str) -> str:
        return criterion("def updateOutput(self, input, target):\n" + indent(lines(*body), "    "))

    keep = "return self.output"
    yield forward("self.output = np.mean(self.weights * (input - target) ** 2)", keep), RIGHT
    yield forward("d = input - target", "self.output = float((d * d * self.weights).mean())", keep), RIGHT
    yield (
        forward(
            """
        rows = np.atleast_2d(input - target)
        total = 0
        for row in rows:
            for w, d in zip(self.weights, row):
                total += w * d ** 2
        self.output = total / rows.size
        return total / rows.size
        """
        ),
        RIGHT,
    )
    yield (
        forward(
            "d = np.atleast_2d(input - target)",
            "self.output = np.einsum('j,ij,ij->', self.weights, d, d) / input.size",
            keep,
        ),
        RIGHT,
    )
    yield forward("self.output = ((input - target) ** 2).dot(self.weights).sum() / input.size", keep), RIGHT
    yield forward("self.output = ((input - target) ** 2).mean() * self.weights.mean()", keep), ""
    yield forward("self.output = (self.weights * (input - target)).sum() ** 2 / input.size", keep), ""
    yield forward("self.output = (self.weights * (input - target) ** 2).mean(0)", keep), ""
    yield (
        forward(
            "each = self.weights * np.ones_like(input)",
            "self.output = np.average((input - target) ** 2, weights=each)",
            keep,
        ),
        "by_weights",
    )
    yield forward("self.output = ((input - target) ** 2).dot(self.weights) / input.size", keep), ""
    yield forward("self.loss = (self.weights * (input - target) ** 2).mean()", "return self.loss"), "not_kept"
    yield forward("self.output = (self.weights * (input - target) ** 2).mean()"), ""
    yield (
        forward(
            "self.weights *= 1 / input.size",
            "self.output = (self.weights * (input - target) ** 2).sum()",
            keep,
        ),
        "",
    )
    yield forward("self.output = (self.weights * abs(input - target)).mean()", keep), ""


def of_training_step() -> Iterator[tuple[str, str]]:
    head = "step(layer, criterion, x, target, learningRate)"
    forward = "J = criterion.forward(layer.forward(x), target)"
    backward = "layer.backward(x, criterion.backward(layer.output, target))"
    update = "layer.updateParameters(learningRate)"
    zero = "layer.zeroGradParameters()"
    yield function(head, zero, forward, backward, update, "return J"), RIGHT
    yield function(head, forward, zero, backward, update, zero, "return J"), RIGHT
    yield (
        function(
            head,
            "y = layer(x)",
            "J = criterion(y, target)",
            zero,
            "g = criterion.backward(y, target)",
            "layer.updateGradInput(x, g)",
            "layer.accGradParameters(x, g)",
            update,
            "return J",
        ),
        RIGHT,
    )
    yield (
        function(
            head,
            forward,
            zero,
            backward,
            "for p, g in zip(*layer.parameters()): p -= learningRate * g",
            "return J",
        ),
        RIGHT,
    )
    yield (
        function(
            head,
            forward,
            "_, g = layer.parameters()",
            "for each in g: each.fill(0)",
            backward,
            update,
            "return J",
        ),
        RIGHT,
    )
    yield (
        function(
            head,
            forward,
            "layer.accUpdateGradParameters(x, criterion.backward(layer.output, target), learningRate)",
            "return J",
        ),
        RIGHT,
    )
    yield (
        function(
            head,
            forward,
            zero,
            backward,
            "layer.weight = layer.weight - learningRate * layer.gradWeight",
            "layer.bias = layer.bias - learningRate * layer.gradBias",
            "return torch.Tensor([J])",
        ),
        RIGHT,
    )
    yield (
        function(
            head,
            forward,
            zero,
            "layer.backward(x, criterion.backward(target, layer.output))",
            update,
            "return J",
        ),
        "uphill",
    )
    yield function(head, forward, zero, "layer.backward(x, target)", update, "return J"), ""
    yield function(head, forward, zero, "layer.backward(x, layer.output - target)", update, "return J"), ""
    yield function(head, forward, backward, zero, update, "return J"), "not_moved"
    yield function(head, forward, backward, update, zero, "return J"), "no_zero"
    yield function(head, forward, zero, backward, update, update, "return J"), ""
    yield function(head, forward, zero, backward, backward, update, "return J"), ""
    yield function(head, zero, forward, backward, update, "return criterion.output"), RIGHT
    yield function(head, zero, forward, backward, update, "return layer.output"), ""
    yield (
        function(
            head, forward, zero, backward, "layer.weight -= learningRate * layer.gradWeight", "return J"
        ),
        "not_moved",
    )
    yield (
        function(
            head,
            "c = nn.MSECriterion()",
            forward.replace("criterion", "c"),
            zero,
            backward.replace("criterion", "c"),
            update,
            "return J",
        ),
        "",
    )
    yield function(head, forward, zero, backward, update), ""
    yield (
        function(head, forward, zero, backward, update, "return criterion.forward(layer.forward(x), target)"),
        "loss_after",
    )


def of_training_loop() -> Iterator[tuple[str, str]]:
    head = "train(layer, criterion, x, target, learningRate, epochs)"
    forward = "J = criterion.forward(layer.forward(x), target)"
    backward = "layer.backward(x, criterion.backward(layer.output, target))"
    update = "layer.updateParameters(learningRate)"
    zero = "layer.zeroGradParameters()"

    def loop(
        *body: str, before: str = "losses = []", after: str = "return losses", times: str = "range(epochs)"
    ) -> str:
        return function(head, before, f"for _ in {times}:", indent(lines(*body), "    "), after)

    append = "losses.append(J)"
    yield loop(zero, forward, append, backward, update), RIGHT
    yield loop(forward, "losses = losses + [J]", zero, backward, update), RIGHT
    yield loop(forward, append, zero, backward, update, after="return np.array(losses)"), RIGHT
    yield (
        loop(forward, append, backward, update, zero, before="losses = []\nlayer.zeroGradParameters()"),
        RIGHT,
    )
    yield (
        loop(forward, "losses[i] = J", zero, backward, update, before="losses, i = [0] * epochs, -1").replace(
            "losses[i]", "i += 1; losses[i]"
        ),
        RIGHT,
    )
    yield (
        function(
            head,
            """
        def step():
            J = criterion.forward(layer.forward(x), target)
            layer.zeroGradParameters()
            layer.backward(x, criterion.backward(layer.output, target))
            layer.updateParameters(learningRate)
            return J
        return [step() for _ in range(epochs)]
        """,
        ),
        RIGHT,
    )
    yield loop(forward, append, backward, update, zero), "no_zero"
    yield loop(forward, append, backward, update), "no_zero"
    yield loop(zero, forward, append, backward, update, times="range(epochs - 1)"), ""
    yield loop(zero, forward, append, backward, update, times="range(epochs + 1)"), ""
    yield (
        loop(zero, forward, backward, update, "J = criterion.forward(layer.forward(x), target)", append),
        "loss_after",
    )
    yield loop(zero, forward, append, backward, update, after="return sum(losses) / len(losses)"), ""
    yield loop(zero, forward, append, backward, update, after="return losses[::-1]"), ""
    yield loop(zero, forward, append, backward, "layer.weight -= learningRate * layer.gradWeight"), ""
    yield loop(zero, forward, append, backward, "layer.updateParameters(learningRate / (len(losses)))"), ""
    yield loop("losses.append(J)", zero, backward, update, before="losses = []\n" + forward), ""
    yield loop(zero, forward, append, backward, update, after="print(losses)"), ""
    yield (
        function(
            head.replace("epochs)", "epochs, losses=[])"),
            "for _ in range(epochs):",
            indent(lines(zero, forward, append, backward, update), "    "),
            "return losses",
        ),
        "",
    )


def of_mse_gradient() -> Iterator[tuple[str, str]]:
    head = "gradient(y, target, sizeAverage=True)"
    yield function(head, "c = nn.MSECriterion(sizeAverage)", "return c.backward(y, target)"), RIGHT
    yield function(head, "g = 2 * (y - target)", "if sizeAverage:", "    g = g / y.size", "return g"), RIGHT
    yield (
        function(head, "g = (y - target) + (y - target)", "return g / (y.size if sizeAverage else 1)"),
        RIGHT,
    )
    yield (
        function(
            head,
            "g = torch.zeros(*y.shape)",
            "for i in np.ndindex(*y.shape):",
            "    g[i] = 2 * (y[i] - target[i]) / (y.size if sizeAverage else 1)",
            "return g",
        ),
        RIGHT,
    )
    yield (
        function(head, "return np.multiply(2 / (np.prod(y.shape) if sizeAverage else 1), y - target)"),
        RIGHT,
    )
    yield (
        function(
            head,
            "g = y.copy()",
            "g -= target",
            "g *= 2",
            "return (g / g.size if sizeAverage else g).tolist()",
        ),
        RIGHT,
    )
    yield function(head, "return 2 * (target - y) / (y.size if sizeAverage else 1)"), "sign"
    yield function(head, "return (y - target) / y.size if sizeAverage else 2 * (y - target)"), ""
    yield function(head, "return 2 * (y - target) * y / (y.size if sizeAverage else 1)"), ""
    yield function(head, "return 2 * y - target / (y.size if sizeAverage else 1)"), ""
    yield function(head, "return 2 * (y - target).ravel() / (y.size if sizeAverage else 1)"), ""
    yield function(head, "y -= target", "return 2 * y / (y.size if sizeAverage else 1)"), ""
    yield (
        function(
            "gradient(y, target, sizeAverage=False)",
            "return 2 * (y - target) / (y.size if sizeAverage else 1)",
        ),
        "",
    )
    yield function(head, "return 2 * (y - target) / (y.shape[-1] if sizeAverage else 1)"), ""
    yield function(head, "return 2 * abs(y - target) / (y.size if sizeAverage else 1)"), ""
    yield function(head, "return (2 * (y - target)).mean() if sizeAverage else 2 * (y - target)"), ""


def of_weighted_gradient() -> Iterator[tuple[str, str]]:
    forward = """
        def updateOutput(self, input, target):
            self.output = (self.weights * (input - target) ** 2).sum() / input.size
            return self.output
        """

    def backward(*body: str) -> str:
        return criterion(
            forward, "def updateGradInput(self, input, target):\n" + indent(lines(*body), "    ")
        )

    keep = "return self.gradInput"
    yield backward("self.gradInput = (input - target) * self.weights * (2 / input.size)", keep), RIGHT
    yield (
        backward(
            "d = input - target", "d *= 2 * self.weights", "d /= d.size", "self.gradInput = d", "return d"
        ),
        RIGHT,
    )
    yield (
        backward(
            "g = np.zeros(input.shape)",
            "for i in np.ndindex(input.shape):",
            "    g[i] = 2 * self.weights[i[-1]] * (input[i] - target[i]) / input.size",
            "self.gradInput = torch.Tensor(g)",
            keep,
        ),
        RIGHT,
    )
    yield (
        backward(
            "self.gradInput = np.einsum('j,...j->...j', self.weights, 2 * (input - target)) / input.size",
            keep,
        ),
        RIGHT,
    )
    yield (
        backward("self.gradInput = 2 * self.weights * (input - target) / len(input)", keep),
        "rows_for_entries",
    )
    yield backward("self.gradInput = 2 * self.weights * (input - target) / self.weights.size", keep), ""
    yield backward("self.gradInput = 2 * self.weights * (input - target) ** 2 / input.size", keep), ""
    yield backward("self.gradInput = 2 * (self.weights * (input - target)).sum() / input.size", keep), ""
    yield backward("return 2 * self.weights * (input - target) / input.size"), "not_kept"
    yield backward("self.gradInput = 2 * self.weights * (input - target) / input.size"), ""
    yield (
        backward("self.weights *= 2", "self.gradInput = self.weights * (input - target) / input.size", keep),
        "",
    )
    yield backward("self.gradInput = -2 * self.weights * (target - input) / input.size", keep), RIGHT
    yield backward("self.gradInput = 2 * self.weights.mean() * (input - target) / input.size", keep), ""


def layer(*methods: str) -> str:
    return module("Layer(nn.Linear)", *methods)


def of_update_grad_input() -> Iterator[tuple[str, str]]:
    def backward(*body: str) -> str:
        return layer("def updateGradInput(self, input, gradOutput):\n" + indent(lines(*body), "    "))

    keep = "return self.gradInput"
    yield backward("self.gradInput = gradOutput @ self.weight", keep), RIGHT
    yield backward("self.gradInput = (self.weight * gradOutput[:, None]).sum(0)", keep), RIGHT
    yield backward("self.gradInput = np.einsum('ij,i->j', self.weight, gradOutput)", keep), RIGHT
    yield (
        backward(
            "self.gradInput = torch.zeros(input.size)",
            "for i, g in enumerate(gradOutput):",
            "    self.gradInput += g * self.weight[i]",
            keep,
        ),
        RIGHT,
    )
    yield (
        backward("self.gradInput = [self.weight[:, j].dot(gradOutput) for j in range(len(input))]", keep),
        RIGHT,
    )
    yield backward("return super().updateGradInput(input, gradOutput)"), RIGHT
    yield backward("self.gradInput = self.weight.t().dot(gradOutput)"), ""
    yield backward("self.gradInput = self.weight.t().dot(gradOutput) + self.bias.sum()", keep), ""
    yield backward("self.gradInput = self.weight.sum(0) * gradOutput.sum()", keep), ""
    yield backward("self.gradInput = self.gradWeight.t().dot(gradOutput)", keep), ""
    yield backward("self.gradInput = np.linalg.pinv(self.weight).dot(gradOutput)", keep), ""
    yield backward("self.gradWeight.fill(0)", "self.gradInput = self.weight.t().dot(gradOutput)", keep), ""
    yield (
        backward(
            "self.gradInput = self.weight.t().dot(gradOutput)",
            "self.accGradParameters(input, gradOutput)",
            keep,
        ),
        "",
    )
    yield backward("gradOutput *= 1.5", "self.gradInput = self.weight.t().dot(gradOutput) / 1.5", keep), ""
    yield backward("self.gradInput = self.weight.t().dot(self.output)", keep), ""


def of_acc_grad_parameters() -> Iterator[tuple[str, str]]:
    def acc(*body: str, head: str = "self, input, gradOutput, scale=1") -> str:
        return layer(f"def accGradParameters({head}):\n" + indent(lines(*body), "    "))

    bias = "self.gradBias += scale * gradOutput"
    yield acc("self.gradWeight += scale * np.outer(gradOutput, input)", bias), RIGHT
    yield (
        acc(
            "self.gradWeight = self.gradWeight + scale * np.outer(gradOutput, input)",
            "self.gradBias = self.gradBias + scale * gradOutput",
        ),
        RIGHT,
    )
    yield (
        acc(
            "for i in range(len(gradOutput)):",
            "    self.gradWeight[i] += scale * gradOutput[i] * input",
            "    self.gradBias[i] += scale * gradOutput[i]",
        ),
        RIGHT,
    )
    yield acc("self.gradWeight += np.einsum('i,j->ij', scale * gradOutput, input)", bias), RIGHT
    yield (
        acc(
            "product = gradOutput.reshape(-1, 1).dot(input.reshape(1, -1))",
            "np.add(self.gradWeight, scale * product, out=self.gradWeight)",
            bias,
        ),
        RIGHT,
    )
    yield (
        acc("g = scale * gradOutput", "self.gradBias += g", "self.gradWeight += g[:, None] * input[None, :]"),
        RIGHT,
    )
    yield acc("super().accGradParameters(input, gradOutput, scale)"), RIGHT
    yield (
        acc(
            "self.gradWeight[...] = self.gradWeight + scale * np.outer(gradOutput, input)",
            "self.gradBias[:] = self.gradBias + gradOutput * scale",
        ),
        RIGHT,
    )
    yield (
        acc(
            "self.gradWeight += scale * np.outer(gradOutput, input)",
            bias,
            head="self, input, gradOutput, scale=0",
        ),
        "",
    )
    yield acc("self.gradWeight += scale * np.outer(input, gradOutput)", bias), "transposed"
    yield acc("self.gradWeight += np.outer(gradOutput, input)", "self.gradBias += gradOutput"), "no_scale"
    yield (
        acc(
            "self.gradWeight *= 0",
            "self.gradBias *= 0",
            "self.gradWeight += scale * np.outer(gradOutput, input)",
            bias,
        ),
        "assigned",
    )
    yield acc("self.gradWeight += scale + np.outer(gradOutput, input)", bias), ""
    yield (
        acc(
            "self.gradWeight += scale * np.outer(gradOutput, input)",
            "self.gradBias += scale * gradOutput.sum()",
        ),
        "",
    )
    yield (
        acc(
            "self.gradWeight += scale * np.outer(gradOutput, input)",
            "self.gradBias += scale * self.bias * gradOutput",
        ),
        "",
    )
    yield (
        acc("self.weight += scale * np.outer(gradOutput, input)", "self.bias += scale * gradOutput"),
        "not_added",
    )
    yield (
        acc("self.gradWeight += scale * np.outer(gradOutput, input)", bias, "self.weight -= self.gradWeight"),
        "",
    )
    yield (
        acc(
            "gradOutput *= scale",
            "self.gradWeight += np.outer(gradOutput, input)",
            "self.gradBias += gradOutput",
        ),
        "",
    )
    yield acc("self.gradWeight += np.outer(gradOutput, input)", "self.gradWeight *= scale", bias), ""
    yield acc("self.gradWeight += scale * gradOutput.dot(self.weight) * input", bias), ""


def of_update_parameters() -> Iterator[tuple[str, str]]:
    def update(*body: str) -> str:
        return layer("def updateParameters(self, learningRate):\n" + indent(lines(*body), "    "))

    yield (
        update(
            "self.weight += -learningRate * self.gradWeight", "self.bias += -learningRate * self.gradBias"
        ),
        RIGHT,
    )
    yield update("for p, g in zip(*self.parameters()):", "    p -= learningRate * g"), RIGHT
    yield (
        update(
            "self.weight[...] = self.weight - learningRate * self.gradWeight",
            "self.bias[...] = self.bias - learningRate * self.gradBias",
        ),
        RIGHT,
    )
    yield (
        update(
            "np.subtract(self.weight, learningRate * self.gradWeight, out=self.weight)",
            "np.subtract(self.bias, learningRate * self.gradBias, out=self.bias)",
        ),
        RIGHT,
    )
    yield (
        update(
            "for i in range(len(self.bias)):",
            "    self.bias[i] -= learningRate * self.gradBias[i]",
            "    self.weight[i] -= learningRate * self.gradWeight[i]",
        ),
        RIGHT,
    )
    yield update("super().updateParameters(learningRate)"), RIGHT
    yield (
        update(
            "w, b = self.weight, self.bias",
            "w -= learningRate * self.gradWeight",
            "b -= learningRate * self.gradBias",
        ),
        RIGHT,
    )
    yield (
        update(
            "self.weight -= learningRate * self.gradWeight",
            "self.bias = self.bias - learningRate * self.gradBias",
        ),
        "replaced",
    )
    yield (
        update(
            "self.weight = self.weight - learningRate * self.gradWeight",
            "self.bias = self.bias - learningRate * self.gradBias",
        ),
        "replaced",
    )
    yield (
        update(
            "self.weight -= learningRate * self.gradWeight",
            "self.bias -= learningRate * self.gradBias",
            "self.zeroGradParameters()",
        ),
        "",
    )
    yield (
        update(
            "self.gradWeight *= learningRate",
            "self.gradBias *= learningRate",
            "self.weight -= self.gradWeight",
            "self.bias -= self.gradBias",
        ),
        "",
    )
    yield update("self.weight -= learningRate * self.gradWeight"), "not_moved"
    yield (
        update(
            "self.weight -= learningRate * self.gradWeight",
            "self.bias -= learningRate * self.gradWeight.sum(1)",
        ),
        "",
    )
    yield (
        update(
            "w = self.weight",
            "w = w - learningRate * self.gradWeight",
            "b = self.bias",
            "b = b - learningRate * self.gradBias",
        ),
        "not_moved",
    )
    yield update("self.weight -= learningRate * self.weight", "self.bias -= learningRate * self.bias"), ""
    yield (
        update(
            "self.weight *= 1 - learningRate * self.gradWeight",
            "self.bias *= 1 - learningRate * self.gradBias",
        ),
        "",
    )
    yield update("self.weight = self.weight.clone()", "super().updateParameters(learningRate)"), "replaced"


def of_tanh_backward() -> Iterator[tuple[str, str]]:
    forward = """
        def updateOutput(self, input):
            self.output = np.tanh(input)
            return self.output
        """

    def backward(*body: str) -> str:
        return module(
            "Tanh(nn.Module)",
            forward,
            "def updateGradInput(self, input, gradOutput):\n" + indent(lines(*body), "    "),
        )

    keep = "return self.gradInput"
    yield backward("self.gradInput = (1 - self.output * self.output) * gradOutput", keep), RIGHT
    yield backward("self.gradInput = gradOutput - gradOutput * self.output ** 2", keep), RIGHT
    yield backward("y = np.tanh(input)", "self.gradInput = gradOutput * (1 - y) * (1 + y)", keep), RIGHT
    yield (
        backward("e = np.exp(2 * input)", "self.gradInput = gradOutput * 4 * e / (e + 1) ** 2", keep),
        RIGHT,
    )
    yield (
        backward(
            "self.gradInput = gradOutput.clone()",
            "for i in np.ndindex(*input.shape):",
            "    self.gradInput[i] *= 1 - self.output[i] ** 2",
            keep,
        ),
        RIGHT,
    )
    yield backward("self.gradInput = gradOutput * (1 + self.output ** 2)", keep), ""
    yield backward("self.gradInput = gradOutput / (1 - self.output ** 2)", keep), ""
    yield backward("self.gradInput = gradOutput + 1 - self.output ** 2", keep), ""
    yield backward("self.gradInput = gradOutput * (1 - gradOutput ** 2)", keep), ""
    yield backward("self.gradInput = (gradOutput * (1 - self.output ** 2)).sum()", keep), ""
    yield backward("self.gradInput = gradOutput * (1 - self.output) ** 2", keep), ""
    yield backward("gradInput = gradOutput * (1 - self.output ** 2)", "return gradInput"), "not_kept"
    yield backward("self.gradInput = 1 - np.tanh(input) ** 2", keep), "no_gradOutput"
    yield backward("self.gradInput = gradOutput - self.output * gradOutput", keep), "output_not_squared"


def of_chain_backward() -> Iterator[tuple[str, str]]:
    init = "def __init__(self):\n    super().__init__()\n    self.modules = []"
    add = "def add(self, module):\n    self.modules.append(module)\n    return self"
    forward = """
        def updateOutput(self, input):
            self.inputs = []
            for module in self.modules:
                self.inputs.append(input)
                input = module.forward(input)
            self.output = input
            return input
        """

    def chain(grad: str, acc: str) -> str:
        return module(
            "Chain(nn.Module)",
            add,
            forward,
            "def updateGradInput(self, input, gradOutput):\n" + indent(dedent(grad).strip("\n"), "    "),
            "def accGradParameters(self, input, gradOutput, scale=1):\n"
            + indent(dedent(acc).strip("\n"), "    "),
            init=init,
        )

    grad = """
        for module, x in zip(self.modules[::-1], self.inputs[::-1]):
            gradOutput = module.updateGradInput(x, gradOutput)
        self.gradInput = gradOutput
        return gradOutput
        """
    acc = """
        for module, x in zip(self.modules[::-1], self.inputs[::-1]):
            module.accGradParameters(x, gradOutput, scale)
            gradOutput = module.gradInput
        """
    yield chain(grad, acc), RIGHT
    yield (
        chain(
            grad,
            """
            after = [module.gradInput for module in self.modules[1:]] + [gradOutput]
            for module, x, g in zip(self.modules, self.inputs, after):
                module.accGradParameters(x, g, scale)
            """,
        ),
        RIGHT,
    )
    yield (
        chain(
            """
            i = len(self.modules)
            while i:
                i -= 1
                gradOutput = self.modules[i].updateGradInput(self.inputs[i], gradOutput)
            self.gradInput = gradOutput.clone()
            return self.gradInput
            """,
            acc,
        ),
        RIGHT,
    )
    yield chain(grad, acc.replace(", scale)", ", 1)")), "no_scale"
    yield chain(grad, "pass"), "not_added"
    yield chain(grad, acc.replace("gradOutput, scale)", "module.gradInput, scale)")), "own_gradInput"
    yield chain(grad, acc.replace("(x, gradOutput", "(module.output, gradOutput")), "own_output"
    yield chain(grad, acc.replace("            gradOutput = module.gradInput\n", "")), "gradOutput_not_passed"
    yield chain(grad.replace("module.updateGradInput(", "module.backward("), acc), "added_twice"
    yield chain(grad.replace("(x, gradOutput)", "(input, gradOutput)"), acc), "same_input raised"
    yield chain(grad.replace("[::-1]", ""), acc), "forward_order raised"
    yield chain(grad.replace("self.gradInput = gradOutput", ""), acc), "not_kept"
    yield chain(grad.replace("return gradOutput", ""), acc), ""
    yield chain(grad, acc.replace("scale)", "-scale)")), ""
    yield (
        chain(grad, "self.modules[0].accGradParameters(input, self.modules[1].gradInput, scale)"),
        "not_added",
    )


def of_two_layers_by_hand() -> Iterator[tuple[str, str]]:
    given = "x, h, V, y, t = [2, -1], [0.5, 0.8], [3, -1], 2.5, 1"
    back = (
        "g = 2 * (y - t)",
        "V_ = [g * each for each in h]",
        "h_ = [g * each for each in V]",
        "a_ = [one * each * (1 - each) for one, each in zip(h_, h)]",
        "W_ = [[one * each for each in x] for one in a_]",
        "return g, V_, h_, a_, W_",
    )

    def by_hand(*body: str) -> str:
        return function("by_hand()", given, *body)

    yield by_hand(*back), RIGHT
    yield by_hand(*back[:-1], "return tuple(np.array(each) for each in (g, V_, h_, a_, W_))"), RIGHT
    yield (
        function(
            "by_hand()", "return 3.0, (1.5, 2.4), (9, -3), (2.25, -0.48), np.outer([2.25, -0.48], [2, -1])"
        ),
        RIGHT,
    )
    yield by_hand("g = 2 * (t - y)", *back[1:]), ""
    yield by_hand("g = y - t", *back[1:]), ""
    yield by_hand(*back[:3], "a_ = [one * each for one, each in zip(h_, h)]", *back[4:]), ""
    yield by_hand(*back[:4], "W_ = [[one * each for each in a_] for one in x]", back[5]), ""
    yield by_hand(*back[:-1], "return g, h_, V_, a_, W_"), ""
    yield by_hand(*back[:-1], "return g, V_, h_, a_"), ""
    yield by_hand(*back[:-1], "print(g, V_, h_, a_, W_)"), ""


def of_batch_grad_input() -> Iterator[tuple[str, str]]:
    head = "grad_input(weight, gradOutput)"
    yield function(head, "return gradOutput @ weight"), RIGHT
    yield function(head, "return (weight.t().dot(gradOutput.t())).t()"), RIGHT
    yield function(head, "return [weight.T.dot(g) for g in gradOutput]"), RIGHT
    yield function(head, "return np.einsum('no,oi->ni', gradOutput, weight)"), RIGHT
    yield (
        function(
            head,
            "out = torch.zeros(len(gradOutput), weight.shape[1])",
            "for n, g in enumerate(gradOutput):",
            "    out[n] = weight.T.dot(g)",
            "return out",
        ),
        RIGHT,
    )
    yield function(head, "return np.vstack([weight.T.dot(g) for g in gradOutput])"), RIGHT
    yield function(head, "return np.tensordot(gradOutput, weight, axes=(1, 0))"), RIGHT
    yield function(head, "return sum(weight.T.dot(g) for g in gradOutput)"), "rows_summed"
    yield function(head, "return gradOutput.dot(weight).mean(0)"), ""
    yield function(head, "return np.squeeze(gradOutput.dot(weight))"), ""
    yield function(head, "return gradOutput.dot(weight)[::-1]"), ""
    yield function(head, "return weight.T.dot(gradOutput[0])"), ""
    yield function(head, "return gradOutput.dot(weight) * len(gradOutput)"), ""
    yield function(head, "return gradOutput.dot(weight + weight)"), ""


def of_batch_parameters() -> Iterator[tuple[str, str]]:
    def acc(*body: str, head: str = "self, input, gradOutput, scale=1") -> str:
        return layer(f"def accGradParameters({head}):\n" + indent(lines(*body), "    "))

    twice = ("x, g = np.atleast_2d(input), np.atleast_2d(gradOutput)",)
    yield (
        acc(
            *twice,
            "self.gradWeight += scale * np.einsum('no,ni->oi', g, x)",
            "self.gradBias += scale * g.sum(0)",
        ),
        RIGHT,
    )
    yield (
        acc(
            *twice,
            "for a, b in zip(g, x):",
            "    self.gradWeight += scale * np.outer(a, b)",
            "    self.gradBias += scale * a",
        ),
        RIGHT,
    )
    yield (
        acc(
            "if input.ndim == 1:",
            "    self.gradWeight += scale * np.outer(gradOutput, input)",
            "    self.gradBias += scale * gradOutput",
            "else:",
            "    self.gradWeight += scale * gradOutput.T.dot(input)",
            "    self.gradBias += scale * gradOutput.sum(0)",
        ),
        RIGHT,
    )
    yield (
        acc(
            "if input.ndim == 2:",
            "    for x, g in zip(input, gradOutput):",
            "        self.accGradParameters(x, g, scale)",
            "    return",
            "self.gradWeight = self.gradWeight + scale * np.outer(gradOutput, input)",
            "self.gradBias = self.gradBias + scale * gradOutput",
        ),
        RIGHT,
    )
    yield (
        acc(
            *twice,
            "self.gradWeight += scale * (g[:, :, None] * x[:, None, :]).sum(0)",
            "self.gradBias += np.ones(len(g)).dot(g) * scale",
        ),
        RIGHT,
    )
    yield acc("super().accGradParameters(input, gradOutput, scale)"), RIGHT
    yield (
        acc(
            "self.gradWeight += scale * gradOutput.T.dot(input)", "self.gradBias += scale * gradOutput.sum(0)"
        ),
        "",
    )
    yield (
        acc(
            *twice,
            "self.gradWeight += scale * g.T.dot(x) / len(x)",
            "self.gradBias += scale * g.sum(0) / len(x)",
        ),
        "batch_mean",
    )
    yield (
        acc(*twice, "self.gradWeight += scale * g.T.dot(x)", "self.gradBias += scale * g.mean(0)"),
        "batch_mean",
    )
    yield (
        acc(
            *twice,
            "self.gradWeight += scale * np.outer(g.sum(0), x.sum(0))",
            "self.gradBias += scale * g.sum(0)",
        ),
        "",
    )
    yield (
        acc(
            *twice,
            "self.gradWeight += scale * np.outer(g.sum(0), x.mean(0))",
            "self.gradBias += scale * g.sum(0)",
        ),
        "",
    )
    yield (
        acc(
            *twice,
            "for a, b in zip(g, x):",
            "    self.gradWeight += scale * np.outer(a, b)",
            "self.gradBias += scale * a",
        ),
        "no_batch_sum",
    )
    yield (
        acc(
            *twice,
            "for a, b in zip(g, x):",
            "    self.gradWeight = scale * np.outer(a, b)",
            "self.gradBias += scale * g.sum(0)",
        ),
        "",
    )
    yield (
        acc(
            *twice,
            "self.gradWeight += scale * g.T.dot(x)",
            "self.gradBias += scale * g.sum(0)",
            head="self, input, gradOutput, scale=2",
        ),
        "",
    )
    yield (
        acc(
            "if input.ndim == 1:",
            "    self.gradWeight += scale * np.outer(gradOutput, input)",
            "    self.gradBias += scale * gradOutput",
            "else:",
            "    self.gradWeight += gradOutput.T.dot(input)",
            "    self.gradBias += gradOutput.sum(0)",
        ),
        "no_scale",
    )
    yield acc(*twice, "self.gradWeight += scale * x.T.dot(g).T", "self.gradBias += scale * g.sum(0)"), RIGHT


def of_central_difference() -> Iterator[tuple[str, str]]:
    head = "slope(f, x, h)"
    yield function(head, "up, down = f(x + h), f(x - h)", "return (up - down) / 2 / h"), RIGHT
    yield function(head, "return 0.5 * ((f(x + h) - f(x)) / h + (f(x) - f(x - h)) / h)"), RIGHT
    yield function(head, "return (f(x + h) - f(x - h)) / ((x + h) - (x - h))"), RIGHT
    yield (
        function(
            head,
            "points = torch.Tensor([x - h, x + h])",
            "a, b = [f(p) for p in points]",
            "return (b - a) / (2.0 * h)",
        ),
        RIGHT,
    )
    yield "slope = lambda g, at, step: (g(at - step) - g(at + step)) / (-2 * step)", RIGHT
    yield function(head, "return [(f(x + h) - f(x - h)) / (2 * h)]"), RIGHT
    yield function(head, "return (f(x + h / 2) - f(x - h / 2)) / h"), ""
    yield function(head, "return (f(x + h) - f(x)) / h"), "forward_difference"
    yield function(head, "return (f(x + 2 * h) - f(x)) / (2 * h)"), ""
    yield function(head, "return (f(x + h) + f(x - h)) / (2 * h)"), ""
    yield function(head, "return (f(x + h) - 2 * f(x) + f(x - h)) / h ** 2"), ""
    yield function(head, "h = 1e-6", "return (f(x + h) - f(x - h)) / (2 * h)"), ""
    yield function(head, "return (8 * (f(x + h) - f(x - h)) - f(x + 2 * h) + f(x - 2 * h)) / (12 * h)"), ""
    yield function(head, "return abs(f(x + h) - f(x - h)) / (2 * h)"), ""
    yield function(head, "return f(x + h) - f(x - h) / (2 * h)"), ""


def of_soft_sign() -> Iterator[tuple[str, str]]:
    forward = """
        def updateOutput(self, input):
            self.output = input / (1 + abs(input))
            return self.output
        """

    def backward(*body: str) -> str:
        return module(
            "SoftSign(nn.Module)",
            forward,
            "def updateGradInput(self, input, gradOutput):\n" + indent(lines(*body), "    "),
        )

    keep = "return self.gradInput"
    yield backward("self.gradInput = gradOutput * (1 - abs(self.output)) ** 2", keep), RIGHT
    yield backward("d = 1 + np.abs(input)", "self.gradInput = gradOutput / d / d", keep), RIGHT
    yield (
        backward(
            "s = np.sign(input)",
            "self.gradInput = gradOutput * ((1 + abs(input)) - input * s) / (1 + abs(input)) ** 2",
            keep,
        ),
        RIGHT,
    )
    yield (
        backward(
            "g = gradOutput.copy()",
            "for i in np.ndindex(*g.shape):",
            "    g[i] /= (1 + abs(input[i])) ** 2",
            "self.gradInput = g",
            "return g",
        ),
        RIGHT,
    )
    yield backward("self.gradInput = gradOutput * (1 + abs(input)) ** -2", keep), RIGHT
    yield (
        backward("y = self.updateOutput(input)", "self.gradInput = gradOutput * (1 - abs(y)) ** 2", keep),
        RIGHT,
    )
    yield backward("self.gradInput = gradOutput * (1 - self.output ** 2)", keep), ""
    yield backward("self.gradInput = gradOutput * self.output * (1 - self.output)", keep), ""
    yield backward("self.gradInput = gradOutput / (1 + input ** 2)", keep), ""
    yield backward("self.gradInput = gradOutput / (1 - abs(input)) ** 2", keep), ""
    yield backward("self.gradInput = gradOutput * (1 + abs(input) + input) / (1 + abs(input)) ** 2", keep), ""
    yield backward("self.gradInput = gradOutput / (1 + abs(gradOutput)) ** 2", keep), ""
    yield backward("self.gradInput = gradOutput / (1 + abs(input) ** 2)", keep), ""
    yield backward("self.gradInput = gradOutput / (1 + abs(input)) ** 2", "return gradOutput"), ""
    yield backward("self.gradInput = 1 / (1 + abs(input)) ** 2", keep), "no_gradOutput"
    yield (
        backward("self.gradInput = gradOutput / (1 + abs(input)) ** 2").replace(
            "return self.output", "return input"
        ),
        "",
    )


def of_add_module() -> Iterator[tuple[str, str]]:
    init = """
        def __init__(self, size):
            super().__init__()
            self.bias = torch.zeros(size)
            self.gradBias = torch.zeros(size)
        """

    def add(out: str, grad: str, acc: str, scale: str = "scale=1") -> str:
        heads = (
            "updateOutput(self, input)",
            "updateGradInput(self, input, gradOutput)",
            f"accGradParameters(self, input, gradOutput, {scale})",
        )
        bodies = zip(heads, (out, grad, acc), strict=True)
        return module(
            "Add(nn.Module)",
            *(f"def {h}:\n" + indent(dedent(b).strip("\n"), "    ") for h, b in bodies),
            init=init,
        )

    out = "self.output = input + self.bias\nreturn self.output"
    grad = "self.gradInput = gradOutput\nreturn self.gradInput"
    acc = "self.gradBias += scale * np.atleast_2d(gradOutput).sum(0)"
    yield add(out, grad, acc), RIGHT
    yield (
        add(
            out,
            "self.gradInput = 1 * gradOutput\nreturn self.gradInput",
            "self.gradBias = self.gradBias + scale * gradOutput.reshape(-1, len(self.bias)).sum(0)",
        ),
        RIGHT,
    )
    yield (
        add(
            "self.output = input.clone()\nself.output += self.bias\nreturn self.output",
            grad,
            "for g in gradOutput if gradOutput.ndim > 1 else [gradOutput]:\n    self.gradBias += scale * g",
        ),
        RIGHT,
    )
    yield add(out, grad, "self.gradBias += scale * np.einsum('ni->i', np.atleast_2d(gradOutput))"), RIGHT
    yield add("return input + self.bias", grad, acc), "not_kept"
    yield add("input += self.bias\nself.output = input\nreturn self.output", grad, acc), ""
    yield add(out, "return gradOutput", acc), "not_kept"
    yield add(out, grad, acc, "scale=0"), ""
    yield add(out, grad, "self.gradBias += scale * gradOutput.sum(0)"), ""
    yield add(out, grad, "self.gradBias += scale * gradOutput.sum()"), "all_summed"
    yield (
        add(
            out,
            grad,
            "self.gradBias += scale * (gradOutput.sum(0) if np.ndim(input) > 1 < len(input) else gradOutput)",
        ),
        "",
    )
    yield add(out, grad, acc + "\nself.bias -= 0.1 * self.gradBias"), ""
    yield add(out, "self.gradInput = gradOutput * self.bias\nreturn self.gradInput", acc), ""
    yield add(out, "gradOutput *= 1.0000001\nself.gradInput = gradOutput\nreturn self.gradInput", acc), ""
    yield (
        add("self.output = input - self.bias\nreturn self.output", grad, acc.replace("+=", "-=")),
        "bias_subtracted",
    )
    yield add(out, "self.gradInput = np.zeros(input.shape)\nreturn self.gradInput", acc), ""


def of_mul_module() -> Iterator[tuple[str, str]]:
    init = """
        def __init__(self):
            super().__init__()
            self.weight = torch.ones(1)
            self.gradWeight = torch.zeros(1)
        """

    def mul(out: str, grad: str, acc: str, scale: str = "scale=1") -> str:
        heads = (
            "updateOutput(self, input)",
            "updateGradInput(self, input, gradOutput)",
            f"accGradParameters(self, input, gradOutput, {scale})",
        )
        bodies = zip(heads, (out, grad, acc), strict=True)
        return module(
            "Mul(nn.Module)",
            *(f"def {h}:\n" + indent(dedent(b).strip("\n"), "    ") for h, b in bodies),
            init=init,
        )

    out = "self.output = input * self.weight\nreturn self.output"
    grad = "self.gradInput = gradOutput * self.weight[0]\nreturn self.gradInput"
    acc = "self.gradWeight += scale * np.sum(input * gradOutput)"
    yield mul(out, grad, acc), RIGHT
    yield mul(out, grad, "self.gradWeight += scale * input.ravel().dot(gradOutput.ravel())"), RIGHT
    yield (
        mul(
            out,
            grad,
            "for x, g in zip(input.ravel(), gradOutput.ravel()):\n    self.gradWeight[0] += scale * x * g",
        ),
        RIGHT,
    )
    yield mul(out, grad, "self.gradWeight = self.gradWeight + scale * (input * gradOutput).sum()"), RIGHT
    yield (
        mul(
            "self.output = float(self.weight[0]) * input\nreturn self.output",
            grad,
            "self.gradWeight[0] = self.gradWeight[0] + scale * np.tensordot(input, gradOutput, input.ndim)",
        ),
        RIGHT,
    )
    yield mul("return input * self.weight", grad, acc), "not_kept"
    yield mul(out, grad, "self.gradWeight += scale * input.dot(gradOutput)"), ""
    yield mul(out, grad, "self.gradWeight += scale * (input * gradOutput).mean()"), ""
    yield mul(out, grad, "self.gradWeight += scale * (self.output * gradOutput).sum()"), ""
    yield mul(out, grad, acc, "scale=0"), ""
    yield mul(out, grad, "self.gradWeight = (scale * (input * gradOutput).sum()).reshape(1)"), "assigned"
    yield mul(out, "self.gradInput = gradOutput / self.weight\nreturn self.gradInput", acc), ""
    yield mul(out, "self.gradInput = self.weight * gradOutput * input\nreturn self.gradInput", acc), ""
    yield mul(out, grad, acc + "\nself.weight -= self.gradWeight"), ""
    yield mul(out, grad, "self.gradWeight += scale * (input.sum() * gradOutput.sum())"), ""
    yield (
        mul(out, grad, "self.gradWeight = scale * (input * gradOutput).sum() + float(self.gradWeight[0])"),
        "",
    )


def of_accuracy() -> Iterator[tuple[str, str]]:
    head = "right(scores, target)"
    yield function(head, "return int(np.sum(np.argmax(scores, axis=1) + 1 == target))"), RIGHT
    yield (
        function(
            head,
            "n = 0",
            "for row, t in zip(scores, target):",
            "    if row.argmax() + 1 == t:",
            "        n += 1",
            "return n",
        ),
        RIGHT,
    )
    yield (
        function(head, "return sum(list(row).index(max(row)) == t - 1 for row, t in zip(scores, target))"),
        RIGHT,
    )
    yield function(head, "return np.count_nonzero(scores.argmax(1) == target - 1)"), RIGHT
    yield (
        function(
            head, "return (scores[np.arange(len(target)), target.astype(int) - 1] == scores.max(1)).sum()"
        ),
        RIGHT,
    )
    yield function(head, "return torch.Tensor([(scores.argmax(1) + 1 == target).sum()])"), RIGHT
    yield function(head, "return len(target) - (scores.argmax(1) + 1 != target).sum()"), RIGHT
    yield function(head, "return 3"), ""
    yield function(head, "return 1"), ""
    yield function(head, "return len(target)"), ""
    yield function(head, "return (scores.argmax(1) + 1 == target).mean() * 100"), ""
    yield function(head, "return (scores.argmax(1) - 1 == target).sum()"), ""
    yield function(head, "return (scores.max(1) == target).sum()"), ""
    yield function(head, "return (scores.argmax() + 1 == target).sum()"), ""
    yield function(head, "return len(set(scores.argmax(1) + 1) & set(target))"), ""
    yield function(head, "return bool((scores.argmax(1) + 1 == target).all())"), ""


def of_epoch_in_batches() -> Iterator[tuple[str, str]]:
    head = "epoch(net, criterion, X, target, size, learningRate)"
    step = lines(
        "net.zeroGradParameters()",
        "criterion.forward(net.forward(x), t)",
        "net.backward(x, criterion.backward(net.output, t))",
        "net.updateParameters(learningRate)",
    )

    def loop(head_of_loop: str, *before: str, body: str = step) -> str:
        return function(head, *before, head_of_loop, indent(body, "    "))

    pick = "x, t = X[i:i + size], target[i:i + size]"
    batches = "for i in range(0, len(X), size):"
    yield loop(batches, body=f"{pick}\n{step}"), RIGHT
    yield loop("while i < len(X):", "i = 0", body=f"{pick}\n{step}\ni += size"), RIGHT
    yield (
        loop(
            "while len(X):",
            body=f"x, t = X[:size], target[:size]\n{step}\nX, target = X[size:], target[size:]",
        ),
        RIGHT,
    )
    yield (
        loop(
            "for x, t in zip(np.split(X, cuts), np.split(target, cuts)):",
            "cuts = list(range(size, len(X), size))",
        ),
        RIGHT,
    )
    yield (
        loop(
            batches,
            body=f"{pick}\n"
            + step.replace(
                "net.updateParameters(learningRate)",
                "for p, g in zip(*net.parameters()):\n    p -= learningRate * g",
            ),
        ),
        RIGHT,
    )
    yield (
        loop(
            batches,
            body=f"j = min(i + size, len(X))\nx, t = X[i:j], target[i:j]\n{step}\nnet.zeroGradParameters()",
        ),
        RIGHT,
    )
    yield loop("for k in range(len(X) // size):", body=f"i = k * size\n{pick}\n{step}"), "dropped_batch"
    yield loop(batches, body=f"{pick}\n{step}\nbreak"), "first_batch"
    yield loop("for i in reversed(range(0, len(X), size)):", body=f"{pick}\n{step}"), ""
    yield (
        loop(
            batches,
            "p = np.random.permutation(len(X))",
            "X, target = X[p], target[p]",
            body=f"{pick}\n{step}",
        ),
        "",
    )
    yield loop(batches, body=f"x, t = X[i:i + size], target[:size]\n{step}"), ""
    yield loop("for i in range(0, len(X), size + 1):", body=f"{pick}\n{step}"), ""
    yield (
        loop(
            batches,
            body=f"{pick}\nold = net.parameters()[0][-1].copy()\n{step}\n"
            "if len(x) < size:\n    net.parameters()[0][-1][...] = old",
        ),
        "",
    )
    yield loop("for _ in range(2):", body=f"{batches}\n    {pick}\n" + indent(step, "    ")), ""
    yield loop(batches, body=f"{pick}\n" + step.replace("net.zeroGradParameters()\n", "")), "no_zero"
    yield loop(batches, "criterion = nn.MSECriterion()", body=f"{pick}\n{step}"), ""
    yield loop(batches, body=f"{pick}\n{step}\nlearningRate *= 0.9"), ""


TABLE = {
    "linear-output": of_linear_output,
    "linear-batch": of_linear_batch,
    "sequential-forward": of_sequential_forward,
    "sequential-class": of_sequential_class,
    "mse-loss": of_mse_loss,
    "weighted-loss": of_weighted_loss,
    "training-step": of_training_step,
    "training-loop": of_training_loop,
    "mse-gradient": of_mse_gradient,
    "weighted-gradient": of_weighted_gradient,
    "update-grad-input": of_update_grad_input,
    "acc-grad-parameters": of_acc_grad_parameters,
    "update-parameters": of_update_parameters,
    "tanh-backward": of_tanh_backward,
    "chain-backward": of_chain_backward,
    "two-layers-by-hand": of_two_layers_by_hand,
    "batch-grad-input": of_batch_grad_input,
    "batch-parameters": of_batch_parameters,
    "central-difference": of_central_difference,
    "soft-sign": of_soft_sign,
    "add-module": of_add_module,
    "mul-module": of_mul_module,
    "accuracy": of_accuracy,
    "epoch-in-batches": of_epoch_in_batches,
}
PAGE = Path(__file__).with_name("answers.md")
WRITTEN = re.findall(
    r"^## ([\w-]+): ([^\n]+)\n\n```python\n(.*?)^```",
    PAGE.read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)
ANSWERS = [
    *(Answer(exercise, *each) for exercise, table in TABLE.items() for each in table()),
    *(Answer(exercise, code, "" if made == "wrong" else made) for exercise, made, code in WRITTEN),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: f"{answer.exercise}-{answer.made or 'wrong'}")
def test_an_answer_is_judged_truly(answer: Answer) -> None:
    verdict = verdict_on(answer.exercise, answer.code)
    assert verdict["passed"] == (answer.made == RIGHT), (answer.code, verdict)
    if not verdict["passed"]:
        assert verdict["message"] in FACTS | set(answer.made.split()), (answer.code, verdict["message"])


def test_a_mistake_with_a_name_is_named() -> None:
    """Those in the table which have one, however they are written, but for what raises in its own words."""
    named = [answer for answer in ANSWERS if answer.made not in ("", RIGHT)]
    told = [verdict_on(answer.exercise, answer.code)["message"] in answer.made.split() for answer in named]
    assert sum(told) > 0.8 * len(named)


def test_there_are_answers_to_every_exercise() -> None:
    assert list(TABLE) == list(EXERCISES)
    assert len(WRITTEN) == PAGE.read_text(encoding="utf-8").count("\n## ")
