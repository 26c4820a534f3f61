"""Holds what a block did against what its page promises, and says what is wrong."""

import re
import traceback
from dataclasses import replace
from types import TracebackType

from torchnn_doc.checker.compare.outputs import compare, count_numbers, leaves_out, output_lines
from torchnn_doc.checker.compare.pictures import check_picture
from torchnn_doc.checker.compare.report import details, headline
from torchnn_doc.checker.compare.terminal import as_on_terminal
from torchnn_doc.checker.page.blocks import Block
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import Source
from torchnn_doc.checker.record import FenceRecord
from torchnn_doc.checker.run import surroundings
from torchnn_doc.checker.run.outcome import Outcome, unexpected
from torchnn_doc.checker.run.surroundings import BlockStopped

_PROMPT = re.compile(r"^\s*(>>>|In \[\d+\]:|\$)(?=\s)", re.MULTILINE)
_SHOWN = 20  # lines of an output that its page does not have
_LONGEST = 10_000  # characters of what an exception says


class CodeError(CheckError):
    """A block left an exception that its page does not promise, or not the one that it promises."""


class OutputError(CheckError):
    """A block prints something else than its page shows."""


def printed_by(block: Block, outcome: Outcome) -> str:
    """What a reader who runs the block sees: what it prints, then the warnings and the exception promised."""
    said = [f"{warning}\n" for warning in outcome.warned]
    if block.raises and outcome.error:
        said.append(_said(outcome.error))
    printed = outcome.printed
    printed += ("\n" if said and printed and not printed.endswith("\n") else "") + "".join(said)
    return as_on_terminal(printed, colours=bool(block.output and block.output.ansi))


def check(block: Block, outcome: Outcome, source: Source) -> FenceRecord:
    """Check one block.

    Args:
        block: The block.
        outcome: What running it led to.
        source: The page.

    Returns:
        What was compared and found right.

    Raises:
        CodeError: It raised or warned, or did not, against what the page says.
        OutputError: It printed something that the page does not show.
        PictureError: It drew another picture than the page shows.
        CheckError: What is below it is not marked as its output, or is its output and it prints nothing.
    """
    if error := unexpected(block, outcome):
        raise CodeError(source.path, *_exception(block, error, str(source.file)))
    if block.raises and not outcome.error:
        raise CodeError(source.path, block.line, f"raises={block.raises}, but the code raised nothing")
    if block.warns and not outcome.warned:
        raise CodeError(source.path, block.line, f"warns={block.warns}, but the code gave no such warning")
    record = _check_output(block, printed_by(block, outcome), source)
    if block.draws:
        check_picture(block, outcome.picture, source)
    return replace(record, picture=bool(block.draws))


def _check_output(block: Block, printed: str, source: Source) -> FenceRecord:
    output, lines, path = block.output, output_lines(printed), source.path
    if not output and not lines:
        return FenceRecord(block.line, "run")
    if not output and block.below:
        problem = (
            f"the fence below, at line {block.below}, looks like the output: mark it ```text {{.output}}"
        )
        raise CheckError(path, block.line, problem, _excerpt(lines))
    if not output:
        problem = "the code prints, but no ```text {.output} block follows it"
        advice = "" if source.is_docstring else " (--accept adds one)"
        raise OutputError(path, block.line, problem + advice, _excerpt(lines))
    if not lines:
        problem = "an output block, but the code above it prints nothing (--accept does not remove it)"
        raise CheckError(path, output.fence.line, problem)
    if mismatch := compare(output.fence.text, printed, output.rule):
        line = output.fence.line + 1 + mismatch.index
        raise OutputError(path, line, headline(mismatch, output.rule), details(output, printed, path))
    shown, rule = output.fence.text, output.rule
    numbers = count_numbers(shown, rule)
    return FenceRecord(
        block.line, "checked", compared=rule.comparison, numbers=numbers, elided=leaves_out(shown)
    )


def _exception(block: Block, error: BaseException, file: str) -> tuple[int, str, str]:
    """The line where an exception left the page's code, what it says, and its traceback from there on."""
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename != file:
        trace = trace.tb_next
    line = block.line
    for frame, frame_line in traceback.walk_tb(trace):
        if frame.f_code.co_filename == file:
            line = frame_line
    misread = isinstance(error, SyntaxError) and error.filename == file
    if isinstance(error, SyntaxError) and misread:
        line = error.lineno or line
    prompt = _PROMPT.search(block.fence.text)
    # To Python, `In [1]: x = 1` assigns to an element of In.
    if prompt and (misread or (isinstance(error, NameError) and error.name == "In")):
        migrates = prompt[1] == ">>>"
        advice = "pytest --docs-migrate=diff shows it as code" if migrates else "leave the prompts out"
        return line, f"a session with {prompt[1]} is not Python ({advice})", ""
    wanted = f", not {block.raises}" if block.raises else ""
    return line, f"{_said(error).splitlines()[0][:_LONGEST]}{wanted}", _traceback(error, trace)


def _traceback(error: BaseException, trace: TracebackType | None) -> str:
    """A traceback as Python shows it, without how the checker came to stop the block."""
    shown = traceback.TracebackException(type(error), error, trace)
    shown.stack = traceback.StackSummary.from_list(
        frame for frame in shown.stack if frame.filename != surroundings.__file__
    )
    parts = list(shown.format())
    return "".join(part[:_LONGEST] for part in (parts[:-1] if isinstance(error, BlockStopped) else parts))


def _said(error: BaseException) -> str:
    """An exception as Python shows it below a traceback; for a SyntaxError without file and line."""
    if isinstance(error, BlockStopped):
        return str(error)
    return "".join(part for part in traceback.format_exception_only(error) if not part.startswith("  "))


def _excerpt(lines: list[str]) -> str:
    more = [f"... and {len(lines) - _SHOWN} more lines"] if len(lines) > _SHOWN else []
    return "\n".join(["It prints:", *(f"    {line}" for line in lines[:_SHOWN]), *more])
