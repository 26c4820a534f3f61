"""What the checker's tests share: running pytest on pages in an empty folder."""

from collections.abc import Callable

import pytest


@pytest.fixture
def run_pages(pytester: pytest.Pytester) -> Callable[..., pytest.RunResult]:
    """Run pytest on every Markdown page below the test's folder, with more arguments as given."""

    def run(*arguments: str, pages: str = "**/*.md") -> pytest.RunResult:
        # Hypothesis has its plugin import all of it for each run, which takes a second.
        return pytester.runpytest("-p", "no:hypothesispytest", f"-odocs_pages={pages}", *arguments)

    return run
