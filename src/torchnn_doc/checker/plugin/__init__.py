"""The pytest plugin's options; everything else is loaded only where pages are to be checked."""

from typing import Literal

import pytest

# What pytest takes for a number in its own table; an older one knows only what is written in quotes.
_NUMBER: Literal["float", "string"] = "float" if pytest.version_tuple >= (8, 4) else "string"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    group = parser.getgroup("docs", "code and output of Markdown pages")
    group.addoption(
        "--accept",
        action="store_const",
        const="write",
        default="",
        dest="docs_accept",
        help="rewrite the output blocks of the pages to what their code prints",
    )
    # An option of its own: if --accept could have a value, it would take a page named behind it for one.
    group.addoption(
        "--accept=diff",
        action="store_const",
        const="diff",
        dest="docs_accept",
        help="show what --accept would rewrite, and change nothing",
    )
    group.addoption(
        "--docs-reviewed",
        action="store_true",
        help="mark the pages named as read against their translations, as these are now",
    )
    group.addoption(
        "--docs-list",
        action="store_true",
        help="list the fences of the pages and what would become of each, and run nothing",
    )
    group.addoption(
        "--docs-migrate",
        action="store_const",
        const="write",
        default="",
        help="rewrite pages of pytest-markdown-docs, doctest, Sybil or pytest-examples for this checker",
    )
    group.addoption(
        "--docs-migrate=diff",
        action="store_const",
        const="diff",
        dest="docs_migrate",
        help="show what --docs-migrate would rewrite, and change nothing",
    )
    group.addoption(
        "--docs-report",
        metavar="FILE",
        default="",
        help="write as JSON what became of each block, equation and number of the pages",
    )
    group.addoption(
        "--docs-isolate",
        action="store_true",
        help="run each page in a process of its own, as docs_isolate = true does",
    )
    parser.addini("docs_pages", "the pages to check: globs, relative to rootdir", type="args", default=[])
    parser.addini(
        "docs_translations",
        "folders that hold the same pages in different languages, relative to rootdir",
        type="args",
        default=[],
    )
    parser.addini(
        "docs_numbers",
        "whether every decimal that a page shows in prose has to come from its outputs, code or equations",
        type="bool",
        default=False,
    )
    parser.addini(
        "docs_equations",
        "whether every equation has to be read, unless a comment says why it is skipped",
        type="bool",
        default=False,
    )
    parser.addini("docs_timeout", "the seconds that one block may run", type=_NUMBER, default="60")
    parser.addini(
        "docs_words",
        "words of other tools that may stand behind a fence, as patterns; notest lets it lack a reason",
        type="args",
        default=[],
    )
    parser.addini(
        "docs_folder",
        "the working folder of a page's code: the project's (root) or the page's own (page)",
        default="root",
    )
    parser.addini("docs_isolate", "run each page in a process of its own", type="bool", default=False)
    parser.addini(
        "docs_memory", "the megabytes by which such a process may grow", type=_NUMBER, default="4000"
    )


def pytest_cmdline_main(config: pytest.Config) -> pytest.ExitCode | None:
    """List pages or migrate them in place of running tests, if that is asked for."""
    if config.option.docs_list:
        from torchnn_doc.checker.plugin.listing import list_pages  # noqa: PLC0415 - as below

        return list_pages(config)
    if not config.option.docs_migrate:
        return None
    from torchnn_doc.checker.plugin.migrating import migrate_pages  # noqa: PLC0415 - as below

    return migrate_pages(config)


def pytest_configure(config: pytest.Config) -> None:
    """Load the checker if the project asks for it."""
    if not config.getini("docs_pages") and not any(_is_page(arg) for arg in config.args):
        option = config.option
        asks = option.docs_accept or option.docs_reviewed or option.docs_report or option.docs_isolate
        if asks or config.getini("docs_translations"):
            asked = "--accept, --docs-reviewed, --docs-report, --docs-isolate and docs_translations"
            raise pytest.UsageError(f"{asked} need docs_pages, or the name of a page to check")
        return
    if not hasattr(config.option, "markdowndocs"):
        raise pytest.UsageError(
            "to check pages needs pytest-markdown-docs: pip install 'pytest-markdown-docs==0.9.*'"
        )
    from torchnn_doc.checker.plugin.session import check_pages  # noqa: PLC0415 - costs time others need not pay

    check_pages(config)


def _is_page(argument: str) -> bool:
    """Whether the user asks for a page by its name, for which no option needs to be set."""
    return argument.partition("::")[0].endswith(".md")
