"""Migrates pages in place of running tests."""

import sys
from difflib import unified_diff

import pytest

from torchnn_doc.checker.accept.edits import rewrite
from torchnn_doc.checker.migrate.doctests import option_flags
from torchnn_doc.checker.migrate.pages import migrate
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import read_source
from torchnn_doc.checker.page.lines import split_lines
from torchnn_doc.checker.plugin.options import pages_asked_for, read_settings


def migrate_pages(config: pytest.Config) -> pytest.ExitCode:
    """Migrate the pages named, or all of docs_pages, and say what is left to do by hand.

    Raises:
        pytest.UsageError: An option makes no sense.
    """
    settings, write = read_settings(config), config.option.docs_migrate == "write"
    has_doctest = config.pluginmanager.hasplugin("doctest")
    flags = option_flags(config.getini("doctest_optionflags") if has_doctest else [])
    pages = pages_asked_for(config, "--docs-migrate")
    said: list[str] = []
    by_hand: list[CheckError] = []
    changed = 0
    for page in pages:
        name = settings.name(page)
        try:
            source = read_source(page, name)
            migration = migrate(source, flags)
            if write and migration.edits:
                rewrite(migration.edits)
        except CheckError as error:
            by_hand.append(error)
            continue
        by_hand += migration.by_hand
        changed += bool(migration.edits)
        if not write:
            old, new = split_lines(source.text), split_lines(migration.text)
            said += unified_diff(old, new, name, f"{name} (migrated)", lineterm="")
    said += [f"docs: {each}" for each in by_hand]
    verb = "migrated" if write else "to be migrated"
    said.append(f"docs: pages {verb}: {changed} of {len(pages)}; places to look at by hand: {len(by_hand)}")
    sys.stdout.writelines(f"{line}\n" for line in said)
    return pytest.ExitCode.TESTS_FAILED if by_hand else pytest.ExitCode.OK
