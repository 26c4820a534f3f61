"""While a page is written both languages are served, and a change is built for its own language only."""

import os
import urllib.request
from pathlib import Path

from tests.sampling import whole
from tests.site.writing import being_written, wait_for, wait_until


def test_a_change_is_shown_and_leaves_the_other_language_alone(small_site: Path) -> None:
    chinese, english = (small_site / "docs" / language / "credits.md" for language in ("zh-TW", "en"))
    with being_written(small_site) as address:
        wait_for(f"{address}en/credits/", "<math")
        built = small_site / ".site_cache" / "served" / "en" / "index.html"
        first = built.stat().st_mtime_ns
        chinese.write_text(chinese.read_text(encoding="utf-8") + "\n改過的句子\n", encoding="utf-8")
        wait_for(f"{address}credits/", "改過的句子")
        wait_for(f"{address}en/credits/", "<math")
        assert built.stat().st_mtime_ns == first
        english.write_text(english.read_text(encoding="utf-8") + "\nA changed sentence\n", encoding="utf-8")
        wait_for(f"{address}en/credits/", "A changed sentence")
        assert built.stat().st_mtime_ns != first
        unseen = chinese.stat()
        chinese.write_text(chinese.read_text(encoding="utf-8") + "\n沒有人看到的句子\n", encoding="utf-8")
        os.utime(chinese, ns=(unseen.st_atime_ns, unseen.st_mtime_ns))
        english.write_text(english.read_text(encoding="utf-8") + "\nAnother sentence\n", encoding="utf-8")
        wait_for(f"{address}en/credits/", "Another sentence")
        with urllib.request.urlopen(f"{address}credits/") as page:
            assert "沒有人看到的句子" not in page.read().decode()


@whole
def test_a_page_that_was_wrong_is_shown_when_it_is_right_again(small_site: Path) -> None:
    page = small_site / "docs" / "en" / "credits.md"
    text = page.read_text(encoding="utf-8")
    with being_written(small_site) as address:
        wait_for(f"{address}en/credits/", "<math")
        built = small_site / ".site_cache" / "served" / "en" / "credits" / "index.html"
        page.write_text(f"{text}\n[nowhere](missing.md)\n", encoding="utf-8")
        wait_until(
            lambda: built.exists() and "nowhere" in built.read_text(encoding="utf-8"), "the fault is built"
        )
        page.write_text(f"{text}\nA changed sentence\n", encoding="utf-8")
        wait_for(f"{address}en/credits/", "A changed sentence")
        wait_for(f"{address}credits/", "<math")
