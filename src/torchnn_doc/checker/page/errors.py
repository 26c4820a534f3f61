"""What the checker can find wrong with a page; every message begins with file and line."""

from collections.abc import Sequence


class CheckError(Exception):
    """Something is wrong at one line of a page.

    Args:
        path: The page, as the reader of the message should see it.
        line: The line of the page, counted from 1.
        problem: What is wrong, in one line.
        details: What helps to see it, below that line.
    """

    def __init__(self, path: str, line: int, problem: str, details: str = "") -> None:
        self.path, self.line, self.problem, self.details = path, line, problem, details
        self.headline = f"{path}:{line}: {problem}"
        super().__init__(f"{self.headline}\n\n{details}" if details else self.headline)


class ManyProblemsError(CheckError):
    """Several things are wrong with a page; all of them are in the message.

    Args:
        errors: What is wrong; at least one.
    """

    def __init__(self, errors: Sequence[CheckError]) -> None:
        first, *others = errors
        details = "\n\n".join(filter(None, [first.details, *map(str, others)]))
        super().__init__(first.path, first.line, first.problem, details)


class PageError(CheckError):
    """The page is not written as the checker can read it."""
