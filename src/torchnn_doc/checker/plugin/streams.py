"""Keeps the streams of a page where pytest, while a block runs, puts back its own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from torchnn_doc.checker.run.surroundings import Recorder


@contextmanager
def kept_streams(config: pytest.Config) -> Iterator[None]:
    """Let pytest leave the streams as it found them whenever it stops to capture for a while.

    It does so to show a line of a log as it comes (log_cli), for `capsys.disabled()`, and to debug. What is
    printed in the first two counts as printed by the block, and is shown, too.
    """
    manager = config.pluginmanager.getplugin("capturemanager")
    if not manager:
        yield
        return
    suspend, resume, disabled = manager.suspend, manager.resume, manager.global_and_fixture_disabled
    streams = []

    def suspended(in_: bool = False) -> None:
        streams.append((sys.stdin, sys.stdout, sys.stderr))
        suspend(in_=in_)

    def resumed() -> None:
        resume()
        if streams:
            sys.stdin, sys.stdout, sys.stderr = streams.pop()

    @contextmanager
    def disabled_for_a_while() -> Iterator[None]:
        before = sys.stdin, sys.stdout, sys.stderr
        recorder = sys.stdout if isinstance(sys.stdout, Recorder) else None
        with disabled():
            if recorder:
                recorder.echo, echo = sys.stdout, recorder.echo
                sys.stdout = recorder
            try:
                yield
            finally:
                if recorder:
                    recorder.echo = echo
        sys.stdin, sys.stdout, sys.stderr = before

    vars(manager).update(suspend=suspended, resume=resumed, global_and_fixture_disabled=disabled_for_a_while)
    try:
        yield
    finally:
        for name in ("suspend", "resume", "global_and_fixture_disabled"):
            del vars(manager)[name]
