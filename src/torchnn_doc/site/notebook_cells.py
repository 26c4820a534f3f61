"""Makes a Jupyter notebook from a page: each block that runs becomes a code cell, the rest plain Markdown."""

import base64
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from torchnn_doc.checker.page.fences import Fence
from torchnn_doc.site.excerpts import expand
from torchnn_doc.site.figures import FigureError
from torchnn_doc.site.pages import read_fences

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
CONTAINER = re.compile(
    r'(?P<indent> *)(?P<mark>!!!|\?\?\?\+?|===[!+]?) *(?P<kind>\w[\w -]*?)? *(?:"(?P<title>.*)")? *'
)
HEADING = re.compile(r"(#{1,6} .*?) *\{:? *#([\w-]+)[^}]*\} *")
WRAPPER = re.compile(r" *</?(?:div|section|figure)\b[^>]*> *")
CODE_SPAN = r"(?P<code>`+[^`]+`+)"
ATTRIBUTES = re.compile(CODE_SPAN + r'| *\{:? *(?:[#.][a-zA-Z][\w-]*|\w+="[^"]*")[^{}]*\}')
LINK = re.compile(CODE_SPAN + r"|(?<!!)\[(?P<text>(?:`[^`]*`|[^\]`])*)\]\((?P<target>[^)\s]+)\)")
FIGURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<target>[^)\s]+\.svg)\)")


@dataclass(frozen=True)
class Source:
    """A page to make a notebook from, and what is around it.

    Attributes:
        text: The Markdown file as it is, front matter included.
        path: Where the file is.
        root: The folder that source excerpts are named from.
        where: The page's name in error messages.
        address: Gives the full address on the site of what a link of the page leads to.
        intro: What the notebook says about itself under its first heading, in Markdown.
    """

    text: str
    path: Path
    root: Path
    where: str
    address: Callable[[str], str]
    intro: str


@dataclass(frozen=True)
class _Line:
    number: int
    text: str


@dataclass(frozen=True)
class _Part:
    """A piece of the notebook in the making: code if it has a `fence`, Markdown otherwise."""

    text: str
    fence: Fence | None = None
    folded: bool = False


def notebook(page: Source) -> NotebookNode:
    """Return a page as a notebook without outputs. The same page gives the same notebook, to the byte.

    The page's outputs are left out: running the notebook makes them. Tabs, admonitions and folded parts
    become plain Markdown; where one holds code that runs, its title comes before the cells.

    Raises:
        torchnn_doc.checker.page.errors.PageError: A fence of the page cannot be read.
        excerpts.ExcerptError: A source excerpt that the page asks for is not there.
        torchnn_doc.site.figures.FigureError: A figure is not there.
    """
    text = expand(page.text, page.root, page.where)
    _find_figures(page)
    fences = {fence.line: fence for fence in read_fences(text, page.where)}
    front_matter = FRONT_MATTER.match(text)
    skipped = front_matter[0].count("\n") if front_matter else 0
    lines = [_Line(number, line) for number, line in enumerate(text.splitlines(), start=1)][skipped:]
    parts = list(_joined(_parts(lines, fences, page)))
    parts[0] = _introduced(parts[0], page.intro)
    made: NotebookNode = new_notebook(  # type: ignore[no-untyped-call]
        cells=[
            _cell(part, f"cell-{number:03}", page.path.parent) for number, part in enumerate(parts, start=1)
        ],
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        },
    )
    nbformat.validate(made)
    return made


def _find_figures(page: Source) -> None:
    for number, line in enumerate(page.text.splitlines(), start=1):
        for figure in FIGURE.finditer(line):
            if not (page.path.parent / figure["target"]).exists():
                problem = f"there is no {figure['target']}; `make figures` draws schematics"
                raise FigureError(f"{page.where}:{number}: {problem}")


def with_installation(notebook: NotebookNode, comment: str, wheel: str) -> NotebookNode:
    """Return a notebook with a first cell that installs what the others import, where it is missing.

    Args:
        notebook: It stays as it is.
        comment: What the cell says that it does.
        wheel: The address of this package's wheel.
    """
    sources = {"torchnn_doc": wheel, "matplotlib": "matplotlib"}
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    lines = [f"# {comment}", "from importlib.util import find_spec", ""]
    for package, source in sources.items():
        if re.search(rf"^(?:import|from) {package}\b", code, re.MULTILINE):
            lines += [f'if find_spec("{package}") is None:', f"    %pip install --quiet {source}"]
    first = new_code_cell("\n".join(lines), id="installation")  # type: ignore[no-untyped-call]
    made = copy(notebook)
    made.cells = [first, *notebook.cells]
    return made


def _parts(lines: Sequence[_Line], fences: Mapping[int, Fence], page: Source) -> Iterator[_Part]:
    position = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        if fence := fences.get(line.number):
            while position < len(lines) and lines[position].number <= fence.end:
                position += 1
            yield from _fenced(fence, line)
        elif container := CONTAINER.fullmatch(line.text):
            depth = len(container["indent"]) + 4
            first = position
            while position < len(lines) and _is_inside(lines[position].text, depth):
                position += 1
            body = [replace(inner, text=inner.text[depth:]) for inner in lines[first:position]]
            yield from _contained(container, list(_parts(body, fences, page)))
        else:
            yield _Part(_plain(line.text, page.address) + "\n")


def _is_inside(text: str, depth: int) -> bool:
    return not text.strip() or text.startswith(" " * depth)


def _fenced(fence: Fence, line: _Line) -> Iterator[_Part]:
    if fence.is_output:
        return
    if fence.is_python and "notest" not in fence.options:
        yield _Part(fence.text, fence)
        return
    title = f"`{fence.options['title']}`\n\n" if "title" in fence.options else ""
    indent = line.text[: len(line.text) - len(line.text.lstrip())]
    yield _Part(textwrap.indent(f"{title}```{fence.language}\n{fence.text}```\n", indent))


def _contained(container: re.Match[str], inner: list[_Part]) -> Iterator[_Part]:
    title = container["title"] if container["title"] is not None else (container["kind"] or "").capitalize()
    folded = container["mark"].startswith("???")
    text = "".join(part.text for part in inner).strip()
    if container["mark"].startswith("===") or any(part.fence for part in inner):
        yield _Part(f"\n**{title}**\n\n")
        yield from (replace(part, folded=part.folded or folded) for part in inner)
    elif folded:
        yield _Part(f"\n<details><summary>{title}</summary>\n\n{text}\n\n</details>\n\n")
    else:
        heading = f"**{title}**\n\n" if title else ""
        yield _Part("\n" + textwrap.indent(heading + text, "> ", lambda _: True) + "\n\n")


def _plain(line: str, address: Callable[[str], str]) -> str:
    """Return a line without what only Material reads; an explicit id becomes an anchor that Jupyter finds."""

    def linked(link: re.Match[str]) -> str:
        return link["code"] or f"[{link['text']}]({address(link['target'])})"

    if WRAPPER.fullmatch(line):
        return ""
    line = HEADING.sub(r'<a id="\2"></a>\n\n\1', line)
    line = ATTRIBUTES.sub(lambda found: found["code"] or "", line)
    return LINK.sub(linked, line)


def _joined(parts: Iterable[_Part]) -> Iterator[_Part]:
    """Join the Markdown between two code cells into one part."""
    for is_code, group in groupby(parts, key=lambda part: part.fence is not None):
        if is_code:
            yield from group
        elif text := re.sub(r"\n{3,}", "\n\n", "".join(part.text for part in group)).strip():
            yield _Part(text)


def _introduced(part: _Part, intro: str) -> _Part:
    heading = re.search(r"^# .*$", part.text, re.MULTILINE)
    at = heading.end() if heading else 0
    return replace(part, text=f"{part.text[:at]}\n\n{intro}{part.text[at:]}")


def _cell(part: _Part, name: str, folder: Path) -> NotebookNode:
    cell: NotebookNode
    if part.fence:
        cell = new_code_cell(part.text.rstrip("\n"), id=name)  # type: ignore[no-untyped-call]
        if "raises" in part.fence.options:
            cell.metadata["tags"] = ["raises-exception"]
        if part.folded:
            cell.metadata["jupyter"] = {"source_hidden": True}
        return cell
    text = FIGURE.sub(
        lambda figure: f"![{figure['alt']}](attachment:{Path(figure['target']).name})", part.text
    )
    cell = new_markdown_cell(text, id=name)  # type: ignore[no-untyped-call]
    targets = [folder / figure["target"] for figure in FIGURE.finditer(part.text)]
    if targets:
        cell["attachments"] = {
            target.name: {"image/svg+xml": base64.b64encode(target.read_bytes()).decode()}
            for target in targets
        }
    return cell
