"""Rewriting a page."""

from pathlib import Path

import pytest

from torchnn_doc.checker.accept import AcceptError, Edit, plan, rewrite
from torchnn_doc.checker.blocks import read_page
from torchnn_doc.checker.page import Source, read_source

PAGE = """\
# 頁

```python
print(1, "三")
```

```text {.output}
2
```

```python
print(5)
```"""


def plan_all(source: Source, *printed: str) -> list[Edit]:
    blocks = read_page(source).blocks
    return [plan(block, text, source) for block, text in zip(blocks, printed, strict=True)]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_mark_are_kept(tmp_path: Path, ending: str, mark: str) -> None:
    file = tmp_path / "page.md"
    file.write_bytes((mark + PAGE.replace("\n", ending)).encode())

    rewrite(plan_all(read_source(file, "page.md"), "1 三\n4\n", "5\n"))

    after = PAGE.replace("2\n```", "1 三\n4\n```") + "\n\n```text {.output}\n5\n```\n"
    written = file.read_bytes().decode()
    assert written.replace(ending, "\n") == mark + after
    if ending != "\n":
        assert "\n" not in written.removesuffix("\n").replace(ending, "")


def test_a_file_that_changed_meanwhile_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text(PAGE, encoding="utf-8")
    edits = plan_all(read_source(file, "page.md"), "1", "5")
    changed = PAGE.replace("print(5)", "print(6)")
    file.write_text(changed, encoding="utf-8")

    with pytest.raises(
        AcceptError, match=r"^page.md:8: not rewritten: the file changed while its blocks ran"
    ):
        rewrite(edits)

    assert file.read_text(encoding="utf-8") == changed
    assert list(tmp_path.iterdir()) == [file]


def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    file, link = tmp_path / "page.md", tmp_path / "link.md"
    file.write_text(PAGE, encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)

    rewrite(plan_all(read_source(link, "link.md"), "1", "5"))

    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert "{.output}\n1\n```" in file.read_text(encoding="utf-8")


def test_an_output_that_would_close_its_own_fence_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text(PAGE, encoding="utf-8")

    with pytest.raises(AcceptError, match=r"^page.md:3: cannot accept an output that holds a fence"):
        plan_all(read_source(file, "page.md"), "```\n", "5")


def test_no_output_is_put_between_code_and_its_annotations(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("```{.python .annotate}\nprint(1)  # (1)!\n```\n\n1. Note\n", encoding="utf-8")

    with pytest.raises(
        AcceptError, match=r"^page.md:1: cannot add an output: the annotations follow the code"
    ):
        plan_all(read_source(file, "page.md"), "1")
