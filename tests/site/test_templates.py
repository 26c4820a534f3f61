"""What the site changes in its theme's own markup."""

import pytest

from torchnn_doc.site.templates import TemplateError, exchanged


def test_a_part_of_the_themes_page_is_exchanged_wherever_it_stands() -> None:
    assert exchanged("<a></a><a></a>", "<a>", "<b>") == "<b></a><b></a>"


def test_a_theme_that_no_longer_has_what_is_changed_fails_the_build() -> None:
    with pytest.raises(TemplateError, match="no longer has 'role=\"dialog\"'"):
        exchanged("<dialog>", 'role="dialog"', 'role="dialog" aria-label="Search"')
