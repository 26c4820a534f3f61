"""The course's schematic figures.

`python -m torchnn_doc.site.schematics` writes them all to docs/assets/figures.
"""

import pkgutil
from importlib import import_module

from . import figures
from .canvas import Canvas


def canvases() -> dict[str, Canvas]:
    """Draw every figure: each module of `figures` draws one, which has its name."""
    names = [module.name for module in pkgutil.iter_modules(figures.__path__)]
    return {name.replace("_", "-"): import_module(f"{figures.__name__}.{name}").draw() for name in names}
