"""Beside each output a reader is told what the checker has compared, and nothing that it has not."""

from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from tests.site.conftest import LANGUAGES, ROOT, Site
from tests.site.test_accounts import report_of
from torchnn_doc.checker import Settings, check_page, read_source
from torchnn_doc.checker.page.blocks import read_page
from torchnn_doc.site.compared import note

PAGE = '```python\nprint("loss", 0.123456, 2)\n```\n\n```text {.output%s}\n%s\n```\n'


def told(page: Path, text: str, language: str = "en") -> str:
    """What a reader is told of the first block of a page."""
    page.write_text(text, encoding="utf-8")
    source = read_source(page, page.name)
    record = check_page(source, Settings(root=page.parent)).as_json()
    words = yaml.safe_load((ROOT / "docs" / "words" / f"{language}.yml").read_text(encoding="utf-8"))
    html = note(record["fences"][0], read_page(source).blocks[0].output, words["compared"])
    return html.removeprefix('<p class="compared">').removesuffix("</p>")


@pytest.mark.parametrize(
    ("setting", "shown", "said"),
    [
        ("", "loss 0.123456 2", "compared: 2 numbers, exact"),
        (' rtol="1e-3"', "loss 0.1234 2", "compared: 2 numbers, within rtol 1e-3"),
        (' atol="0.1" rtol="0"', "loss 0.1 2", "compared: 2 numbers, within rtol 0, atol 0.1"),
        (" .rounded", "loss 0.12 2", "compared: 2 numbers, to the digits shown"),
        ("", "loss [..] 2", "compared: 1 number, exact; what “...” leaves out is not"),
        ("", "...", "compared: text, exact; what “...” leaves out is not"),
        (' varies="a clock"', "loss 7 2", "compared: only its lines and sizes (a clock)"),
        ("", "loss 0.123457 2", "not right in the last run"),
    ],
)
def test_it_follows_what_the_page_asks_for(tmp_path: Path, setting: str, shown: str, said: str) -> None:
    assert told(tmp_path / "page.md", PAGE % (setting, shown)) == said


def test_a_page_in_chinese_says_it_in_chinese(tmp_path: Path) -> None:
    text = PAGE % (" .rounded", "loss 0.12 2")
    assert told(tmp_path / "page.md", text, "zh-TW") == "已比對：2 個數字，到寫出的位數為止"


def test_text_alone_has_no_numbers(tmp_path: Path) -> None:
    text = '```python\nprint("<b>")\n```\n\n```text {.output}\n<b>\n```\n'
    assert told(tmp_path / "page.md", text) == "compared: text, exact"
    skipped = text.replace("```python", '```python {notest="a & b"}')
    assert told(tmp_path / "page.md", skipped) == "not compared: a &amp; b"


def test_of_a_page_that_was_changed_nothing_is_claimed() -> None:
    assert note(None, None, {"changed": "not yet"}) == '<p class="compared">not yet</p>'


@pytest.mark.parametrize("root", LANGUAGES)
def test_each_output_and_picture_of_the_site_says_what_its_record_says(site: Site, root: str) -> None:
    for page in report_of(site, root)["pages"]:
        path = Path(page["page"])
        source = read_source(ROOT / path, page["page"])
        blocks = {block.line: block for block in read_page(source).blocks}
        html = site.html(root + ("" if path.stem == "index" else f"{path.stem}/"))
        fences = [fence for fence in page["fences"] if fence["fate"] in ("checked", "run")]
        compared = [fence for fence in fences if fence["compared"]]
        notes = [each.get_text() for each in html.select("article .output > .compared:first-child")]
        assert len(notes) == len(html.select("article .output")) == len(compared)
        for said, fence in zip(notes, compared, strict=True):
            output = blocks[fence["line"]].output
            assert output
            assert (str(fence["numbers"]) in said) == (fence["numbers"] > 0)
            assert ("varies" in output.fence.options) == (fence["compared"] == "varies")
        pictures = html.select("article p:has(> .figure) + .compared")
        assert len(pictures) == sum(fence["picture"] for fence in fences)
