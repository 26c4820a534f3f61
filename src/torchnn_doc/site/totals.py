"""Shows what came of checking the pages where one of them has `<!-- totals -->`."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import meta

from torchnn_doc.checker.record import report_on
from torchnn_doc.site.records import records_of
from torchnn_doc.site.settings import words_of

PLACE = "<!-- totals -->"
REPORT = "assets/docs-report.json"
COLUMNS = ("run", "compared", "numbers", "verified", "traced")
REMARKS = ("given", "stated", "unread", "wrong")
GREEN = frozenset({"checked", "run", "skipped", "not code"})


def on_files(files: Files, /, *, config: MkDocsConfig) -> Files:
    """Publish the whole report beside the page that shows the totals."""
    if any(PLACE in file.content_string for file in _pages(files)):
        report = report_on(records_of(_pages(files), config))
        files.append(File.generated(config, REPORT, content=report))
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
