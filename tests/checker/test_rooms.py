"""The rooms of the checker know each other in one direction, and only one of them knows pytest."""

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

CHECKER = "torchnn_doc.checker"
# From the one that knows all to those that know nothing of the others.
ROOMS = [
    "plugin",
    "migrate",
    "checking",
    "accept",
    "translations",
    "numbers",
    "equations",
    "compare",
    "run",
    "page",
    "record",
]


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("torchnn_doc", include_external_packages=True, cache_dir=None)


def modules_of(imports: grimp.ImportGraph, package: str) -> set[str]:
    return {package, *imports.find_descendants(package)}


def test_no_room_knows_one_that_comes_after_it(imports: grimp.ImportGraph) -> None:
    wrong = imports.find_illegal_dependencies_for_layers(ROOMS, containers={CHECKER})
    chains = {
        " -> ".join((*chain.heads, *chain.middle, *chain.tails)) for each in wrong for chain in each.routes
    }
    assert sorted(chains) == []


def test_every_file_stands_in_a_room(imports: grimp.ImportGraph) -> None:
    assert imports.find_children(CHECKER) == {f"{CHECKER}.{room}" for room in ROOMS}


def test_no_files_of_the_package_know_each_other_in_a_circle(imports: grimp.ImportGraph) -> None:
    modules = modules_of(imports, CHECKER)
    known = {module: imports.find_modules_directly_imported_by(module) & modules for module in modules}
    try:
        TopologicalSorter(known).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_only_the_plugin_knows_pytest(imports: grimp.ImportGraph) -> None:
    tools = ("pytest", "_pytest", "xdist", "pytest_markdown_docs")
    known = {
        module: tool
        for tool in tools
        if tool in imports.modules
        for module in imports.find_modules_that_directly_import(tool)
        if module in modules_of(imports, CHECKER) - modules_of(imports, f"{CHECKER}.plugin")
    }
    assert known == {}


def test_a_record_needs_nothing_of_what_makes_it(imports: grimp.ImportGraph) -> None:
    imported = imports.find_modules_directly_imported_by(f"{CHECKER}.record")
    assert {module for module in imported if module.startswith("torchnn_doc")} == set()
