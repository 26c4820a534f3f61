"""What the plugin uses of pytest's insides is in one file, is little, and is still there."""

import ast
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

import pytest
from _pytest.capture import CaptureManager
from _pytest.runner import runtestprotocol

import torchnn_doc.checker.plugin
from torchnn_doc.checker.plugin.inside_pytest import CAPTURING

PLUGIN = Path(torchnn_doc.checker.plugin.__file__).parent
OWN = ("self", "cls", "os")  # Python's own `os._exit` is documented


def private_names(file: Path) -> Iterator[str]:
    """The names of others that begin with an underscore, and what is imported from pytest's own modules."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.ImportFrom(module=str() as module, names=names) if module.split(".")[0] == "_pytest":
                yield from (name.name for name in names)
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name.split(".")[0] == "_pytest")
            case ast.Attribute(attr=attr, value=value) if attr.startswith("_") and not attr.startswith("__"):
                if not (isinstance(value, ast.Name) and value.id in OWN):
                    yield attr
            case ast.keyword(arg=str() as arg) if arg.startswith("_"):
                yield arg


def test_private_names_stand_in_one_file_and_are_at_most_five() -> None:
    found = {file.name: set(private_names(file)) for file in PLUGIN.glob("*.py")}
    inside = found.pop("inside_pytest.py")
    assert {name: names for name, names in found.items() if names} == {}
    assert len(inside) + len(CAPTURING) <= 5
    assert inside == {"runtestprotocol", "_setupstate"}


@pytest.mark.parametrize("name", CAPTURING)
def test_pytest_has_what_stops_it_from_capturing(name: str, request: pytest.FixtureRequest) -> None:
    manager = request.config.pluginmanager.getplugin("capturemanager")
    assert isinstance(manager, CaptureManager)
    assert callable(getattr(manager, name))


def test_what_stops_it_is_called_as_it_is_replaced() -> None:
    assert [*signature(CaptureManager.suspend).parameters] == ["self", "in_"]
    assert [*signature(CaptureManager.resume).parameters] == ["self"]
    assert [*signature(CaptureManager.global_and_fixture_disabled).parameters] == ["self"]


def test_pytest_runs_a_test_and_gives_its_reports() -> None:
    assert [*signature(runtestprotocol).parameters] == ["item", "log", "nextitem"]


def test_pytest_keeps_what_it_has_to_tear_down(request: pytest.FixtureRequest) -> None:
    stack = request.session._setupstate.stack
    assert request.node in stack
    finalizers, _ = stack[request.node]
    assert isinstance(finalizers, list)
