"""The random numbers are those of the real Torch7, bit for bit."""

import math
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.recorded import recorded, tensor
from torchnn_doc import torch

SEEDS = recorded("random")["seeds"]

# How to ask for what each list of the records holds.
NUMBERS: dict[str, Callable[[], float]] = {
    "random": torch.random,
    "random(10)": lambda: torch.random(10),
    "random(-5,5)": lambda: torch.random(-5, 5),
    "uniform": torch.uniform,
    "uniform(-1,1)": lambda: torch.uniform(-1, 1),
    "normal(0,1)": torch.normal,
    "normal(2,3)": lambda: torch.normal(2, 3),
    "bernoulli()": torch.bernoulli,
    "bernoulli(0.3)": lambda: torch.bernoulli(0.3),
    "exponential(1)": lambda: torch.exponential(1),
}
TENSORS: dict[str, Callable[[], torch.Tensor]] = {
    "torch.rand(100)": lambda: torch.rand(100),
    "torch.rand(7,5)": lambda: torch.rand(7, 5),
    "torch.randn(100)": lambda: torch.randn(100),
    "torch.randperm(50)": lambda: torch.randperm(50),
    "DoubleTensor(1000):uniform(-0.7,0.7)": lambda: torch.DoubleTensor(1000).uniform(-0.7, 0.7),
    "FloatTensor(100):uniform(-0.7,0.7)": lambda: torch.FloatTensor(100).uniform(-0.7, 0.7),
}
FILLS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "random": lambda t: t.random(),
    "random(10)": lambda t: t.random(10),
    "random(-5,5)": lambda t: t.random(-5, 5),
    "uniform": lambda t: t.uniform(),
    "uniform(-1,1)": lambda t: t.uniform(-1, 1),
    "normal(0,1)": lambda t: t.normal(),
    "normal(2,3)": lambda t: t.normal(2, 3),
    "bernoulli()": lambda t: t.bernoulli(),
    "bernoulli(0.3)": lambda t: t.bernoulli(0.3),
    "exponential(1)": lambda t: t.exponential(1),
}


@pytest.fixture(params=SEEDS)
def draws(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Seeds the generator and returns what Torch7 drew from there."""
    torch.manualSeed(int(request.param))
    return dict(SEEDS[request.param])


def test_every_recorded_list_is_asked_for(draws: dict[str, Any]) -> None:
    assert {*NUMBERS, *TENSORS} == set(draws)


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_drawn_one_by_one(draws: dict[str, Any], name: str) -> None:
    assert [NUMBERS[name]() for _ in draws[name]] == draws[name]


@pytest.mark.parametrize("name", TENSORS)
def test_tensors_drawn_at_once(draws: dict[str, Any], name: str) -> None:
    given, wanted = TENSORS[name](), tensor(draws[name])
    assert given.dtype == wanted.dtype
    assert np.array_equal(given, wanted)


@pytest.mark.parametrize("name", FILLS)
def test_filling_a_tensor_draws_the_same_numbers_and_returns_it(draws: dict[str, Any], name: str) -> None:
    t = torch.Tensor(len(draws[name]))
    assert FILLS[name](t) is t
    assert t.tolist() == draws[name]


@pytest.mark.parametrize("first", [1, 2, 3])
def test_the_second_normal_number_of_a_pair_is_kept_for_the_next_call(
    draws: dict[str, Any], first: int
) -> None:
    parts = [torch.randn(first), torch.randn(0), torch.randn(4), torch.Tensor([torch.normal()])]
    assert np.concatenate(parts).tolist() == draws["normal(0,1)"][: first + 5]


def test_manualSeed_drops_the_kept_normal_number(draws: dict[str, Any]) -> None:
    torch.normal()
    torch.manualSeed(torch.initialSeed())
    assert torch.normal() == draws["normal(0,1)"][0]


def test_a_fill_goes_row_by_row_whatever_the_strides(draws: dict[str, Any]) -> None:
    matrix: Any = torch.zeros(5, 14)
    matrix[:, ::2].T.uniform()
    assert np.array_equal(matrix[:, ::2].T, tensor(draws["torch.rand(7,5)"]))
    assert not matrix[:, 1::2].any()


@pytest.mark.parametrize(
    ("make", "divisor"),
    [
        (torch.FloatTensor, 2**24 + 1),
        (torch.LongTensor, 2**63),
        (torch.IntTensor, 2**31),
        (torch.ShortTensor, 2**15),
        (torch.CharTensor, 2**7),
        (torch.ByteTensor, 2**8),
    ],
)
def test_a_random_fill_fits_the_type(draws: dict[str, Any], make: Any, divisor: int) -> None:
    assert make(300).random().tolist() == [raw % divisor for raw in draws["random"]]


def test_a_bernoulli_fill_of_bytes_has_the_same_ones(draws: dict[str, Any]) -> None:
    mask = torch.ByteTensor(100).bernoulli(0.3)
    assert mask.type() == "torch.ByteTensor"
    assert mask.tolist() == draws["bernoulli(0.3)"]


def test_a_large_normal_fill_has_the_logarithms_sines_and_cosines_of_C() -> None:
    count = 100_000
    words = np.frombuffer(np.random.RandomState(7).bytes(4 * count), dtype="<u4")
    u = [word / 2**32 for word in words.tolist()]
    wanted = []
    for x, y in zip(u[::2], u[1::2], strict=True):
        rho = math.sqrt(-2 * math.log(1 - y))
        wanted += [rho * math.cos(2 * math.pi * x), rho * math.sin(2 * math.pi * x)]
    torch.manualSeed(7)
    assert torch.randn(count).tolist() == wanted


def test_a_large_exponential_fill_has_the_logarithms_of_C() -> None:
    words = np.frombuffer(np.random.RandomState(7).bytes(400_000), dtype="<u4")
    torch.manualSeed(7)
    wanted = [-1 / 2.5 * math.log(1 - word / 2**32) for word in words.tolist()]
    assert torch.Tensor(100_000).exponential(2.5).tolist() == wanted


def test_a_restored_state_goes_on_where_it_was_saved(draws: dict[str, Any]) -> None:
    before = [torch.normal() for _ in range(51)]
    state = torch.getRNGState()
    torch.manualSeed(99)
    torch.rand(1000)
    torch.setRNGState(state)
    after = [torch.normal() for _ in range(49)]
    assert before + after == draws["normal(0,1)"][:100]


def test_a_state_saved_before_the_first_draw_restores_the_seed_too() -> None:
    torch.manualSeed(1)
    state = torch.getRNGState()
    torch.manualSeed(0)
    torch.setRNGState(state)
    assert torch.initialSeed() == 1
    assert [torch.random() for _ in range(300)] == SEEDS["1"]["random"]


def test_a_seed_counts_by_its_lowest_32_bits(draws: dict[str, Any]) -> None:
    torch.manualSeed(torch.initialSeed() - 2**32)
    assert torch.random() == draws["random"][0]


def test_seed_starts_somewhere_new_and_says_where() -> None:
    first, second = torch.seed(), torch.seed()
    assert first != second
    assert torch.initialSeed() == second


def test_bounds_wider_than_32_bits_only_shift_the_draw(draws: dict[str, Any]) -> None:
    assert torch.random(-(2**63), 2**63 - 1) == draws["random"][0] - 2**63


def test_numpys_slow_random_module_is_imported_by_the_first_draw_only() -> None:
    code = (
        "import sys; from torchnn_doc import torch; assert 'numpy.random' not in sys.modules; torch.rand(1)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("n", [1, 2, 3, 10, 1000])
def test_randperm_swaps_one_place_after_the_other_with_one_further_on(n: int) -> None:
    for seed in range(20):
        torch.manualSeed(seed)
        wanted = list(range(1, n + 1))
        for i in range(n - 1):
            other = i + torch.random() % (n - i)
            wanted[i], wanted[other] = wanted[other], wanted[i]
        torch.manualSeed(seed)
        assert torch.randperm(n).tolist() == wanted


def test_sizes_may_come_from_another_tensor() -> None:
    assert torch.rand(torch.Tensor(3, 2).size()).shape == (3, 2)
    assert torch.randn(torch.Tensor().size()).shape == (0,)


def frozen() -> torch.Tensor:
    t = torch.zeros(3)
    t.flags.writeable = False
    return t


@pytest.mark.parametrize(
    ("function", "args", "message"),
    [
        (torch.manualSeed, ("0",), "torch.manualSeed: seed: given '0', expected a whole number"),
        (torch.manualSeed, (2**63,), "expected a whole number of at most 64 bits"),
        (torch.random, (5, 1), "torch.random: given bounds 5 and 1, expected the lower one first"),
        (torch.random, (0,), "torch.random: given bounds 1 and 0, expected the lower one first"),
        (torch.random, (0.5,), "torch.random: given 0.5, expected a whole number"),
        (torch.random, (1, 2, 3), "torch.random: given 1, 2, 3, expected nothing, an upper bound"),
        (torch.uniform, ("a",), "torch.uniform: given 'a', expected finite numbers"),
        (torch.uniform, (0, math.nan), "torch.uniform: given nan, expected finite numbers"),
        (torch.uniform, (True,), "torch.uniform: given True, expected finite numbers"),
        (torch.uniform, (0, 10**400), "torch.uniform: given 10+, expected finite numbers"),
        (torch.uniform, (-1e308, 1e308), "torch.uniform: b - a: given inf, expected finite numbers"),
        (torch.normal, (0, 0), "torch.normal: given standard deviation 0, expected one above 0"),
        (torch.exponential, (-1,), "torch.exponential: given rate -1, expected one above 0"),
        (torch.bernoulli, (1.5,), "torch.bernoulli: given probability 1.5, expected one from 0 to 1"),
        (torch.bernoulli, (math.nan,), "torch.bernoulli: given nan, expected finite numbers"),
        (torch.rand, (), "torch.rand: size: given nothing, expected whole numbers"),
        (torch.rand, (2.5,), "torch.rand: size: given 2.5, expected whole numbers"),
        (torch.randn, (math.nan,), "torch.randn: size: given nan, expected whole numbers"),
        (torch.rand, (True,), "torch.rand: size: given True, expected whole numbers"),
        (torch.rand, (-2,), "torch.rand: given size -2, expected sizes of zero or more"),
        (torch.rand, (2**48,), "torch.rand: given size 281474976710656, expected a size that fits"),
        (torch.randn, (2**48,), "torch.randn: given size 281474976710656, expected a size that fits"),
        (torch.randperm, (2**48,), "torch.randperm: given size 281474976710656, expected a size that fits"),
        (torch.randperm, (0,), "torch.randperm: given 0, expected 1 or more"),
        (torch.randperm, (2.0,), "torch.randperm: given 2.0, expected a whole number"),
        (torch.setRNGState, ([1],), "torch.setRNGState: given a list, expected a torch.ByteTensor"),
        (torch.setRNGState, (torch.ByteTensor(3),), "given a torch.ByteTensor of size 3, expected"),
        (torch.setRNGState, (torch.ByteTensor(5048).zero(),), "expected a state of the generator"),
        (torch.IntTensor(2).uniform, (), "torch.Tensor.uniform: given a torch.IntTensor of size 2, expected"),
        (torch.Tensor(2).normal, (0, "a"), "torch.Tensor.normal: given 'a', expected finite numbers"),
        (torch.Tensor(2).normal, (0, -1), "given standard deviation -1, expected one above 0"),
        (torch.FloatTensor(2).normal, (1e300,), "torch.Tensor.normal: given inf, expected finite numbers"),
        (torch.Tensor(2).random, (1.5,), "torch.Tensor.random: given 1.5, expected a whole number"),
        (frozen().uniform, (), "given a torch.DoubleTensor of size 3 that is read-only, expected one that"),
        (frozen().bernoulli, (), "torch.Tensor.bernoulli: given a torch.DoubleTensor of size 3 that is read"),
        (frozen().random, (), "torch.Tensor.random: given a torch.DoubleTensor of size 3 that is read-only"),
    ],
)  # fmt: skip
def test_bad_arguments_are_refused_by_name_and_nothing_is_drawn(
    function: Callable[..., Any], args: tuple[Any, ...], message: str
) -> None:
    torch.manualSeed(0)
    with pytest.raises(torch.TorchError, match=message):
        function(*args)
    assert torch.random() == SEEDS["0"]["random"][0]
