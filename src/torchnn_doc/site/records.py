"""The record of each page: what came of running and checking it, once. The cache keeps it between builds."""

import json
import logging
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from torchnn_doc.checker.page.fences import digest
from torchnn_doc.site.cache import cached_file, store
from torchnn_doc.site.serve_mode import is_served
from torchnn_doc.site.settings import root_of

Record = dict[str, Any]  # as `pytest --docs-report` writes it

NO_FAILURE = (0, 1, 5)  # pytest's exit codes of a run that came to its end, or had nothing to run
PATIENCE = 600  # seconds for a block: that the machine is busy is no fault of the page
GREEN = frozenset({"checked", "run", "skipped", "not code"})
PROBLEM = re.compile(r"^(?P<page>[^\s:]+\.md):\d+: .*", re.MULTILINE)

log = logging.getLogger("mkdocs.plugins.torchnn_doc")

# The records of the pages in the builds of this process, which are many while the site is served.
_RECORDS: dict[Path, Record] = {}
# The pages of this build whose code was run, and those whose records were there.
_RUN: set[Path] = set()
_TAKEN: set[Path] = set()


class RecordError(PluginError):
    """The checker could not be run, or cannot read a page."""


def on_config(config: MkDocsConfig) -> None:  # noqa: ARG001
    """Count anew."""
    _RUN.clear()
    _TAKEN.clear()


def on_post_build(*, config: MkDocsConfig) -> None:
    """Say how many pages had to be run."""
    log.info(
        "%s: %d pages run, %d taken from their records", config.theme["language"], len(_RUN), len(_TAKEN)
    )


def records_of(files: Iterable[File], config: MkDocsConfig) -> list[Record]:
    """The records of pages; those are run that were not run before as they are now.

    What is wrong with a page is a warning. While it is written, it has the record of the first build: a
    writer does not wait for a check, and sees also what is not right yet.
    """
    root = root_of(config)
    texts = {Path(config.docs_dir, file.src_uri).absolute(): file.content_bytes for file in files}
    kept = {
        page: cached_file(root, "json", *_depends_on(page, text, root), what="records")
        for page, text in texts.items()
    }
    new = sorted(page for page, file in kept.items() if not file.exists() and page not in _RECORDS)
    for record in _run(new, root) if new else ():
        page = root / record["page"]
        _RECORDS[page] = record
        # What is not right may be the fault of a busy machine, or of a page that was written meanwhile.
        if _is_right(record) and record["digest"] == digest(texts[page]):
            store(kept[page], json.dumps(record))
    for page, file in kept.items():
        if page not in new and file.exists():
            _RECORDS[page] = json.loads(file.read_text(encoding="utf-8"))
    _RUN.update(new)
    _TAKEN.update(texts.keys() - _RUN)
    return [_RECORDS[page] for page in texts]


def _depends_on(page: Path, text: bytes, root: Path) -> Iterator[str]:
    """The page and the pictures that it names, which it may draw."""
    for file in [page, *sorted(root.glob("docs/assets/**/*.svg"))]:
        if file == page or file.name.encode() in text:
            yield f"{file.relative_to(root)}\n{file.read_text(encoding='utf-8')}"


def _is_right(record: Record) -> bool:
    return (
        all(fence["fate"] in GREEN for fence in record["fences"])
        and all(equation["fate"] != "wrong" for equation in record["equations"])
        and not record["numbers"].get("unchecked")
    )


def _run(pages: Sequence[Path], root: Path) -> list[Record]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "report.json")
        command = [sys.executable, "-m", "pytest", *map(str, pages), "--docs-report", str(file), "-qq"]
        run = subprocess.run(
            [*command, "-p", "no:cacheprovider", "-o", f"docs_timeout={PATIENCE}"],
            cwd=root,
            env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode not in NO_FAILURE or not file.exists():
            raise RecordError(f"the checker could not be run:\n{run.stdout}{run.stderr}")
        records: list[Record] = json.loads(file.read_text(encoding="utf-8"))["pages"]
    if {root / record["page"] for record in records} != set(pages):
        raise RecordError(f"a page cannot be read:\n{run.stdout}")
    wrong = {record["page"] for record in records if not _is_right(record)}
    for problem in PROBLEM.finditer(run.stdout):
        if problem["page"] in wrong:
            log.log(logging.INFO if is_served() else logging.WARNING, problem[0])
    # Without the times, which differ in each build.
    return [{**each, "fences": [fence | {"seconds": 0} for fence in each["fences"]]} for each in records]
