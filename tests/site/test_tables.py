"""Tables on their way into a page: which become cards on a phone, and what labels their cells have."""

import re
from typing import Any

import pytest
from markdown import Markdown  # type: ignore[import-untyped]

from torchnn_doc.site.tables import on_page_content

ANY: Any = None


def made(table: str) -> str:
    content = Markdown(extensions=["tables"]).convert(table)
    return on_page_content(content, page=ANY, config=ANY, files=ANY)


@pytest.mark.parametrize(
    ("table", "cards"),
    [
        ("| a | b | c | d |\n|---|---|---|---|\n| 1 | 0 | 0 | 1 |", False),
        ("| here | there |\n|---|---|\n| one short sentence, or two | as many words as are needed |", False),
        ("| here | there |\n|---|---|\n| `Linear.updateGradInput` | `Linear:updateGradInput` |", True),
        (
            "| a | b | c | d |\n|---|---|---|---|\n| a few | words stand in | each of the cells | of a row |",
            True,
        ),
    ],
    ids=["numbers", "sentences", "names", "many columns"],
)
def test_a_table_too_wide_for_a_phone_becomes_cards(table: str, cards: bool) -> None:
    assert ('<div class="table cards">' in made(table)) == cards


def test_a_cell_has_the_head_of_its_column_as_text() -> None:
    head = r"| | *here* | $\partial J/\partial X_{sj}$ |"
    html = made(f"{head}\n|---|---|---|\n| a | b | {'c' * 40} |")
    assert "<td>a</td>" in html
    assert '<td data-label="here">b</td>' in html
    assert '<td data-label="∂J/∂Xsj">ccc' in html


def test_a_number_of_a_card_is_told_from_words() -> None:
    html = made(f"| what | how often |\n|---|--:|\n| {'c' * 40} | 3 |")
    assert re.search(r'<td class="number" data-label="how often"[^>]*>3</td>', html)
