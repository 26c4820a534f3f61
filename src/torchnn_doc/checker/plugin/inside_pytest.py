"""All that the plugin uses of pytest's insides: five names that pytest promises nobody to keep.

`suspend`, `resume` and `global_and_fixture_disabled` of its capture manager: pytest stops to capture for a
while to show a line of a log as it comes (log_cli), for `capsys.disabled()`, and to debug. It then puts back
streams of its own, in the middle of a block whose output is recorded. No hook tells of it.

`runtestprotocol`: a page's own process sets up, runs and tears down tests as pytest does, but gives their
reports to the process that it was copied from; the hook that runs tests would have them shown, and sent by
pytest-xdist, a second time.

`_setupstate` of a session: what pytest had set up before that copy was made is torn down where it was set
up, and not by the copy, too.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from _pytest.runner import runtestprotocol

from torchnn_doc.checker.run.surroundings import Recorder

CAPTURING = ("suspend", "resume", "global_and_fixture_disabled")


@contextmanager
def kept_streams(config: pytest.Config) -> Iterator[None]:
    """Let pytest leave the streams as it found them whenever it stops to capture for a while.

    What is printed meanwhile counts as printed by the block, and is shown, too.
    """
    manager = config.pluginmanager.getplugin("capturemanager")
    if not manager:
        yield
        return
    suspend, resume, disabled = (getattr(manager, name) for name in CAPTURING)
    held: list[Callable[[], None]] = []

    def suspended(in_: bool = False) -> None:
        held.append(_held())
        suspend(in_=in_)

    def resumed() -> None:
        resume()
        if held:
            held.pop()()

    @contextmanager
    def disabled_for_a_while() -> Iterator[None]:
        put_back = _held()
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
        put_back()

    vars(manager).update(zip(CAPTURING, (suspended, resumed, disabled_for_a_while), strict=True))
    try:
        yield
    finally:
        for name in CAPTURING:
            del vars(manager)[name]


def _held() -> Callable[[], None]:
    """Hold the streams and what stands behind them; what is given back puts them back."""
    streams, descriptors = (sys.stdin, sys.stdout, sys.stderr), (os.dup(1), os.dup(2))

    def put_back() -> None:
        sys.stdin, sys.stdout, sys.stderr = streams
        for number, descriptor in enumerate(descriptors, start=1):
            os.dup2(descriptor, number)
            os.close(descriptor)

    return put_back


def reports_of(item: pytest.Item, nextitem: pytest.Item | None) -> list[pytest.TestReport]:
    """Set up, run and tear down a test, and show nothing of it."""
    return runtestprotocol(item, log=False, nextitem=nextitem)


def leave_set_up(session: pytest.Session) -> None:
    """Let nothing that is set up now be torn down in this process."""
    for finalizers, _ in session._setupstate.stack.values():
        finalizers.clear()
