"""Knows by their names the exceptions and warnings that a page promises, and records the warnings."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager


def is_named(error: BaseException, name: str) -> bool:
    """Whether a class of an exception or a warning has this name, with or without its module's."""
    kinds = type(error).__mro__
    return any(name in (kind.__name__, f"{kind.__module__}.{kind.__qualname__}") for kind in kinds)


@contextmanager
def recorded(name: str) -> Iterator[list[str]]:
    """Record the warnings that are given inside, as Python shows them, each once for its line.

    Args:
        name: The name of their class; all other warnings go where they would have gone. None if "".
    """
    said: list[str] = []
    if not name:
        yield said
        return
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("default")
            yield said
    finally:
        for each in caught:
            if isinstance(each.message, Warning) and is_named(each.message, name):
                said.append(f"{each.category.__name__}: {each.message}")
            else:
                warnings.warn_explicit(
                    each.message, each.category, each.filename, each.lineno, source=each.source
                )
