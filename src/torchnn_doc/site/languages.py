"""Builds the other languages beside the one at the root, each in its own process: one command for all."""

import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.livereload import LiveReloadServer

from torchnn_doc.site.builder import Builder
from torchnn_doc.site.cache import SERVED
from torchnn_doc.site.changes import forget, has_changed
from torchnn_doc.site.options import Language
from torchnn_doc.site.serve_mode import is_served
from torchnn_doc.site.settings import language_of, options_of, root_of

# What builds the other languages, by their codes.
_BUILDERS: dict[str, Builder] = {}
# The languages that are being built.
_BUILDING: set[str] = set()


def begin(config: MkDocsConfig) -> None:
    """Start to build the other languages, if this build is that of the language at the root."""
    has_changed(config.theme["language"], config)  # it is built now
    _begin(config)


def finish(config: MkDocsConfig) -> None:
    """Wait for the other languages.

    Raises:
        mkdocs.exceptions.Abort: Another build failed, or it warned under `--strict`. This build ends too.
    """
    while _BUILDING:
        code = _BUILDING.pop()
        if not _BUILDERS[code].has_succeeded():
            raise Abort(f"the build of {code} failed")
    for language in _others(config):
        if is_served():
            place = Path(config.site_dir, language.at)
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(_target(language, config), place)


def serve(server: LiveReloadServer, config: MkDocsConfig, build: Callable[[], None]) -> None:
    """Leave the language at the root alone after a change that concerns others only."""

    def rebuild() -> None:
        if has_changed(config.theme["language"], config):
            try:
                build()
            except ConfigurationError as error:  # MkDocs would show where in itself it was raised
                raise Abort(error.format_message()) from None
            return
        try:
            _begin(config)
            finish(config)
        except Abort:
            break_off()
            raise

    server.builder = rebuild


def break_off() -> None:
    """End the builds that have begun, for one has failed and nobody waits for them; all are to be built."""
    for code in _BUILDING:
        _BUILDERS[code].break_off()
    _BUILDING.clear()
    forget()


def shut_down() -> None:
    """Let the processes end that build the other languages."""
    for builder in _BUILDERS.values():
        builder.close()


def _begin(config: MkDocsConfig) -> None:
    for language in _others(config):
        code = language.code
        if has_changed(code, config):
            if code not in _BUILDERS or not _BUILDERS[code].is_there:
                _BUILDERS[code] = _builder(language, config)
            _BUILDERS[code].begin()
            _BUILDING.add(code)


def _others(config: MkDocsConfig) -> list[Language]:
    """The languages that are built beside this one: none, unless this is the one at the root."""
    if language_of(config).at:
        return []
    return [language for language in options_of(config).languages if language.at]


def _builder(language: Language, config: MkDocsConfig) -> Builder:
    assert language.config
    arguments = ["--config-file", language.config, "--site-dir", str(_target(language, config))]
    arguments += ["--strict"] if config.strict else []
    arguments += [] if logging.getLogger("mkdocs").isEnabledFor(logging.INFO) else ["--quiet"]
    address = {"SITE_URL": urljoin(config.site_url or "", language.at)}
    return Builder(arguments, root_of(config), os.environ | address)


def _target(language: Language, config: MkDocsConfig) -> Path:
    """Where a language is built: in its place, or while it is served where MkDocs does not clear it away."""
    if is_served():
        return root_of(config) / SERVED / language.code
    return Path(config.site_dir, language.at).absolute()
