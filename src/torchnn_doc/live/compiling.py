"""Adds to archives of modules what these compile to, so that the next start of Python is sooner."""

import asyncio
import io
import marshal
import os
import sys
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from itertools import product
from zipfile import ZipFile

_UNCHECKED = 1  # of a .pyc file: its source is in the same archive, so nobody need look whether it is newer


async def with_compiled(archive: bytes | memoryview) -> bytes | None:
    """Compile those modules of an archive that are loaded; between two of them, others may run.

    Args:
        archive: A wheel that was unpacked into a folder of `sys.path`, or a zip that is in it itself.

    Returns:
        The archive with what was not in it yet; None if all of it is.
    """
    content = io.BytesIO(archive)
    loaded = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    roots = map(os.path.abspath, sys.path)  # one is "", the folder that wheels are unpacked into
    with ZipFile(content, "a") as files:
        names = files.namelist()
        for root, name in product(roots, names):
            path = f"{root}/{name}"
            if path not in loaded or not name.endswith(".py"):
                continue
            compiled = f"{name}c" if root.endswith(".zip") else cache_from_source(name)
            if compiled not in names:
                files.writestr(compiled, _compiled(files.read(name), path))
                await asyncio.sleep(0)
        if files.namelist() == names:
            return None
    return content.getvalue()


def _compiled(source: bytes, path: str) -> bytes:
    """The content of a .pyc file."""
    code = compile(source, path, "exec", dont_inherit=True)
    return MAGIC_NUMBER + _UNCHECKED.to_bytes(4, "little") + source_hash(source) + marshal.dumps(code)
