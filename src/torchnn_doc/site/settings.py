"""What the stages ask of the configuration: the project's folder, the plugin's options, languages, words."""

from pathlib import Path
from typing import cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin

from torchnn_doc.site.options import Language, Options, Words

PLUGIN = "torchnn_doc"


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
