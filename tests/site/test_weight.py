"""A page is light on a first visit: how many bytes come over the wire."""

import re

import pytest

from tests.site.conftest import PAGES, ROOTS, Site
from tests.site.weight import added_up

CHAPTER, OTHER = 150_000, 300_000  # bytes


def test_these_are_all_pages(site: Site) -> None:
    built = {page.relative_to(site.folder).as_posix() for page in site.folder.rglob("*.html")}
    assert {page.removesuffix("index.html") for page in built} == {
        root + page for root in ROOTS for page in PAGES
    }


@pytest.mark.parametrize("root", ROOTS)
def test_every_page_keeps_within_its_budget(site: Site, root: str) -> None:
    too_heavy = {}
    for page in PAGES:
        files = added_up(site.folder, root + page)
        if sum(files.values()) > (CHAPTER if re.match(r"\d", page) else OTHER):
            too_heavy[page] = sum(files.values()), sorted(files.items(), key=lambda file: -file[1])[:5]
    assert too_heavy == {}
