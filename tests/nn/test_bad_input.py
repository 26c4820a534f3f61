"""Modules and criterions refuse what does not fit, in one form of message; no parameter changes then."""

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from torchnn_doc import nn, torch

pytestmark = pytest.mark.filterwarnings("error")  # numpy's warnings are not the words to say it in

X, G = torch.Tensor([[1, -2], [3, 4]]), torch.Tensor([[0.5, 1], [1, -1]])

MODULES: dict[str, Callable[[], nn.Module]] = {
    "Linear": lambda: nn.Linear(2, 2),
    "Linear without bias": lambda: nn.Linear(2, 2, False),
    "Sigmoid": nn.Sigmoid,
    "Tanh": nn.Tanh,
    "ReLU": nn.ReLU,
    "ReLU in place": lambda: nn.ReLU(True),
    "SoftMax": nn.SoftMax,
    "LogSoftMax": nn.LogSoftMax,
    "Sequential": lambda: nn.Sequential().add(nn.Tanh()).add(nn.Linear(2, 2)),
    "nested": lambda: nn.Sequential().add(nn.Sequential().add(nn.Linear(2, 2))).add(nn.SoftMax()),
}
CRITERIONS: dict[str, tuple[Callable[[], nn.Criterion], Any]] = {
    "MSECriterion": (nn.MSECriterion, G),
    "ClassNLLCriterion": (nn.ClassNLLCriterion, torch.Tensor([1, 2])),
    "with weights": (lambda: nn.ClassNLLCriterion(torch.Tensor([1, 3])), torch.Tensor([1, 2])),
    "CrossEntropyCriterion": (nn.CrossEntropyCriterion, torch.Tensor([1, 2])),
}
NO_TENSORS: dict[str, Any] = {
    "None": None,
    "a number": 1.5,
    "a string": "x",
    "a list": [[1.0, 2.0], [3.0, 4.0]],
    "no elements": torch.Tensor(),
    "no rows": torch.Tensor(0, 2),
    "no columns": torch.Tensor(2, 0),
    "another type": torch.FloatTensor([[1, 2], [3, 4]]),
    "whole numbers": np.array([[1, 2], [3, 4]]),
    "truth values": np.array([[True, False], [True, False]]),
    "complex numbers": np.array([[1j, 2], [3, 4]]),
    "objects": np.array([[1, 2], [3, None]]),
    "other bytes": np.array([[1, 2], [3, 4]], dtype=">f8"),
}
WRONG_SIZES = {
    "an element more": torch.Tensor(2, 3),
    "a row more": torch.Tensor(3, 2),
    "a vector": torch.Tensor(3),
    "a dimension more": torch.Tensor(1, 2, 2),
    "no dimension": np.array(1.0),
}
NO_NUMBERS: dict[str, Any] = {
    "None": None,
    "a string": "1",
    "a list": [1],
    "True": True,
    "a complex number": 1j,
    "nan": math.nan,
    "infinity": math.inf,
    "too large": 10**400,
    "a tensor": torch.Tensor([1]),
}
IN_MODULE = r"(In \d module of nn\.Sequential:\n)*nn\.\w+.*: "


def learnt(owner: nn.Module | nn.Criterion) -> list[Any]:
    """Returns the parameters and gradients of a module, with their contents; a criterion has none."""
    both = owner.parameters() if isinstance(owner, nn.Module) else ([], [])
    return [(id(tensor), tensor.tolist()) for tensors in both for tensor in tensors]


def assert_refused(owner: Any, message: str, call: Callable[..., object], *args: Any) -> None:
    before = learnt(owner)
    with pytest.raises(torch.TorchError) as refusal:
        call(*args)
    assert re.fullmatch(f"{message}: given .+, expected .+", str(refusal.value), re.DOTALL)
    assert learnt(owner) == before


def used(name: str) -> nn.Module:
    """Returns a module whose buffers are full."""
    module = MODULES[name]()
    module.zeroGradParameters()
    module.forward(X.clone())
    module.backward(X.clone(), G.clone())
    return module


@pytest.mark.parametrize("what", NO_TENSORS)
@pytest.mark.parametrize("name", MODULES)
def test_a_pass_refuses_what_is_no_tensor_of_its_type(name: str, what: str) -> None:
    module, wrong = used(name), NO_TENSORS[what]
    assert_refused(module, IN_MODULE + "input", module.forward, wrong)
    for backward in (module.backward, module.updateGradInput):
        module.forward(X.clone())
        assert_refused(module, IN_MODULE + "input", backward, wrong, G)
        assert_refused(module, IN_MODULE + "gradOutput", backward, X, wrong)


@pytest.mark.parametrize("what", NO_TENSORS)
@pytest.mark.parametrize("name", ["Linear", "Sigmoid", "SoftMax", "ReLU in place"])
def test_another_type_is_an_error_of_type_and_no_elements_one_of_shape(name: str, what: str) -> None:
    error = torch.ShapeError if what.startswith("no ") else torch.ArgumentTypeError
    with pytest.raises(error):
        MODULES[name]().forward(NO_TENSORS[what])


@pytest.mark.parametrize("what", WRONG_SIZES)
@pytest.mark.parametrize("name", MODULES)
def test_backward_refuses_a_gradOutput_of_another_size(name: str, what: str) -> None:
    module = used(name)
    assert_refused(module, IN_MODULE + "gradOutput", module.backward, X, WRONG_SIZES[what])


@pytest.mark.parametrize("what", [*NO_TENSORS, *WRONG_SIZES])
@pytest.mark.parametrize("name", ["Linear", "Linear without bias", "Sequential", "nested"])
def test_a_refused_step_past_the_buffers_leaves_the_buffers(name: str, what: str) -> None:
    module, wrong = used(name), {**NO_TENSORS, **WRONG_SIZES}[what]
    assert_refused(module, IN_MODULE + "gradOutput", module.accUpdateGradParameters, X, wrong, 0.1)


@pytest.mark.parametrize("what", NO_NUMBERS)
@pytest.mark.parametrize("name", MODULES)
def test_what_is_no_finite_number_is_no_scale_and_no_learning_rate(name: str, what: str) -> None:
    module, wrong = used(name), NO_NUMBERS[what]
    assert_refused(module, r"nn\.\w+.*: scale", module.backward, X, G, wrong)
    assert_refused(module, r"nn\.\w+.*: lr", module.accUpdateGradParameters, X, G, wrong)
    assert_refused(module, r"nn\.\w+.*: learningRate", module.updateParameters, wrong)
    if what != "None":
        for layer in module.listModules():
            if isinstance(layer, nn.Linear):
                assert_refused(layer, r"nn\.Linear.*: stdv", layer.reset, wrong)


@pytest.mark.parametrize("what", NO_TENSORS)
@pytest.mark.parametrize("name", CRITERIONS)
def test_a_criterion_refuses_what_is_no_tensor_of_its_type(name: str, what: str) -> None:
    make, target = CRITERIONS[name]
    criterion, wrong = make(), NO_TENSORS[what]
    criterion.forward(X, target)
    criterion.backward(X, target)
    for method in (criterion.forward, criterion.backward):
        assert_refused(criterion, r"nn\.\w+: input", method, wrong, target)
        assert_refused(criterion, r"nn\.\w+: target", method, X, wrong)


@pytest.mark.parametrize("target", [0, 3, -1, 2.5e9, math.nan, math.inf, -math.inf, 1e300, 2**62])
def test_a_class_that_is_none_is_named_as_it_was_given(target: float) -> None:
    criterion = nn.ClassNLLCriterion()
    for given in (target, torch.Tensor([float(target)])):
        message = re.escape(f"target: given class {target:g}, expected classes from 1 to 2")
        with pytest.raises(torch.ArgumentValueError, match=message):
            criterion.forward(torch.Tensor([1, 2]), given)


def read_only() -> torch.Tensor:
    t = X.clone()
    t.flags.writeable = False
    return t


@pytest.mark.parametrize("name", [name for name in MODULES if name != "ReLU in place"])
def test_read_only_tensors_and_such_with_gaps_are_read(name: str) -> None:
    module = used(name)
    gaps: Any = torch.Tensor(4, 4)
    gaps[::2, ::2].copy(X)
    wanted = module.forward(X).tolist()
    assert module.forward(read_only()).tolist() == wanted
    assert module.forward(gaps[::2, ::2]).tolist() == wanted
    gradInput = module.backward(gaps[::2, ::2], X).tolist()
    assert module.backward(gaps[::2, ::2], read_only()).tolist() == gradInput


def test_what_is_overwritten_in_place_must_not_be_read_only() -> None:
    layer = used("ReLU in place")
    with pytest.raises(
        torch.ArgumentValueError, match=r"given a .* that is read-only, expected one that can"
    ):
        layer.forward(read_only())
    assert_refused(layer, r"nn\.ReLU: input", layer.forward, read_only())
    assert_refused(layer, r"nn\.ReLU: gradOutput", layer.backward, X, read_only())


@pytest.mark.parametrize(
    ("function", "args", "message"),
    [
        (nn.Linear, (True, 3), "nn.Linear: inputSize: given True, expected a whole number"),
        (nn.Linear, (math.nan, 3), "nn.Linear: inputSize: given nan, expected a whole number"),
        (nn.Linear, (2, 3, "no"), "nn.Linear: bias: given 'no', expected True or False"),
        (nn.Linear, (2**40, 2**40), "given size 1099511627776x1099511627776, expected at most 64 dimensions"),
        (nn.Linear, (2**24, 2**24), "given size 16777216x16777216, expected a size that fits in memory"),
        (nn.ReLU, ("yes",), "nn.ReLU: inplace: given 'yes', expected True or False"),
        (nn.MSECriterion, (None,), "nn.MSECriterion: sizeAverage: given None, expected True or False"),
        (nn.ClassNLLCriterion, (None, 1), "nn.ClassNLLCriterion: sizeAverage: given 1, expected True or"),
        (nn.ClassNLLCriterion, ("ab",), "weights: given 'ab', expected a tensor or a list of numbers"),
        (nn.ClassNLLCriterion, (None, True, 1.5), "ignoreIndex: given 1.5, expected a whole number"),
        (nn.CrossEntropyCriterion, (X,), "^nn.CrossEntropyCriterion: weights: given a .* of size 2x2"),
        (nn.Tanh().apply, (3,), "nn.Tanh: callback: given 3, expected a function"),
        (nn.Tanh().type, (["torch.FloatTensor"],), "nn.Tanh: type: given a list, expected torch.Double"),
        (nn.Sequential().get, (1,), "nn.Sequential: index: given 1, expected a container with a mod"),
        (nn.Sequential().remove, (), "nn.Sequential: remove: given an empty chain, expected one w"),
        (nn.Sequential().insert, (None,), "nn.Sequential: module 1: given None, expected a module"),
        (nn.gradcheck, (nn.Linear, X), "nn.gradcheck: function: given a type, expected a module or a crit"),
        (nn.gradcheck, (nn.Tanh(), [1.0]), "nn.gradcheck: input: given a list, expected a tensor"),
        (nn.gradcheck, (nn.MSECriterion(), X), "nn.MSECriterion: target: given None, expected a torch"),
        (nn.gradcheck, (nn.Linear(3, 2), X), r"nn.Linear\(3 -> 2\): input: given a torch.DoubleTensor of"),
    ],
)  # fmt: skip
def test_what_makes_no_module_or_fits_none_is_refused_by_name(
    function: Callable[..., object], args: tuple[Any, ...], message: str
) -> None:
    with pytest.raises(torch.TorchError, match=message):
        function(*args)
