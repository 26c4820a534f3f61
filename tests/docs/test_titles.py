"""A page has one title: in the navigation, as its heading, and on the start page."""

import re
from pathlib import Path

import pytest

from tests.docs.prose import ROOT, name_of

LANGUAGES = ["zh-TW", "en"]
PAGES = [page for language in LANGUAGES for page in sorted((ROOT / "docs" / language).glob("*.md"))]
# Its heading is a sentence to a new reader, its title the subject of the course.
START = "index.md"


def title(page: Path) -> str:
    """What the navigation, a search and a shared link call a page."""
    found = re.search(r'^title: *("?)(.+)\1$', page.read_text(encoding="utf-8"), re.MULTILINE)
    assert found, f"{name_of(page)} has no title"
    return found[2]


def plain(text: str) -> str:
    """A heading as a title, which has no marks for code."""
    return text.replace("`", "")


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != START], ids=name_of)
def test_a_page_is_called_what_its_heading_says(page: Path) -> None:
    [heading] = re.findall(r"^# (.+?) \{#top\}$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert plain(heading) == title(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [START, "exercises.md"])
def test_a_chapter_is_listed_by_its_title(page: str, language: str) -> None:
    folder = ROOT / "docs" / language
    text = (folder / page).read_text(encoding="utf-8")
    found = re.findall(r"^(?:- \*\*\[|## )(\d+ · .+?)(?:\]\(| \{)", text, re.MULTILINE)
    listed = [plain(name) for name in found]
    chapters = [title(chapter) for chapter in sorted(folder.glob("[0-9]*.md"))]
    differing = sorted(set(chapters) ^ set(listed)) or "their order"
    assert listed == chapters, f"{name_of(folder / page)} and the chapters' titles differ in {differing}"
