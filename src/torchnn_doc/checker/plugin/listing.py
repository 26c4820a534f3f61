"""Lists the fences of pages and what would become of each, in place of running tests."""

import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from torchnn_doc.checker.page.blocks import Block, read_blocks
from torchnn_doc.checker.page.errors import PageError
from torchnn_doc.checker.page.fences import Fence, Source, read_fences, read_source
from torchnn_doc.checker.plugin.options import pages_asked_for, read_settings


def list_pages(config: pytest.Config) -> pytest.ExitCode:
    """List the fences of the pages named, or of all of docs_pages; nothing is run.

    Raises:
        pytest.UsageError: An option makes no sense.
    """
    settings = read_settings(config)
    counts: Counter[str] = Counter()
    pages = pages_asked_for(config, "--docs-list")
    for file in pages:
        name = settings.name(file)
        sys.stdout.write(f"{name}\n")
        try:
            source = read_source(file, name)
            fates = list(_fates(source, settings.words))
        except PageError as error:
            counts["unreadable"] += 1
            sys.stdout.write(f"{error}\n")
            continue
        for fence, fate, what in fates:
            counts[fate] += 1
            sys.stdout.write(f"{fence.line:6}  {fence.language or '-':10}  {what}\n")
    parts = [f"{counts[fate]} {fate}" for fate in ("to be run", "to be compared", "skipped", "not code")]
    parts += [f"{counts[fate]} {fate}" for fate in ("unreadable",) if counts[fate]]
    sys.stdout.write(f"docs: pages listed: {len(pages)}; fences {', '.join(parts)}; nothing was run\n")
    return pytest.ExitCode.OK


def _fates(source: Source, words: tuple[str, ...]) -> Iterator[tuple[Fence, str, str]]:
    """Each fence of a page with its kind of fate, and what would become of it."""
    page = read_blocks(source, words=words)
    blocks = {block.line: block for block in page.blocks}
    code_of = {block.output.fence.line: block for block in page.blocks if block.output}
    strays = {stray.line: stray.problem for stray in page.strays}
    like_python = dict(page.like_python)
    for fence in read_fences(source.text, source.path, words=words):
        if fence.line in blocks:
            yield fence, *_fate(blocks[fence.line])
        elif fence.line in code_of:
            code = code_of[fence.line]
            if code.notest:
                yield fence, "skipped", "not compared, as its code is not run"
            else:
                yield fence, "to be compared", f"compared with what the code at line {code.line} prints"
        elif fence.line in strays:
            yield fence, "unreadable", strays[fence.line]
        elif fence.line in like_python:
            yield fence, "not code", "not code, though it looks like Python"
        else:
            yield fence, "not code", "not code"


def _fate(block: Block) -> tuple[str, str]:
    if block.problem:
        return "unreadable", block.problem.problem
    if block.notest:
        return "skipped", f"skipped: {block.notest}"
    if block.below and not block.output:
        return "to be run", f"run; the fence at line {block.below} looks like its output, and is not marked"
    return "to be run", "run"
