"""What the checker can find wrong with a page; every message begins with file and line."""

from collections.abc import Iterable


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


class PageError(CheckError):
    """The page is not written as the checker can read it."""


class MalformedPageError(PageError):
    """A page with at least one such problem; all of them are in the message, in the order of the page."""

    def __init__(self, problems: Iterable[PageError]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        first, *others = self.problems
        super().__init__(first.path, first.line, first.problem, "\n".join(map(str, others)))
