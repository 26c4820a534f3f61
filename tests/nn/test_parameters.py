"""What getParameters returns is what trains, or it refuses and names the tensor."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from torchnn_doc import nn, torch

X, G = torch.Tensor([[1, -2], [3, 4]]), torch.Tensor([[0.5, 1], [1, -1]])


class Scaled(nn.Module):
    """y = x times a weight for each entry, kept where `place` puts it."""

    def __init__(self, make: Callable[[], Any]) -> None:
        super().__init__()
        self.weight, self.gradWeight = make(), make()

    def updateOutput(self, input: Any) -> Any:
        self.output = input * self.parameters()[0][0]
        return self.output

    def updateGradInput(self, input: Any, gradOutput: Any) -> Any:
        self.gradInput = gradOutput * self.parameters()[0][0]
        return self.gradInput

    def accGradParameters(self, input: Any, gradOutput: Any, scale: float = 1) -> None:
        gradient = self.parameters()[1][0]
        gradient += scale * (input * gradOutput).sum(0)


class InLists(Scaled):
    def __init__(self) -> None:
        super().__init__(lambda: None)
        self.weights, self.gradients = [torch.ones(2)], {"of": (torch.zeros(2),)}

    def parameters(self) -> Any:
        return [self.weights[0]], [self.gradients["of"][0]]


class Rows(Scaled):
    """Its parameters are views that it makes whenever it is asked."""

    def __init__(self) -> None:
        super().__init__(lambda: torch.ones(2, 2))

    def parameters(self) -> Any:
        return list(self.weight), list(self.gradWeight)


class Around(nn.Module):
    """Passes everything on to a network of its own."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def updateOutput(self, input: Any) -> Any:
        self.output = self.net.updateOutput(input)
        return self.output

    def updateGradInput(self, input: Any, gradOutput: Any) -> Any:
        self.gradInput = self.net.updateGradInput(input, gradOutput)
        return self.gradInput

    def accGradParameters(self, input: Any, gradOutput: Any, scale: float = 1) -> None:
        self.net.accGradParameters(input, gradOutput, scale)

    def parameters(self) -> Any:
        return self.net.parameters()


def tie() -> nn.Sequential:
    first, second = nn.Linear(2, 2), nn.Linear(2, 2)
    second.weight, second.gradWeight = first.weight, first.gradWeight
    second.bias, second.gradBias = first.bias, first.gradBias
    return nn.Sequential().add(first).add(second)


def tie_of_views() -> nn.Sequential:
    net = tie()
    for name in ("weight", "gradWeight", "bias", "gradBias"):
        setattr(net.get(2), name, getattr(net.get(1), name)[:])
    return net


def transposed_tie() -> nn.Sequential:
    first, second = nn.Linear(2, 3), nn.Linear(3, 2)
    second.weight, second.gradWeight = first.weight.T, first.gradWeight.T
    return nn.Sequential().add(first).add(second)


def part_of_another() -> nn.Sequential:
    first, second = nn.Linear(2, 3), nn.Linear(3, 2)
    second.bias, second.gradBias = first.weight[1], first.gradWeight[1]
    return nn.Sequential().add(first).add(second)


def columns_of_one() -> nn.Sequential:
    weights, gradients = torch.ones(4, 2), torch.zeros(4, 2)
    net = nn.Sequential().add(nn.Linear(2, 2, False)).add(nn.Linear(2, 2, False))
    for number, layer in enumerate(net):
        layer.weight, layer.gradWeight = weights[number::2], gradients[number::2]  # type: ignore[attr-defined]
    return net


MODULES: dict[str, tuple[Callable[[], nn.Module], int]] = {
    "plain arrays": (lambda: Scaled(lambda: np.ones(2)), 2),
    "in lists and tables": (InLists, 2),
    "a network inside": (lambda: Around(nn.Sequential().add(nn.Linear(2, 2))), 6),
    "a network inside, in a chain": (lambda: nn.Sequential().add(Around(nn.Linear(2, 2))), 6),
    "one tensor in two layers": (tie, 6),
    "two views that are alike": (tie_of_views, 6),
    "every other row": (columns_of_one, 8),
    "column by column": (lambda: Scaled(lambda: np.asfortranarray(np.ones((2, 2)))), 4),
}


@pytest.mark.parametrize("name", MODULES)
def test_a_step_of_the_vectors_is_a_step_of_the_module(name: str) -> None:
    make, size = MODULES[name]
    torch.manualSeed(0)
    module = make()
    before = module.forward(X).copy()
    kinds = [type(parameter) for parameter in module.parameters()[0]]
    flat, gradients = module.getParameters()
    assert flat.shape == gradients.shape == (size,)
    np.testing.assert_array_equal(module.forward(X), before)
    module.zeroGradParameters()
    module.backward(X, G)
    assert gradients.any()
    flat += -0.1 * gradients
    assert not np.array_equal(module.forward(X), before)
    flat.fill(0)
    assert not any(parameter.any() for parameter in module.parameters()[0])
    assert [type(parameter) for parameter in module.parameters()[0]] == kinds


def test_the_vectors_of_a_tied_network_step_as_the_network_does() -> None:
    torch.manualSeed(0)
    nets = [tie(), tie()]
    for one, other in zip(nets[0].parameters()[0], nets[1].parameters()[0], strict=True):
        other[...] = one
    flat, gradients = nets[1].getParameters()
    for net in nets:
        net.zeroGradParameters()
        net.forward(X)
        net.backward(X, G)
    nets[0].updateParameters(0.1)
    flat += -0.1 * gradients
    np.testing.assert_allclose(nets[0].forward(X), nets[1].forward(X), rtol=1e-14)


def test_asked_again_or_of_a_part_it_gives_the_same_memory() -> None:
    inner = nn.Sequential().add(nn.Linear(2, 2))
    net = nn.Sequential().add(nn.Linear(2, 2)).add(inner).add(nn.Linear(2, 2))
    first, first_gradients = net.getParameters()
    part, _ = inner.getParameters()
    again, gradients = net.getParameters()
    first.fill(3)
    first_gradients.fill(4)
    assert again.tolist() == [3] * 18
    assert gradients.tolist() == [4] * 18
    assert part.tolist() == [3] * 6
    assert all((weight == 3).all() for weight in net.parameters()[0])
    assert part.type() == again.type() == "torch.DoubleTensor"


def test_parts_that_lie_in_another_order_are_joined_anew() -> None:
    net = nn.Sequential().add(nn.Linear(2, 2)).add(nn.Linear(2, 2))
    net.getParameters()
    turned = nn.Sequential().add(net.get(2)).add(net.get(1))
    values = [value for weight in turned.parameters()[0] for value in weight.ravel()]
    flat, _ = turned.getParameters()
    assert flat.tolist() == values
    flat.fill(0)
    assert not turned.forward(X).any()


class Hidden(nn.Module):
    """Keeps its weight where no module can find it."""

    def __init__(self) -> None:
        super().__init__()
        self.box = SimpleNamespace(weight=torch.ones(2), gradWeight=torch.ones(2))

    def parameters(self) -> Any:
        return [self.box.weight], [self.box.gradWeight]


def shared_without_gradient() -> nn.Sequential:
    first, second = nn.Linear(2, 2), nn.Linear(2, 2)
    second.weight, second.bias = first.weight, first.bias
    return nn.Sequential().add(first).add(second)


def gradient_shared_alone() -> nn.Sequential:
    first, second = nn.Linear(2, 2), nn.Linear(2, 2)
    second.gradWeight = first.gradWeight
    return nn.Sequential().add(first).add(second)


def two_types() -> nn.Sequential:
    return nn.Sequential().add(nn.Linear(2, 2)).add(nn.Linear(2, 2).float())


def wrong_gradient() -> nn.Linear:
    layer = nn.Linear(2, 3)
    layer.gradBias = torch.Tensor(2)
    return layer


def gradient_is_a_weight() -> nn.Sequential:
    first, second = nn.Linear(2, 2), nn.Linear(2, 2)
    second.gradWeight = first.weight
    return nn.Sequential().add(first).add(second)


def part_before_the_whole() -> nn.Container:
    part, whole = nn.Linear(2, 2, False), nn.Linear(4, 4, False)
    part.weight, part.gradWeight = (t[1:3, 1:3].view(torch.Tensor) for t in (whole.weight, whole.gradWeight))
    return nn.Container().add(part).add(whole)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            part_before_the_whole,
            r"weight of nn.Linear\(4 -> 4\).*: given .* 4x4 in the memory of .* of its own",
        ),
        (gradient_is_a_weight, "gradWeight of nn.Linear.*: given the tensor of a parameter, expected memory"),
        (transposed_tie, r"weight of nn.Linear\(3 -> 2\): given .* 2x3 in the memory of .* of its own"),
        (
            part_of_another,
            r"bias of nn.Linear\(3 -> 2\): given .* of size 2 in the memory of .*weight of nn.L",
        ),
        (
            Hidden,
            r"nn.Hidden: parameters\(\)\[0\]\[0\]: given a torch.DoubleTensor of size 2, expected a",
        ),
        (shared_without_gradient, "weight of nn.Linear.*expected .*b.gradWeight = a.weight, a.gradWeight"),
        (gradient_shared_alone, "weight of nn.Linear.*expected .*b.gradWeight = a.weight, a.gradWeight"),
        (two_types, "weight of nn.Linear.*given a torch.FloatTensor of size 2x2, expected tensors of one"),
        (wrong_gradient, "gradBias: given a torch.DoubleTensor of size 2, expected .* of size 3"),
    ],
)
def test_what_cannot_be_joined_is_refused_by_name_unchanged(
    make: Callable[[], nn.Module], message: str
) -> None:
    module = make()
    # As bytes, since gradients hold what was in the memory: it may be no number.
    before = [(id(t), t.tobytes()) for tensors in module.parameters() for t in tensors]
    with pytest.raises(torch.TorchError, match=message):
        module.getParameters()
    assert [(id(t), t.tobytes()) for tensors in module.parameters() for t in tensors] == before


def test_views_that_are_made_whenever_parameters_is_asked_are_refused() -> None:
    with pytest.raises(
        torch.ShapeError, match=r"nn.Rows: parameters\(\)\[0\]\[0\]: given .* that a module holds"
    ):
        Rows().getParameters()


def grown() -> tuple[nn.Module, nn.Module]:
    inner = nn.Sequential().add(nn.Linear(2, 2))
    return inner, nn.Sequential().add(inner).add(nn.Linear(2, 2))


def with_one_layer_in_both() -> tuple[nn.Module, nn.Module]:
    layer = nn.Linear(2, 2)
    first = nn.Sequential().add(nn.Linear(2, 2)).add(layer)
    return first, nn.Sequential().add(layer).add(nn.Linear(2, 2))


def with_a_new_weight() -> tuple[nn.Module, nn.Module]:
    net = nn.Sequential().add(nn.Linear(2, 2)).add(nn.Linear(2, 2))
    return net.get(1), net


@pytest.mark.parametrize("make", [grown, with_one_layer_in_both, with_a_new_weight])
@pytest.mark.parametrize("held", [0, 1])
def test_a_vector_that_somebody_holds_is_not_left_behind(
    make: Callable[[], tuple[nn.Module, nn.Module]], held: int
) -> None:
    first, second = make()
    vector: Any = first.getParameters()[held]
    before = [tensor.copy() for tensors in second.parameters() for tensor in tensors]
    message = r"(weight|gradWeight) of nn.Linear.*: given .* in a vector of getParameters .* still in use"
    with pytest.raises(torch.ArgumentValueError, match=message):
        second.getParameters()
    after = [tensor for tensors in second.parameters() for tensor in tensors]
    for tensor, values in zip(after, before, strict=True):
        np.testing.assert_array_equal(tensor, values)
    vector.fill(5)
    assert all((tensor == 5).all() for tensor in first.parameters()[held])
    del vector
    flat, _ = second.getParameters()
    flat.fill(3)
    assert all((weight == 3).all() for weight in second.parameters()[0])


def test_another_type_leaves_no_vector_behind_that_somebody_holds() -> None:
    net = tie()
    flat, gradients = net.getParameters()
    with pytest.raises(torch.ArgumentValueError, match=r"weight of nn.Linear.* in a vector of"):
        net.float()
    net.double()
    flat.fill(0)
    assert not net.forward(X).any()
    made = net.clone().float()
    assert made.parameters()[0][0].type() == "torch.FloatTensor"
    del flat, gradients
    assert net.float().parameters()[0][0].type() == "torch.FloatTensor"


class Listing(nn.Linear):
    """A layer that lists what it is told to."""

    def __init__(self, listed: Callable[[Any], Any]) -> None:
        self.listed: Callable[[Any], Any] = listed
        super().__init__(2, 2)

    def parameters(self) -> Any:
        return self.listed(self)


@pytest.mark.parametrize("listed", [lambda _: None, lambda _: ([], [])])
def test_a_layer_that_lists_nothing_does_not_learn_and_is_drawn_all_the_same(listed: Any) -> None:
    torch.manualSeed(1)
    layer = Listing(listed)
    torch.manualSeed(1)
    assert np.array_equal(layer.weight, nn.Linear(2, 2).weight)
    net = nn.Sequential().add(layer).add(nn.Linear(2, 2))
    weight = layer.weight.copy()
    net.zeroGradParameters()
    net.forward(X)
    net.backward(X, G)
    net.updateParameters(0.1)
    layer.accUpdateGradParameters(X, G, 0.1)
    assert np.array_equal(layer.weight, weight)
    assert [len(vector) for vector in (*net.getParameters(), *layer.getParameters())] == [6, 6, 0, 0]
    assert nn.gradcheck(net, X) < 1e-6


@pytest.mark.parametrize("method", ["zeroGradParameters", "getParameters", "updateParameters"])
@pytest.mark.parametrize(
    ("listed", "message"),
    [
        (lambda one: [one.weight, one.bias], r"parameters\(\): given a list, expected two lists, one of"),
        (lambda one: one.weight, r"parameters\(\): given a torch.DoubleTensor of size 2x2, expected two"),
        (lambda one: ([one.weight], [one.gradWeight], []), r"parameters\(\): given a tuple, expected two"),
        (lambda one: ([one.weight], []), r"parameters\(\): given 1 and 0, expected a gradient for each"),
        (lambda _: ([[1]], [[1]]), r"parameters\(\)\[0\]\[0\]: given a list, expected a torch.DoubleT"),
        (lambda _: ([np.ones(2, int)],) * 2, r"parameters\(\)\[0\]\[0\]: given an int64 array of size 2"),
        (lambda one: ([one.weight], [None]), "the gradient of weight: given None, expected a torch.Double"),
        (lambda one: ([one.weight], [one.gradBias]), "gradBias: given .* of size 2, expected .* of size 2x2"),
        (lambda one: ([one.bias], [one.gradBias.float()]), "the gradient of bias: given a torch.FloatTensor"),
    ],
)
def test_what_makes_no_parameters_with_gradients_is_refused_in_words(
    listed: Any, message: str, method: str
) -> None:
    layer = Listing(listed)
    with pytest.raises(torch.TorchError, match=rf"^nn.Linear\(2 -> 2\): {message}"):
        getattr(layer, method)(*([0.1] if method == "updateParameters" else []))


def test_a_weight_without_a_gradient_is_refused_by_name() -> None:
    module = nn.Module()
    module.weight = torch.ones(2)  # type: ignore[attr-defined]
    with pytest.raises(torch.ArgumentTypeError, match=r"nn.Module: the gradient of weight: given"):
        module.zeroGradParameters()
