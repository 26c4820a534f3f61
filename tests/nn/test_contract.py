"""What users of Torch7 rely on beside the passes: flags, saved networks, and refusals in words."""

import pickle
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from torchnn_doc import nn, torch

X, G = torch.Tensor([[1, -2], [3, 4]]), torch.Tensor([[0.5, 1], [1, -1]])
LAYERS: list[Callable[[], nn.Module]] = [
    nn.Identity,
    lambda: nn.Linear(2, 2),
    nn.Sigmoid,
    nn.Tanh,
    nn.ReLU,
    lambda: nn.ReLU(inplace=True),
    nn.SoftMax,
    nn.LogSoftMax,
    lambda: nn.Sequential().add(nn.Linear(2, 2)),
]


def test_nothing_of_the_last_batch_is_saved_or_cloned() -> None:
    net = nn.Sequential().add(nn.Linear(784, 10)).add(nn.LogSoftMax())
    fresh, x = len(pickle.dumps(net)), torch.rand(2000, 784)
    loss, target = nn.CrossEntropyCriterion(), torch.ones(2000)
    loss.backward(net.forward(x), target)
    net.backward(x, loss.gradInput)
    assert len(pickle.dumps(net)) < fresh + 1000
    assert len(pickle.dumps(net.clone())) < fresh + 1000
    assert len(pickle.dumps(loss)) < 5000
    made = net.clone()
    assert np.array_equal(made.forward(x), net.forward(x))


def test_a_clone_wants_a_forward_of_its_own() -> None:
    net = nn.Sequential().add(nn.Linear(2, 2))
    net.forward(X)
    with pytest.raises(torch.ShapeError, match="expected a forward before"):
        net.clone().backward(X, G)


@pytest.mark.parametrize("make", LAYERS)
def test_a_new_layer_shows_that_its_buffers_are_empty(make: Callable[[], nn.Module]) -> None:
    module = make()
    if not isinstance(module, nn.Sequential):
        assert module.output.size == module.gradInput.size == 0
    assert "  output : DoubleTensor - " in str(module)
    assert "  gradInput : DoubleTensor - " in str(module)
    assert "  _type : torch.DoubleTensor" in str(module)


@pytest.mark.parametrize("make", [nn.MSECriterion, nn.ClassNLLCriterion, nn.CrossEntropyCriterion])
def test_a_new_loss_is_zero(make: Callable[[], nn.Criterion]) -> None:
    assert make().output == 0
    assert "  output : 0" in str(make())
    assert "  gradInput : DoubleTensor - empty" in str(make())


def test_train_is_there_from_the_start() -> None:
    for make in LAYERS:
        module = make()
        assert module.train is True
        assert "train" not in str(module)
        module.evaluate()
        assert module.train is False


@pytest.mark.parametrize("make", LAYERS)
def test_a_first_layer_without_gradInput_computes_none(make: Callable[[], nn.Module]) -> None:
    net = nn.Sequential().add(make()).add(nn.Linear(2, 2))
    wanted = net.clone()
    (net.get(1).get(1) if isinstance(net.get(1), nn.Sequential) else net.get(1)).gradInput = None  # type: ignore[attr-defined]
    for one in (net, wanted):
        one.zeroGradParameters()
        one.forward(X.clone())
        one.backward(X.clone(), G)
    assert net.gradInput is None
    assert net.get(1).gradInput is None
    for gradient, other in zip(net.parameters()[1], wanted.parameters()[1], strict=True):
        assert np.array_equal(gradient, other)
    assert net.clone().float().get(1).gradInput is None
    assert nn.gradcheck(net, X) < 1e-6


class Own(nn.Module):
    """A plain module with modules of its own, and a list as output."""

    def __init__(self) -> None:
        super().__init__()
        self.modules = [nn.Tanh(), nn.Sequential().add(nn.Linear(2, 2))]

    def updateOutput(self, input: Any) -> Any:
        self.output = [input, input.copy()]  # type: ignore[assignment]
        return self.output


def test_apply_and_listModules_see_the_modules_of_a_plain_module() -> None:
    module, seen = Own(), list[nn.Module]()
    module.apply(seen.append)
    inner: Any = module.modules[1]
    assert seen == module.listModules() == [module, module.modules[0], inner, inner.get(1)]


def test_a_module_may_have_no_modules() -> None:
    module = nn.Identity()
    module.modules = None  # type: ignore[attr-defined]
    assert module.listModules() == [module]


def test_a_list_as_output_is_passed_on_cleared_and_cloned() -> None:
    net = nn.Sequential().add(Own())
    assert len(net.forward(X)) == 2
    assert net.clone().get(1).output == []
    assert net.clearState().get(1).output == []


def test_type_is_what_type_says() -> None:
    layer = nn.Identity()
    layer.backward(layer.forward(torch.FloatTensor(2)), torch.FloatTensor(2))
    assert layer.type() == layer._type == "torch.DoubleTensor"
    assert layer.float().type() == layer._type == "torch.FloatTensor"
    criterion = nn.CrossEntropyCriterion().float()
    assert criterion.type() == criterion.nll.type() == criterion.lsm.type() == "torch.FloatTensor"


def read_only(values: Any) -> torch.Tensor:
    tensor = torch.Tensor(values).clone()
    tensor.flags.writeable = False
    return tensor


@pytest.mark.parametrize("output", [None, 0.5, [1], np.ones(2), read_only(X), torch.Tensor(2, 2).t()])
@pytest.mark.parametrize("make", LAYERS)
def test_an_output_that_is_no_buffer_is_replaced(make: Callable[[], nn.Module], output: Any) -> None:
    module = make()
    module.output = output
    wanted = make().forward(X.clone()).shape
    assert module.forward(X.clone()).shape == wanted


@pytest.mark.parametrize("gradInput", [read_only(X), torch.Tensor(2, 2).t()])
@pytest.mark.parametrize("make", LAYERS)
def test_a_gradInput_that_is_no_buffer_is_replaced(make: Callable[[], nn.Module], gradInput: Any) -> None:
    module = make()
    wanted = module.clone()
    for one in (module, wanted):
        one.zeroGradParameters()
        one.forward(X.clone())
    module.gradInput = gradInput
    assert np.array_equal(module.backward(X.clone(), G.clone()), wanted.backward(X.clone(), G.clone()))


def test_print_shows_members_by_size_whatever_array_they_are() -> None:
    class Table(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.plain = np.zeros((50, 40))
            self.flags = np.zeros((50, 40), np.bool_)
            self.pair = (np.zeros(1000), {"deep": np.zeros(1000)})
            self.number = np.array(1.0)

    shown = str(Table())
    assert "plain : DoubleTensor - size: 50x40" in shown
    assert "flags : bool array - size: 50x40" in shown
    assert shown.count("DoubleTensor - size: 1000") == 2
    assert "number : DoubleTensor - size: 1\n" in shown
    assert "..." not in shown


def chain() -> nn.Sequential:
    net = nn.Sequential().add(nn.Linear(2, 2)).add(nn.Tanh())
    net.zeroGradParameters()
    net.forward(X)
    return net


def edited(change: Callable[[list[Any]], object]) -> Callable[[], object]:
    def call() -> object:
        net = chain()
        change(net.modules)
        return net.backward(X, G)

    return call


def small_bias() -> object:
    layer = nn.Linear(2, 3)
    layer.bias = torch.Tensor(1)
    return layer.forward(X)


def list_as_weight() -> object:
    layer = nn.Linear(2, 3)
    layer.weight = [[1, 2], [3, 4], [5, 6]]  # type: ignore[assignment]
    return layer.forward(X)


def weight_of(kind: str) -> Callable[[], object]:
    def call() -> object:
        layer = nn.Linear(2, 2)
        layer.weight = np.asarray(layer.weight).astype(kind)  # type: ignore[assignment]
        return layer.forward(X)

    return call


def weights_put_later() -> object:
    criterion = nn.ClassNLLCriterion()
    criterion.weights = torch.ones(2, 2)
    return criterion.forward(X, torch.Tensor([1, 2]))


def small_gradBias() -> object:
    layer = nn.Linear(2, 2)
    layer.gradBias = torch.Tensor(1)
    return layer.backward(X, G)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            edited(lambda modules: modules.pop()),
            "nn.Sequential: input: .* expected a forward before",
        ),
        (edited(lambda modules: modules.append(nn.Tanh())), "expected a forward before, through the modules"),
        (edited(lambda modules: modules.reverse()), "expected a forward before, through the modules"),
        (
            lambda: nn.Sequential().remove(),
            "nn.Sequential: remove: given an empty chain, expected one",
        ),
        (lambda: nn.Container().get(1), "nn.Container: index: given 1, expected a container with a module"),
        (small_bias, "bias: given a torch.DoubleTensor of size 1, expected a torch.DoubleTensor of size 3"),
        (
            list_as_weight,
            r"nn.Linear\(2 -> 3\): weight: given a list, expected a torch.DoubleTensor of size MxN",
        ),
        (
            weight_of("f4"),
            "weight: given a float32 array of size 2x2, expected a torch.DoubleTensor of size MxN",
        ),
        (weight_of("c16"), "weight: given a complex128 array of size 2x2, expected a torch.DoubleTensor"),
        (weights_put_later, "nn.ClassNLLCriterion: weights: given a .* of size 2x2, expected one dimension"),
        (small_gradBias, "gradBias: given a torch.DoubleTensor of size 1, expected a .* of size 2"),
        (
            lambda: nn.Linear(1, 1).forward(np.array(1.0).view(torch.Tensor)),
            "given a 0-d torch.DoubleTensor, expected a torch.DoubleTensor of size 1 or Nx1",
        ),
        (lambda: chain().backward([1, 2], G), "nn.Sequential: input: given a list, expected a torch"),
        (
            lambda: nn.Linear(2, 2).forward(np.ones(3)),
            "given a float64 array of size 3, expected a torch.DoubleTensor of size 2 or Nx2",
        ),
    ],
)
def test_a_refusal_says_what_is_wrong(call: Callable[[], object], message: str) -> None:
    with pytest.raises(torch.TorchError, match=message):
        call()


def test_what_is_no_module_in_a_chain_is_refused() -> None:
    net = chain()
    net.modules.append(3)  # type: ignore[arg-type]
    with pytest.raises(torch.ArgumentTypeError, match="module 3: given 3, expected a module"):
        net.forward(X)


def test_a_backward_pass_that_is_refused_half_way_changes_no_gradient() -> None:
    net = nn.Sequential().add(nn.Linear(2, 2)).add(nn.Tanh()).add(nn.Linear(2, 2))
    net.zeroGradParameters()
    net.forward(X)
    net.get(2).forward(X[0])
    with pytest.raises(torch.ShapeError, match=r"In 3 module of nn\.Sequential"):
        net.backward(X, G)
    net.forward(X)
    net.get(2).output = torch.zeros(2, 3)
    with pytest.raises(torch.TorchError):
        net.backward(X, G)
    assert not any(gradient.any() for gradient in net.parameters()[1])
    net.forward(X)
    net.get(1).gradBias = torch.Tensor(1)  # type: ignore[attr-defined]
    with pytest.raises(torch.ShapeError, match=r"gradBias: given a torch\.DoubleTensor of size 1"):
        net.backward(X, G)
    assert not any(gradient.any() for gradient in net.get(3).parameters()[1])
    layer = nn.Linear(2, 2)
    layer.zeroGradParameters()
    layer.gradBias = torch.Tensor(1)
    with pytest.raises(torch.ShapeError, match="gradBias"):
        layer.accGradParameters(X, G)
    assert not layer.gradWeight.any()


@pytest.mark.parametrize("name", ["gradWeight", "gradBias"])
def test_a_gradient_that_is_read_only_is_refused_before_any_layer_adds(name: str) -> None:
    net = nn.Sequential().add(nn.Linear(2, 2)).add(nn.Linear(2, 2))
    net.zeroGradParameters()
    net.forward(X)
    first: Any = net.get(1)
    getattr(first, name).flags.writeable = False
    message = rf"{name}.*: given a torch.DoubleTensor of size .* that is read-only, expected one that can"
    for call in (
        lambda: net.backward(X, G),
        lambda: first.backward(X, G),
        lambda: first.accGradParameters(X, G),
        net.zeroGradParameters,
        lambda: net.updateParameters(0.1),
        lambda: net.accUpdateGradParameters(X, G, 0.1),
    ):
        with pytest.raises(torch.ArgumentValueError, match=message):
            call()
    assert not any(gradient.any() for gradient in net.parameters()[1])


def test_a_network_without_gradients_lists_its_parameters_and_computes() -> None:
    net = nn.Sequential().add(nn.Linear(2, 2)).add(nn.Linear(2, 2))
    for layer in net:
        layer.gradWeight = layer.gradBias = None  # type: ignore[attr-defined]
    assert [parameter.shape for parameter in net.parameters()[0]] == [(2, 2), (2,)] * 2
    assert net.clone().float().forward(X.float()).shape == (2, 2)
    for call in (net.zeroGradParameters, net.getParameters, lambda: net.updateParameters(1)):
        with pytest.raises(torch.ArgumentTypeError, match=r"the gradient of weight.*: given None, expected"):
            call()


def test_a_parameter_that_is_read_only_takes_no_step() -> None:
    layer = nn.Linear(2, 2)
    layer.zeroGradParameters()
    layer.weight.flags.writeable = False
    layer.backward(layer.forward(X).clone(), G)
    with pytest.raises(torch.ArgumentValueError, match=r"nn.Linear.*: a parameter: given .* is read-only"):
        layer.updateParameters(0.1)


class WithoutSuper(nn.Module):
    """A layer whose author forgot the constructor of nn.Module, which Torch7 allowed."""

    def __init__(self) -> None:
        self.factor = 2

    def updateOutput(self, input: Any) -> Any:
        self.output = self.factor * input
        return self.output

    def updateGradInput(self, input: Any, gradOutput: Any) -> Any:
        self.gradInput = self.factor * gradOutput
        return self.gradInput


def test_a_layer_without_the_constructor_of_module_works_in_a_chain() -> None:
    net = nn.Sequential().add(nn.Linear(2, 2)).add(WithoutSuper())
    assert nn.gradcheck(net, X) < 1e-6
    assert net.get(2).output.size == 0


@pytest.mark.parametrize(
    ("name", "here"),
    [
        ("linear", "nn.Linear"),
        ("tanh", "nn.Tanh"),
        ("relu", "nn.ReLU"),
        ("sigmoid", "nn.Sigmoid"),
        ("log_softmax", "nn.LogSoftMax"),
        ("Softmax", "nn.SoftMax"),
        ("MSELoss", "nn.MSECriterion"),
        ("CrossEntropyLoss", "nn.CrossEntropyCriterion"),
        ("nll_loss", "nn.ClassNLLCriterion"),
        ("Dropout", "ClassNLLCriterion, Container"),
    ],
)
def test_a_name_of_pytorch_says_what_to_write_here(name: str, here: str) -> None:
    with pytest.raises(AttributeError, match=f"^nn.{name}: given .*, expected {re.escape(here)}"):
        getattr(nn, name)(X)


def test_relu_in_place_keeps_nan_and_the_copying_one_does_not() -> None:
    numbers = [np.nan, -1.0, 2.0]
    assert np.isnan(nn.ReLU(inplace=True).forward(torch.Tensor(numbers))[0])
    assert nn.ReLU().forward(torch.Tensor(numbers)).tolist() == [0, 0, 2]
    layer = nn.ReLU(inplace=True)
    x, g = layer.forward(torch.Tensor(numbers)), torch.Tensor([1, 1, 1])
    assert layer.backward(x, g).tolist() == [1, 0, 1]
