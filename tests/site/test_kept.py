"""What builds keep does not grow for ever."""

import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from kept import UNUSED, on_post_build, once


def shouted(text: str) -> str:
    return text.upper()


def test_what_no_build_has_used_for_a_month_is_forgotten(tmp_path: Path) -> None:
    config = MkDocsConfig(config_file_path=str(tmp_path / "mkdocs.yml"))
    for text in ("used", "unused"):
        once(tmp_path, shouted, text)
    for file in (tmp_path / ".site_cache").iterdir():
        month_ago = file.stat().st_mtime - UNUSED - 1
        os.utime(file, (month_ago, month_ago))
    assert once(tmp_path, shouted, "used") == "USED"
    on_post_build(config=config)
    assert [file.read_text(encoding="utf-8") for file in (tmp_path / ".site_cache").iterdir()] == ["USED"]
