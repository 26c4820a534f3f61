"""What a session was asked for, by the project's options and on the command line."""

import math
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from torchnn_doc.checker.checking import Settings


@dataclass(frozen=True)
class Options:
    """What a session was asked for.

    Attributes:
        settings: What the project says of its pages.
        pages: The pages to check.
        accept: Whether wrong outputs are rewritten: "write", "diff" to see only how, or "".
        reviewed: Whether pages are marked as read against their translations.
        isolate: Whether each page runs in a process of its own.
        memory: The bytes by which such a process may grow.
    """

    settings: Settings
    pages: frozenset[Path]
    accept: str
    reviewed: bool
    isolate: bool
    memory: int


def read_options(config: pytest.Config) -> Options:
    """Read them.

    Raises:
        pytest.UsageError: An option makes no sense.
    """
    option = config.option
    if option.docs_reviewed and config.args_source is not pytest.Config.ArgsSource.ARGS:
        raise pytest.UsageError("--docs-reviewed needs the names of the pages that were read")
    isolate = option.docs_isolate or config.getini("docs_isolate")
    if isolate and not hasattr(os, "fork"):
        raise pytest.UsageError("docs_isolate needs a system that can fork processes")
    memory = int(_positive(config, "docs_memory", "megabytes") * 1_000_000)
    return Options(
        read_settings(config), find_pages(config), option.docs_accept, option.docs_reviewed, isolate, memory
    )


def read_settings(config: pytest.Config) -> Settings:
    """Read what the project says of its pages.

    Raises:
        pytest.UsageError: An option makes no sense.
    """
    folders = config.getini("docs_translations")
    for name in folders:
        if not (config.rootpath / name).is_dir():
            raise pytest.UsageError(f"docs_translations names {name}, which is not a folder")
    return Settings(
        root=config.rootpath,
        translations=tuple(config.rootpath / name for name in folders),
        timeout=_positive(config, "docs_timeout", "seconds"),
        numbers=config.getini("docs_numbers"),
        equations=config.getini("docs_equations"),
        in_own_folder=_folder(config) == "page",
        words=tuple(config.getini("docs_words")),
    )


def find_report(config: pytest.Config) -> Path | None:
    """The file that `--docs-report` writes.

    Raises:
        pytest.UsageError: It cannot be written there.
    """
    if not config.option.docs_report:
        return None
    given = Path(config.option.docs_report)
    file: Path = config.invocation_params.dir / given
    if not file.parent.is_dir():
        raise pytest.UsageError(f"--docs-report: there is no folder {given.parent}")
    return file


def find_pages(config: pytest.Config) -> frozenset[Path]:
    """The pages of `docs_pages`.

    Raises:
        pytest.UsageError: One of its globs makes no sense.
    """
    pages: set[Path] = set()
    for pattern in config.getini("docs_pages"):
        try:
            found = [path for path in config.rootpath.glob(pattern) if path.is_file()]
            found = [path for path in found if not _is_foreign(path, pattern, config.rootpath)]
        except (ValueError, NotImplementedError, IndexError) as error:  # the last is said of "."
            raise pytest.UsageError(
                f"docs_pages: {pattern!r} is not a glob relative to rootdir: {error}"
            ) from None
        if not found:
            raise pytest.UsageError(f"docs_pages: {pattern!r} matches no file in {config.rootpath}")
        pages.update(found)
    return frozenset(pages)


def pages_asked_for(config: pytest.Config, option: str) -> list[Path]:
    """The pages that are named, or else all of `docs_pages`, for what is done in place of running tests.

    Args:
        config: The session's configuration.
        option: What asks for it.

    Raises:
        pytest.UsageError: There are none, or one of them is no page.
    """
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        if not config.getini("docs_pages"):
            raise pytest.UsageError(f"{option} needs docs_pages, or the names of pages")
        return sorted(find_pages(config))
    named = {arg: config.invocation_params.dir / arg for arg in config.args}
    for arg, page in named.items():
        if page.suffix != ".md" or not page.is_file():
            raise pytest.UsageError(f"{option}: {arg} is not a Markdown page")
    return list(named.values())


def is_chosen(config: pytest.Config) -> bool:
    """Whether the user names what to run, rather than `testpaths` or `addopts`."""
    typed = config.invocation_params.args
    return config.args_source is pytest.Config.ArgsSource.ARGS and any(arg in typed for arg in config.args)


def _folder(config: pytest.Config) -> str:
    given: str = config.getini("docs_folder")
    if given not in ("root", "page"):
        raise pytest.UsageError(f"docs_folder is root or page, not {given!r}")
    return given


def _positive(config: pytest.Config, option: str, unit: str) -> float:
    try:
        given = config.getini(option)
        number = float(given)
        problem = repr(given)
    except (TypeError, ValueError, pytest.UsageError) as error:
        number, problem = 0, str(error)
    if not 0 < number < math.inf:
        raise pytest.UsageError(f"{option} is not a number of {unit}: {problem}")
    return number


def _is_foreign(page: Path, pattern: str, root: Path) -> bool:
    """Whether a page lies in a folder of some tool, which no one means who writes `**/*.md`."""
    named = pattern.split("/")
    folders = [each for each in page.parents if each.is_relative_to(root) and each != root]
    return any(
        each.name.startswith(".") or each.name == "node_modules" or (each / "pyvenv.cfg").exists()
        for each in folders
        if each.name not in named
    )
