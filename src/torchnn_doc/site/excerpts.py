"""Shows source code where a page has a line such as `--8<-- "src/nn/linear.py:Linear.forward"`."""

import ast
import re
import textwrap
from functools import cache
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from torchnn_doc.site.settings import root_of

DIRECTIVE = re.compile(r"^(?P<indent>[ \t>]*)-+ *8 *<.*$", re.MULTILINE)
TARGET = re.compile(r'[ \t>]*--8<-- "(?P<path>[^":]+):(?P<name>[\w.]+)"[ \t]*')


class ExcerptError(PluginError):
    """A page asks for source that is not there."""


def on_page_markdown(markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Expand the directives of a page; errors name the line of its file, front matter counted."""
    source = page.file.content_string
    front_matter = source.count("\n", 0, source.rfind(markdown)) if markdown else 0
    where = Path(config.docs_dir).name + "/" + page.file.src_uri
    return expand(markdown, root_of(config), where, front_matter + 1)


def expand(text: str, root: Path, where: str, first_line: int = 1) -> str:
    """Replace each directive in a page's text by the source that it names, at the directive's indentation.

    Args:
        text: Markdown.
        root: The folder that the paths of the directives start from.
        where: The page's name, for errors.
        first_line: The number of the text's first line in the page's file, for errors.

    Raises:
        ExcerptError: There is no such file, or no such class or function in it.
    """

    def source(directive: re.Match[str]) -> str:
        line = first_line + text.count("\n", 0, directive.start())
        target = TARGET.fullmatch(directive[0])
        if not target:
            expected = '--8<-- "file.py:Class.method"'
            raise ExcerptError(f"{where}:{line}: given {directive[0].strip()!r}, expected {expected}")
        try:
            code = excerpt(root / target["path"], target["name"])
        except ExcerptError as error:
            raise ExcerptError(f"{where}:{line}: {target['path']}: {error}") from error
        return textwrap.indent(code, directive["indent"])

    return DIRECTIVE.sub(source, text)


def excerpt(path: Path, name: str) -> str:
    """Return the source of a class, function or method, decorators included, not indented.

    Docstrings are left out: the reference has them, and on a page the text around says what they say. Only
    one that is all there is of a body stays, since without it no code would be left.

    Args:
        path: A Python file.
        name: The dotted name in that file, such as `Linear.updateGradInput`.

    Raises:
        ExcerptError: There is no such file, or no such name in it.
    """
    if not path.is_file():
        raise ExcerptError("there is no such file")
    code = path.read_text(encoding="utf-8")
    node: ast.AST = _tree(code)
    for part in name.split("."):
        node = _member(node, part, name)
    assert isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    assert node.end_lineno
    left_out = {line for inner in ast.walk(node) for line in _docstring(inner)}
    lines = code.splitlines()
    shown = [lines[n - 1] for n in range(first, node.end_lineno + 1) if n not in left_out]
    return textwrap.dedent("\n".join(shown))


def _docstring(node: ast.AST) -> range:
    """The lines of a definition's docstring and the blank ones below it, none if it is all of the body."""
    if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return range(0)
    if ast.get_docstring(node) is None or len(node.body) == 1:
        return range(0)
    following = node.body[1]
    decorators = getattr(following, "decorator_list", [])
    return range(node.body[0].lineno, min(each.lineno for each in (following, *decorators)))


@cache
def _tree(code: str) -> ast.Module:
    return ast.parse(code)


def _member(node: ast.AST, part: str, name: str) -> ast.AST:
    definitions = [
        child
        for child in ast.iter_child_nodes(node)
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    for child in definitions:
        if child.name == part:
            return child
    known = ", ".join(child.name for child in definitions) or "nothing"
    raise ExcerptError(f"no class or function {name!r}: where {part!r} was looked for there is {known}")
