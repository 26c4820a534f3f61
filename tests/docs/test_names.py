"""The table of names has every public name, and what it writes of this package and of PyTorch can be run."""

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import torch as pytorch
from torchnn_doc import nn, torch
from torchnn_doc.nn.tensor_holder import TensorHolder

ROOT = Path(__file__).parents[2]
PAGES = sorted(ROOT.glob("docs/*/names.md"))
ROW = re.compile(
    r"^\| (?P<torch7>[^|]+) \| \[`(?P<here>[^`]+)`\]\([^)]+\) \| (?P<pytorch>[^|]+) \|", re.MULTILINE
)
CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Row:
    """What one name is called in each place; PyTorch may need none or more than one."""

    torch7: str
    here: str
    pytorch: tuple[str, ...]


def rows_of(page: Path) -> list[Row]:
    text = page.read_text(encoding="utf-8")
    return [
        Row(found["torch7"].strip("`"), found["here"], tuple(CODE.findall(found["pytorch"])))
        for found in ROW.finditer(text)
    ]


def public(*classes: type) -> set[str]:
    return {name for one in classes for name in vars(one) if not name.startswith("_")}


def public_names() -> set[str]:
    """Every public name, as the table writes it: what a module does stands under `m`, and so on."""
    module = public(nn.Module, TensorHolder)
    methods = {
        "m": module,
        "l": public(nn.Linear) - module,
        "net": public(nn.Container, nn.Sequential) - module,
        "c": public(nn.Criterion, TensorHolder),
        "t": public(torch.Tensor),
    }
    return {
        *(f"nn.{name}" for name in nn.__all__),
        *(f"torch.{name}" for name in torch.__all__),
        *(f"{letter}.{name}" for letter, names in methods.items() for name in names),
    }


def things_here() -> dict[str, Any]:
    """What the letters of the table stand for, in this package."""
    m, x, target = nn.Linear(2, 3), torch.rand(2), torch.rand(3)
    m.zeroGradParameters()
    y = m.forward(x)
    c, net = nn.MSECriterion(), nn.Sequential().add(nn.Linear(2, 3))
    letters = {"m": m, "l": m, "net": net, "c": c, "x": x, "y": y, "g": torch.rand(3), "target": target}
    tensors = {"t": torch.rand(2, 3), "u": torch.rand(6), "s": torch.getRNGState()}
    return {"nn": nn, "torch": torch, "f": id, "lr": 0.1} | letters | tensors


def things_of_pytorch() -> dict[str, Any]:
    """What the letters of the table stand for, in PyTorch."""
    m = pytorch.nn.Linear(2, 3, dtype=pytorch.float64)
    x = pytorch.rand(2, dtype=pytorch.float64, requires_grad=True)
    y, c, target = m(x), pytorch.nn.MSELoss(), pytorch.rand(3, dtype=pytorch.float64)
    y.retain_grad()
    letters = {"m": m, "l": m, "net": pytorch.nn.Sequential(m), "c": c, "x": x, "y": y, "target": target}
    more = {"g": pytorch.ones(3), "p": pytorch.tensor([0.5]), "loss": c(y, target), "f": lambda given: given}
    tensors = {"t": pytorch.rand(2, 3), "u": pytorch.rand(3), "s": pytorch.get_rng_state()}
    optimizer = pytorch.optim.SGD(m.parameters(), lr=0.1)
    return {"torch": pytorch, "copy": copy, "optimizer": optimizer} | letters | more | tensors


def fails(code: str, things: Callable[[], dict[str, Any]]) -> str:
    """What goes wrong when a cell of the table is run with new things, or nothing."""
    try:
        eval(code, things())
    except Exception as error:
        return f"{code}: {error!r}"
    return ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_every_public_name_is_in_the_table(page: Path) -> None:
    named = {re.sub(r"[(\[].*", "", row.here) for row in rows_of(page)}
    missing = sorted(public_names() - named)
    assert not missing, f"docs/{page.parent.name}/{page.name} has no row for {', '.join(missing)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_what_the_table_writes_of_this_package_runs(page: Path) -> None:
    assert [trouble for row in rows_of(page) if (trouble := fails(row.here, things_here))] == []


@pytest.mark.filterwarnings("ignore:The .grad attribute of a Tensor that is not a leaf")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_what_the_table_writes_of_pytorch_runs(page: Path) -> None:
    cells = [code for row in rows_of(page) for code in row.pytorch]
    assert len(cells) > 100
    assert [trouble for code in cells if (trouble := fails(code, things_of_pytorch))] == []


def test_the_tables_of_both_languages_name_the_same() -> None:
    assert rows_of(PAGES[0]) == rows_of(PAGES[1])
