"""Keeps between builds what takes long to make, each piece under a digest of all that it depends on."""

import hashlib
import os
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

FOLDER = ".site_cache"
LIBRARIES = ("ipykernel", "lark", "matplotlib", "nbclient", "numpy", "pytest", "sympy")


def place(root: Path, kind: str, *parts: str) -> Path:
    """Where something is kept that is made from these parts, the package and the libraries beneath it.

    Args:
        root: The project's folder.
        kind: What it is, as the ending of a file's name.
        parts: All else that it depends on.
    """
    digest = hashlib.sha256("\0".join(parts).encode())
    digest.update(_package(tuple((file, file.stat().st_mtime_ns) for file in _sources(root))))
    return root / FOLDER / f"{digest.hexdigest()}.{kind}"


def keep(file: Path, text: str) -> None:
    """Write a file that another build may read at any time."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(file)


def _sources(root: Path) -> list[Path]:
    return [
        file
        for pattern in ("src/torchnn_doc/**/*.py", "docs/conftest.py", "pyproject.toml")
        for file in sorted(root.glob(pattern))
    ]


@cache
def _package(sources: tuple[tuple[Path, int], ...]) -> bytes:
    digest = hashlib.sha256("\0".join([sys.version, *map(version, LIBRARIES)]).encode())
    for file, _ in sources:
        digest.update(b"\0" + file.read_bytes())
    return digest.digest()
