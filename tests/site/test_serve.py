"""While a page is written both languages are served, and a change is built for its own language only."""

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from tests.sampling import whole
from tests.site.conftest import ROOT
from tests.site.writing import being_written, wait_for, wait_until
from torchnn_doc.site import languages


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


def test_a_port_that_is_taken_is_told_before_anything_is_built(small_site: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        place = f"127.0.0.1:{other.getsockname()[1]}"
        command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", place]
        served = subprocess.run(command, cwd=small_site, capture_output=True, text=True, check=False)
    assert served.returncode == 1
    assert f"{place} cannot be taken: Address already in use. Try another: make serve PORT=" in served.stderr
    assert "Traceback" not in served.stderr
    assert not (small_site / ".site_cache").exists()


def test_a_configuration_that_is_broken_while_it_is_served_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def build() -> None:
        raise ConfigurationError('expected the node content, but found "-" in mkdocs.yml, line 11')

    monkeypatch.setattr(languages, "has_changed", lambda *_: True)
    server = cast("Any", SimpleNamespace())
    languages.serve(server, load_config(str(ROOT / "mkdocs.yml")), build)
    with pytest.raises(Abort, match="line 11"):  # of which MkDocs shows the words
        server.builder()
