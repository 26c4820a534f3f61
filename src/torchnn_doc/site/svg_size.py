"""Makes the markup of an SVG picture small: it says no more than the eye can see."""

import re
from itertools import groupby

from scour.scour import parse_args, scourString  # type: ignore[import-untyped]

COORDINATES = re.compile(r'(?<=\s)(?:d|x|y)="[^"]*"')
FRACTION = re.compile(r"\d+\.\d+")
STRAIGHT = re.compile(r"(?<=[hv])-?[\d.]+(?: ?-?[\d.]+)+")
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
# Without it Scour takes the spaces at the ends of a `tspan` for indentation, and drops them.
AS_WRITTEN = ' xml:space="preserve"'
OPTIONS = parse_args(
    [
        "--create-groups",
        "--enable-comment-stripping",
        "--enable-id-stripping",
        "--indent=none",
        "--no-line-breaks",
        "--remove-metadata",
        "--shorten-ids",
        "--strip-xml-prolog",
    ]
)


def slim(svg: str) -> str:
    """Return a picture that looks the same in a fraction of the bytes; most of matplotlib's are digits.

    Args:
        svg: The picture, drawn about as many units wide as it is pixels wide on the page.
    """
    rounded = COORDINATES.sub(lambda attribute: FRACTION.sub(_rounded, attribute[0]), svg)
    slimmed: str = scourString(rounded.replace("<text ", f"<text{AS_WRITTEN} "), OPTIONS)
    slimmed = slimmed.replace(AS_WRITTEN, "")
    return COORDINATES.sub(lambda attribute: STRAIGHT.sub(_joined, attribute[0]), slimmed)


def _rounded(number: re.Match[str]) -> str:
    # What is near to 0 may be the outline of a marker, which is a few units wide.
    return f"{float(number[0]):.{1 if float(number[0]) > 10 else 2}f}".rstrip("0").rstrip(".")


def _joined(steps: re.Match[str]) -> str:
    """Steps in one direction become one: the edge of a coloured area has one for each point of the grid."""
    runs = groupby(map(float, NUMBER.findall(steps[0])), key=lambda step: step < 0)
    return " ".join(f"{sum(run):.5g}" for _, run in runs)
