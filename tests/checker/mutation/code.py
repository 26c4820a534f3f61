"""Removes lines of the code of pages, and runs what follows in a copy of the process.

The copy is made where the line stands, so that nothing above it is run again.
"""

import ast
import os
import random
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import IntEnum
from functools import partial

from tests.checker.mutation.mutant import Mutant
from tests.checker.mutation.ran import Ran
from torchnn_doc.checker.page.blocks import Block
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.run.page_run import PageRun


class _Seen(IntEnum):
    """What became of a page with a line less; the exit status of the process that ran it."""

    FAILED = 10
    DIFFERENT = 11
    SAME = 12


def code_removed(ran: Ran) -> Iterator[Mutant]:
    """Take away each line of a page's code, or as many as are asked for, and run the page from there on."""
    run = ran.start(ran.page.blocks)
    chosen = set(_sample(ran))
    for place, block in enumerate(ran.page.blocks):
        if block.notest:
            continue
        lines = block.fence.text.split("\n")
        for row, line in enumerate(lines):
            if (place, row) not in chosen:
                continue
            text = "\n".join([*lines[:row], *lines[row + 1 :]])
            seen = _Seen.SAME
            if not _is_same_code(block.fence.text, text):
                altered = replace(block, fence=replace(block.fence, text=text))
                seen = _in_a_copy(partial(_go_on, ran, run, altered, place))
            yield Mutant(ran.place(block.line + 1 + row), line, seen is _Seen.FAILED, seen is not _Seen.SAME)
        run.outcome(block, fixture=str)


def _sample(ran: Ran) -> list[tuple[int, int]]:
    """The lines to take away, by block and row: others when the page is another, the same in each run."""
    every = [
        (place, row)
        for place, block in enumerate(ran.page.blocks)
        if not block.notest
        for row, line in enumerate(block.fence.text.split("\n"))
        if line.strip()
    ]
    return random.Random(ran.source.text).sample(every, min(ran.lines, len(every)))


def _is_same_code(text: str, other: str) -> bool:
    try:
        return ast.dump(ast.parse(text)) == ast.dump(ast.parse(other))
    except SyntaxError:
        return False


def _go_on(ran: Ran, run: PageRun, altered: Block, place: int) -> _Seen:
    """Run an altered block and those below it."""
    waiting = run._namespaces[altered.line].waiting  # nobody but a test exchanges a block in the middle
    waiting[0] = altered
    blocks = [altered, *ran.page.blocks[place + 1 :]]
    try:
        outcomes = ran.outcomes | dict(ran.check_all(run, blocks))
    except CheckError:
        return _Seen.FAILED
    same = all(ran.same(block, outcomes) for block in ran.steady)
    return _Seen.SAME if same else _Seen.DIFFERENT


def _in_a_copy(act: Callable[[], _Seen]) -> _Seen:
    """What an act leads to in a copy of this process, which ends with it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # on forking beside threads, such as numpy's
        process = os.fork()
    if not process:
        try:
            if pytorch := sys.modules.get("torch"):
                pytorch.set_num_threads(1)  # the others are not copied, and it would wait for them forever
            os._exit(act())
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    return _Seen(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
