"""Writes every schematic figure to docs/assets/figures, where the pages show it from."""

from pathlib import Path

from . import canvases

FOLDER = Path("docs", "assets", "figures")

for name, canvas in canvases().items():
    (FOLDER / f"{name}.svg").write_text(canvas.svg(), encoding="utf-8")
