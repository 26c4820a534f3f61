"""Migrates pages in place of running tests."""

import sys

import pytest

from torchnn_doc.checker.migrate.doctests import option_flags
from torchnn_doc.checker.migrate.files import migrate_file
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
    done = [migrate_file(page, settings.name(page), flags=flags, write=write) for page in pages]
    by_hand = [each for page in done for each in page.by_hand]
    said = [] if write else [line for page in done for line in page.difference]
    said += [f"docs: {each}" for each in by_hand]
    changed, verb = sum(bool(page.difference) for page in done), "migrated" if write else "to be migrated"
    said.append(f"docs: pages {verb}: {changed} of {len(done)}; places to look at by hand: {len(by_hand)}")
    sys.stdout.writelines(f"{line}\n" for line in said)
    return pytest.ExitCode.TESTS_FAILED if by_hand else pytest.ExitCode.OK
