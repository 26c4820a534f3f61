"""Makes the markup of an SVG picture small: it says no more than the eye can see."""

import re
from functools import cache

from scour.scour import parse_args, scourString  # type: ignore[import-untyped]

COORDINATES = re.compile(r'(?<=\s)(?:d|x|y)="[^"]*"')
FRACTION = re.compile(r"\d+\.\d+")
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


@cache
def slim(svg: str) -> str:
    """Return a picture that looks the same in a fraction of the bytes; most of matplotlib's are digits.

    Args:
        svg: The picture, drawn about as many units wide as it is pixels wide on the page.
    """
    rounded = COORDINATES.sub(lambda attribute: FRACTION.sub(_rounded, attribute[0]), svg)
    slimmed: str = scourString(rounded, OPTIONS)
    return slimmed


def _rounded(number: re.Match[str]) -> str:
    # What is near to 0 may be the outline of a marker, which is a few units wide.
    return f"{float(number[0]):.{1 if float(number[0]) > 10 else 2}f}".rstrip("0").rstrip(".")
