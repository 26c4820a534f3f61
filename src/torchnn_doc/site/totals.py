"""Runs the checker on the pages of a build, and shows what came of it where a page has `<!-- totals -->`."""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import meta

from torchnn_doc.checker.page.fences import digest
from torchnn_doc.checker.record import EquationAccount, FenceAccount, PageAccount, as_json
from torchnn_doc.site.cache import cached_file, store
from torchnn_doc.site.settings import root_of, words_of

PLACE = "<!-- totals -->"
REPORT = "assets/docs-report.json"
GREEN = frozenset({"checked", "run", "skipped", "not code"})
COLUMNS = ("run", "compared", "numbers", "verified", "traced")
REMARKS = ("given", "stated", "unread", "wrong")
NO_FAILURE = (0, 1, 5)  # pytest's exit codes of a run that came to its end, or had nothing to run


# The accounts of the pages in the builds of this process, which are many while the site is served.
_LATEST: dict[Path, str] = {}


class TotalsError(PluginError):
    """The checker could not be run."""


def on_files(files: Files, /, *, config: MkDocsConfig) -> Files:
    """Check the pages, if one of them shows the totals, and publish the whole report beside it.

    The totals are those of the pages that are built.
    """
    if any(PLACE in file.content_string for file in _pages(files)):
        files.append(File.generated(config, REPORT, content=_report(config)))
    return files


def on_page_markdown(markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Put in the table."""
    report = files.get_file_from_path(REPORT)
    if PLACE not in markdown or not report:
        return markdown
    titles = {file.src_uri: meta.get_data(file.content_string)[1].get("title", "") for file in _pages(files)}
    return markdown.replace(
        PLACE, table(json.loads(report.content_string), titles, words_of(config)["totals"])
    )


def table(report: Mapping[str, Any], titles: Mapping[str, object], words: Mapping[str, str]) -> str:
    """What became of each page, and of all of them, in Markdown.

    Args:
        report: What `pytest --docs-report` wrote.
        titles: The titles of the pages by their paths from the folder of the language.
        words: What the table says, in the language of the page.
    """
    rows = [["page", *COLUMNS], ["---", *("--:" for _ in COLUMNS)]]
    rows[0] = [words[word] for word in rows[0]]
    total = Counter[str]()
    for page in report["pages"]:
        counts = _counts(page)
        total += counts
        path = next(path for path in titles if page["page"].endswith(f"/{path}"))
        if any(counts[column] for column in COLUMNS):
            rows.append([f"[{titles[path]}]({path})", *(str(counts[column]) for column in COLUMNS)])
    rows.append([words["all"], *(str(total[column]) for column in COLUMNS)])
    lines = [f"| {' | '.join(row)} |" for row in rows]
    for reason, count in report["totals"]["skipped"].items():
        lines += ["", words["skipped"].format(count=count, reason=reason)]
    lines += [f"\n{words[word].format(count=total[word])}" for word in REMARKS if total[word]]
    return "\n".join([*lines, "", f"[{words['report']}]({REPORT})"])


def _counts(page: Mapping[str, Any]) -> Counter[str]:
    """What the table says of one page."""
    fates = Counter[str](fence["fate"] for fence in page["fences"])
    equations = Counter[str](equation["fate"] for equation in page["equations"])
    return Counter(
        run=fates["checked"] + fates["run"],
        compared=fates["checked"],
        numbers=sum(fence["numbers"] for fence in page["fences"]),
        verified=equations["verified"],
        traced=sum(page["numbers"].values()) - page["numbers"].get("given", 0),
        given=page["numbers"].get("given", 0),
        stated=equations["stated"],
        unread=equations["not read"],
        wrong=sum(count for fate, count in fates.items() if fate not in GREEN) + equations["wrong"],
    )


def _pages(files: Files) -> Iterator[File]:
    return (file for file in files.documentation_pages() if file.src_uri.endswith(".md"))


def _report(config: MkDocsConfig) -> str:
    """The report on all pages; those are checked that were not checked before as they are now.

    While a page is written, it has the account of the first build: a writer does not wait for a check.
    """
    root = root_of(config)
    pictures = [_part(file, file.read_bytes(), root) for file in sorted(root.glob("docs/assets/**/*.svg"))]
    texts = {page: page.read_bytes() for page in Path(config.docs_dir).rglob("*.md")}
    files = {
        page: cached_file(root, "json", _part(page, text, root), *pictures) for page, text in texts.items()
    }
    new = {page for page, file in files.items() if not file.exists() and page not in _LATEST}
    for account in _check(sorted(new), root) if new else ():
        page = root / account["page"]
        _LATEST[page] = json.dumps(account)
        # What is not green may be the fault of a busy machine, or of a page that was written meanwhile.
        green = all(fence["fate"] in GREEN for fence in account["fences"])
        if green and account["digest"] == digest(texts[page]):
            store(files[page], _LATEST[page])
    for page, file in files.items():
        if file.exists():
            _LATEST[page] = file.read_text(encoding="utf-8")
    return as_json([_account(json.loads(_LATEST[page])) for page in files])


def _part(file: Path, content: bytes, root: Path) -> str:
    return f"{file.relative_to(root)}\n{content.decode(encoding='utf-8')}"


def _check(pages: Sequence[Path], root: Path) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "report.json")
        command = [sys.executable, "-m", "pytest", *map(str, pages), "--docs-report", str(file), "-qq"]
        run = subprocess.run(
            [*command, "-p", "no:cacheprovider"],
            cwd=root,
            env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode not in NO_FAILURE or not file.exists():
            raise TotalsError(f"the checker could not be run:\n{run.stdout}{run.stderr}")
        accounts: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["pages"]
        return accounts


def _account(page: dict[str, Any]) -> PageAccount:
    # Without the times, which differ in each build.
    fences = [FenceAccount(**{**fence, "seconds": 0}) for fence in page["fences"]]
    equations = [EquationAccount(**equation) for equation in page["equations"]]
    return PageAccount(**{**page, "fences": fences, "equations": equations})
