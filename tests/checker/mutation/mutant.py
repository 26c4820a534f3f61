"""One alteration of a page, and a way to make many of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.checker.mutation.ran import Ran


@dataclass(frozen=True)
class Mutant:
    """One alteration of a page, and whether the checker noticed.

    Attributes:
        where: The page and the line.
        what: What stands there now.
        noticed: Whether the checker failed the page.
        changes: Whether the page now says, or its code prints, something that is not so.
        elsewhere: Whether what stands there now is right somewhere else on the page.
    """

    where: str
    what: str
    noticed: bool
    changes: bool = True
    elsewhere: bool = False


@dataclass(frozen=True)
class Kind:
    """A way to alter pages.

    Attributes:
        name: What is altered, as the counts call it.
        mutants: Alters a page in this way, once for each place.
        must_fail: Whether the checker has to notice; else it must not.
        in_words: Whether it alters the words of a page; all else is the same in its translation.
    """

    name: str
    mutants: "Callable[[Ran], Iterator[Mutant]]"
    must_fail: bool = True
    in_words: bool = False

    def is_wrong(self, mutant: Mutant) -> bool:
        """Whether the checker is: it did not notice though the page is wrong now, or the reverse."""
        excused = not mutant.changes or (mutant.elsewhere and not mutant.noticed)
        return not excused and mutant.noticed != self.must_fail
