"""SVG figures put into the page."""

from figures import inline

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
<style>.line { marker-end: url(#head) }</style>
<marker id="head"/><path class="line" marker-start="url(#head)"/>
</svg>"""


def test_ids_of_a_figure_belong_to_it_alone() -> None:
    figure = inline(SVG, "A line", "figure-2")
    assert '<marker id="figure-2-head"' in figure
    assert figure.count("url(#figure-2-head)") == 2


def test_rules_of_a_figure_hold_inside_it_alone() -> None:
    assert "#figure-2 {.line {" in inline(SVG, "A line", "figure-2")


def test_a_figure_is_an_image_with_words() -> None:
    assert 'role="img" aria-label="A &lt; B"' in inline(SVG, "A < B", "figure-1")
