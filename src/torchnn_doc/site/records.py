"""The record of each page: what came of running and checking it, once. The cache keeps it between builds."""

import json
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from torchnn_doc.checker import Settings, check_page, read_source
from torchnn_doc.checker.page.fences import digest
from torchnn_doc.site.cache import cached_file, store
from torchnn_doc.site.serve_mode import is_served
from torchnn_doc.site.settings import root_of

Record = dict[str, Any]  # as JSON has it

PATIENCE = 600  # seconds for a block: that the machine is busy is no fault of the page

log = logging.getLogger("mkdocs.plugins.torchnn_doc")

# The records of the pages in the builds of this process, which are many while the site is served.
_RECORDS: dict[Path, Record] = {}
# The pages of this build whose code was run, and those whose records were there.
_RUN: set[Path] = set()
_TAKEN: set[Path] = set()


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
    pages = {Path(config.docs_dir, file.src_uri).absolute(): file.content_bytes for file in files}
    # Each is looked up once in a build, though several stages ask for it.
    texts = {page: text for page, text in pages.items() if page not in _RUN | _TAKEN}
    kept = {
        page: cached_file(root, "json", *_depends_on(page, text, root), what="records")
        for page, text in texts.items()
    }
    new = sorted(page for page, file in kept.items() if not file.exists() and page not in _RECORDS)
    for page in new:
        record = _RECORDS[page] = _run(page, root)
        # What is not right may be the fault of a busy machine, or of a page that was written meanwhile.
        if not record["problems"] and record["digest"] == digest(texts[page]):
            store(kept[page], json.dumps(record))
    for page, file in kept.items():
        if page not in new and file.exists():
            _RECORDS[page] = json.loads(file.read_text(encoding="utf-8"))
    _RUN.update(new)
    _TAKEN.update(texts.keys() - _RUN)
    return [_RECORDS[page] for page in pages]


def _depends_on(page: Path, text: bytes, root: Path) -> Iterator[str]:
    """The page and the pictures that it names, which it may draw."""
    for file in [page, *sorted(root.glob("docs/assets/**/*.svg"))]:
        if file == page or file.name.encode() in text:
            yield f"{file.relative_to(root)}\n{file.read_text(encoding='utf-8')}"


def _run(page: Path, root: Path) -> Record:
    """Check a page, and tell what is wrong with it."""
    settings = Settings(root=root, timeout=PATIENCE, numbers=True)
    record = check_page(read_source(page, settings.name(page)), settings).as_json()
    for problem in record["problems"]:
        log.log(logging.INFO if is_served() else logging.WARNING, problem.partition("\n")[0])
    # Without the times, which differ in each build.
    return record | {"fences": [fence | {"seconds": 0} for fence in record["fences"]]}
