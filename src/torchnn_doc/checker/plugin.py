"""The pytest plugin's options; everything else is loaded only in a project that sets `docs_pages`."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    group = parser.getgroup("docs", "code and output of Markdown pages")
    group.addoption(
        "--accept",
        action="store_true",
        dest="docs_accept",
        help="rewrite the output blocks of the pages to what their code prints",
    )
    parser.addini("docs_pages", "the pages to check: globs, relative to rootdir", type="args", default=[])
    parser.addini(
        "docs_translations",
        "folders that hold the same pages in different languages, relative to rootdir",
        type="args",
        default=[],
    )
    parser.addini("docs_timeout", "the seconds that one block may run", default="60")


def pytest_configure(config: pytest.Config) -> None:
    """Load the checker if the project asks for it."""
    if not config.getini("docs_pages"):
        if config.option.docs_accept or config.getini("docs_translations"):
            raise pytest.UsageError("--accept and docs_translations need docs_pages, the pages to check")
        return
    if not hasattr(config.option, "markdowndocs"):
        raise pytest.UsageError("docs_pages needs pytest-markdown-docs: pip install 'torchnn_doc[checker]'")
    from torchnn_doc.checker.session import PageChecker  # noqa: PLC0415 - costs time that others need not pay

    config.pluginmanager.register(PageChecker(config), "torchnn_doc.checker.session")
