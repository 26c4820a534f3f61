"""The links to the repository and to where a page is edited, on a site that is built with its address."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site.conftest import ROOTS, Site, build, watch
from tests.site.serving import served

REPOSITORY = "https://github.com/someone/course"


@pytest.mark.parametrize("root", ROOTS)
def test_without_an_address_no_page_has_a_link(site: Site, root: str) -> None:
    page = site.html(f"{root}credits/")
    assert page.select(".md-source, [rel=edit]") == []


def test_with_an_address_a_page_has_both_links_and_no_request_goes_there(
    small_site: Path, browser: Browser
) -> None:
    folder = small_site / "site"
    built = build(small_site / "mkdocs.en.yml", folder, {"REPO_URL": REPOSITORY})
    assert built.returncode == 0, built.stderr
    troubles: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    with served(folder) as address:
        watch(page, address, troubles)
        page.goto(f"{address}credits/", wait_until="networkidle")
        link = page.locator(".md-header .md-source")
        assert link.get_attribute("href") == REPOSITORY
        assert link.inner_text().strip() == "GitHub"
        edit = page.locator("article [rel=edit]")
        assert edit.get_attribute("href") == f"{REPOSITORY}/edit/main/docs/en/credits.md"
        assert edit.is_visible()
    page.close()
    assert troubles == []
