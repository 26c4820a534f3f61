"""A page is light on a first visit: how many bytes come over the wire."""

import re
from collections.abc import Mapping

import pytest

from tests.site.conftest import CHAPTERS, PAGES, ROOTS, Site
from tests.site.weight import added_up, parts_of

CHAPTER, OTHER = 170_000, 300_000  # bytes


def test_these_are_all_pages(site: Site) -> None:
    built = {page.relative_to(site.folder).as_posix() for page in site.folder.rglob("*.html")}
    assert {page.removesuffix("index.html") for page in built} == {
        root + page for root in ROOTS for page in PAGES
    }


@pytest.mark.parametrize("root", ROOTS)
def test_every_page_keeps_within_its_budget(site: Site, root: str) -> None:
    too_heavy = []
    for page in PAGES:
        files = added_up(site.folder, root + page)
        weight, budget = sum(files.values()), CHAPTER if re.match(r"\d", page) else OTHER
        if weight > budget:
            too_heavy.append(
                f"{root}{page} weighs {weight:,} bytes, {weight - budget:,} too many. Its heaviest files:\n"
                f"{heaviest(files)}\nand in itself:\n{heaviest(parts_of(site.folder, root + page))}"
            )
    assert not too_heavy, "\n\n".join(["", *too_heavy])


def heaviest(sizes: Mapping[str, int]) -> str:
    """The six that weigh most, a line each."""
    return "\n".join(f"{sizes[name]:9,} {name}" for name in sorted(sizes, key=lambda name: -sizes[name])[:6])


def test_a_page_too_heavy_is_told_by_its_parts(site: Site) -> None:
    parts = parts_of(site.folder, f"en/{CHAPTERS[0]}")
    assert {"formulas", "code and outputs", "lists of pages and sections"} < set(parts)
    assert [name for name in parts if name.startswith("figure: A")]
    assert 0.5 < sum(parts.values()) / added_up(site.folder, f"en/{CHAPTERS[0]}")[f"en/{CHAPTERS[0]}"] < 1
