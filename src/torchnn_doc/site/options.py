"""What mkdocs.yml may say of the plugin: a value that is wrong is MkDocs' own configuration error."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from mkdocs.config import config_options as options
from mkdocs.config.base import BaseConfigOption, Config, ValidationError

Words = Mapping[str, Any]


class Language(Config):  # type: ignore[no-untyped-call]
    """A language: its code, the folder of the site that it is in, and its configuration if not this one."""

    code = options.Type(str)
    at = options.Type(str, default="")
    config = options.Optional(options.File(exists=True))


class Languages(options.ListOfItems[Language]):
    """The languages of the site; one of them is at its root."""

    def __init__(self) -> None:
        super().__init__(options.SubConfig(Language))

    def run_validation(self, value: object) -> list[Language]:
        """Read the list."""
        languages = super().run_validation(value)
        if sum(not language.at for language in languages) != 1:
            raise ValidationError("Expected one language without 'at', which is at the root of the site.")
        for language in languages:
            if language.at and not language.at.endswith("/"):
                raise ValidationError(f"Expected 'at' to be a folder such as 'en/', not {language.at!r}.")
            if language.at and not language.config:
                raise ValidationError(f"Expected a 'config' that builds {language.code} in {language.at!r}.")
        return languages


class OneOfTheLanguages(options.Type[str]):
    """The code of one of the languages."""

    def __init__(self) -> None:
        super().__init__(str)

    def post_validation(self, config: Config, key_name: str) -> None:
        """Look it up."""
        codes = [language.code for language in config["languages"]]
        if config[key_name] not in codes:
            raise ValidationError(f"Expected one of {', '.join(codes)}, not {config[key_name]!r}.")


class WordsOfLanguages(BaseConfigOption[Mapping[str, Words]]):
    """A folder with a file for each language, such as `en.yml`, read by the codes of the languages.

    All hold the same keys: what one language says, the other ones say too.
    """

    def pre_validation(self, config: Config, key_name: str) -> None:  # noqa: ARG002
        """Take note of where paths start."""
        self._root = Path(config.config_file_path or "mkdocs.yml").parent

    def run_validation(self, value: object) -> Mapping[str, Words]:
        """Read the files."""
        if not isinstance(value, str):
            raise ValidationError(f"Expected a folder, not {value!r}.")
        return {file.stem: _read(file, f"{value}/{file.name}") for file in (self._root / value).glob("*.yml")}

    def post_validation(self, config: Config, key_name: str) -> None:
        """Hold the languages against each other."""
        words = config[key_name]
        codes = [language.code for language in config["languages"]]
        if missing := [code for code in codes if code not in words]:
            raise ValidationError(f"There is no {missing[0]}.yml in the folder.")
        keys = {code: set(_keys(words[code])) for code in codes}
        for code in codes:
            for other in codes:
                if lacking := sorted(keys[other] - keys[code]):
                    raise ValidationError(f"{code}.yml lacks {', '.join(lacking)}, which {other}.yml has.")


class Options(Config):  # type: ignore[no-untyped-call]
    """The plugin's options.

    Attributes:
        languages: Each is built by a configuration of its own.
        x_default: The language for readers of any other one.
        words: What the site says around its pages.
        downloads: Whether the start page links to the book and the zip, which `make downloads` makes.
    """

    languages = Languages()
    x_default = OneOfTheLanguages()
    words = WordsOfLanguages()
    downloads = options.Type(bool, default=False)


def _read(file: Path, name: str) -> Words:
    try:
        words = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValidationError(f"{name}: {error}") from None
    if not isinstance(words, dict):
        raise ValidationError(f"{name}: expected words by their keys, not {words!r}.")
    return words


def _keys(words: Words, above: str = "") -> Iterator[str]:
    for key, value in words.items():
        yield from _keys(value, f"{above}{key}.") if isinstance(value, dict) else [f"{above}{key}"]
