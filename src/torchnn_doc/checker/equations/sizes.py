"""Sees from the entries that a page writes out how large its vectors and matrices are."""

from collections.abc import Iterable, Mapping, Sequence
from math import prod

from torchnn_doc.checker.equations.tree import Name, Node, Product, Sum, Table, Transpose, bare, parts

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


def vectors_of(nodes: Sequence[Node], sizes: Mapping[str, Size]) -> set[str]:
    """The names with one index that stand for a vector where they stand without it.

    x_1 and x_2 alone do not make x a vector, it may be a number beside them. An entry in a matrix written out
    does, a transpose of x, and x as a factor behind a matrix, or added to such a product.
    """
    entries = (part for node in nodes if isinstance(node, Table) for part in parts(node))
    found = {part.whole for part in entries if isinstance(part, Name) and part.indices}
    found |= {
        name.whole
        for node in nodes
        if isinstance(node, Transpose) and isinstance(name := bare(node.of), Name)
    }
    matrices = {name for name, size in sizes.items() if len(size) > 1}
    found |= {
        name
        for node in nodes
        if isinstance(node, Product) and matrices & set(_factors(node))
        for name in _factors(node)
    }
    for node in nodes:
        if isinstance(node, Sum) and any(
            isinstance(term, Product) and matrices & set(_factors(term)) for term in node.terms
        ):
            found |= {term.whole for term in map(bare, node.terms) if isinstance(term, Name)}
    changes = {name for name in sizes if name.startswith("Delta ") and name.removeprefix("Delta ") in found}
    return {name for name in found | changes if len(sizes.get(name, ())) == 1}


def _factors(product: Product) -> list[str]:
    """The factors of a product that are names without an index."""
    factors = map(bare, product.factors)
    return [factor.whole for factor in factors if isinstance(factor, Name) and not factor.indices]


def _size_of(places: set[tuple[str, ...]]) -> Size | None:
    if any(len(indices) == 1 for indices in places):  # then two digits are one index, as in x_{12}
        places = {("".join(indices),) for indices in places}
    numbers = {tuple(map(int, indices)) for indices in places}
    if len({len(indices) for indices in numbers}) > 1 or len(min(numbers)) > 2:
        return None
    size = tuple(map(max, zip(*numbers, strict=True)))
    complete = len(numbers) == prod(size) and min(map(min, numbers)) == 1
    return size if complete and len(numbers) > 1 else None
