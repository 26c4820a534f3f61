"""Gives the templates the languages, the words of this build, and full addresses."""

from urllib.parse import urljoin

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from torchnn_doc.site.settings import ink_of, language_of, options_of, way_to


class TemplateError(PluginError):
    """The theme's markup is not what the templates in overrides/ change."""


def exchanged(markup: str, old: str, new: str) -> str:
    """Return a part of the theme's page with something else in it.

    Raises:
        TemplateError: The part does not have what is to be exchanged.
    """
    if old not in markup:
        raise TemplateError(f"overrides/main.html: the theme's page no longer has {old!r}, expected there")
    return markup.replace(old, new)


def on_env(env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:  # noqa: ARG001
    """Add what overrides/ names; `absolute` makes a path from this build's root a full address."""
    options = options_of(config)
    env.filters["exchanged"] = exchanged
    env.filters["absolute"] = lambda path: urljoin(config.site_url or "", path)
    env.globals["words"] = options.words[language_of(config).code]
    env.globals["downloads"] = options.downloads
    env.globals["ink"] = ink_of(config)
    env.globals["languages"] = [
        {
            "code": language.code,
            "root": way_to(language, config),
            "is_default": language.code == options.x_default,
            "is_at_root": not language.at,
            **options.words[language.code]["language"],
        }
        for language in options.languages
    ]
    return env
