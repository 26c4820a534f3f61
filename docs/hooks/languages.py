"""Ties the languages together: where each one's pages are from here, and one command that builds them all."""

from pathlib import Path
from urllib.parse import urljoin

from jinja2 import Environment
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files


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


def on_post_build(*, config: MkDocsConfig) -> None:
    """After the language at the root, build each of the others into its folder.

    Raises:
        mkdocs.exceptions.Abort: Another build failed, or it warned under `--strict`. This build ends too.
    """
    if _own_place(config):
        return
    here = Path(config.config_file_path).parent
    for language in config.extra["languages"]:
        if language["at"]:
            build(
                load_config(
                    str(here / language["config"]),
                    site_dir=str(Path(config.site_dir, language["at"])),
                    site_url=urljoin(config.site_url or "", language["at"]),
                    strict=config.strict,
                )
            )


def _own_place(config: MkDocsConfig) -> str:
    places = {language["code"]: language["at"] for language in config.extra["languages"]}
    return str(places[config.theme["language"]])
