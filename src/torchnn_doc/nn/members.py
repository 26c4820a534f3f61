"""Shows the members of a module with their sizes, as `print(module)` does in Torch7."""

from __future__ import annotations

from typing import Any

from torchnn_doc.nn.lua_table import copied, walked
from torchnn_doc.torch.printing import TYPE_NAMES, size_text
from torchnn_doc.torch.tensor import Tensor


def members_text(owner: object) -> str:
    """Returns the members between braces, one a line, tensors by their size."""
    return "\n".join(_lines({name: vars(owner)[name] for name in walked(_shown(owner))}))


def copied_members(owner: object) -> dict[str, Any]:
    """Returns all members, in the order in which a copy made by Torch7 gets them."""
    return {name: vars(owner)[name] for name in [*copied(_shown(owner)), *vars(owner)]}


def _shown(owner: object) -> list[str]:
    """Returns the names of the members that have a value and are Torch7's: ours begin with `_`."""
    return [
        name
        for name, value in vars(owner).items()
        if name == "_type" or not (name.startswith("_") or value is None)
    ]


def _lines(table: dict[str, Any]) -> list[str]:
    lines = ["{"]
    for name, value in table.items():
        nested = _nested(value)
        lines.append(f"  {name} : {'' if nested else _plain(value)}")
        lines += [f"    {line}" for line in nested]
    return [*lines, "}"]


def _nested(value: Any) -> list[str]:
    if isinstance(value, list) and value:
        return _lines({str(number): one for number, one in enumerate(value, start=1)})
    return str(value).split("\n") if hasattr(value, "gradInput") else []


def _plain(value: Any) -> str:
    if isinstance(value, Tensor):
        name = TYPE_NAMES[value.dtype].removeprefix("torch.")
        return f"{name} - size: {size_text(value.shape)}" if value.size else f"{name} - empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:.14g}"
    return f"table: {id(value):#014x}" if isinstance(value, list) else str(value)
