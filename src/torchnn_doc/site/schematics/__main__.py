"""Writes every schematic figure to docs/assets/figures, where the pages show it from."""

from pathlib import Path

from . import drawings

FOLDER = Path("docs", "assets", "figures")

for name, drawing in drawings().items():
    (FOLDER / f"{name}.svg").write_text(drawing.svg(), encoding="utf-8")
