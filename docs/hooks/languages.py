"""Ties the languages together: where each one's pages are from here, and one command that builds them all."""

import logging
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import Files

# MkDocs does not say to `on_build_error` which build has failed, so what runs beside it is kept here.
_BUILDING: dict[str, subprocess.Popen[bytes]] = {}


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


def on_files(files: Files, /, *, config: MkDocsConfig) -> Files:
    """Start to build the other languages beside the one at the root, which has cleared the folder by now."""
    if _own_place(config):
        return files
    here = Path(config.config_file_path).parent
    for language in config.extra["languages"]:
        if language["at"]:
            command = [sys.executable, "-m", "mkdocs", "build"]
            command += ["--config-file", str(here / language["config"])]
            command += ["--site-dir", str(Path(config.site_dir, language["at"]).absolute())]
            command += ["--strict"] if config.strict else []
            command += [] if logging.getLogger("mkdocs").isEnabledFor(logging.INFO) else ["--quiet"]
            address = {"SITE_URL": urljoin(config.site_url or "", language["at"])}
            _BUILDING[language["config"]] = subprocess.Popen(command, cwd=here, env=os.environ | address)
    return files


def on_post_build(*, config: MkDocsConfig) -> None:
    """Wait for the other languages.

    Raises:
        mkdocs.exceptions.Abort: Another build failed, or it warned under `--strict`. This build ends too.
    """
    if not _own_place(config):
        for name in list(_BUILDING):
            if _BUILDING.pop(name).wait():
                raise Abort(f"the build of {name} failed")


def on_build_error(*, error: Exception) -> None:  # noqa: ARG001
    """Do not leave a build behind that nobody waits for."""
    for build in _BUILDING.values():
        build.terminate()
        build.wait()
    _BUILDING.clear()


def _own_place(config: MkDocsConfig) -> str:
    places = {language["code"]: language["at"] for language in config.extra["languages"]}
    return str(places[config.theme["language"]])
