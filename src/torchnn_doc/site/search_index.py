"""Puts what is searched into a file that only a search loads, as a reader types it."""

import html
import json
import logging
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jieba  # type: ignore[import-untyped]
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from opencc import OpenCC
from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

from torchnn_doc.site.search_names import names_of_sections
from torchnn_doc.site.settings import words_of

INDEX = "search_index.json"
SECTIONS = "sections.json"  # taught-search.js asks for it
CODE_OR_FORMULA = re.compile(
    r"<(?P<code>code|pre)>.*?</(?P=code)>|\\\((?P<inline>.*?)\\\)|\\\[.*?\\\]", re.DOTALL
)
TEX = LatexNodes2Text(math_mode="text", strict_latex_spaces="based-on-source")
SIMPLIFIED = OpenCC("t2s")
# It tells how it loads its words, as if somebody had asked.
jieba.setLogLevel(logging.WARNING)

HELP = re.compile(r'<details class="(?:question|success)"')


def on_page_content(content: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Keep the hints and solutions of exercises that grade themselves out of the results."""
    return HELP.sub(r"\g<0> data-search-exclude", content) if "data-exercise=" in content else content


def on_post_build(*, config: MkDocsConfig) -> None:
    """Leave the settings alone in the file that Material's script asks for on every page."""
    folder = Path(config.site_dir, "search")
    index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    sections = searched(index["docs"], names_of_sections(config))
    characters = Counter(json.dumps(sections, ensure_ascii=False))
    _write(folder / SECTIONS, {"sections": sections, "traditional": traditional(characters)})
    failed = {"failed": words_of(config)["search"]["failed"]}
    _write(folder / INDEX, {"config": index["config"] | failed, "docs": []})


def searched(sections: list[dict[str, Any]], names: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Return the sections as they are looked through, `names` added to those at their addresses.

    Raises:
        PluginError: There are names for a section that is not there.
    """
    if lost := names.keys() - {section["location"] for section in sections}:
        raise PluginError(f"glossary.md: no section for the search to find at {', '.join(sorted(lost))}")
    return [
        {**section, "title": readable(section["title"]), "text": readable(section["text"])}
        | ({"tags": names[section["location"]]} if section["location"] in names else {})
        for section in sections
    ]


def traditional(characters: Counter[str]) -> dict[str, str]:
    """Return the characters that have a simplified form, by that form: of two, the more frequent.

    A form that is itself among the characters (制, beside 製) is left as it is typed.
    """
    forms: dict[str, str] = {}
    for character, _ in characters.most_common():
        form = SIMPLIFIED.convert(character)
        if form not in characters:
            forms.setdefault(form, character)
    return forms


def readable(text: str) -> str:
    r"""Write formulas without TeX: `\(\partial J/\partial x\)` as ∂J/∂x.

    One on a line of its own is left out: of a matrix, say, TeX's signs are all there is to see.

    Args:
        text: The words of a section, marked up as Material's search plugin does.
    """

    def written(found: re.Match[str]) -> str:
        if found["code"]:
            return found[0]
        if found["inline"] is None:
            return ""
        formula = TEX.latex_to_text(html.unescape(found["inline"]))
        return html.escape(" ".join(formula.split()).replace("∂ ", "∂").replace("”", "''"), quote=False)

    return CODE_OR_FORMULA.sub(written, text)


def _write(file: Path, content: object) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
