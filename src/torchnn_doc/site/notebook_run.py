"""Executes notebooks, several at a time, and none whose code was executed before as it is now."""

import asyncio
import os
import tempfile
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path

import nbformat
from mkdocs.exceptions import PluginError
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from traitlets.config import Config

from torchnn_doc.site.cache import cached_file, store


class NotebookError(PluginError):
    """A cell of a notebook raised an exception that its page does not promise."""


def executed(notebooks: Mapping[str, NotebookNode], root: Path) -> dict[str, NotebookNode]:
    """Execute notebooks by the names that they have in messages.

    Args:
        notebooks: They stay as they are.
        root: The project's folder.

    Returns:
        Copies with outputs.

    Raises:
        NotebookError: A cell raised an exception.
    """
    codes = {name: _code_of(each) for name, each in notebooks.items()}
    files = {name: cached_file(root, "ipynb", text_of(code)) for name, code in codes.items()}
    asyncio.run(_execute({name: codes[name] for name, file in files.items() if not file.exists()}, files))
    return {name: _with_outputs(notebook, files[name]) for name, notebook in notebooks.items()}


def _code_of(notebook: NotebookNode) -> NotebookNode:
    """A notebook's cells of code alone, by other ids: these count all cells."""
    code = deepcopy(notebook)
    code.cells = [cell for cell in code.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code.cells, start=1):
        cell.id = f"code-{number:03}"
    return code


def _with_outputs(notebook: NotebookNode, file: Path) -> NotebookNode:
    done = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
    whole = deepcopy(notebook)
    whole.metadata = done.metadata
    cells = (cell for cell in whole.cells if cell.cell_type == "code")
    for cell, executed_cell in zip(cells, done.cells, strict=True):
        cell.outputs = executed_cell.outputs
        cell.execution_count = executed_cell.execution_count
    return whole


async def _execute(notebooks: Mapping[str, NotebookNode], files: Mapping[str, Path]) -> None:
    free = asyncio.Semaphore(os.cpu_count() or 1)

    async def execute(name: str, notebook: NotebookNode) -> None:
        async with free:
            done = await _run(name, deepcopy(notebook))
        store(files[name], text_of(done))

    await asyncio.gather(*(execute(*each) for each in notebooks.items()))


async def _run(name: str, notebook: NotebookNode) -> NotebookNode:
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            coalesce_streams=True,  # what is printed arrives in pieces, and in others each time
            resources={"metadata": {"path": folder}},
            # Of TCP, the kernel would warn.
            config=Config({"AsyncKernelManager": {"transport": "ipc", "ip": str(Path(folder, "kernel"))}}),
        )
        try:
            return await client.async_execute()
        except CellExecutionError as error:
            raise NotebookError(f"{name}: {error}") from None


def text_of(notebook: NotebookNode) -> str:
    """A notebook as its file has it."""
    return str(nbformat.writes(notebook))  # type: ignore[no-untyped-call]
