"""Networks with shared, nested, frozen and own modules train right, however they are put together."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from torchnn_doc import nn, torch

FEW = settings(derandomize=True, deadline=None, database=None, max_examples=60)
SIZE = 3  # of what goes into every module and comes out of it


class Frozen(nn.Sequential):
    """A part that does not learn."""

    def updateParameters(self, learningRate: float) -> None:
        """Takes no step."""


class Inside(nn.Module):
    """An own module that leaves everything to a network that it holds in a list."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.parts = [net]

    def updateOutput(self, input: Any) -> Any:
        self.output = self.parts[0].updateOutput(input)
        return self.output

    def updateGradInput(self, input: Any, gradOutput: Any) -> Any:
        self.gradInput = self.parts[0].updateGradInput(input, gradOutput)
        return self.gradInput

    def accGradParameters(self, input: Any, gradOutput: Any, scale: float = 1) -> None:
        self.parts[0].accGradParameters(input, gradOutput, scale)

    def parameters(self) -> Any:
        return self.parts[0].parameters()

    def updateParameters(self, learningRate: float) -> None:
        self.parts[0].updateParameters(learningRate)


@st.composite
def networks(draw: Any, depth: int = 2, turned: bool = True) -> nn.Sequential:
    """Draws a chain whose linear layers may share one weight, as it is or turned."""
    torch.manualSeed(draw(st.integers(0, 1000)))
    kinds = ["tied", "linear", "tanh", "chain", "frozen", "inside", *(["turned"] if turned else [])]
    return draw_chain(draw, nn.Linear(SIZE, SIZE), kinds, depth)


def draw_chain(draw: Any, shared: nn.Linear, kinds: list[str], depth: int) -> nn.Sequential:
    net = nn.Sequential()
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(kinds))
        if kind == "tanh" or (kind in ("chain", "frozen", "inside") and not depth):
            net.add(nn.Tanh())
        elif kind in ("chain", "frozen", "inside"):
            inner = draw_chain(draw, shared, kinds, depth - 1)
            if kind == "frozen":
                part = Frozen()
                part.modules = inner.modules
                net.add(part)
            else:
                net.add(inner if kind == "chain" else Inside(inner))
        else:
            layer = nn.Linear(SIZE, SIZE)
            if kind != "linear":
                turned = kind == "turned"
                layer.weight = shared.weight.T if turned else shared.weight
                layer.gradWeight = shared.gradWeight.T if turned else shared.gradWeight
            net.add(layer)
    return net


def passed(net: nn.Module, x: Any) -> Any:
    """Returns the output after a pass forward and back, from gradients of zero."""
    net.zeroGradParameters()
    output = net.forward(x)
    net.backward(x, np.ones_like(output))
    return output.copy()


@FEW
@given(networks())
def test_gradients_agree_with_central_differences(net: nn.Sequential) -> None:
    assert nn.gradcheck(net, torch.rand(2, SIZE)) < 1e-5


@FEW
@given(networks(turned=False))
def test_getParameters_trains(net: nn.Sequential) -> None:
    x, step = torch.rand(2, SIZE), 1e-6
    flat, gradients = net.getParameters()
    before = passed(net, x).sum()
    slope = float((gradients**2).sum())
    flat -= step * gradients
    np.testing.assert_allclose((before - passed(net, x).sum()) / step, slope, rtol=1e-3, atol=1e-4)


@FEW
@given(networks())
def test_a_clone_has_the_ties_and_takes_the_same_steps(net: nn.Sequential) -> None:
    made, x = net.clone(), torch.rand(2, SIZE)
    for one in (net, made):
        passed(one, x)
        one.updateParameters(0.1)
    np.testing.assert_allclose(passed(net, x), passed(made, x), rtol=1e-12)
    assert len(net.parameters()[0]) == len(made.parameters()[0])


@FEW
@given(networks())
def test_only_what_learns_moves_and_by_one_step(net: nn.Sequential) -> None:
    passed(net, torch.rand(2, SIZE))
    free, frozen = learning(net, True)
    before = [(weight, weight.copy(), gradient.copy()) for weight, gradient in free]
    still = [(weight, weight.copy()) for weight, _ in frozen]
    net.updateParameters(0.1)
    for weight, old, gradient in before:
        np.testing.assert_allclose(weight, old - 0.1 * gradient, rtol=1e-12, atol=1e-12)
    for weight, old in still:
        if not any(np.shares_memory(weight, other) for other, _ in free):
            np.testing.assert_array_equal(weight, old)


def learning(module: Any, learns: bool) -> tuple[list[Any], list[Any]]:
    """Returns the parameters with their gradients of the layers that learn, and of those that do not."""
    if isinstance(module, nn.Linear):
        pairs = list(zip(*module.parameters(), strict=True))
        return (pairs, []) if learns else ([], pairs)
    inner = module.parts if isinstance(module, Inside) else getattr(module, "modules", [])
    found = [learning(one, learns and not isinstance(module, Frozen)) for one in inner]
    return [pair for free, _ in found for pair in free], [pair for _, frozen in found for pair in frozen]


@FEW
@given(st.randoms(use_true_random=False))
def test_a_vector_that_is_held_is_what_trains_whatever_comes_after(random: Any) -> None:
    layers = [nn.Linear(2, 2) for _ in range(3)]
    chains = [nn.Sequential() for _ in range(3)]
    for chain in chains:
        for layer in random.sample(layers, random.randint(1, 3)):
            chain.add(layer)
    held: list[tuple[Any, Any, list[Any]]] = []
    for _ in range(10):
        module = random.choice([*layers, *chains])
        try:
            if random.random() < 0.6:
                held.append((*module.getParameters(), [m for m in module.listModules() if m in layers]))
            else:
                module.type(random.choice(["torch.FloatTensor", "torch.DoubleTensor"]))
        except torch.TorchError:
            pass  # refused: then all is as it was
        for flat, gradients, inside in held:
            flat.fill(random.random())
            gradients.fill(random.random())
            for layer in inside:
                assert {*layer.weight.flat, *layer.bias.flat} == {flat[0]}
                assert {*layer.gradWeight.flat, *layer.gradBias.flat} == {gradients[0]}
        if held and random.random() < 0.3:
            held.pop()
