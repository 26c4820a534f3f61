"""Gives the first mention of each term on a page its definition in the glossary, as a tooltip."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import markdown  # type: ignore[import-untyped]
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

GLOSSARY = "glossary.md"
HEADING = re.compile(r"^### .*$", re.MULTILINE)
ENTRY = re.compile(
    r"### (?P<title>[^{}]+) \{#(?P<id>[a-z-]+)"
    r'(?: data-forms="(?P<forms>[^"]*)")?(?: data-also="(?P<also>[^"]*)")?\}'
    r"\n\n(?P<definition>.+)\n(?:\n(?P<places>[^#].*)\n)?"
)
# Pages that use some of the words, such as "module", "seed" and "network", in another sense.
OTHER_SUBJECTS = ("checker-", "on-your-computer")
OTHER_LANGUAGE = re.compile(r"（.*）$")
OTHER_NAME = re.compile(r'(?:（|<span lang="[\w-]+">)([^<>]+)(?:）|</span>)')
LINK = re.compile(r"\]\(([^)]+)\)")
# What has its own behaviour or look, or words that are not the page's, and any other tag. None holds such.
NO_TEXT = re.compile(
    r"<!--.*?-->"
    r"|<(?P<name>a|button|code|h[1-6]|label|pre|script|style|summary|th)\b[^>]*>.*?</(?P=name)>"
    r'|<(?P<box>\w+)(?=[^>]* (?:data-search-exclude|class="[^"]*\b(?:admonition-title|arithmatex|hero)\b))'
    r"[^>]*>.*?</(?P=box)>"
    r"|<[^>]*>",
    re.DOTALL,
)


class GlossaryError(PluginError):
    """An entry of the glossary is not written as entries are, or two of them claim the same words."""


@dataclass(frozen=True)
class Term:
    """An entry of the glossary.

    Attributes:
        id: Its id on the glossary's page.
        title: The term as its heading shows it.
        definition: The first paragraph below the heading, as HTML.
        forms: The words on other pages that are a mention of it.
        also: What a reader may call it who searches for it, in any language.
        places: The sections that introduce it, as links from the glossary's file.
    """

    id: str
    title: str
    definition: str
    forms: tuple[str, ...]
    also: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@cache
def read_terms(text: str, where: str) -> tuple[Term, ...]:
    """Read the glossary: each heading of the third level is a term, the paragraph below it its definition.

    A term is mentioned by its heading (without the other language in parentheses), or by what the heading
    lists in `data-forms` instead, which may be nothing. The search finds it by its name in the other language
    and by what `data-also` lists, too. Links to where it is introduced are on a line below the definition.

    Args:
        text: The page's Markdown.
        where: The page's name, for errors.

    Raises:
        GlossaryError: A heading or a definition is not as described.
    """
    terms = []
    for heading in HEADING.finditer(text):
        entry = ENTRY.match(text, heading.start())
        if not entry:
            line = text.count("\n", 0, heading.start()) + 1
            expected = "'### term {#id}', a blank line, and the definition in one line"
            raise GlossaryError(f"{where}:{line}: given {heading[0]!r}, expected {expected}")
        forms = OTHER_LANGUAGE.sub("", entry["title"]) if entry["forms"] is None else entry["forms"]
        places = entry["places"] or ""
        terms.append(
            Term(
                entry["id"],
                entry["title"],
                markdown.markdown(entry["definition"]),
                _listed(forms),
                (
                    *OTHER_NAME.findall(entry["title"]),
                    *OTHER_NAME.findall(places),
                    *_listed(entry["also"] or ""),
                ),
                tuple(LINK.findall(places)),
            )
        )
    return tuple(terms)


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())


def on_page_content(content: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Mark the terms of every page of the course but the glossary itself."""
    glossary = files.get_file_from_path(GLOSSARY)
    if glossary is None or page.file is glossary or page.file.name.startswith(OTHER_SUBJECTS):
        return content
    terms = read_terms(glossary.content_string, f"{Path(config.docs_dir).name}/{GLOSSARY}")
    return mark(content, terms, get_relative_url(glossary.url, page.url))


def mark(content: str, terms: Iterable[Term], address: str) -> str:
    """Make the first mention of each term a link to the glossary that is described by its definition.

    Args:
        content: The page's HTML.
        terms: The glossary.
        address: The way from the page to the glossary.

    Raises:
        GlossaryError: Two terms have the same form.
    """
    known = _by_form(terms)
    if not known:
        return content
    # Chinese has no spaces between words; only letters and digits bound a form. The longest form wins.
    forms = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    mention = re.compile(rf"(?<![\w-])({forms})(?:e?s)?(?![\w-])".replace(r"\w", "A-Za-z0-9_"), re.IGNORECASE)
    marked: dict[str, Term] = {}

    def link(found: re.Match[str]) -> str:
        term = known[found[1].lower()]
        if term.id in marked:
            return found[0]
        marked[term.id] = term
        return f'<a class="term" href="{address}#{term.id}" aria-describedby="term-{term.id}">{found[0]}</a>'

    pieces = []
    position = 0
    for passed in NO_TEXT.finditer(content):
        pieces += [mention.sub(link, content[position : passed.start()]), passed[0]]
        position = passed.end()
    pieces.append(mention.sub(link, content[position:]))
    if not marked:
        return content
    tips = "".join(map(_tip, marked.values()))
    return f'{"".join(pieces)}<div class="term-tips">{tips}</div>'


def _by_form(terms: Iterable[Term]) -> dict[str, Term]:
    known: dict[str, Term] = {}
    for term in terms:
        for form in term.forms:
            if other := known.get(form.lower()):
                raise GlossaryError(f"{GLOSSARY}: {form!r} is a form of both {other.id} and {term.id}")
            known[form.lower()] = term
    return known


def _tip(term: Term) -> str:
    title = f"<strong>{html.escape(term.title)}</strong>"
    attributes = f'class="term-tip" id="term-{term.id}" popover role="tooltip" data-search-exclude'
    return f"<div {attributes}>{title}{term.definition}</div>"
