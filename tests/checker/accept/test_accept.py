"""Rewriting a page."""

import signal
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchnn_doc.checker.accept.edits import AcceptError, Edit, plan, rewrite
from torchnn_doc.checker.accept.review import marked_as_read
from torchnn_doc.checker.compare.accepted import accepted_lines
from torchnn_doc.checker.compare.outputs import compare
from torchnn_doc.checker.page.blocks import read_page
from torchnn_doc.checker.page.fences import Source, digest, read_source
from torchnn_doc.checker.page.rule import EXACT

pytest_plugins = ["pytester"]

RunPages = Callable[..., pytest.RunResult]

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

    with pytest.raises(AcceptError, match=r"^page.md:3: cannot accept this output: a fence cannot hold it"):
        plan_all(read_source(file, "page.md"), "```\n", "5")


def test_no_output_is_put_between_code_and_its_annotations(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("```{.python .annotate}\nprint(1)  # (1)!\n```\n\n1. Note\n", encoding="utf-8")

    with pytest.raises(
        AcceptError, match=r"^page.md:1: cannot add an output: the annotations follow the code"
    ):
        plan_all(read_source(file, "page.md"), "1")


@pytest.mark.parametrize("printed", ["a\0b", "\udcff", "> ~~~\n```\nx"])
def test_an_output_that_a_fence_cannot_hold_is_refused(tmp_path: Path, printed: str) -> None:
    file = tmp_path / "page.md"
    file.write_text(PAGE, encoding="utf-8")

    with pytest.raises(AcceptError, match=r"^page.md:3: cannot accept this output: a fence cannot hold it"):
        plan_all(read_source(file, "page.md"), printed, "5")


@given(
    st.sampled_from(["", "> ", "  ", ">  "]),
    st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=1, max_size=6),
    st.sampled_from(["\n```text {.output}\nold\n...\n```", "\n\n~~~{.text .output}\n~~~\n", ""]),
)
def test_what_was_accepted_passes_from_then_on(indent: str, printed: list[str], old: str) -> None:
    page = "\n".join(f"{indent}{line}".rstrip() for line in f"```python\n```\n{old}".split("\n"))
    text = "\n".join(printed)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.md"
        file.write_bytes(page.encode())
        try:
            rewrite(plan_all(read_source(file, "page.md"), text))
        except AcceptError:
            return

        (block,) = read_page(read_source(file, "page.md")).blocks

    assert block.output
    assert compare(block.output.fence.text, text, block.output.rule) is None


def test_a_page_that_two_names_lead_to_is_rewritten_once(tmp_path: Path) -> None:
    file, link = tmp_path / "page.md", tmp_path / "link.md"
    file.write_text(PAGE, encoding="utf-8")
    link.symlink_to(file)

    rewrite([edit for path in (file, link) for edit in plan_all(read_source(path, path.name), "1", "5")])

    assert file.read_text(encoding="utf-8").count("```text") == 2


def test_an_interruption_leaves_the_page_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "page.md"
    file.write_text(PAGE, encoding="utf-8")
    edits = plan_all(read_source(file, "page.md"), "1", "5")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        rewrite(edits)

    assert file.read_text(encoding="utf-8") == PAGE
    assert list(tmp_path.iterdir()) == [file]


def test_a_run_that_is_killed_while_it_writes_leaves_each_page_whole(pytester: pytest.Pytester) -> None:
    pages = {name: f"{PAGE}\n\n# {name}" for name in ("a", "b", "c")}
    pytester.makefile(".md", **pages)
    pytester.makeconftest("""
        import os, pathlib, signal
        written, replace = [], pathlib.Path.replace
        def replace_once(self, target):
            if written:
                os.kill(os.getpid(), signal.SIGKILL)
            written.append(replace(self, target))
        pathlib.Path.replace = replace_once
    """)

    result = pytester.runpytest_subprocess("-p", "no:hypothesispytest", "-odocs_pages=*.md", "--accept")

    assert result.ret == -signal.SIGKILL
    first, *others = ((pytester.path / f"{name}.md").read_text(encoding="utf-8") for name in pages)
    assert first.count("{.output}") == 2
    assert first.endswith("# a")
    assert others == [pages["b"], pages["c"]]


def test_a_page_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(AcceptError, match=r"^page.md:3: not rewritten: the file changed"):
        rewrite([Edit(str(tmp_path / "page.md"), "page.md", digest(b"x"), 3, 3, ("x",))])


WRONG = """\
# Page

```python
print(1)
```

```text {.output title="Kept"}
2
```
"""


def write_two_languages(pytester: pytest.Pytester) -> tuple[Path, Path]:
    pages = pytester.path / "zh" / "a.md", pytester.path / "en" / "a.md"
    texts = WRONG.replace("Page", "頁"), WRONG.replace("2\n", "3\n")
    for page, text in zip(pages, texts, strict=True):
        page.parent.mkdir()
        page.write_text(text, encoding="utf-8")
    one, other = (read_source(page, page.name) for page in pages)
    for edits in (marked_as_read(one, other), marked_as_read(other, one)):
        rewrite(edits)
    return pages


def test_the_first_accept_over_two_languages_finds_them_alike(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    pages = write_two_languages(pytester)

    result = run_pages("-odocs_translations=zh en", "--accept")

    assert result.ret == pytest.ExitCode.OK
    assert all('{.output title="Kept"}\n1\n```' in page.read_text(encoding="utf-8") for page in pages)
    assert run_pages("-odocs_translations=zh en", pages="??/*.md").ret == pytest.ExitCode.OK


@pytest.mark.parametrize("asked", ["zh/a.md", "en/a.md", "en"])
def test_a_page_named_alone_is_accepted_with_its_translation(
    pytester: pytest.Pytester, run_pages: RunPages, asked: str
) -> None:
    write_two_languages(pytester)

    result = run_pages("-odocs_translations=zh en", "--accept", asked)

    result.stdout.fnmatch_lines(["docs: rewritten en/a.md:8", "docs: rewritten zh/a.md:8"])
    assert result.ret == pytest.ExitCode.OK


@pytest.mark.parametrize("workers", ["0", "2"])
def test_accept_diff_shows_what_accept_would_write_and_changes_nothing(
    pytester: pytest.Pytester, run_pages: RunPages, workers: str
) -> None:
    pytester.makefile(".md", page=WRONG)
    page = pytester.path / "page.md"
    before = page.read_bytes()

    result = run_pages("--accept=diff", "page.md", "-n", workers)

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert page.read_bytes() == before
    result.stdout.fnmatch_lines(
        [
            "docs: the pages differ from what their code prints; --accept rewrites them",
            "--- page.md",
            "+++ page.md (accepted)",
            "@@ -5,5 +5,5 @@",
            "-2",
            "+1",
            "docs: *, 1 output to be rewritten, *",
        ]
    )

    run_pages("--accept", "page.md")
    assert run_pages("--accept=diff", "page.md").ret == pytest.ExitCode.OK


def test_an_output_whose_code_prints_nothing_any_more_is_kept_and_named(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    pytester.makefile(".md", page=WRONG.replace("print(1)", "1"))
    before = (pytester.path / "page.md").read_bytes()

    result = run_pages("--accept")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        ["page.md:7: an output block, but the code above it prints nothing (--accept does not remove it)"]
    )
    assert (pytester.path / "page.md").read_bytes() == before


def test_an_interrupted_run_rewrites_nothing_and_says_so(pytester: pytest.Pytester) -> None:
    pytester.makefile(".md", page=WRONG + "\n```python\nraise KeyboardInterrupt\n```\n")
    before = (pytester.path / "page.md").read_bytes()

    result = pytester.runpytest_subprocess("-p", "no:hypothesispytest", "-odocs_pages=*.md", "--accept")

    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["docs: nothing is rewritten, since the run was interrupted"])
    assert (pytester.path / "page.md").read_bytes() == before


SWALLOWED = """\
```python
print(2)
```

```text {.output}
1

## The next heading

Words that someone wrote.

"""


@pytest.mark.parametrize(
    ("below", "message"),
    [
        (
            "```python\nprint(3)\n```\n",
            "page.md:5: the fence ```text {.output} is not closed before ```python at line 12 *",
        ),
        ("    ```\n", "page.md:5: the fence ```text {.output} is never closed"),
        (
            "```\n",
            "page.md:5: --accept would remove '## The next heading' at line 8: *",
        ),
    ],
)
def test_what_an_output_has_swallowed_is_never_removed(
    pytester: pytest.Pytester, run_pages: RunPages, below: str, message: str
) -> None:
    page = pytester.path / "page.md"
    page.write_text(SWALLOWED + below, encoding="utf-8")

    result = run_pages("--accept")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines([message.replace("[", "[[]")])
    assert page.read_text(encoding="utf-8") == SWALLOWED + below


def test_an_output_that_is_not_marked_is_not_left_below_a_new_one(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    text = "```python\nprint(70.7)\n```\n\n```\n70.2\n```\n"
    page = pytester.path / "page.md"
    page.write_text(text, encoding="utf-8")
    result = run_pages("--accept")
    result.assert_outcomes(failed=1)
    assert page.read_text(encoding="utf-8") == text


def test_an_address_is_accepted_as_a_wildcard_since_the_next_run_has_another(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    page = pytester.path / "page.md"
    code = "class A: pass\nprint([A()], A(), 0x7f0000)"
    page.write_text(f"```python\n{code}\n```\n", encoding="utf-8")
    run_pages("--accept").assert_outcomes(passed=1)
    accepted = page.read_text(encoding="utf-8")
    assert "[<__main__.A object at 0x[..]>] <__main__.A object at 0x[..]> 8323072\n" in accepted
    run_pages("--accept").assert_outcomes(passed=1)
    assert page.read_text(encoding="utf-8") == accepted


REFUSED = {
    "more lines on another run": (
        "n = len(list(Path().glob('ran*')))\nPath(f'ran{n}').touch()\nprint(*range(n + 1), sep='\\n')",
        "",
        "page.md:3: cannot accept this output: it has more or fewer lines when the page is run again",
    ),
    "wildcards that stand for anything": (
        "print('a\\nb\\nc\\nd\\ne\\nf')",
        "\n\n```text {.output}\na\n...\nC\n...\nf\n```",
        "page.md:7: --accept cannot tell what the wildcards stand for now: write this output by hand",
    ),
}


@pytest.mark.parametrize(("code", "output", "problem"), REFUSED.values(), ids=REFUSED)
def test_what_may_be_wrong_on_the_next_run_is_not_accepted(
    pytester: pytest.Pytester, run_pages: RunPages, code: str, output: str, problem: str
) -> None:
    page = pytester.path / "page.md"
    page.write_text(
        f"# Page\n\n```python\n{code}\n```{output}\n".replace("n = len", "from pathlib import Path; n = len")
    )
    before = page.read_bytes()
    result = run_pages("--accept")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([problem])
    assert page.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a [..] b 1", "a 5 b 2"),
        ("[..] b 1", "x y b 2"),
        ("1 a [..]", "2 a x"),
        ("[..]: 1, [..]: 2", "p: 3, q r: 4"),
        ("no wildcard", "a new line"),
    ],
)
def test_a_wildcard_stays_in_a_line_that_changes_elsewhere(old: str, new: str) -> None:
    (line,) = accepted_lines([old], [new], EXACT)
    assert line.count("[..]") == old.count("[..]")
    assert compare(line, new) is None
