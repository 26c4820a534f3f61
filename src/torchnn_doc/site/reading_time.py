"""Says on the start page how many minutes a chapter takes: `<!-- minutes page.md -->` becomes the number."""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import meta

from torchnn_doc.site.excerpts import expand
from torchnn_doc.site.pages import read_fences
from torchnn_doc.site.settings import root_of

PLACE = re.compile(r"<!-- minutes (?P<page>\S+) -->")

# The rule, which the start page states. Outputs and folded parts take no time.
WORDS_A_MINUTE = 240
CHARACTERS_A_MINUTE = 400
SECONDS_A_LINE_OF_CODE = 2
SECONDS_A_FORMULA = 15

FOLDED = re.compile(r"^(?P<indent> *)\?\?\?(?!\+).*\n(?:(?:(?P=indent) {4}.*)?\n)*", re.MULTILINE)
FORMULA = re.compile(r"\$\$.*?\$\$", re.DOTALL)
SYMBOL = re.compile(r"\$[^$\n]+\$")
NOT_READ = re.compile(r"<!--.*?-->|<[^<>\n]+>|!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|\{[#.][^}]*\}", re.DOTALL)
CHARACTER = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[A-Za-z0-9_.]*[A-Za-z0-9_]")


class MinutesError(PluginError):
    """The page that is to be read is not there."""


def on_page_markdown(markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put in the numbers."""

    def counted(place: re.Match[str]) -> str:
        chapter = files.get_file_from_path(place["page"])
        where = f"{Path(config.docs_dir).name}/{page.file.src_uri}"
        if chapter is None:
            raise MinutesError(f"{where}: {place[0]}: there is no such page")
        root = root_of(config)
        return str(minutes(expand(chapter.content_string, root, chapter.src_uri)))

    return PLACE.sub(counted, markdown)


def minutes(text: str) -> int:
    """Return how long a page takes to read, at least a minute.

    Args:
        text: The page's Markdown, with the source excerpts in it.
    """
    text = FOLDED.sub("", meta.get_data(text)[0])
    fences = read_fences(text, "")
    fenced = {line for fence in fences for line in range(fence.line, fence.end + 1)}
    code = sum(fence.end - fence.line - 1 for fence in fences if not fence.is_output)
    prose = "\n".join(line for number, line in enumerate(text.splitlines(), 1) if number not in fenced)
    formulas = len(FORMULA.findall(prose))
    prose = NOT_READ.sub(" ", SYMBOL.sub(" x ", FORMULA.sub(" ", prose)))
    reading = len(WORD.findall(prose)) / WORDS_A_MINUTE + len(CHARACTER.findall(prose)) / CHARACTERS_A_MINUTE
    looking = (code * SECONDS_A_LINE_OF_CODE + formulas * SECONDS_A_FORMULA) / 60
    return max(1, round(reading + looking))
