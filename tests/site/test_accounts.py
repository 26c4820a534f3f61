"""What a reader of the built site sees, held against what the checker accounts for."""

import json
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files

from tests.site.conftest import LANGUAGES, ROOT, Site
from torchnn_doc.checker.page.fences import digest, read_fences
from torchnn_doc.site import totals
from torchnn_doc.site.excerpts import expand

SHOWN = "article div.highlight:not(.output)"


def report_of(site: Site, root: str) -> dict[str, Any]:
    report = json.loads((site.folder / root / "assets" / "docs-report.json").read_text(encoding="utf-8"))
    assert isinstance(report, dict)
    return report


@pytest.mark.parametrize("root", LANGUAGES)
def test_the_report_is_about_the_pages_as_they_are(site: Site, root: str) -> None:
    pages = {page["page"]: page["digest"] for page in report_of(site, root)["pages"]}
    files = (ROOT / "docs" / LANGUAGES[root]).glob("*.md")
    assert pages == {file.relative_to(ROOT).as_posix(): digest(file.read_bytes()) for file in files}


@pytest.mark.parametrize("root", LANGUAGES)
def test_the_code_that_a_reader_sees_is_the_code_accounted_for(site: Site, root: str) -> None:
    for page in report_of(site, root)["pages"]:
        file = ROOT / page["page"]
        fences = {each.line: each for each in read_fences(file.read_text(encoding="utf-8"), page["page"])}
        blocks = [fence["line"] for fence in page["fences"] if fence["fate"] != "not code"]
        html = site.html(root + ("" if file.stem == "index" else f"{file.stem}/"))
        assert [block.get_text().strip() for block in html.select(f"{SHOWN}.language-python pre code")] == [
            expand(fences[line].text, ROOT, page["page"]).strip() for line in blocks
        ]
        assert len(html.select(SHOWN)) == len(page["fences"])
        assert len(html.select("article .output")) == sum(fence.is_output for fence in fences.values())


@pytest.mark.parametrize("root", LANGUAGES)
def test_the_totals_that_a_reader_sees_are_those_of_the_report(site: Site, root: str) -> None:
    report = report_of(site, root)
    row = site.html(f"{root}how-checked/").select("article tbody tr")[-1]
    run, compared, numbers, verified, traced = (int(cell.get_text()) for cell in row.select("td")[1:])
    counted = report["totals"]
    assert run == counted["fences"]["checked"] + counted["fences"].get("run", 0)
    assert compared == counted["fences"]["checked"]
    assert numbers == counted["numbers compared"] > 100
    assert verified == counted["equations"]["verified"] > 10
    assert traced == sum(counted["numbers shown"].values()) - counted["numbers shown"]["given"] > 100


def test_a_site_whose_pages_hold_no_code_is_built_with_an_empty_account(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "credits.md"
    page.parent.mkdir()
    page.write_text(f"# Credits\n\n{totals.PLACE}\n", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\ndocs_pages = docs/*.md\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(f"site_name: Small\nhooks: [{totals.__file__}]\n", encoding="utf-8")
    config = load_config(str(tmp_path / "mkdocs.yml"))
    files = Files([File(page.name, config.docs_dir, config.site_dir, config.use_directory_urls)])
    report = config.plugins.on_files(files, config=config).get_file_from_path(totals.REPORT)
    assert report
    assert [each["fences"] for each in json.loads(report.content_string)["pages"]] == [[]]
