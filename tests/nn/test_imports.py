"""The files of nn import one another in one direction, for types too."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

from torchnn_doc import nn


def test_no_file_imports_what_imports_it() -> None:
    imports = {}
    for file in Path(str(nn.__file__)).parent.glob("*.py"):
        found = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.ImportFrom)]
        imports[f"torchnn_doc.nn.{file.stem}"] = [node.module for node in found]
    order = list(TopologicalSorter(imports).static_order())  # raises CycleError
    assert set(imports) <= set(order)
