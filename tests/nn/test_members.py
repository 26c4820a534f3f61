"""A module shows itself as the real Torch7 showed it."""

import re
from typing import Any

import pytest

from tests.recorded import recorded
from torchnn_doc import nn, torch

RECORDS = [r for r in recorded("modules") if "nn." in r["lua"]]


def run_lua(lines: str) -> Any:
    """Runs the few lines of Lua that a record was made with, translated to Python."""
    python = lines.replace(":", ".").replace("local ", "").replace("true", "True").replace("false", "False")
    python = re.sub(r"torch\.Tensor\{([^}]*)\}", r"torch.Tensor([\1])", python)
    python = re.sub(r"for (\w)=1,(\d) do (.*?) end", r"[\3 for \1 in range(1, \2 + 1)]", python)
    python = re.sub(r"\) (?=\[|[a-z]+[.=])", ")\n", python).replace(" return ", "\nreturn ")
    python = python.replace("return ", "result = ")
    names = {"nn": nn, "torch": torch}
    exec(python, names)
    return names["result"]


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r["name"].replace(" ", "-"))
def test_print_shows_the_members_with_their_sizes(record: dict[str, Any]) -> None:
    shown = f"{run_lua(record['lua'])!s}\n"
    # The table address of an empty container differs from run to run.
    given, wanted = (re.sub(r"0x[0-9a-f]+", "0x", text) for text in (shown, record["print"]))
    # So does LuaJIT's order: these two were recorded in another one than the rest.
    if record["name"] in ("Linear clone", "Linear 2-D forward after evaluate()"):
        assert sorted(given.split("\n")) == sorted(wanted.split("\n"))
    else:
        assert given == wanted


@pytest.mark.parametrize("record", recorded("printing")["modules"], ids=lambda r: r["name"].replace(" ", "-"))
def test_repr_is_torchs_tostring(record: dict[str, Any]) -> None:
    assert repr(run_lua(f"return {record['lua']}")) == record["tostring"]
