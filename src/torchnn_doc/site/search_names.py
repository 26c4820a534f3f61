"""Gives the sections that introduce a term of the glossary all its names, for the search."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from torchnn_doc.site.glossary import GLOSSARY, OTHER_LANGUAGE, read_terms


def names_of_sections(config: MkDocsConfig) -> Mapping[str, Sequence[str]]:
    """Return the names by the addresses of sections, such as `06-module-backward/#backward`."""
    file = Path(config.docs_dir, GLOSSARY)
    names = defaultdict[str, list[str]](list)
    for term in read_terms(file.read_text(encoding="utf-8"), f"{file.parent.name}/{GLOSSARY}"):
        own = OTHER_LANGUAGE.sub("", term.title)
        for place in term.places:
            names[address(place)] += dict.fromkeys((own, *term.forms, *term.also))
    return names


def address(link: str) -> str:
    """Turn a link to a section, `03-criterion.md#top`, into its address: the top of a page has the page's."""
    return link.replace(".md", "/").removesuffix("#top")
