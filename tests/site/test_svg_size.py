"""Pictures made small: fewer digits, the same picture."""

from torchnn_doc.site.svg_size import slim

SVG = """<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 300 200">
  <metadata>drawn by hand</metadata>
  <defs><path id="a-long-name" d="M 0 1.250001 L 1.250001 0"/></defs>
  <use xlink:href="#a-long-name" x="61.160504" y="262.39976"/>
  <path d="M 50 50 H 52.3 H 54.6 H 57 V 40 H 50"/>
  <text x="20">ten <!-- twenty --></text>
  <text x="40"><tspan>y</tspan><tspan dy="3"> = </tspan><tspan> </tspan></text>
</svg>"""


def test_places_are_rounded_to_what_can_be_seen() -> None:
    assert 'x="61.2" y="262.4"' in slim(SVG)


def test_the_outline_of_a_small_marker_keeps_its_form() -> None:
    assert 'd="m0 1.25 1.25-1.25"' in slim(SVG)


def test_steps_in_one_direction_are_one() -> None:
    assert 'd="m50 50h7v-10h-7"' in slim(SVG)


def test_what_nobody_sees_is_left_out() -> None:
    slimmed = slim(SVG).strip()
    assert ">ten " in slimmed
    assert not [unseen for unseen in ("drawn", "twenty", "a-long-name", "\n") if unseen in slimmed]


def test_a_space_in_a_label_stays() -> None:
    assert '<tspan>y</tspan><tspan dy="3"> = </tspan><tspan> </tspan>' in slim(SVG)
