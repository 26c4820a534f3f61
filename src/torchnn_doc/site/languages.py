"""Ties the languages together: where each one's pages are from here, and one command that builds them all."""

import logging
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urljoin

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files

from torchnn_doc.site.builder import Builder
from torchnn_doc.site.cache import SERVED
from torchnn_doc.site.changes import forget, has_changed
from torchnn_doc.site.served import is_served

# What builds the other languages, by their configs.
_BUILDERS: dict[str, Builder] = {}
# MkDocs does not say to `on_build_error` which build has failed, so what is being built is kept here.
_BUILDING: set[str] = set()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Give each language its `root`: the way from this build's root to that of the language's build."""
    up = "../" * _own_place(config).count("/")
    for language in config.extra["languages"]:
        language["root"] = up + language["at"]
    return config


def on_env(env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:  # noqa: ARG001
    """Add the template filter `absolute`: the full address of what a path from this build's root leads to."""
    env.filters["absolute"] = lambda path: urljoin(config.site_url or "", path)
    return env


@event_priority(1000)  # the sooner they begin, the sooner they are done
def on_files(files: Files, /, *, config: MkDocsConfig) -> Files:
    """Start to build the other languages beside the one at the root, which has cleared the folder by now."""
    has_changed(config.theme["language"], config)  # it is built now
    _begin(config)
    return files


@event_priority(-1000)
def on_post_build(*, config: MkDocsConfig) -> None:
    """Wait for the other languages.

    Raises:
        mkdocs.exceptions.Abort: Another build failed, or it warned under `--strict`. This build ends too.
    """
    _finish(config)


def on_serve(server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[[], None]) -> None:
    """Leave the language at the root alone after a change that concerns others only."""

    def rebuild() -> None:
        if has_changed(config.theme["language"], config):
            builder()
            return
        try:
            _begin(config)
            _finish(config)
        except Abort as error:
            on_build_error(error=error)
            raise

    server.builder = rebuild


def on_build_error(*, error: Exception) -> None:  # noqa: ARG001
    """Do not leave a build behind that nobody waits for."""
    for name in _BUILDING:
        _BUILDERS[name].break_off()
    _BUILDING.clear()
    forget()


def on_shutdown() -> None:
    """Nothing more is going to be built."""
    for other in _BUILDERS.values():
        other.close()


def _begin(config: MkDocsConfig) -> None:
    for language in _beside(config):
        if has_changed(language["code"], config):
            name = language["config"]
            if name not in _BUILDERS or not _BUILDERS[name].is_there:
                _BUILDERS[name] = _builder(language, config)
            _BUILDERS[name].begin()
            _BUILDING.add(name)


def _finish(config: MkDocsConfig) -> None:
    while _BUILDING:
        name = _BUILDING.pop()
        if not _BUILDERS[name].has_succeeded():
            raise Abort(f"the build of {name} failed")
    for language in _beside(config):
        if is_served():
            place = Path(config.site_dir, language["at"])
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(_target(language, config), place)


def _beside(config: MkDocsConfig) -> list[dict[str, str]]:
    """The languages that are built beside this one: none, if this build is one of them."""
    if _own_place(config):
        return []
    return [language for language in config.extra["languages"] if language["at"]]


def _builder(language: Mapping[str, str], config: MkDocsConfig) -> Builder:
    folder = Path(config.config_file_path).parent
    arguments = [
        "--config-file",
        str(folder / language["config"]),
        "--site-dir",
        str(_target(language, config)),
    ]
    arguments += ["--strict"] if config.strict else []
    arguments += [] if logging.getLogger("mkdocs").isEnabledFor(logging.INFO) else ["--quiet"]
    address = {"SITE_URL": urljoin(config.site_url or "", language["at"])}
    return Builder(arguments, folder, os.environ | address)


def _target(language: Mapping[str, str], config: MkDocsConfig) -> Path:
    """Where a language is built: in its place, or while it is served where MkDocs does not clear it away."""
    if is_served():
        return Path(config.config_file_path).parent / SERVED / language["code"]
    return Path(config.site_dir, language["at"]).absolute()


def _own_place(config: MkDocsConfig) -> str:
    places = {language["code"]: language["at"] for language in config.extra["languages"]}
    return str(places[config.theme["language"]])
