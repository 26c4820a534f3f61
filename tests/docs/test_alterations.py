"""What the site says of altered pages is what was counted, and still so."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.checker.mutation.count import counts_of
from tests.checker.mutation.kinds import KINDS, PAGES, ROOT
from torchnn_doc.site.alterations import COUNTS, PLACE, filled

TABLES = sorted(ROOT.glob("docs/*/how-checked.md"))
RECOUNTED = ROOT / "docs" / "en" / "02-container-sequential.md"
CURE = "run .venv/bin/python -m benchmarks.mutation"


@pytest.fixture(scope="module")
def counts() -> Any:
    return json.loads((ROOT / COUNTS).read_text(encoding="utf-8"))


def test_every_kind_and_every_page_was_counted(counts: Any) -> None:
    assert counts["must_fail"] == {kind.name: kind.must_fail for kind in KINDS}, CURE
    pages = [page.relative_to(ROOT).as_posix() for page in PAGES]
    new = [page for page in pages if page not in counts["pages"]]
    assert not new, f"{CURE} {' '.join(new)}"
    gone = [page for page in counts["pages"] if page not in pages]
    assert not gone, f"{', '.join(gone)}: to take out what has gone, {CURE} {pages[-1]}"
    assert list(counts["pages"]) == pages, CURE
    counted = {name for page in counts["pages"].values() for name in page}
    assert counted == {kind.name for kind in KINDS}, CURE


def test_no_alteration_is_missed_and_none_that_changes_nothing_is_noticed(counts: Any) -> None:
    for page, made in counts["pages"].items():
        for kind, (*_, noticed, unnoticed) in made.items():
            assert (unnoticed if counts["must_fail"][kind] else noticed) == 0, (page, kind)


def test_a_page_counted_anew_has_the_counts_of_the_table(counts: Any) -> None:
    made = {name: list(count.row) for name, count in counts_of(RECOUNTED).items()}
    name = RECOUNTED.relative_to(ROOT).as_posix()
    assert made == counts["pages"][name], f"{CURE} {name}"


@pytest.mark.parametrize("page", TABLES, ids=lambda page: page.parent.name)
def test_the_tables_of_a_page_show_every_kind_once(page: Path, counts: Any) -> None:
    text = page.read_text(encoding="utf-8")
    assert [place["kind"] for place in PLACE.finditer(text)] == ["pages", *(kind.name for kind in KINDS)]
    assert not PLACE.search(filled(text, counts))


def test_a_row_shows_the_sums_over_the_pages() -> None:
    pages = {"x.md": {"a": [900, 1, 2, 897, 0], "b": [5, 0, 0, 1, 4]}, "y.md": {"a": [100, 0, 0, 99, 1]}}
    places = "<!-- count: pages --> | <!-- count: a --> | <!-- count: b -->"
    text = filled(places, {"must_fail": {"a": True, "b": False}, "pages": pages})
    assert text == "2 | 1,000 | 1 | 2 | 996 | 1 | 5 | 4 | 1"
