"""What the stages ask of the configuration: the project's folder, the plugin's options, languages, words."""

import re
from pathlib import Path
from typing import cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin

from torchnn_doc.site.options import Language, Options, Words

PLUGIN = "torchnn_doc"
STYLE_SHEET = "docs/assets/stylesheets/site.css"
INK = re.compile(r"--site-ink: (#[0-9a-f]{6});")


def root_of(config: MkDocsConfig) -> Path:
    """The project's folder, in which mkdocs.yml is."""
    return Path(config.config_file_path).absolute().parent


def options_of(config: MkDocsConfig) -> Options:
    """The plugin's options."""
    return cast("BasePlugin[Options]", config.plugins[PLUGIN]).config


def words_of(config: MkDocsConfig) -> Words:
    """What the site says around its pages, in the language of this build."""
    return options_of(config).words[language_of(config).code]


def language_of(config: MkDocsConfig) -> Language:
    """The language of this build."""
    code = config.theme["language"]
    return next(language for language in options_of(config).languages if language.code == code)


def root_language(config: MkDocsConfig) -> Language:
    """The language at the root of the site."""
    return next(language for language in options_of(config).languages if not language.at)


def way_to(language: Language, config: MkDocsConfig) -> str:
    """The way from the root of this build to that of a language's build."""
    return "../" * language_of(config).at.count("/") + language.at


def ink_of(config: MkDocsConfig) -> str:
    """The colour of the header, as the style sheet states it."""
    stated = INK.search((root_of(config) / STYLE_SHEET).read_text(encoding="utf-8"))
    assert stated, f"{STYLE_SHEET} has no --site-ink with six digits"
    return stated[1]
