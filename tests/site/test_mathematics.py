"""TeX turned into HTML and MathML."""

import pytest

from torchnn_doc.site.mathematics import MathematicsError, katex, render


def test_a_formula_is_shown_and_can_be_read_aloud() -> None:
    markup = render(r"\frac{\partial J}{\partial x}", True, "page.md", katex())
    assert "katex-display" in markup
    assert "<mfrac>" in markup


@pytest.mark.parametrize("tex", [r"\frac{1", r"\unknown", "x^2^3", "中文"])
def test_tex_that_katex_rejects_or_warns_about_is_an_error_with_page_and_formula(tex: str) -> None:
    with pytest.raises(MathematicsError) as raised:
        render(tex, False, "en/page.md", katex())
    assert "en/page.md" in str(raised.value)
    assert tex in str(raised.value)
