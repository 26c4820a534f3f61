"""The order in which Lua walks the members of a module: that of the slots of a hash table."""

from __future__ import annotations

from collections.abc import Iterable

# LuaJIT's hash of a string is the number it was given when it was made, of which a table of up to sixteen
# slots uses the last four bits. With these bits every module that Torch7 was recorded to print comes out in
# its order; where the records leave a choice, the most frequent outcome was taken.
_HASHES = {
    "_type": 10,
    "addBuffer": 3,
    "bias": 9,
    "gradBias": 0,
    "gradInput": 4,
    "gradWeight": 11,
    "ignoreIndex": 7,
    "inplace": 0,
    "modules": 4,
    "output": 3,
    "output_tensor": 4,
    "sizeAverage": 2,
    "target": 6,
    "threshold": 1,
    "total_weight_tensor": 0,
    "train": 4,
    "val": 1,
    "weight": 9,
}


def walked(names: Iterable[str]) -> list[str]:
    """Returns the keys of a table in the order in which Lua walks it.

    Args:
        names: The keys in the order in which they were put in. A key unknown to Torch7's layers has no
            recorded place: with one of them the order stays as it is.

    Source: LuaJIT, `lj_tab.c`.
    """
    names = list(names)
    if not _HASHES.keys() >= set(names):
        return names
    slots: list[str | None] = []
    for name in names:
        if None in slots:
            _put(slots, name)
        else:
            slots = _grown(slots, name)
    return [name for name in slots if name]


def copied(names: Iterable[str]) -> list[str]:
    """Returns the keys in the order in which the table of a clone is filled with them.

    On the way through a file they go into a table that is written, into one that is read, and into the clone.

    Source: torch7, `File.lua`.
    """
    return walked(walked(walked(names)))


def _put(slots: list[str | None], name: str) -> None:
    """Puts a key into the slot its hash says, or one of the two keys that want it into the last free one."""
    main = _HASHES[name] % len(slots)
    there = slots[main]
    free = max(index for index, key in enumerate(slots) if key is None)
    if there is None:
        slots[main] = name
    elif _HASHES[there] % len(slots) == main:
        slots[free] = name
    else:  # the key that is there was put aside itself, and gives way to the one whose slot it is
        slots[free], slots[main] = there, name


def _grown(slots: list[str | None], name: str) -> list[str | None]:
    keys = [*filter(None, slots), name]
    grown: list[str | None] = [None] * max(2, 1 << (len(keys) - 1).bit_length())
    for key in keys:
        _put(grown, key)
    return grown
