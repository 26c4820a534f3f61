"""Sees from the entries that a page writes out how large its vectors and matrices are."""

from collections.abc import Iterable
from math import prod

from torchnn_doc.checker.equations.tree import Name, Node, Transpose, bare

Size = tuple[int, ...]
"""The size of a vector, (3,), or of a matrix, (3, 2)."""


def sizes_of(nodes: Iterable[Node]) -> dict[str, Size]:
    """The sizes of the names of which every entry is written out.

    W_{11}, W_{12}, W_{21} and W_{22} make W a matrix of 2x2. What is called Delta W has the size of W.

    Args:
        nodes: All nodes of the page.
    """
    entries: dict[str, set[tuple[str, ...]]] = {}
    matrices, changes = set(), set()
    for node in nodes:
        if isinstance(node, Transpose) and isinstance(name := bare(node.of), Name) and name.indices:
            matrices.add(name.whole)  # in W_1^T the index counts matrices
        if isinstance(node, Name):
            if node.base.startswith("Delta "):
                changes.add(node.whole)
            if node.indices and all(index.isdigit() for index in node.indices):
                entries.setdefault(node.whole, set()).add(node.indices)
    found = {name: _size_of(places) for name, places in entries.items() if name not in matrices}
    sizes = {name: size for name, size in found.items() if size}
    return {name: sizes[of] for name in changes if (of := name.removeprefix("Delta ")) in sizes} | sizes


def _size_of(places: set[tuple[str, ...]]) -> Size | None:
    if any(len(indices) == 1 for indices in places):  # then two digits are one index, as in x_{12}
        places = {("".join(indices),) for indices in places}
    numbers = {tuple(map(int, indices)) for indices in places}
    if len({len(indices) for indices in numbers}) > 1 or len(min(numbers)) > 2:
        return None
    size = tuple(map(max, zip(*numbers, strict=True)))
    complete = len(numbers) == prod(size) and min(map(min, numbers)) == 1
    return size if complete and len(numbers) > 1 else None
