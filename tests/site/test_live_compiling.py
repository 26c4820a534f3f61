"""What a module compiles to is kept in the archive that it came from, where the next Python finds it."""

import asyncio
import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zipfile import ZipFile

import pytest

from torchnn_doc.live.compiling import with_compiled


@pytest.mark.parametrize("zipped", [True, False])
def test_what_was_loaded_is_not_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zipped: bool
) -> None:
    archive = tmp_path / "archive.zip"
    root = archive if zipped else tmp_path
    name = f"loaded_{zipped}".lower()
    with ZipFile(archive, "w") as files:
        files.writestr(f"{name}.py", "said = 'hello'")
        files.writestr("never_loaded.py", "")
    ZipFile(archive).extractall(tmp_path)
    monkeypatch.syspath_prepend(root)
    __import__(name)
    compiled = add(archive.read_bytes())
    assert compiled
    assert add(compiled) is None  # all is there
    with ZipFile(io.BytesIO(compiled)) as files, ZipFile(archive, "w") as changed:
        assert len(files.namelist()) == 3
        for each in files.namelist():
            changed.writestr(each, b"1 / 0" if each.endswith(".py") else files.read(each))
    ZipFile(archive).extractall(tmp_path)
    code = f"import sys; sys.path.insert(0, {str(root)!r}); import {name}; print({name}.said)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "hello\n"


def add(archive: bytes) -> bytes | None:
    """In another thread: in this one Playwright keeps an event loop running, once a page was opened."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, with_compiled(archive)).result()
