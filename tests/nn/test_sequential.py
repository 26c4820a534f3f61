"""nn.Sequential computes and trains as the real Torch7 did."""

import pickle
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.recorded import assert_close, recorded, tensor
from torchnn_doc import nn, torch


def built(expressions: list[str]) -> nn.Sequential:
    """Builds a chain from Lua's expressions, which read as Python's but for colons and booleans."""
    chain = nn.Sequential()
    for expression in expressions:
        python = expression.replace(":", ".").replace("false", "False")
        chain.add(eval(python, {"nn": nn}))
    return chain


def fill(module: nn.Module, records: list[Any]) -> None:
    parameters, gradients = module.parameters()
    for values, recorded_values in zip([*parameters, *gradients], records, strict=True):
        values[...] = tensor(recorded_values)


def assert_parameters(module: nn.Module, records: list[Any]) -> None:
    parameters, gradients = module.parameters()
    for values, record in zip([*parameters, *gradients], records, strict=True):
        assert_close(values, tensor(record))


def pairs(records: list[Any]) -> list[Any]:
    """Puts [parameter, gradient] pairs into one list, parameters first."""
    return [pair[0] for pair in records] + [pair[1] for pair in records]


@pytest.mark.parametrize("record", recorded("nn")["sequential"], ids=lambda r: str(len(r["modules"])))
def test_passes_and_step_are_those_of_torch7(record: dict[str, Any]) -> None:
    chain = built(record["modules"])
    fill(chain, pairs(record["parameters_then_grads_before"]))
    x, gradOutput = tensor(record["input"]), tensor(record["gradOutput"])
    assert_close(chain.forward(x), tensor(record["output"]))
    for module, output in zip(chain, record["module_outputs"], strict=True):
        assert_close(module.output, tensor(output))
    assert_close(chain.backward(x, gradOutput), tensor(record["gradInput"]))
    for module, gradInput in zip(chain, record["module_gradInputs"], strict=True):
        assert_close(module.gradInput, tensor(gradInput))
    assert_parameters(chain, pairs(record["parameters_then_grads_after_backward"]))
    chain.backward(x, gradOutput, 0.5)
    assert_parameters(chain, pairs(record["parameters_then_grads_after_second_backward_scale_half"]))
    chain.updateParameters(0.01)
    assert_parameters(chain, pairs(record["parameters_then_grads_after_updateParameters_0_01"]))


@pytest.mark.parametrize("record", recorded("nn")["training"], ids=lambda r: r["kind"])
def test_training_loses_what_torch7_lost(record: dict[str, Any]) -> None:
    chain = nn.Sequential().add(nn.Linear(record["nin"], record["nhidden"])).add(nn.Tanh())
    chain.add(nn.Linear(record["nhidden"], record["nout"]))
    criterion: nn.Criterion = nn.MSECriterion()
    if record["kind"] != "mse":
        chain.add(nn.LogSoftMax())
        criterion = nn.ClassNLLCriterion()
    fill_parameters = chain.parameters()[0]
    for values, before in zip(fill_parameters, record["parameters_then_grads_before"], strict=False):
        values[...] = tensor(before[0] if isinstance(before, list) else before)
    x = tensor(record["input"])
    target = tensor(record["target"]) if isinstance(record["target"], dict) else record["target"]
    losses = []
    for _ in range(record["steps"]):
        losses.append(criterion.forward(chain.forward(x), target))
        chain.zeroGradParameters()
        chain.backward(x, criterion.backward(chain.output, target))
        chain.updateParameters(record["lr"])
    np.testing.assert_allclose(losses, record["losses"], rtol=0, atol=1e-12)


@pytest.fixture
def chain() -> nn.Sequential:
    torch.manualSeed(3)
    return nn.Sequential().add(nn.Linear(2, 3)).add(nn.Tanh()).add(nn.Linear(3, 1))


def test_modules_are_counted_from_1_in_torchs_way_and_from_0_in_pythons(chain: nn.Sequential) -> None:
    assert chain.get(1) is chain[0]
    assert chain.size() == len(chain) == 3
    assert list(chain) == chain.modules


def test_insert_and_remove_change_the_chain(chain: nn.Sequential) -> None:
    layer = nn.ReLU()
    chain.insert(layer, 2)
    assert chain.get(2) is layer
    assert chain.remove(2) is layer
    assert chain.remove() is not None
    assert len(chain) == 2


def test_output_and_gradInput_are_those_of_the_ends_after_every_change(chain: nn.Sequential) -> None:
    x, g = torch.rand(4, 2), torch.rand(4, 1)
    chain.forward(x)
    chain.backward(x, g)
    chain.get(2).gradInput = None
    changes: list[Callable[[], object]] = [
        chain.remove,
        lambda: chain.remove(1),
        lambda: chain.insert(nn.Linear(2, 2), 1),
        lambda: chain.add(nn.ReLU()),
    ]
    for change in changes:
        change()
        assert chain.output is chain.modules[-1].output
        assert chain.gradInput is chain.modules[0].gradInput
    while chain.modules:
        chain.remove()
    assert chain.output.size == chain.gradInput.size == 0


def test_calling_a_module_is_forward(chain: nn.Sequential) -> None:
    x = torch.Tensor([1, 2])
    assert np.array_equal(chain(x), chain.forward(x))


def test_a_batch_agrees_with_central_differences(chain: nn.Sequential) -> None:
    assert nn.gradcheck(chain, torch.rand(4, 2)) < 1e-7


def inside(module: nn.Module) -> nn.Sequential:
    return nn.Sequential().add(nn.Sigmoid()).add(module)


class Holder(nn.Identity):
    """Holds a network in a list of its own."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.parts = [net]


def in_a_chain_that_grew(layer: nn.Module) -> object:
    inner = nn.Sequential()
    chain = nn.Sequential().add(layer).add(inner)
    chain.forward(torch.Tensor([1, 2]))
    inner.add(layer)
    return chain.forward(torch.Tensor([1, 2]))


def in_an_edited_list(layer: nn.Module) -> object:
    chain = nn.Sequential().add(layer)
    chain.modules.append(layer)
    return chain.forward(torch.Tensor([1, 2]))


@pytest.mark.parametrize(
    "call",
    [
        lambda layer: nn.Sequential().add(layer).add(layer),
        lambda layer: nn.Container().add(layer).add(layer),
        lambda layer: nn.Sequential().add(layer).add(nn.Tanh()).insert(layer, 1),
        lambda layer: nn.Sequential().add(layer).add(inside(layer)),
        lambda layer: nn.Sequential().add(inside(layer)).add(inside(layer)),
        lambda layer: nn.Sequential().add(layer).add(Holder(inside(layer))),
        in_an_edited_list,
        in_a_chain_that_grew,
    ],
)
@pytest.mark.parametrize("make", [lambda: nn.Linear(2, 2), nn.Tanh])
def test_a_module_that_occurs_twice_is_refused_and_the_error_says_how_to_share(
    make: Callable[[], nn.Module], call: Callable[[nn.Module], object]
) -> None:
    message = r"module \d: given nn.*, which is in the .* already, expected another .* b.weight, b.gradWeight"
    with pytest.raises(torch.ArgumentValueError, match=message):
        call(make())


def test_a_chain_in_itself_is_refused(chain: nn.Sequential) -> None:
    with pytest.raises(torch.ArgumentValueError, match="which is in the container already"):
        chain.add(chain)
    assert len(chain) == 3


def test_two_layers_that_share_take_one_step_along_the_sum_of_their_gradients() -> None:
    layer, other = nn.Linear(2, 2), nn.Linear(2, 2)
    other.weight, other.gradWeight = layer.weight, layer.gradWeight
    other.bias, other.gradBias = layer.bias, layer.gradBias
    chain = nn.Sequential().add(layer).add(nn.Sequential().add(nn.Tanh()).add(other))
    assert nn.gradcheck(chain, torch.rand(2, 2)) < 1e-7
    chain.zeroGradParameters()
    chain.forward(torch.Tensor([1, 2]))
    chain.backward(torch.Tensor([1, 2]), torch.Tensor([1, 1]))
    wanted = layer.weight - 0.1 * layer.gradWeight
    assert len(chain.parameters()[0]) == 2
    chain.updateParameters(0.1)
    assert_close(layer.weight, wanted)


class OwnBackward(nn.Module):
    """A module that a chain would never ask for its gradients."""

    def backward(self, input: Any, gradOutput: Any, scale: float = 1) -> Any:
        return gradOutput


class OwnBackwardToo(nn.Identity):
    """A module that says the same in the two methods that a chain calls."""

    def backward(self, input: Any, gradOutput: Any, scale: float = 1) -> Any:
        return super().backward(input, gradOutput, scale)

    def accGradParameters(self, input: Any, gradOutput: Any, scale: float = 1) -> None:
        """Adds nothing."""


def test_a_backward_that_a_chain_would_not_call_is_refused(chain: nn.Sequential) -> None:
    message = (
        "given nn.OwnBackward with a backward .*, expected one with updateGradInput and accGradParameters"
    )
    with pytest.raises(torch.ArgumentTypeError, match=message):
        chain.add(OwnBackward())
    with pytest.raises(torch.ArgumentTypeError, match=message):
        chain.insert(OwnBackward(), 1)
    assert len(chain.add(OwnBackwardToo())) == 4


def test_updateGradInput_and_then_accGradParameters_is_backward(chain: nn.Sequential) -> None:
    x, g = torch.rand(4, 2), torch.rand(4, 1)
    chain.forward(x)
    chain.zeroGradParameters()
    whole = chain.backward(x, g).copy()
    gradients = [gradient.copy() for gradient in chain.parameters()[1]]
    chain.zeroGradParameters()
    assert np.array_equal(chain.updateGradInput(x, g), whole)
    chain.accGradParameters(x, g)
    for gradient, wanted in zip(chain.parameters()[1], gradients, strict=True):
        assert np.array_equal(gradient, wanted)


def test_getParameters_gives_vectors_that_the_modules_look_into(chain: nn.Sequential) -> None:
    flat, gradients = chain.getParameters()
    assert flat.shape == gradients.shape == (13,)
    flat.fill(2)
    assert chain.get(1).weight.tolist() == [[2, 2], [2, 2], [2, 2]]  # type: ignore[attr-defined]
    chain.zeroGradParameters()
    chain.forward(torch.Tensor([1, 2]))
    chain.backward(torch.Tensor([1, 2]), torch.Tensor([1]))
    assert np.count_nonzero(gradients) > 0
    chain.updateParameters(0.1)
    assert not np.array_equal(flat, np.full(13, 2.0))


def test_float_and_double_convert_all_tensors_and_the_chain_still_runs(chain: nn.Sequential) -> None:
    assert chain.type() == "torch.DoubleTensor"
    assert chain.float() is chain
    assert chain.type() == "torch.FloatTensor"
    x = torch.Tensor([[1, 2]]).astype(np.float32).view(torch.Tensor)
    assert chain.forward(x).dtype == np.float32
    assert chain.backward(x, np.ones((1, 1), dtype=np.float32)).dtype == np.float32
    assert chain.double().forward(torch.Tensor([1, 2])).dtype == np.float64


def test_a_clone_shares_nothing(chain: nn.Sequential) -> None:
    other = chain.clone()
    other.get(1).weight.fill(0)  # type: ignore[attr-defined]
    assert chain.get(1).weight.any()  # type: ignore[attr-defined]


def test_a_chain_survives_pickling(chain: nn.Sequential) -> None:
    x = torch.Tensor([1, 2])
    assert np.array_equal(pickle.loads(pickle.dumps(chain)).forward(x), chain.forward(x))


def test_training_and_evaluate_reach_every_module(chain: nn.Sequential) -> None:
    chain.evaluate()
    assert {module.train for module in chain.listModules()} == {False}
    chain.training()
    assert {module.train for module in chain.listModules()} == {True}


def test_apply_and_listModules_visit_every_module_from_the_outside_in(chain: nn.Sequential) -> None:
    seen: list[nn.Module] = []
    chain.apply(seen.append)
    assert seen == chain.listModules() == [chain, *chain]


def test_clearState_empties_the_buffers_of_all_modules(chain: nn.Sequential) -> None:
    chain.forward(torch.rand(2, 2))
    assert chain.clearState() is chain
    assert all(module.output.size == 0 for module in chain.listModules())


def test_accUpdateGradParameters_is_a_step_past_the_buffers(chain: nn.Sequential) -> None:
    x, g = torch.rand(4, 2), torch.rand(4, 1)
    other = chain.clone()
    chain.zeroGradParameters()
    other.zeroGradParameters()
    chain.forward(x)
    chain.backward(x, g)
    chain.updateParameters(0.1)
    other.forward(x)
    other.accUpdateGradParameters(x, g, 0.1)
    for one, another in zip(chain.parameters()[0], other.parameters()[0], strict=True):
        assert_close(one, another)
    assert not any(gradient.any() for gradient in other.parameters()[1])


def learnt(chain: nn.Sequential) -> list[Any]:
    return [(id(tensor), tensor.tolist()) for tensors in chain.parameters() for tensor in tensors]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda c: c.forward(torch.Tensor(3)),
            "In 1 module of nn.Sequential:\nnn.Linear(2 -> 3): input",
        ),
        (lambda c: c.backward(torch.Tensor(3), torch.Tensor(1)), "nn.Sequential: input: given"),
        (
            lambda c: c.backward(torch.Tensor([1, 2]), torch.Tensor(2)),
            "In 3 module of nn.Sequential:\nnn.",
        ),
        (
            lambda c: c.backward(torch.Tensor([1, 2]), torch.Tensor(1), None),
            "scale: given None, expected",
        ),
        (lambda c: c.updateParameters("1"), "learningRate: given '1', expected a number"),
        (lambda c: c.get(4), "nn.Sequential: index: given 4, expected 1 to 3"),
        (lambda c: c.get(1.0), "nn.Sequential: index: given 1.0, expected a whole number"),
        (lambda c: c.add(3), "nn.Sequential: module 4: given 3, expected a module"),
        (lambda c: c.insert(nn.Tanh(), 5), "nn.Sequential: index: given 5, expected 1 to 4"),
        (lambda c: c.type("torch.LongTensor"), "type: given 'torch.LongTensor', expected"),
    ],
)
def test_what_does_not_fit_is_refused_by_name_and_changes_nothing(
    chain: nn.Sequential, call: Any, message: str
) -> None:
    chain.zeroGradParameters()
    chain.forward(torch.Tensor([1, 2]))
    chain.backward(torch.Tensor([1, 2]), torch.Tensor([1]))
    before = learnt(chain)
    with pytest.raises(torch.TorchError, match=re.escape(message)):
        call(chain)
    assert learnt(chain) == before


def test_an_error_deep_inside_names_every_chain_on_the_way() -> None:
    inner = nn.Sequential().add(nn.Tanh()).add(nn.Linear(2, 3))
    with pytest.raises(torch.TorchError) as raised:
        nn.Sequential().add(nn.Identity()).add(inner).forward(torch.Tensor([1, 2, 3]))
    assert str(raised.value).split("\n")[:2] == [
        "In 2 module of nn.Sequential:",
        "In 2 module of nn.Sequential:",
    ]


def test_accGradParameters_before_updateGradInput_is_refused_unchanged(
    chain: nn.Sequential,
) -> None:
    chain.zeroGradParameters()
    chain.forward(torch.Tensor([1, 2]))
    with pytest.raises(torch.ShapeError, match="expected an updateGradInput before"):
        chain.accGradParameters(torch.Tensor([1, 2]), torch.Tensor([1]))
    assert not any(gradient.any() for gradient in chain.parameters()[1])


def test_accGradParameters_with_the_gradients_of_another_batch_is_refused_unchanged(
    chain: nn.Sequential,
) -> None:
    chain.zeroGradParameters()
    chain.forward(torch.rand(4, 2))
    chain.updateGradInput(torch.rand(4, 2), torch.rand(4, 1))
    x = torch.rand(3, 2)
    chain.forward(x)
    with pytest.raises(torch.ShapeError, match="expected an updateGradInput before"):
        chain.accGradParameters(x, torch.rand(3, 1))
    assert not any(gradient.any() for gradient in chain.parameters()[1])


def test_backward_before_forward_is_refused(chain: nn.Sequential) -> None:
    with pytest.raises(torch.ShapeError, match="expected a forward before"):
        chain.backward(torch.Tensor([1, 2]), torch.Tensor([1]))


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (torch.FloatTensor([1, 2]), torch.ArgumentTypeError),
        (torch.FloatTensor([[1, 2]]), torch.ArgumentTypeError),
        ([1, 2], torch.ArgumentTypeError),
        (torch.Tensor([[1, 2]]), torch.ShapeError),
    ],
)
def test_backward_with_another_type_than_forward_is_an_error_of_type(
    chain: nn.Sequential, wrong: Any, error: type[Exception]
) -> None:
    chain.forward(torch.Tensor([1, 2]))
    with pytest.raises(error, match=r"expected a torch.DoubleTensor of size 2 as in the last forward"):
        chain.backward(wrong, torch.Tensor([1]))


class OnlyReturns(nn.Module):
    """A layer of one's own that returns its results and keeps neither."""

    def updateOutput(self, input: Any) -> Any:
        return 2 * input

    def updateGradInput(self, input: Any, gradOutput: Any) -> Any:
        return 2 * gradOutput


def test_a_layer_that_only_returns_its_results_trains_in_a_chain() -> None:
    net = nn.Sequential().add(nn.Linear(2, 3)).add(OnlyReturns()).add(nn.Linear(3, 1))
    assert nn.gradcheck(net, torch.rand(4, 2)) < 1e-7
