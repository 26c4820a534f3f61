"""The notebook that is made from a page, and the site's page of it."""

import base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient
from nbformat import NotebookNode

from tests.site.conftest import ADDRESS, LANGUAGES, ROOT, Open, Site
from torchnn_doc.checker.compare.outputs import compare
from torchnn_doc.checker.page.blocks import read_page
from torchnn_doc.checker.page.fences import read_fences, read_source
from torchnn_doc.site.notebook_cells import Source, notebook
from torchnn_doc.site.notebook_html import rewrite

NAME = "06-module-backward"
CHAPTERS = sorted(page.stem for page in ROOT.glob("docs/en/[0-9]*.md"))


def made(text: str, path: Path = Path("page.md"), root: Path = ROOT) -> NotebookNode:
    return notebook(Source(text, path, root, "page.md", lambda link: f"https://example.org/{link}", "About."))


def markdown(text: str) -> str:
    cells = made(f"# Title\n\n{text}").cells
    assert [cell.cell_type for cell in cells] == ["markdown"]
    return str(cells[0].source).removeprefix("# Title\n\nAbout.\n\n")


@pytest.mark.parametrize("name", CHAPTERS)
@pytest.mark.parametrize("root", LANGUAGES)
def test_the_notebook_to_download_has_the_blocks_of_its_page_and_no_outputs(
    site: Site, root: str, name: str
) -> None:
    downloaded = nbformat.read(site.folder / root / "notebooks" / f"{name}.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(downloaded)
    page = (ROOT / "docs" / LANGUAGES[root] / f"{name}.md").read_text(encoding="utf-8")
    blocks = [
        fence.text.rstrip("\n")
        for fence in read_fences(page, name)
        if fence.is_python and "notest" not in fence.options
    ]
    installation, *code = [cell for cell in downloaded.cells if cell.cell_type == "code"]
    assert len(blocks) > 5
    assert [cell.source for cell in code] == blocks
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert downloaded.cells[0] == installation
    draws = any("import matplotlib" in block for block in blocks)
    wheel = f"{ADDRESS}package/{next((site.folder / 'package').iterdir()).name}"
    assert installs(installation.source, missing=True) == [wheel, *(["matplotlib"] if draws else [])]
    assert installs(installation.source, missing=False) == []


def installs(source: str, *, missing: bool) -> list[str]:
    """What a cell has pip install where nothing that it looks for is there, or where all is."""
    asked: list[str] = []
    shell = InteractiveShell()  # type: ignore[no-untyped-call]
    shell.magics_manager.magics["line"]["pip"] = asked.append
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("importlib.util.find_spec", lambda name: None if missing else name)
        shell.run_cell(source).raise_error()  # type: ignore[no-untyped-call]
    return [line.removeprefix("install --quiet ") for line in asked]


@pytest.mark.parametrize("root", LANGUAGES)
def test_the_chapter_links_to_its_notebook_and_the_notebook_to_its_file(
    open_page: Open, site: Site, root: str
) -> None:
    page = open_page(f"{root}{NAME}/")
    page.locator(".notebook-links a").first.click()
    page.wait_for_url(f"{site.address}{root}notebooks/{NAME}/")
    with page.expect_download() as download:
        page.locator(".notebook-links a").evaluate("link => { link.download = ''; link.click() }")
    assert nbformat.read(download.value.path(), as_version=4).nbformat == 4  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("name", CHAPTERS)
@pytest.mark.parametrize("root", LANGUAGES)
def test_the_notebook_page_prints_what_the_chapter_prints(site: Site, root: str, name: str) -> None:
    chapter, notebook = (
        [output.get_text().strip() for output in site.html(f"{root}{page}/").select("article .output pre")]
        for page in (name, f"notebooks/{name}")
    )
    assert len(chapter) > 5
    assert chapter == notebook


@pytest.mark.parametrize("name", ["03-criterion", "10-own-module"])
def test_a_downloaded_notebook_prints_in_jupyter_what_its_page_shows(
    site: Site, tmp_path: Path, name: str
) -> None:
    file = site.folder / "en" / "notebooks" / f"{name}.ipynb"
    downloaded = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(downloaded, coalesce_streams=True, resources={"metadata": {"path": tmp_path}})
    with ThreadPoolExecutor(1) as thread:  # in this one Playwright may have an event loop of its own
        executed = thread.submit(client.execute).result()
    page = read_page(read_source(ROOT / "docs" / "en" / f"{name}.md", name))
    blocks = [block for block in page.blocks if not block.notest]
    _installs, *cells = [cell for cell in executed.cells if cell.cell_type == "code"]
    for block, cell in zip(blocks, cells, strict=True):
        printed = "".join(each.text for each in cell.outputs if each.output_type == "stream")
        if block.output and not block.raises and not block.warns:
            assert compare(block.output.fence.text, printed, block.output.rule) is None
    assert sum(bool(block.output) for block in blocks) > 5


@pytest.mark.parametrize("root", LANGUAGES)
def test_the_notebook_page_has_the_headings_of_the_chapter_with_their_ids(open_page: Open, root: str) -> None:
    ids = "all => all.map(heading => heading.id)"
    headings = "article :is(h1, h2, h3)"
    chapter = open_page(f"{root}{NAME}/").locator(headings).evaluate_all(ids)
    page = open_page(f"{root}notebooks/{NAME}/")
    assert page.locator(headings).evaluate_all(ids) == chapter
    listed = page.locator(".md-sidebar--secondary a").evaluate_all(
        "all => all.map(link => link.hash.slice(1))"
    )
    assert set(chapter[1:]) <= set(listed)


def test_the_notebook_page_links_back_to_the_chapter_on_the_same_host(open_page: Open, site: Site) -> None:
    page = open_page(f"en/notebooks/{NAME}/")
    page.get_by_role("link", name="this page", exact=True).click()
    page.wait_for_url(f"{site.address}en/{NAME}/")


def test_the_same_page_gives_the_same_notebook() -> None:
    page = "# A\n\n```python\nprint(1)\n```\n\n```text {.output}\n1\n```\n"
    assert nbformat.writes(made(page)) == nbformat.writes(made(page))  # type: ignore[no-untyped-call]


def test_code_runs_and_its_output_is_left_to_the_run() -> None:
    cells = made("# A\n\n```python\nprint(1)\n```\n\n```text {.output}\n1\n```\n\nEnd.\n").cells
    assert [(cell.cell_type, cell.source) for cell in cells] == [
        ("markdown", "# A\n\nAbout."),
        ("code", "print(1)"),
        ("markdown", "End."),
    ]


def test_code_that_is_not_run_stays_text() -> None:
    assert markdown('```python {notest="needs a GPU"}\nf()\n```') == "```python\nf()\n```"


def test_a_source_excerpt_is_shown_and_not_run(tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text("class A:\n    def f(self):\n        return 1\n", encoding="utf-8")
    page = '# T\n\n```python {notest="source" title="code.py"}\n--8<-- "code.py:A.f"\n```\n'
    [cell] = made(page, root=tmp_path).cells
    assert cell.source.endswith("`code.py`\n\n```python\ndef f(self):\n    return 1\n```")


def test_a_cell_that_shall_raise_is_marked_so_that_the_run_goes_on() -> None:
    [_, cell] = made("# A\n\n```python {raises=ValueError}\nint('x')\n```\n").cells
    assert cell.metadata.tags == ["raises-exception"]


def test_an_admonition_becomes_a_quotation() -> None:
    assert markdown('!!! note "Layout"\n    One.\n\n    Two.\n') == "> **Layout**\n> \n> One.\n> \n> Two."


def test_a_folded_part_without_code_stays_folded() -> None:
    folded = markdown('??? tip "Hint"\n    Add.\n')
    assert folded == "<details><summary>Hint</summary>\n\nAdd.\n\n</details>"


def test_code_in_a_folded_part_becomes_a_cell_with_hidden_source() -> None:
    cells = made('# A\n\n??? success "Solution"\n\n    Run:\n\n    ```python\n    print(1)\n    ```\n').cells
    assert [cell.source for cell in cells] == ["# A\n\nAbout.\n\n**Solution**\n\nRun:", "print(1)"]
    assert cells[1].metadata.jupyter.source_hidden


def test_tabs_become_paragraphs_under_their_titles() -> None:
    assert (
        markdown('=== "Vector"\n    One.\n\n=== "Batch"\n    Two.\n')
        == "**Vector**\n\nOne.\n\n**Batch**\n\nTwo."
    )


def test_what_only_material_reads_is_gone() -> None:
    page = "## Gradient {#gradient}\n\n<div markdown>\n\n[On](next.md){ .md-button } `{.x}` $W^{T}$\n\n</div>"
    text = '<a id="gradient"></a>\n\n## Gradient\n\n[On](https://example.org/next.md) `{.x}` $W^{T}$'
    assert markdown(page) == text


def test_front_matter_is_left_out() -> None:
    assert made("---\ntitle: x\n---\n\n# A\n").cells[0].source == "# A\n\nAbout."


def test_a_figure_travels_inside_the_notebook(tmp_path: Path) -> None:
    (tmp_path / "line.svg").write_text("<svg/>", encoding="utf-8")
    [cell] = made("# A\n\n![A line](line.svg)\n", path=tmp_path / "page.md").cells
    assert "![A line](attachment:line.svg)" in cell.source
    assert base64.b64decode(cell.attachments["line.svg"]["image/svg+xml"]) == b"<svg/>"


def test_a_traceback_is_shown_without_the_paths_of_the_machine() -> None:
    rendered = (
        '<div class="jp-OutputArea">'
        '<div class="jp-OutputArea-output" data-mime-type="application/vnd.jupyter.stderr">'
        '<pre><span class="ansi-red-fg">---</span>\nFile /home/someone/linear.py\n'
        '<span class="ansi-red-fg">ShapeError</span>: 3 given, 2 expected</pre></div></div>'
    )
    html, _ = rewrite(rendered, "Link")
    assert (
        html
        == '<div class="output highlight"><pre><code>ShapeError: 3 given, 2 expected\n</code></pre></div>'
    )
