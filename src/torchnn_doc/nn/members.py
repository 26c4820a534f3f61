"""Shows the members of a module with their sizes, as `print(module)` does in Torch7."""

from __future__ import annotations

from typing import Any

from torchnn_doc.torch.printing import TYPE_NAMES, size_text
from torchnn_doc.torch.tensor import Tensor

# Lua keeps members in a hash table, so Torch7 prints them in an order of its own, which changes where the
# table grows. The first of these that holds all members of a module gives their order. Recorded from Torch7;
# other modules print their members as they were made.
_ORDERS = (
    ("gradInput", "_type", "output"),
    ("gradBias", "weight", "_type", "output", "gradInput", "addBuffer", "bias", "gradWeight"),
    ("gradBias", "weight", "_type", "output", "gradInput", "train", "bias", "gradWeight"),
    ("gradBias", "output", "gradInput", "weight", "_type", "gradWeight", "addBuffer", "bias", "train"),
    ("inplace", "threshold", "_type", "output", "gradInput", "val"),
    ("gradInput", "modules", "_type", "output"),
    ("gradInput", "output_tensor", "sizeAverage", "output"),
    (
        "total_weight_tensor",
        "sizeAverage",
        "output",
        "gradInput",
        "output_tensor",
        "target",
        "ignoreIndex",
    ),
)


def members_text(owner: object) -> str:
    """Returns the members between braces, one a line, tensors by their size."""
    return "\n".join(_lines(_ordered(vars(owner))))


def _ordered(members: dict[str, Any]) -> dict[str, Any]:
    hidden = {name for name, value in members.items() if value is None or name.startswith("_")}
    shown = {name: value for name, value in members.items() if name not in hidden - {"_type"}}
    order = next((order for order in _ORDERS if set(shown) <= set(order)), tuple(shown))
    return {name: shown[name] for name in order if name in shown}


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
