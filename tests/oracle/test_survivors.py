"""Behaviour that mutation testing showed no other test to notice."""

import re
from typing import Any

import numpy as np
import pytest

from torchnn_doc import nn, torch

X = torch.Tensor([[1, 2], [3, 4], [5, 6]])
ONES = torch.ones(3, 1)


@pytest.fixture
def chain() -> nn.Sequential:
    torch.manualSeed(2)
    made = nn.Sequential().add(nn.Linear(2, 3)).add(nn.Tanh()).add(nn.Linear(3, 1))
    made.zeroGradParameters()
    return made


def test_an_empty_container_is_there() -> None:
    assert nn.Sequential()
    assert len(nn.Sequential()) == 0


def test_reset_reaches_every_layer_with_its_deviation(chain: nn.Sequential) -> None:
    before = [parameter.copy() for parameter in chain.parameters()[0]]
    assert chain.reset(100) is chain
    for parameter, old in zip(chain.parameters()[0], before, strict=True):
        assert not np.array_equal(parameter, old)
    assert max(np.abs(parameter).max() for parameter in chain.parameters()[0]) > 10


def test_the_scale_of_accGradParameters_is_1_unless_given(chain: nn.Sequential) -> None:
    g = np.ones((3, 1)).view(torch.Tensor)
    chain.forward(X)
    chain.backward(X, g)
    wanted = [gradient.copy() for gradient in chain.parameters()[1]]
    chain.zeroGradParameters()
    chain.accGradParameters(X, g)
    for gradient, one in zip(chain.parameters()[1], wanted, strict=True):
        np.testing.assert_array_equal(gradient, one)
    layer = nn.Linear(2, 1)
    layer.zeroGradParameters()
    layer.accGradParameters(X, g)
    assert layer.gradWeight.tolist() == [[9, 12]]


def test_insert_without_a_place_is_at_the_end(chain: nn.Sequential) -> None:
    last = nn.Sigmoid()
    chain.insert(last)
    assert chain.get(4) is last
    assert chain.forward(X) is last.output


def test_a_chain_in_float_is_still_in_float_after_clearState(chain: nn.Sequential) -> None:
    chain.float().forward(X.float())
    chain.backward(X.float(), np.ones((3, 1), np.float32))
    chain.clearState()
    for module in chain.listModules():
        assert str(module.output) == str(module.gradInput) == "[torch.FloatTensor with no dimension]\n"
    assert chain.forward(X.float()).dtype == np.float32


def test_clearState_empties_the_buffer_of_a_batch_too() -> None:
    layer = nn.Linear(2, 3)
    layer.forward(X)
    assert "addBuffer : DoubleTensor - size: 3" in str(layer)
    assert "addBuffer : DoubleTensor - empty" in str(layer.clearState())


def test_tensors_that_two_modules_share_are_shared_after_a_conversion() -> None:
    one, other = nn.Linear(2, 3), nn.Linear(2, 3)
    other.weight = one.weight
    nn.Sequential().add(one).add(other).float()
    assert one.weight is other.weight
    assert one.weight.dtype == np.float32


def test_a_loss_is_called_cloned_and_converted() -> None:
    loss = nn.MSECriterion()
    assert loss(torch.Tensor([1, 2]), torch.Tensor([3, 2])) == 2
    loss.backward(torch.Tensor([1, 2]), torch.Tensor([3, 2]))
    other = loss.clone()
    other.gradInput.fill(7)
    assert loss.gradInput.tolist() == [-2, 0]
    assert loss.type() == "torch.DoubleTensor"
    assert loss.type("torch.FloatTensor") is loss
    assert loss.type() == nn.MSECriterion().float().type() == "torch.FloatTensor"


def test_a_loss_in_float_is_summed_in_float() -> None:
    x = np.full(10_000, 0.1, np.float32)
    loss = nn.MSECriterion(sizeAverage=False).float()
    wanted = np.float32(0)
    for _ in x:
        wanted += x[0] * x[0]
    assert loss.forward(x, np.zeros_like(x)) == wanted
    assert loss.output_tensor.tolist() == [wanted]
    assert loss.output_tensor.dtype == np.float32


def test_a_likelihood_keeps_loss_weight_and_classes() -> None:
    loss = nn.ClassNLLCriterion(torch.Tensor([1, 3]))
    loss.forward(X, torch.Tensor([1, 2, 2]))
    assert loss.output_tensor.tolist() == [loss.output]
    assert loss.total_weight_tensor.tolist() == [7]
    assert loss.target.tolist() == [1, 2, 2]


def test_soft_max_takes_the_largest_of_each_row_not_of_all() -> None:
    x = torch.Tensor([[1000, 1000], [0, 0]])
    assert nn.SoftMax().forward(x).tolist() == [[0.5, 0.5], [0.5, 0.5]]
    np.testing.assert_allclose(nn.LogSoftMax().forward(x), -np.log(2), rtol=1e-12)


def test_gradcheck_names_the_layer_in_a_chain_and_the_entry() -> None:
    class Wrong(nn.Linear):
        def accGradParameters(self, input: Any, gradOutput: Any, scale: float = 1) -> None:
            super().accGradParameters(input, gradOutput, scale)
            self.gradWeight[0, 1] += 100

    error = nn.gradcheck(nn.Sequential().add(nn.Tanh()).add(Wrong(2, 3)), X)
    assert error.worst.startswith("gradWeight of nn.Linear(2 -> 3)[0, 1]: computed")
    assert nn.gradcheck(Wrong(2, 3), X).worst.startswith("gradWeight[0, 1]: computed")


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_gradcheck_finds_a_gradient_that_is_no_number(wrong: float) -> None:
    class Wrong(nn.MSECriterion):
        def updateGradInput(self, input: Any, target: Any) -> Any:
            gradInput = super().updateGradInput(input, target)
            gradInput[1, 0] = wrong
            return gradInput

    error = nn.gradcheck(Wrong(), X, 2 * X)
    assert error == np.inf
    assert error.worst.startswith("gradInput[1, 0]: computed")


def test_gradcheck_finds_a_gradient_of_another_shape() -> None:
    class Wrong(nn.Tanh):
        def updateGradInput(self, input: Any, gradOutput: Any) -> Any:
            self.gradInput = super().updateGradInput(input, gradOutput).T
            return self.gradInput

    error = nn.gradcheck(Wrong(), X)
    assert error == np.inf
    assert "gradInput, of shape (2, 3)" in error.worst


def test_a_gradient_of_zero_where_nothing_depends_on_the_input_is_right() -> None:
    assert nn.gradcheck(nn.ReLU(), torch.Tensor([-1, -2])) == 0.0


def test_an_error_that_is_not_torchs_says_in_which_module_it_was_raised() -> None:
    class Broken(nn.Module):
        def updateOutput(self, input: Any) -> Any:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as raised:
        nn.Sequential().add(nn.Tanh()).add(Broken()).forward(X)
    assert raised.value.__notes__ == ["In 2 module of nn.Sequential:"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda c: c.get(1).accUpdateGradParameters(X, X, "1"), "nn.Linear(2 -> 3): lr: given '1', expected"),
        (lambda c: c.accUpdateGradParameters(X, ONES, "1"), "lr: given '1', expected a number"),
        (lambda c: c.accGradParameters(X, ONES, "1"), "scale: given '1', expected a number"),
        (lambda c: c.accGradParameters(X, X), "In 3 module of nn.Sequential:\nnn.Linear(3 -> 1): gradOutput"),
        (
            lambda c: c.backward(torch.Tensor([1, 2]), X),
            (
                "nn.Sequential: input: given a torch.DoubleTensor of size 2, "
                "expected a torch.DoubleTensor of size 3x2 as in the last forward"
            ),
        ),
        (
            lambda _: nn.Sequential().add(nn.Tanh()).backward(X, X),
            "nn.Sequential: input: given a torch.DoubleTensor of size 3x2, expected a forward before",
        ),
        (lambda c: c.type("Long"), "given 'Long', expected torch.DoubleTensor or torch.FloatTensor"),
        (
            lambda _: nn.Tanh().forward(torch.Tensor()),
            (
                "nn.Tanh: input: given an empty torch.DoubleTensor, "
                "expected a torch.DoubleTensor that is not empty"
            ),
        ),
        (
            lambda _: nn.SoftMax().forward(torch.Tensor(1, 1, 1, 1, 1)),
            (
                "nn.SoftMax: input: given a torch.DoubleTensor of size 1x1x1x1x1, "
                "expected a tensor of 1 to 4 dimensions"
            ),
        ),
        (
            lambda _: nn.ClassNLLCriterion(torch.Tensor(2, 2)),
            (
                "nn.ClassNLLCriterion: weights: given a torch.DoubleTensor of size 2x2, "
                "expected one dimension: a weight for each class"
            ),
        ),
        (
            lambda _: nn.ClassNLLCriterion(torch.Tensor(3)).forward(X, torch.Tensor([1, 1, 1])),
            "nn.ClassNLLCriterion: input: given a torch.DoubleTensor of size 3x2, expected 3 classes",
        ),
        (
            lambda _: nn.ClassNLLCriterion().forward(X, torch.Tensor([1, np.nan, 1])),
            "expected classes from 1 to 2",
        ),
    ],
)
def test_a_message_says_who_was_given_what_and_expected_what(
    chain: nn.Sequential, call: Any, message: str
) -> None:
    chain.forward(X)
    chain.updateGradInput(X, np.ones((3, 1)))
    with pytest.raises(torch.TorchError, match=re.escape(message)):
        call(chain)


def test_a_module_of_ones_own_shows_its_members_as_they_were_made() -> None:
    class Own(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.factor = 2.5

    lines = str(Own()).split("\n")
    assert lines[:2] == ["nn.Own", "{"]
    assert "  factor : 2.5" in lines


def test_getParameters_keeps_every_value_in_its_place_and_its_type(chain: nn.Sequential) -> None:
    for made in (chain, chain.clone().float()):
        for gradient in made.parameters()[1]:
            gradient.fill(3)
        values = [parameter.copy() for parameter in made.parameters()[0]]
        flat, gradients = made.getParameters()
        np.testing.assert_array_equal(flat, np.concatenate([value.ravel() for value in values]))
        assert gradients.tolist() == [3] * flat.size
        assert flat.dtype == gradients.dtype == values[0].dtype
        assert isinstance(flat, torch.Tensor)
        for parameter, value in zip(made.parameters()[0], values, strict=True):
            assert isinstance(parameter, torch.Tensor)
            np.testing.assert_array_equal(parameter, value)


def test_getParameters_of_a_module_without_any_is_two_empty_vectors() -> None:
    flat, gradients = nn.Tanh().getParameters()
    assert str(flat) == str(gradients) == "[torch.DoubleTensor with no dimension]\n"


def test_accGradParameters_of_a_chain_with_a_shared_weight_heeds_the_scale() -> None:
    layer, other, g = nn.Linear(2, 2), nn.Linear(2, 2), np.ones((3, 2)).view(torch.Tensor)
    other.weight, other.gradWeight = layer.weight, layer.gradWeight
    chain = nn.Sequential().add(layer).add(other)
    once = []
    for scale in (1, 0.25):
        chain.zeroGradParameters()
        chain.forward(X)
        chain.updateGradInput(X, g)
        chain.accGradParameters(X, g, scale)
        once.append(layer.gradWeight.copy())
    np.testing.assert_allclose(once[1], once[0] / 4, rtol=1e-15)


def test_accGradParameters_before_updateGradInput_says_what_is_missing(chain: nn.Sequential) -> None:
    chain.forward(X)
    with pytest.raises(torch.ShapeError) as caught:
        chain.accGradParameters(X, np.ones((3, 1)).view(torch.Tensor))
    given = "nn.Sequential: gradOutput: given a torch.DoubleTensor of size 3x1"
    assert str(caught.value).startswith(f"{given}, expected an updateGradInput before")


def test_a_scale_that_is_no_number_is_named_with_the_chain(chain: nn.Sequential) -> None:
    chain.forward(X)
    with pytest.raises(torch.ArgumentTypeError, match=r"^nn\.Sequential \{(.|\n)*\}: scale: given "):
        chain.backward(X, ONES, "1")  # type: ignore[arg-type]


def test_clearState_frees_what_a_pass_took(chain: nn.Sequential) -> None:
    layer = chain.get(1)
    chain.forward(X)
    chain.backward(X, np.ones((3, 1)).view(torch.Tensor))
    kept = [*layer.parameters()[0], *layer.parameters()[1]]
    chain.clearState()
    held = [member for member in vars(layer).values() if isinstance(member, np.ndarray)]
    assert sum(member.size for member in held) == sum(parameter.size for parameter in kept)


def test_the_squares_of_a_transposed_input_are_added_row_by_row() -> None:
    x, target = torch.Tensor([[1, 1], [1e8, 1], [1, 1]]), torch.Tensor([[0, 0], [0, 0], [0, 0]])
    # The square of 1e8 has no room for another 1 in its last place: what comes after it is rounded away.
    assert 1 + 1e16 + 1 + 1 + 1 + 1 != 1 + 1 + 1e16 + 1 + 1 + 1
    assert nn.MSECriterion(False).forward(x.T, target.T) == 1 + 1e16 + 1 + 1 + 1 + 1


def test_an_error_of_a_parameter_that_is_no_member_has_a_name() -> None:
    class Twice(nn.Linear):
        """Lists a gradient that is no member of the module, and never adds to it."""

        def parameters(self) -> Any:
            weights, gradients = super().parameters()
            return weights, [np.zeros_like(gradients[0]), *gradients[1:]]

    assert nn.gradcheck(Twice(2, 2), X).worst.startswith("a gradient")


def test_accGradParameters_of_a_chain_with_another_input_is_refused_unchanged(chain: nn.Sequential) -> None:
    chain.forward(X)
    chain.updateGradInput(X, ONES)
    with pytest.raises(torch.ShapeError, match=r"^nn\.Sequential: input: given .* as in the last forward"):
        chain.accGradParameters(X[0], ONES)
    assert not any(gradient.any() for gradient in chain.parameters()[1])


def test_a_parameter_without_a_gradient_takes_no_step_in_silence() -> None:
    class Alone(nn.Module):
        """Lists a parameter and no gradient."""

        def parameters(self) -> Any:
            return [torch.ones(1)], []

    for module in (Alone(), nn.Sequential().add(Alone())):
        with pytest.raises(torch.ShapeError, match="given 1 and 0, expected a gradient for each parameter"):
            module.updateParameters(0.1)


def test_a_new_likelihood_weighs_one() -> None:
    criterion = nn.ClassNLLCriterion()
    assert criterion.total_weight_tensor.tolist() == [1]
    assert criterion.target.tolist() == [0]


def test_an_empty_chain_wants_a_forward_first_too() -> None:
    with pytest.raises(torch.ShapeError, match="expected a forward before"):
        nn.Sequential().backward(X, X)


def test_insert_joins_the_ends_of_the_chain_anew(chain: nn.Sequential) -> None:
    first, last = nn.Tanh(), nn.Tanh()
    chain.insert(first, 1)
    chain.insert(last)
    assert chain.gradInput is first.gradInput
    assert chain.output is last.output
