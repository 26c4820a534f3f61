"""Each way to write Torch7's code in numpy is run, and gives what PyTorch or a value written by hand says.

The ways are those of the page "Lua tensor idioms in numpy" and of the errors that name what to write.
"""

import io
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import torch as pytorch
from tests.docs.prose import ROOT
from torchnn_doc import nn, torch
from torchnn_doc.checker.page.blocks import read_page
from torchnn_doc.checker.page.fences import read_source
from torchnn_doc.torch.idioms import FUNCTIONS, METHODS, PYTORCH

PAGES = sorted(ROOT.glob("docs/*/lua-idioms.md"))
ROW = re.compile(r"^\| (?P<torch7>`[^|]+) \| (?P<here>`[^|]+) \|", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")

# What changes a tensor, and what PyTorch says it holds then.
CHANGES = {
    "P += -lr * G": "P - lr * G",
    "np.abs(t, out=t)": "t.abs()",
    "np.add.at(t, i - 1, u)": "t.index_add(0, i - 1, u)",
    "np.arccos(t, out=t)": "t.acos()",
    "np.arcsin(t, out=t)": "t.asin()",
    "np.arctan(t, out=t)": "t.atan()",
    "np.arctan2(t, u, out=t)": "t.atan2(u)",
    "np.ceil(t, out=t)": "t.ceil()",
    "np.cos(t, out=t)": "t.cos()",
    "np.cosh(t, out=t)": "t.cosh()",
    "np.divide(1, 1 + np.exp(-t), out=t)": "t.sigmoid()",
    "np.divide(1, np.sqrt(t), out=t)": "t.rsqrt()",
    "np.divide(1, t, out=t)": "t.reciprocal()",
    "np.exp(t, out=t)": "t.exp()",
    "np.floor(t, out=t)": "t.floor()",
    "np.fmod(t, 2, out=t)": "t.fmod(2)",
    "np.fmod(t, u, out=t)": "t.fmod(u)",
    "np.log(t, out=t)": "t.log()",
    "np.log1p(t, out=t)": "t.log1p()",
    "np.maximum(t, u, out=t)": "t.maximum(u)",
    "np.minimum(t, u, out=t)": "t.minimum(u)",
    "np.negative(t, out=t)": "t.neg()",
    "np.put_along_axis(t, i[:, None] - 1, 0, axis=1)": "t.scatter(1, i[:, None] - 1, 0)",
    "np.sign(t, out=t)": "t.sign()",
    "np.sin(t, out=t)": "t.sin()",
    "np.sinh(t, out=t)": "t.sinh()",
    "np.sqrt(t, out=t)": "t.sqrt()",
    "np.tan(t, out=t)": "t.tan()",
    "np.tanh(t, out=t)": "t.tanh()",
    "np.trunc(t, out=t)": "t.trunc()",
    "t %= 2": "t.remainder(2)",
    "t %= u": "t.remainder(u)",
    "t **= 2": "t.pow(2)",
    "t **= u": "t.pow(u)",
    "t *= 2": "t.mul(2)",
    "t *= u": "t.mul(u)",
    "t += 0.5 * (u - t)": "t.lerp(u, 0.5)",
    "t += 2 * t * u": "t.addcmul(t, u, value=2)",
    "t += 2 * t / u": "t.addcdiv(t, u, value=2)",
    "t += 2 * u": "t.add(u, alpha=2)",
    "t += A @ B": "t.addmm(A, B)",
    "t += np.outer(y, x)": "t.addr(y, x)",
    "t += u": "t.add(u)",
    "t -= 2 * u": "t.sub(u, alpha=2)",
    "t -= np.trunc(t)": "t.frac()",
    "t /= 2": "t.div(2)",
    "t /= u": "t.div(u)",
    "t.clip(0, 1, out=t)": "t.clamp(0, 1)",
    "t.resize(u.size())": "t.reshape(u.shape)",
    "t.round(out=t)": "t.round()",
    "t[...] = np.vectorize(f)(t)": "t * 3",
    "t[...] = np.vectorize(f)(t, u)": "t * 3 + u",
    "t[i - 1] = 0": "t.index_fill(0, i - 1, 0)",
    "t[i - 1] = u": "t.index_copy(0, i - 1, u)",
    "t[mask] = 0": "t.masked_fill(mask, 0)",
    "t[mask] = u.ravel()[: mask.sum()]": "t.masked_scatter(mask, u)",
    "y += A @ y": "y.addmv(A, y)",
}
# What makes a new tensor, a view or another value, and PyTorch's way to say it.
VALUES = {
    "-t": "t.neg()",
    "1 / (1 + np.exp(-t))": "t.sigmoid()",
    "1 / np.sqrt(t)": "t.rsqrt()",
    "1 / t": "t.reciprocal()",
    "10 ** torch.linspace(0, 2, 3)": "torch.tensor([1.0, 10.0, 100.0])",
    "A @ B": "torch.mm(A, B)",
    "A @ y": "torch.mv(A, y)",
    "A.trace()": "torch.trace(A)",
    "T @ T": "torch.bmm(T, T)",
    "T.swapaxes(0, 1)": "T.transpose(0, 1)",
    "T.transpose(2, 0, 1)": "T.permute(2, 0, 1)",
    "[step // t.itemsize for step in t.strides]": "torch.tensor(t.stride())",
    "isinstance(t, torch.Tensor)": "torch.is_tensor(t)",
    "nn.ReLU().forward(t)": "t.relu()",
    "nn.SoftMax().forward(t)": "t.softmax(1)",
    "np.abs(t)": "t.abs()",
    "np.arccos(t)": "t.acos()",
    "np.arcsin(t)": "t.asin()",
    "np.arctan(t)": "t.atan()",
    "np.arctan2(t, u)": "t.atan2(u)",
    "np.argsort(t, axis=1) + 1": "torch.sort(t, 1).indices + 1",
    "np.argwhere(t) + 1": "t.nonzero() + 1",
    "np.array_equal(t, u)": "torch.equal(t, u)",
    "np.array_split(t, 2)": "torch.stack(t.chunk(2))",
    "np.asarray(t)": "t",
    "np.broadcast_to(x, (2, 3))": "x.expand(2, 3)",
    "np.broadcast_to(x, t.shape)": "x.expand_as(t)",
    "np.ceil(t)": "t.ceil()",
    "np.column_stack([x[:-1], x[1:]])": "x.unfold(0, 2, 1)",
    "np.concatenate([t, u])": "torch.cat([t, u])",
    "np.cos(t)": "t.cos()",
    "np.cosh(t)": "t.cosh()",
    "np.cross(x, t[0])": "torch.linalg.cross(x, t[0])",
    "np.diag(x)": "torch.diag(x)",
    "np.empty_like(t)": "ANY",
    "np.exp(t)": "t.exp()",
    "np.floor(t)": "t.floor()",
    "np.fmod(t, 2)": "t.fmod(2)",
    "np.fmod(t, u)": "t.fmod(u)",
    "np.full_like(t, 7)": "torch.full_like(t, 7)",
    "np.histogram(t, 4)[0]": "torch.histc(t, 4)",
    "np.linalg.cholesky(A @ A.T)": "torch.linalg.cholesky(A @ A.T)",
    "np.linalg.eigvalsh(A + A.T)": "torch.linalg.eigvalsh(A + A.T)",
    "np.linalg.inv(A)": "torch.inverse(A)",
    "np.linalg.norm(t)": "t.norm()",
    "np.linalg.norm(t - u)": "t.dist(u)",
    "np.linalg.norm(t, axis=0, keepdims=True)": "t.norm(2, 0, keepdim=True)",
    "np.linalg.qr(A)": "torch.linalg.qr(A)",
    "np.linalg.solve(A, B)": "torch.linalg.solve(A, B)",
    "np.linalg.svd(A)": "torch.linalg.svd(A)",
    "np.log(t)": "t.log()",
    "np.log1p(t)": "t.log1p()",
    "np.maximum(t, u)": "t.maximum(u)",
    "np.minimum(t, u)": "t.minimum(u)",
    "np.ones_like(t)": "torch.ones_like(t)",
    "np.outer(y, x)": "torch.outer(y, x)",
    "np.quantile(t, 0.5, axis=1, method='lower')": "t.median(1).values",
    "np.sign(t)": "t.sign()",
    "np.sin(t)": "t.sin()",
    "np.sinh(t)": "t.sinh()",
    "np.sort(t, axis=1)": "torch.sort(t, 1).values",
    "np.sort(t, axis=1)[:, :2]": "t.topk(2, largest=False).values",
    "np.sort(x)[2 - 1]": "x.kthvalue(2).values",
    "np.split(x, [2])": "x.split(2)",
    "np.sqrt(t)": "t.sqrt()",
    "np.stack([t, u])": "torch.stack([t, u])",
    "np.take_along_axis(t, i[:, None] - 1, axis=1)": "t.gather(1, i[:, None] - 1)",
    "np.tan(t)": "t.tan()",
    "np.tanh(t)": "t.tanh()",
    "np.tile(t, (2, 1))": "t.repeat(2, 1)",
    "np.tril(A)": "A.tril()",
    "np.triu(A)": "A.triu()",
    "np.trunc(t)": "t.trunc()",
    "np.vdot(t, u)": "t.flatten().dot(u.flatten())",
    "np.vectorize(f)(t)": "t * 3",
    "np.vectorize(f)(t, u)": "t * 3 + u",
    "np.where(mask, 0, t)": "t.masked_fill(mask, 0)",
    "np.zeros_like(t)": "torch.zeros_like(t)",
    "t": "t",
    "t != u": "t.ne(u)",
    "t % 2": "t.remainder(2)",
    "t % u": "t.remainder(u)",
    "t * 2": "t.mul(2)",
    "t * u": "t.mul(u)",
    "t + 0.5 * (u - t)": "t.lerp(u, 0.5)",
    "t + 2 * t * u": "t.addcmul(t, u, value=2)",
    "t + 2 * t / u": "t.addcdiv(t, u, value=2)",
    "t + 2 * u": "t.add(u, alpha=2)",
    "t + A @ B": "t.addmm(A, B)",
    "t + np.outer(y, x)": "t.addr(y, x)",
    "t + u": "t.add(u)",
    "t - 2 * u": "t.sub(u, alpha=2)",
    "t - np.trunc(t)": "t.frac()",
    "t - u": "t.sub(u)",
    "t / 2": "t.div(2)",
    "t / u": "t.div(u)",
    "t < u": "t.lt(u)",
    "t <= u": "t.le(u)",
    "t == u": "t.eq(u)",
    "t > 2": "t.gt(2)",
    "t > u": "t.gt(u)",
    "t >= u": "t.ge(u)",
    "t**2": "t.pow(2)",
    "t**u": "t.pow(u)",
    "t.argmax(axis=0, keepdims=True) + 1": "t.max(0, keepdim=True).indices + 1",
    "t.argmin(axis=0, keepdims=True) + 1": "t.min(0, keepdim=True).indices + 1",
    "t.clip(0, 1)": "t.clamp(0, 1)",
    "t.clone()": "t.contiguous()",
    "t.cumprod(axis=0)": "t.cumprod(0)",
    "t.cumsum(axis=0)": "t.cumsum(0)",
    "t.dim()": "torch.tensor(t.dim())",
    "t.flags.c_contiguous": "t.is_contiguous()",
    "t.float()": "t.float().double()",
    "t.max()": "t.max()",
    "t.max(axis=0, keepdims=True)": "t.max(0, keepdim=True).values",
    "t.mean()": "t.mean()",
    "t.mean(axis=0, keepdims=True)": "t.mean(0, keepdim=True)",
    "t.min()": "t.min()",
    "t.min(axis=0, keepdims=True)": "t.min(0, keepdim=True).values",
    "t.nElement()": "torch.tensor(t.numel())",
    "t.normal()": "ANY",
    "t.prod()": "t.prod()",
    "t.prod(axis=0, keepdims=True)": "t.prod(0, keepdim=True)",
    "t.reshape(3, 2)": "t.view(3, 2)",
    "t.reshape(3, 2).clone()": "t.reshape(3, 2)",
    "t.reshape(u.shape)": "t.view_as(u)",
    "t.round()": "t.round()",
    "t.shape == u.shape": "t.shape == u.shape",
    "t.squeeze()": "t.squeeze()",
    "t.std(axis=0, ddof=1, keepdims=True)": "t.std(0, keepdim=True)",
    "t.std(ddof=1)": "t.std()",
    "t.sum()": "t.sum()",
    "t.sum(axis=0, keepdims=True)": "t.sum(0, keepdim=True)",
    "t.tolist()": "t",
    "t.uniform()": "ANY",
    "t.var(axis=0, ddof=1, keepdims=True)": "t.var(0, keepdim=True)",
    "t.var(ddof=1)": "t.var()",
    "t[0:2, 2]": "t.narrow(0, 0, 2).select(1, 2)",
    "t[0:2]": "t.narrow(0, 0, 2)",
    "t[0]": "t.select(0, 0)",
    "t[1, 2]": "t.select(0, 1).select(0, 2)",
    "t[1]": "t.select(0, 1)",
    "t[:, 1:3]": "t.narrow(1, 1, 2)",
    "t[:, 1:]": "t.narrow(1, 1, 2)",
    "t[:, 1]": "t.select(1, 1)",
    "t[:, None]": "t.unsqueeze(1)",
    "t[None]": "t.unsqueeze(0)",
    "t[i - 1]": "t.index_select(0, i - 1)",
    "t[mask]": "t.masked_select(mask)",
    "torch.ByteTensor": "ANY",
    "torch.Tensor(2, 3)": "ANY",
    "torch.Tensor(2, 3).fill(7)": "torch.full((2, 3), 7.0)",
    "torch.Tensor(4).random(1, 6)": "ANY",
    "torch.Tensor([4, 5])": "torch.tensor([4.0, 5.0])",
    "torch.rand(t.size())": "ANY",
    "torch.randn(t.size())": "ANY",
    "torch.range(0, 4)": "torch.arange(0, 5)",
    "x @ t[0]": "x.dot(t[0])",
    "y + A @ y": "y.addmv(A, y)",
}
# What is no array, and what it has to be.
OTHERS: dict[str, Callable[[Any], bool]] = {
    "t.type(u.type())": lambda value: value.type() == "torch.DoubleTensor",
    "t.type()": lambda value: value == "torch.DoubleTensor",
    "torch.FloatTensor": lambda value: value is torch.FloatTensor,
    "torch.DoubleTensor": lambda value: value is torch.DoubleTensor,
    "torch.LongTensor": lambda value: value is torch.LongTensor,
    "torch.getRNGState()": lambda value: value.type() == "torch.ByteTensor",
    "torch.setRNGState(state)": lambda value: value is None,
    "torch.initialSeed()": lambda value: isinstance(value, int),
    "torch.manualSeed(0)": lambda value: value is None,
    "pickle.dump(t, file)": lambda value: value is None,
    "module.backward(input, gradOutput)": lambda value: value.shape == (2, 3),
    "module.gradInput": lambda value: isinstance(value, torch.Tensor),
    "module.gradWeight": lambda value: value.shape == (2, 3),
}


def samples() -> list[dict[str, Any]]:
    """What the letters stand for: once with numbers that every function takes, once with others."""
    inside = {"t": [[0.5, 0.1, 0.7], [0.3, 0.9, 0.2]], "u": [[0.4, 0.6, 0.1], [0.8, 0.9, 0.3]]}
    beyond = {"t": [[2.5, -1.5, 7.25], [0.0, 3.5, -4.0]], "u": [[2.5, 1.25, -3.0], [-1.5, 2.0, 0.75]]}
    rest = {
        "A": [[4.0, 1.0], [2.0, 3.0]],
        "B": [[1.0, -2.0, 0.5], [3.0, 0.0, 1.0]],
        "x": [3.0, 1.0, 2.0],
        "y": [5.0, -1.0],
        "T": np.arange(18).reshape(2, 3, 3) - 5.0,
        "P": [1.0, 2.0],
        "G": [0.5, -0.5],
        "lr": 0.1,
    }
    return [inside | rest, beyond | rest]


def things_here(sample: dict[str, Any]) -> dict[str, Any]:
    tensors = {name: value if name == "lr" else torch.Tensor(value) for name, value in sample.items()}
    module = nn.Linear(3, 2)
    x = torch.rand(2, 3)
    module.forward(x)
    return tensors | {
        "np": np,
        "torch": torch,
        "nn": nn,
        "pickle": pickle,
        "file": io.BytesIO(),
        "module": module,
        "input": x,
        "gradOutput": torch.rand(2, 2),
        "state": torch.getRNGState(),
        "f": lambda first, second=0: 3 * first + second,
        "i": torch.LongTensor([2, 1]),
        "mask": tensors["t"] > 0.4,
    }


def things_of_pytorch(sample: dict[str, Any]) -> dict[str, Any]:
    tensors = {
        name: value if name == "lr" else pytorch.tensor(value, dtype=pytorch.float64)
        for name, value in sample.items()
    }
    return tensors | {"torch": pytorch, "i": pytorch.tensor([2, 1]), "mask": tensors["t"] > 0.4}


def agree(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, list | tuple):
        return len(ours) == len(theirs) and all(map(agree, ours, theirs))
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    return ours.shape == theirs.shape and np.allclose(ours, theirs, rtol=1e-12, atol=1e-14, equal_nan=True)


def codes(text: str) -> set[str]:
    return set(CODE.findall(text))


def rows(page: Path) -> list[tuple[str, str]]:
    return [(row["torch7"], row["here"]) for row in ROW.finditer(page.read_text(encoding="utf-8"))]


def all_codes() -> set[str]:
    """Every way that is written on the page or in an error."""
    cells = [here for _, here in rows(PAGES[0])]
    return set().union(*(codes(text) for text in [*cells, *(METHODS | PYTORCH | FUNCTIONS).values()]))


def test_every_way_to_write_has_its_result_stated() -> None:
    not_run = {"from torchnn_doc import nn", "pickle.load(file)", "sgd"}
    assert all_codes() - not_run == CHANGES.keys() | VALUES.keys() | OTHERS.keys()


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of numpy: the logarithm of a negative number
@pytest.mark.parametrize("code", CHANGES)
def test_what_changes_a_tensor_leaves_what_pytorch_says(code: str) -> None:
    changed = code[0] if code.startswith(("P ", "y ")) else "t"
    for sample in samples():
        things = things_here(sample)
        tensor = things[changed]
        exec(code, things)
        assert things[changed] is tensor
        assert agree(tensor, eval(CHANGES[code], things_of_pytorch(sample)))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("code", VALUES)
def test_what_gives_a_value_gives_what_pytorch_says(code: str) -> None:
    for sample in samples():
        value = eval(code, things_here(sample))
        assert VALUES[code] == "ANY" or agree(value, eval(VALUES[code], things_of_pytorch(sample)))


@pytest.mark.parametrize("code", OTHERS)
def test_what_gives_no_array_gives_what_is_stated(code: str) -> None:
    assert OTHERS[code](eval(code, things_here(samples()[0])))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_the_page_writes_what_the_error_says_for_each_method_of_torch7(page: Path) -> None:
    table = rows(page)
    for name, instead in METHODS.items():
        called = re.compile(rf"[:.]{name}\(")
        assert any(called.search(torch7) and codes(here) == codes(instead) for torch7, here in table), name


def test_the_tables_of_both_languages_write_the_same() -> None:
    first, second = ([(codes(torch7), codes(here)) for torch7, here in rows(page)] for page in PAGES)
    assert first == second


def sgd_of(page: Path) -> Callable[..., Any]:
    source = read_source(page, str(page.relative_to(ROOT)))
    names: dict[str, Any] = {}
    exec(next(block.fence.text for block in read_page(source).blocks if "def sgd" in block.fence.text), names)
    return names["sgd"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"learningRate": 0.005},
        {"learningRate": 0.005, "weightDecay": 0.1},
        {"learningRate": 0.005, "momentum": 0.9},
        {"learningRate": 0.005, "momentum": 0.9, "weightDecay": 0.1},
        {"learningRate": 0.005, "momentum": 0.9, "dampening": 0, "weightDecay": 0.1},
        {"learningRate": 0.005, "dampening": 0.5},
    ],
    ids=str,
)
def test_sgd_takes_the_steps_of_pytorch(config: dict[str, float]) -> None:
    sgd, state = sgd_of(PAGES[0]), dict(config)
    x = torch.Tensor([1, -2, 3])
    theirs = pytorch.tensor([1.0, -2.0, 3.0], dtype=pytorch.float64, requires_grad=True)
    momentum = config.get("momentum", 0)
    optimizer = pytorch.optim.SGD(
        [theirs],
        lr=config.get("learningRate", 1e-3),
        momentum=momentum,
        dampening=config.get("dampening", momentum),
        weight_decay=config.get("weightDecay", 0),
    )
    for _ in range(20):
        loss = (theirs**4).sum()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        returned, losses = sgd(lambda x: ((x**4).sum(), 4 * x**3), x, state)
        optimizer.step()
        assert returned is x
        assert losses == pytest.approx([loss.item()], rel=1e-12)
        assert agree(x, theirs.detach())
