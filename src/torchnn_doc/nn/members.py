"""Shows the members of a module with their sizes, as `print(module)` does in Torch7."""

from typing import Any

import numpy as np

from torchnn_doc.torch.printing import TYPE_NAMES, size_text

# The order of the members in the course's own recordings. LuaJIT's differs from run to run. What has few
# members begins with gradInput there; names that are in neither list follow as they were made.
FEW = ("gradInput", "modules", "output_tensor", "sizeAverage", "_type", "output")
MANY = (
    *("inplace", "threshold", "total_weight_tensor", "sizeAverage", "gradBias", "weight"),
    *("_type", "output", "gradInput", "modules", "output_tensor", "target", "ignoreIndex"),
    *("addBuffer", "train", "bias", "gradWeight", "val"),
)


class Shown:
    """What `repr` calls by its name and `print` shows with its members."""

    def __repr__(self) -> str:
        return f"nn.{type(self).__name__}"

    def __str__(self) -> str:
        return "\n".join([repr(self), *_lines(_in_order(vars(self)))])


def _in_order(members: dict[str, Any]) -> dict[str, Any]:
    """Returns the members that have a value and are Torch7's: ours begin with `_`."""
    shown = {
        name: value
        for name, value in members.items()
        if name == "_type" or not (name.startswith("_") or value is None)
    }
    known = FEW if len(shown) <= 4 else MANY
    names = [*(name for name in known if name in shown), *shown]
    return {name: shown[name] for name in names}


def _lines(table: dict[Any, Any]) -> list[str]:
    lines = ["{"]
    for name, value in table.items():
        nested = _nested(value)
        lines.append(f"  {name} : {'' if nested else _plain(value)}")
        lines += [f"    {line}" for line in nested]
    return [*lines, "}"]


def _nested(value: Any) -> list[str]:
    if isinstance(value, Shown):
        return str(value).split("\n")
    if isinstance(value, list | tuple) and value:
        return _lines(dict(enumerate(value, start=1)))
    return _lines(value) if isinstance(value, dict) and value else []


def _plain(value: Any) -> str:
    if isinstance(value, np.ndarray):
        name = TYPE_NAMES.get(value.dtype, f"{value.dtype} array").removeprefix("torch.")
        return f"{name} - size: {size_text(value.shape or (1,))}" if value.size else f"{name} - empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:.14g}"
    return f"table: {id(value):#014x}" if isinstance(value, list | tuple | dict) else str(value)
