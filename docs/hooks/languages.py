"""Ties the languages together: where each one's pages are from here, and one command that builds them all."""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files

from kept import FOLDER
from served import is_served

# The folders in which tools keep what they make, which nobody edits.
MADE = {"__pycache__", "node_modules"}

# MkDocs does not say to `on_build_error` which build has failed, so what runs beside it is kept here.
_BUILDING: dict[str, subprocess.Popen[bytes]] = {}
# When the newest file was written that a language was last built from.
_BUILT: dict[str, float] = {}


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
    if _own_place(config):
        return files
    here = Path(config.config_file_path).parent
    for language in config.extra["languages"]:
        if language["at"] and _has_changed(language["config"], config):
            command = [sys.executable, "-m", "mkdocs", "build"]
            command += ["--config-file", str(here / language["config"])]
            command += ["--site-dir", str(_target(language, config))]
            command += ["--strict"] if config.strict else []
            command += [] if logging.getLogger("mkdocs").isEnabledFor(logging.INFO) else ["--quiet"]
            address = {"SITE_URL": urljoin(config.site_url or "", language["at"])}
            _BUILDING[language["config"]] = subprocess.Popen(command, cwd=here, env=os.environ | address)
    return files


@event_priority(-1000)
def on_post_build(*, config: MkDocsConfig) -> None:
    """Wait for the other languages.

    Raises:
        mkdocs.exceptions.Abort: Another build failed, or it warned under `--strict`. This build ends too.
    """
    if _own_place(config):
        return
    for name in list(_BUILDING):
        if _BUILDING.pop(name).wait():
            _BUILT.pop(name, None)
            raise Abort(f"the build of {name} failed")
    for language in config.extra["languages"]:
        if language["at"] and is_served():
            shutil.copytree(_target(language, config), Path(config.site_dir, language["at"]))


def on_build_error(*, error: Exception) -> None:  # noqa: ARG001
    """Do not leave a build behind that nobody waits for."""
    for name, build in _BUILDING.items():
        build.terminate()
        build.wait()
        _BUILT.pop(name, None)
    _BUILDING.clear()


def _has_changed(name: str, config: MkDocsConfig) -> bool:
    """Whether a language has to be built: while it is served, only if a file that it is made of is new."""
    if not is_served():
        return True
    files = (file for path in config.watch for file in [Path(path), *Path(path).rglob("*")])
    newest = max(file.stat().st_mtime for file in files if not MADE.intersection(file.parts))
    if _BUILT.get(name) == newest:
        return False
    _BUILT[name] = newest
    return True


def _target(language: Mapping[str, str], config: MkDocsConfig) -> Path:
    """Where a language is built: in its place, or while it is served where MkDocs does not clear it away."""
    if is_served():
        return Path(config.config_file_path).parent / FOLDER / "served" / language["code"]
    return Path(config.site_dir, language["at"]).absolute()


def _own_place(config: MkDocsConfig) -> str:
    places = {language["code"]: language["at"] for language in config.extra["languages"]}
    return str(places[config.theme["language"]])
