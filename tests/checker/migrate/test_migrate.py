"""Turning pages of other tools into the checker's syntax; the pages stand in tests/pages/migrate."""

import doctest
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from torchnn_doc.checker.migrate.pages import Migration, migrate
from torchnn_doc.checker.page.blocks import read_page
from torchnn_doc.checker.page.errors import PageError
from torchnn_doc.checker.page.fences import Source, digest

pytest_plugins = ["pytester"]

RunPages = Callable[..., pytest.RunResult]

PAGES = Path(__file__).parents[2] / "pages" / "migrate"
BEFORE = sorted(PAGES.glob("*.md"))
RUNNABLE = [page for page in BEFORE if page.stem != "by-hand"]
BY_HAND = re.compile(r"<!-- by hand\n(?P<notes>(?:.*\n)*)-->")

DOCTEST = """\
```python
>>> 1 / 3
0.3...
```
"""


def as_source(text: str) -> Source:
    return Source(Path("page.md"), "page.md", text, digest(text.encode(errors="replace")))


def migrate_text(text: str, flags: int = 0) -> Migration:
    return migrate(as_source(text), flags)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("page", BEFORE, ids=lambda page: page.stem)
def test_a_page_becomes_what_stands_beside_it(page: Path, mark: str, ending: str) -> None:
    text = page.read_bytes().decode()
    after = page.with_suffix(".migrated").read_bytes().decode()
    expected = BY_HAND.search(text)
    assert expected, f"{page.name} says nothing about what is left to do"

    migration = migrate_text(mark + text.replace("\n", ending))

    assert migration.text == mark + after.replace("\n", ending)
    assert [f"{note.line}: {note.problem}" for note in migration.by_hand] == expected["notes"].splitlines()


@pytest.mark.parametrize("page", BEFORE, ids=lambda page: page.stem)
def test_migrating_again_changes_nothing(page: Path) -> None:
    text = page.with_suffix(".migrated").read_text(encoding="utf-8")
    assert migrate_text(text).edits == ()


def test_the_page_of_doctest_is_green_before() -> None:
    result = doctest.testfile(str(PAGES / "doctest.md"), module_relative=False, encoding="utf-8")
    assert result.attempted > 20
    assert not result.failed


def test_the_page_of_pytest_markdown_docs_is_green_before(pytester: pytest.Pytester) -> None:
    (pytester.path / "page.md").write_bytes((PAGES / "markdown-docs.md").read_bytes())
    arguments = ("--markdown-docs", "--markdown-docs-syntax=superfences")
    pytester.runpytest("-p", "no:hypothesispytest", *arguments).assert_outcomes(passed=6)


@pytest.mark.parametrize("page", RUNNABLE, ids=lambda page: page.stem)
def test_a_migrated_page_is_green_and_each_wrong_output_fails(
    page: Path, pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    text = page.with_suffix(".migrated").read_text(encoding="utf-8")
    lines = text.split("\n")
    blocks = read_page(as_source(text)).blocks
    outputs = [block.output.fence for block in blocks if block.output and not block.notest]
    target = pytester.path / "page.md"
    target.write_text(text, encoding="utf-8")
    run_pages().assert_outcomes(
        passed=sum(not block.notest for block in blocks), skipped=sum(bool(block.notest) for block in blocks)
    )

    for output in outputs:
        lines[output.line] = altered(lines[output.line])
    target.write_text("\n".join(lines), encoding="utf-8")

    assert run_pages().parseoutcomes().get("failed", 0) == len(outputs)


def altered(line: str) -> str:
    """A line with all its figures changed, or with one more if it has none."""
    return re.sub(r"\d", lambda digit: str(9 - int(digit[0])), line) if re.search(r"\d", line) else f"{line}1"


@pytest.mark.parametrize(
    ("session", "code"),
    [
        ("1,\n(1,)", "print((1,))"),
        ("(1), (2)\n(1, 2)", "print(((1), (2)))"),
        ("(1, 2)\n(1, 2)", "print((1, 2))"),
        ("(1, 2),\n((1, 2),)", "print(((1, 2),))"),
        ("f(1)\n'a'", "print(repr(f(1)))"),
        ("f(1)\nPoint(x=1)", "print(repr(f(1)))"),
        ("f(1)\nsome words", "f(1)"),
        ("x.y\nsome words", "print(repr(x.y))"),
        ("f(1)\nnan", "print(repr(f(1)))"),
        ("'é' ; 'b'\n'é'\n'b'", "print(repr('é')) ; print(repr('b'))"),
        ("pprint(x)\nsome words", "pprint(x)"),
        ("x = f()  # why  # doctest: +ELLIPSIS", "x = f()  # why"),
        ("# doctest is a word here", "# doctest is a word here"),
        ("(1 +\n...  1)\n2", "print((1 +\n 1))"),
        ("class A:\n...     'one'\n...     2", "class A:\n    'one'\n    2"),
    ],
)
def test_what_doctest_shows_is_printed(session: str, code: str) -> None:
    after = migrate_text(f"```python\n>>> {session}\n```\n").text
    assert after.startswith(f"```python\n{code}\n```\n")


def test_doctest_options_of_the_project_count() -> None:
    assert "0.3...\n" in migrate_text(DOCTEST).text
    assert "0.3[..]\n" in migrate_text(DOCTEST, doctest.ELLIPSIS).text
    assert (
        "0.3...\n" in migrate_text(DOCTEST.replace("/ 3", "/ 3  # doctest: -ELLIPSIS"), doctest.ELLIPSIS).text
    )


def test_code_that_is_too_deep_is_left_alone() -> None:
    page = f"```python\n>>> {'1 + ' * 9999}1\n10000\n```\n"
    migration = migrate_text(page)
    assert migration.text == page
    assert [note.line for note in migration.by_hand] == [1]


def test_a_page_that_cannot_be_read_is_reported() -> None:
    with pytest.raises(PageError, match=r"^page.md:1: the fence ```python is never closed"):
        migrate_text("```python\n>>> 1\n")


def test_the_command_writes_the_pages_and_runs_nothing(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\ndocs_pages = *.md\ndoctest_optionflags = ELLIPSIS")
    page, other = pytester.path / "page.md", pytester.path / "other.md"
    page.write_text(DOCTEST, encoding="utf-8")
    other.write_text("```python\nraise SystemExit\n```\n", encoding="utf-8")

    result = pytester.runpytest("-p", "no:hypothesispytest", "--docs-migrate")

    assert result.ret == pytest.ExitCode.OK
    assert result.outlines == ["docs: pages migrated: 1 of 2; places to look at by hand: 0"]
    assert page.read_text(encoding="utf-8") == (
        "```python\nprint(1 / 3)\n```\n\n```text {.output}\n0.3[..]\n```\n"
    )


def test_the_command_shows_a_difference_and_changes_nothing(pytester: pytest.Pytester) -> None:
    page = pytester.path / "page.md"
    page.write_text("```python continuation\nx = 1\n```\n\n```py notest\n```\n", encoding="utf-8")

    result = pytester.runpytest("-p", "no:hypothesispytest", "--docs-migrate=diff", "page.md")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert result.outlines == [
        "--- page.md",
        "+++ page.md (migrated)",
        "@@ -1,4 +1,4 @@",
        "-```python continuation",
        "+```python",
        " x = 1",
        " ```",
        " ",
        """docs: page.md:5: 'notest' needs a reason: notest="...\"""",
        "docs: pages to be migrated: 1 of 1; places to look at by hand: 1",
    ]
    assert "continuation" in page.read_text(encoding="utf-8")


NUMBERS = """\
```python
>>> 2 / 3  # doctest: +NUMBER
0.667
>>> 2  # doctest: +NUMBER
2
>>> [1 / 3, 0.5]
[0.3333333333333333, 0.5]

```
"""


def test_an_output_of_which_doctest_compares_the_digits_shown_is_rounded(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    page = pytester.path / "page.md"
    page.write_text(NUMBERS, encoding="utf-8")
    before = ("-p", "no:hypothesispytest", "-p", "no:torchnn_doc", "--doctest-glob=*.md")
    assert pytester.runpytest(*before).ret == pytest.ExitCode.OK

    run_pages("--docs-migrate")

    text = page.read_text(encoding="utf-8")
    assert re.findall(r"text (\{.*)", text) == ["{.output .rounded}", "{.output}", "{.output}"]
    run_pages().assert_outcomes(passed=3)
    flag = doctest.OPTIONFLAGS_BY_NAME["NUMBER"]
    assert migrate_text(NUMBERS.replace("  # doctest: +NUMBER", ""), flag).text.count(".rounded") == 2


def test_the_command_does_without_the_doctest_plugin(pytester: pytest.Pytester) -> None:
    (pytester.path / "page.md").write_text(DOCTEST, encoding="utf-8")
    arguments = ("-p", "no:hypothesispytest", "-p", "no:doctest")
    assert pytester.runpytest(*arguments, "--docs-migrate", "page.md").ret == pytest.ExitCode.OK


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "--docs-migrate needs docs_pages, or the names of pages"),
        (["missing.md"], "--docs-migrate: missing.md is not a Markdown page"),
        (["."], "--docs-migrate: . is not a Markdown page"),
    ],
)
def test_the_command_wants_pages(arguments: list[str], message: str, pytester: pytest.Pytester) -> None:
    result = pytester.runpytest("-p", "no:hypothesispytest", "--docs-migrate", *arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {message}"])


# Each wordN has to be kept, whatever becomes of the fragment that it stands in.
FRAGMENTS = [
    "wordN wordN",
    "# wordN",
    "```python\n>>> wordN = 1\n>>> wordN\nwordN\n```",
    "```python\n>>> wordN = 'x'; wordN, \\\n...     2\nwordN ...\n\n>>> # wordN\n```",
    "```pycon title='wordN'\n>>> wordN()  # doctest: +SKIP\n<BLANKLINE>\nwordN\n\nwordN\n```",
    "~~~\n>>> wordN()\nTraceback (most recent call last):\n  x\nwordN.wordN: wordN\n~~~",
    "```python continuation wordN\nwordN\n```",
    "``` {.python #wordN .fresh continuation notest}\nwordN\n```",
    "```py\nfor wordN in []:\n    print('''\n```` wordN''')\n    #> wordN\n```",
    '```py test="skip - wordN"\nprint(wordN)\n"""\nwordN\n"""\n```',
    "```text\nwordN\n```",
    "```python\nprint('wordN')\n```\n```\nwordN\n```",
    "<!-- invisible-code-block: python\nwordN = 1\n\nwordN\n-->",
    "<!--- code: python\n>>> wordN\nwordN\n--->",
    "<!--- skip: next -->",
    "<!-- skip: next 'because' -->",
    "<!-- skip: start -->",
    "<!-- skip: end -->",
    "<!-- clear-namespace -->",
    "<!-- wordN -->",
    ">>> wordN",
]
PLACES = ["", "    ", "> ", "- ", "> 1. ", "\t", ">"]
WORD = re.compile(r"word\d+")
PROSE = re.compile(r"word\d+ word\d+$|# word\d+$", re.MULTILINE)


@st.composite
def pages(draw: st.DrawFn) -> str:
    lines: list[str] = []
    for number, fragment in enumerate(draw(st.lists(st.sampled_from(FRAGMENTS), max_size=8))):
        first = draw(st.sampled_from(PLACES))
        rest = re.sub(r"-|\d\.", lambda marker: " " * len(marker[0]), first)
        one, *others = fragment.replace("wordN", f"word{number}").split("\n")
        lines += [first + one, *(rest + line for line in others)]
        lines += [""] * draw(st.integers(0, 2))
    return "\n".join(lines)


# Without the comment, which ends the list, what is literal below it would be the list's.
LITERAL = "    ```python\n    >>> word1\n    word1\n    ```"
HIDDEN = "    <!-- invisible-code-block: python\n    word1\n    -->"
BELOW_A_LIST = "- word0 word0\n<!-- skip: next -->\n"


@given(pages())
@example(BELOW_A_LIST + LITERAL)
@example(f"{BELOW_A_LIST}{HIDDEN}\n```python\n```")
def test_no_text_of_a_page_is_lost(page: str) -> None:
    try:
        after = migrate_text(page).text
    except PageError:
        return
    assert Counter(WORD.findall(page)) <= Counter(WORD.findall(after))
    assert PROSE.findall(page) == PROSE.findall(after)
    assert migrate_text(after).edits == ()


@given(st.text("`~>-.#:!=<'\" \n\t(){}python+x1|\\é\r", max_size=120) | st.text(max_size=40))
def test_no_page_makes_it_crash(text: str) -> None:
    for page in (
        text,
        f"```python\n>>> {text}\n```\n",
        f"```py\n{text}\n#> 1\n```\n",
        f"```python {text}\n```\n",
        f"<!-- skip: next {text} -->\n```python\n```\n",
        f"<!-- code: python\n{text}\n-->\n",
    ):
        try:
            after = migrate_text(page).text
        except PageError:
            continue
        assert migrate_text(after).edits == ()
