"""Holds what a block did against what its page promises, and says what is wrong."""

import traceback
from dataclasses import dataclass
from difflib import unified_diff

from torchnn_doc.checker.blocks import Block, Output
from torchnn_doc.checker.compare import (
    Mismatch,
    aligned,
    compare,
    count_numbers,
    distance,
    output_lines,
)
from torchnn_doc.checker.errors import CheckError
from torchnn_doc.checker.page import Source
from torchnn_doc.checker.run import Outcome, unexpected


class CodeError(CheckError):
    """A block left an exception that its page does not promise, or not the one that it promises."""


class OutputError(CheckError):
    """A block prints something else than its page shows."""


class NoOutputError(CheckError):
    """A page shows an output that its code does not print."""


@dataclass(frozen=True)
class Checked:
    """What was held against the run and found right."""

    outputs: int
    numbers: int


def printed_by(block: Block, outcome: Outcome) -> str:
    """What a reader who runs the block sees: what it prints, then the exception that it is meant to raise."""
    return outcome.printed + (_said(outcome.error) if block.raises and outcome.error else "")


def check(block: Block, outcome: Outcome, source: Source) -> Checked:
    """Check one block.

    Args:
        block: The block.
        outcome: What running it led to.
        source: The page.

    Raises:
        CodeError: It raised, or did not raise, against what the page says.
        OutputError: It printed something that the page does not show.
        NoOutputError: It printed nothing, and the page shows an output.
    """
    path = source.path
    if error := unexpected(block, outcome):
        raise CodeError(path, *_exception(block, error, str(source.file)))
    if block.raises and not outcome.error:
        raise CodeError(path, block.line, f"raises={block.raises}, but the code raised nothing")
    printed = printed_by(block, outcome)
    output, lines = block.output, output_lines(printed)
    if not output and not lines:
        return Checked(0, 0)
    if not output:
        problem = "the code prints, but no ```text {.output} block follows it (--accept adds one)"
        raise OutputError(path, block.line, problem, "It prints:\n" + _indented(lines))
    if not lines:
        raise NoOutputError(path, output.fence.line, "an output block, but the code above it prints nothing")
    if mismatch := compare(output.fence.text, printed, output.rule):
        raise _output_error(path, output, printed, mismatch)
    return Checked(1, count_numbers(output.fence.text, output.rule))


def _exception(block: Block, error: BaseException, file: str) -> tuple[int, str, str]:
    """The line where an exception left the page's code, what it says, and its traceback from there on."""
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename != file:
        trace = trace.tb_next
    line = block.line
    if isinstance(error, SyntaxError) and error.filename == file:
        line = error.lineno or line
    for frame, frame_line in traceback.walk_tb(trace):
        if frame.f_code.co_filename == file:
            line = frame_line
    wanted = f", not {block.raises}" if block.raises else ""
    return (
        line,
        f"{_said(error).splitlines()[0]}{wanted}",
        "".join(traceback.format_exception(type(error), error, trace)),
    )


def _said(error: BaseException) -> str:
    """An exception as Python shows it below a traceback; for a SyntaxError without file and line."""
    return "".join(part for part in traceback.format_exception_only(error) if not part.startswith("  "))


def _output_error(path: str, output: Output, printed: str, mismatch: Mismatch) -> OutputError:
    page, run = output_lines(output.fence.text), output_lines(printed)
    line = output.fence.line + 1 + mismatch.index
    if mismatch.wanted is None:
        problem = f"the output ends here, but the code went on to print {(mismatch.printed or '').strip()!r}"
    elif mismatch.printed is None:
        problem = f"wanted {mismatch.wanted.strip()!r}, but no such line is printed there"
    else:
        problem = "wanted {}, printed {}".format(*mismatch.parted)
    details = []
    if mismatch.largest:
        gap = distance(*mismatch.largest)
        details.append("Largest difference: {} (wanted {}, printed {})".format(gap, *mismatch.largest))
    if len(page) != len(run):
        details.append(f"The page shows {_count(page)}, the code prints {_count(run)}")
    details.append(_diff(page, run, output, f"{path}:{output.fence.line}"))
    return OutputError(path, line, problem, "\n\n".join(details))


def _diff(page: list[str], run: list[str], output: Output, place: str) -> str:
    """A unified diff of what makes the check fail; spacing and what a wildcard covers are left out."""
    shown = list(run)
    for i, j in aligned(page, run, output.rule):
        shown[j] = page[i]
    return "\n".join(unified_diff(page, shown, f"wanted   {place}", "printed", lineterm=""))


def _count(lines: list[str]) -> str:
    return f"{len(lines)} line{'' if len(lines) == 1 else 's'}"


def _indented(lines: list[str]) -> str:
    return "\n".join("    " + line for line in lines)
