"""Turns a doctest session, `>>>` lines and what they print, into plain code with output blocks."""

import ast
import doctest
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from torchnn_doc.checker.compare.outputs import ANY_LINES, ANY_TEXT, NUMBER, output_lines
from torchnn_doc.checker.migrate.piece import ConversionError, Piece, wildcard_notes
from torchnn_doc.checker.page.syntax import syntax_tree

PROMPT = ">>>"
_GOES_ON = "..."
_BLANK_LINE = "<BLANKLINE>"
_DIRECTIVE = re.compile(r"[ \t]*#\s*doctest:[^'\"]*$")
_REPR = re.compile(r"[\w.]+\(.*\) | \[.*\] | \{.*\} | \(.*\) | <.*> | -?(?:nan|inf)", re.VERBOSE | re.DOTALL)
_PRINTING = re.compile(r"_*p?print\w*")
# Options that pytest and Sybil add to doctest's own; where none of the two is loaded, it would not read them.
for _flag in ("NUMBER", "ALLOW_UNICODE", "ALLOW_BYTES", "KEEP_TRAILING_WHITESPACE"):
    doctest.register_optionflag(_flag)
_NUMBER = doctest.OPTIONFLAGS_BY_NAME["NUMBER"]


@dataclass
class _Draft:
    """The piece that is being put together."""

    lines: list[str] = field(default_factory=list)
    code_end: int = 0  # behind the last line that is not a comment or blank
    notest: str | None = None
    notes: list[str] = field(default_factory=list)

    def cut(self) -> "_Draft":
        """Part the comments off that follow the code: they belong to what comes below."""
        rest = _Draft(self.lines[self.code_end :])
        del self.lines[self.code_end :]
        return rest


def option_flags(names: Iterable[str]) -> int:
    """The flags of doctest that go by these names; pytest's option `doctest_optionflags` holds some."""
    return reduce(or_, (doctest.OPTIONFLAGS_BY_NAME.get(name, 0) for name in names), 0)


def is_session(text: str) -> bool:
    """Whether a fence holds a doctest session."""
    return text.lstrip().startswith(PROMPT)


def read_session(text: str, flags: int = 0, skip_first: str | None = None) -> list[Piece]:
    """Convert a session.

    Args:
        text: What stands in the fence.
        flags: The option flags of doctest that are on everywhere.
        skip_first: Why its first example is not run, if something outside of it says so.

    Returns:
        A piece up to each output, each exception, and each change between run and skipped.

    Raises:
        ConversionError: Something in it is neither code nor output, or doctest cannot read it.
    """
    pieces: list[Piece] = []
    draft = _Draft()
    for part in _parts(text):
        if isinstance(part, str):
            draft.lines.append(part)
            continue
        notest = "" if skip_first is None and _is_on(part, doctest.SKIP, flags) else skip_first
        skip_first = None
        if draft.code_end and (part.exc_msg or notest != draft.notest):
            rest = draft.cut()
            pieces.append(_piece(draft))
            draft = rest
        code, notes = _code(part, flags)
        draft.notest = notest
        draft.lines += code.removesuffix("\n").split("\n")
        draft.notes += notes
        draft.code_end = len(draft.lines)
        if part.want:
            pieces.append(_piece(draft, part, flags))
            draft = _Draft()
    if any(draft.lines):
        pieces.append(_piece(draft))
    return pieces


def _parts(text: str) -> Iterator[str | doctest.Example]:
    """The examples, and what stands between them and is code too: comments and blank lines."""
    try:
        examples = doctest.DocTestParser().get_examples(text, "this fence")
    except ValueError as error:
        raise ConversionError(f"doctest cannot read it: {error}") from None
    lines = text.expandtabs().split("\n")
    position = 0
    for example in [*examples, None]:
        for line in lines[position : example.lineno if example else None]:
            prompt = line.strip()[: len(PROMPT)]
            if prompt not in ("", PROMPT, _GOES_ON):
                raise ConversionError(
                    f"{line.strip()!r} is neither code nor output: move it out of the fence"
                )
            yield line.strip()[len(PROMPT) + 1 :]
        if example:
            yield example
            position = example.lineno + example.source.count("\n") + example.want.count("\n")


def _piece(draft: _Draft, example: doctest.Example | None = None, flags: int = 0) -> Piece:
    code = tuple("\n".join(draft.lines).strip("\n").split("\n"))
    if example is None:
        return Piece(code, notest=draft.notest)
    output = _output(example, flags)
    raises = re.match(r"[\w.]*", example.exc_msg or "")
    return Piece(
        code=code,
        output=output,
        rounded=_is_on(example, _NUMBER, flags) and _shows_decimal(output),
        raises=raises[0] if raises else "",
        notest=draft.notest,
        notes=(*draft.notes, *_notes(example, output, flags)),
    )


def _output(example: doctest.Example, flags: int) -> tuple[str, ...]:
    lines = (example.exc_msg or example.want).removesuffix("\n").split("\n")
    if not _is_on(example, doctest.DONT_ACCEPT_BLANKLINE, flags):
        lines = ["" if line.rstrip() == _BLANK_LINE else line for line in lines]
    if _is_on(example, doctest.ELLIPSIS, flags):
        lines = [line if line.strip() == ANY_LINES else line.replace("...", ANY_TEXT) for line in lines]
    return tuple(output_lines("\n".join(lines)))


def _shows_decimal(output: Sequence[str]) -> bool:
    numbers = (number[0] for line in output for number in NUMBER.finditer(line))
    return any(not set(number).isdisjoint(".eE") for number in numbers)


def _notes(example: doctest.Example, output: Sequence[str], flags: int) -> Iterator[str]:
    if not _is_on(example, doctest.ELLIPSIS, flags):
        yield from wildcard_notes(output)
    if example.exc_msg and _is_on(example, doctest.IGNORE_EXCEPTION_DETAIL, flags):
        yield "IGNORE_EXCEPTION_DETAIL has no counterpart: the message is compared from now on"


def _is_on(example: doctest.Example, flag: int, flags: int) -> bool:
    return example.options.get(flag, bool(flags & flag))


def _code(example: doctest.Example, flags: int) -> tuple[str, list[str]]:
    """The source of an example, with prints around what doctest shows without; and what to say about it."""
    lines = [(line, _DIRECTIVE.sub("", line)) for line in example.source.split("\n")]
    source = "\n".join(left for line, left in lines if left or not line.strip())
    if example.exc_msg:
        return source, []
    tree = syntax_tree(source)
    if tree is None:
        raise ConversionError(f"{source.strip()!r} is not Python")
    if not example.want:
        return source, []
    want = example.want.strip()
    if _is_on(example, doctest.ELLIPSIS, flags):
        want = want.replace("...", "")
    alone = len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr)
    shown = [_literals(text) for text in ([want] if alone else want.split("\n"))]
    same = all(values and not isinstance(values[0], str) for values in shown)  # as str and as repr
    form = "print({})" if same else "print(repr({}))"
    showing, calls = _showing(tree, want, alone)
    notes = [
        f"if {name}(...) does not print this but returns it, write print(repr(...)) around it"
        for name in calls
    ]
    broken = "\n" in want and want.startswith(("[", "(", "{"))
    if showing and broken and _is_on(example, doctest.NORMALIZE_WHITESPACE, flags):
        notes.append("NORMALIZE_WHITESPACE let this output be broken into lines, which count from now on")
    return _wrapped(source, showing, form), notes


def _literals(want: str) -> list[object]:
    """The value that an output is the repr of, if that can be seen."""
    tree = syntax_tree(want.strip())
    try:
        return (
            [ast.literal_eval(each.value) for each in tree.body if isinstance(each, ast.Expr)] if tree else []
        )
    except (ValueError, TypeError, RecursionError, MemoryError):
        return []


def _echoes(node: ast.AST) -> Iterator[ast.Expr]:
    """The statements whose value an interactive session shows: all but those in functions and classes."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr):
            yield child
        elif not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _echoes(child)


def _showing(tree: ast.Module, want: str, alone: bool) -> tuple[list[ast.Expr], list[str]]:
    """The statements whose value is shown, and the names of the calls of which that can't be known.

    A call may print and return None. One that stands alone is judged by what is shown: a repr, or not.
    """
    showing: list[ast.Expr] = []
    unknown: list[str] = []
    for statement in _echoes(tree):
        value = statement.value
        name = _name(value.func) if isinstance(value, ast.Call) else ""
        if not isinstance(value, ast.Call) or (alone and not _PRINTING.fullmatch(name) and _is_repr(want)):
            showing.append(statement)
        elif not _PRINTING.fullmatch(name):
            unknown.append(name)
    return showing, list(dict.fromkeys(unknown))


def _is_repr(want: str) -> bool:
    return bool(_literals(want) or _REPR.fullmatch(want))


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _wrapped(source: str, statements: Sequence[ast.Expr], form: str) -> str:
    """Source code with a form such as `print({})` around some of its statements."""
    data = source.encode()  # ast counts columns in bytes
    starts = [0]
    for line in data.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    for each in sorted(statements, key=lambda each: (each.lineno, each.col_offset), reverse=True):
        first = starts[each.lineno - 1] + each.col_offset
        end = starts[(each.end_lineno or 0) - 1] + (each.end_col_offset or 0)
        text = data[first:end].decode()
        if isinstance(each.value, ast.Tuple) and not _is_one_argument(text, each.value):
            text = f"({text})"
        data = data[:first] + form.format(text).encode() + data[end:]
    return data.decode()


def _is_one_argument(text: str, value: ast.expr) -> bool:
    tree = syntax_tree(f"f({text}\n)")
    call = tree.body[0].value if tree and isinstance(tree.body[0], ast.Expr) else None
    return isinstance(call, ast.Call) and list(map(ast.dump, call.args)) == [ast.dump(value)]
