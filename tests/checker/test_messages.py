"""Each message of the checker's reference is brought about, as a reader would bring it about."""

import os
import re
import shlex
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from torchnn_doc.checker import Settings, check_page, read_source
from torchnn_doc.checker.page.errors import CheckError

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]
REFERENCES = sorted(ROOT.glob("docs/*/checker-reference.md"))
CELL = re.compile(r"(``?)(?!`)(.+?)(?<!`)\1(?!`)")
FILLED = re.compile(
    r"\.\.\.|/home/me/project|\d+(?:\.\d+)?"
)  # what a message of the reference has as an example


def messages(reference: Path) -> Iterator[str]:
    """The messages of the reference: the code in the first column of the tables of its last part."""
    text = reference.read_text(encoding="utf-8").partition("{#messages}")[2].partition("{#ci}")[0]
    for row in text.splitlines():
        if row.startswith("| "):
            for _, message in CELL.findall(re.split(r"(?<!\\) \| ", row)[0]):
                yield message.strip().removeprefix("... ")


def as_told(message: str) -> re.Pattern[str]:
    """What finds a message whatever its numbers are, and whatever stands for dots."""
    return re.compile(r"(?:\d+(?:\.\d+)?|.*)".join(map(re.escape, FILLED.split(message))))


def code(text: str, attributes: str = "") -> str:
    return f"```python {attributes}\n{text}\n```\n\n"


def output(text: str, attributes: str = "") -> str:
    return f"```text {{.output {attributes}}}\n{text}\n```\n\n"


def check(letter: str, expression: str) -> str:
    return f"<!-- check: {letter} = {expression} -->\n\n"


def binds(**values: str) -> str:
    """Code that computes values, and comments that give them to letters of the same names."""
    return code("\n".join(map(" = ".join, values.items()))) + "".join(map(check, values, values))


def formula(*texts: str) -> str:
    return "".join(f"$$\n{tex}\n$$\n\n" for tex in texts)


READ_ALONE = """
<!-- read against ../de/guide.md: 0123456789ab -->
"""
THREE, THREE_BY_TWO, TWO_BY_TWO = "[1, 2, 3]", "[[1, 2], [3, 4], [5, 6]]", "[[1, 2], [3, 4]]"
DRAWS = code("import matplotlib.pyplot as plt\nplt.plot([1])", "{draws=plot.svg}")

# What a page has to hold for a message. A second page is its translation.
PAGES: dict[str, str | tuple[str, str]] = {
    # it cannot be read
    "the page is not UTF-8: invalid start byte": "\udcff",
    "the fence ```python is never closed": "```python\nx = 1\n",
    "the fence ```text {.output} is not closed before ```python at line 14 "
    "(a fence that shows fences has more signs)": (
        f"{code('print(1)')}```text {{.output}}\n1\n\n# Next\n\n{code('x = 1')}"
    ),
    "'```python' is not seen as a fence: put a blank line above it": "Text\n    ```python\n    x\n    ```\n",
    "cannot read 'python {x=}': 'x=' is neither .class, #id, name nor name=\"value\"": code("", "{x=}"),
    "cannot read 'python {title=a title=b}': title is given twice": code("", "{title=a title=b}"),
    "'.frsh' is not something that a Python block can have": code("", "{.frsh}"),
    "an output block without its code right above it": output("1"),
    "nothing checks the value in a '#>' comment: write an output block below the code": code(
        "print(1)\n#> 1"
    ),
    "'ouput' looks like the mark of an output: text {.output}": (
        f"{code('print(1)')}```text {{.ouput}}\n1\n```\n"
    ),
    "'notest' needs a reason: notest=\"...\"": code("", "{notest}"),
    "of 'varies', 'rounded' and a tolerance, each excludes the others": code("print(1)")
    + output("1", ".rounded rtol=1"),
    "rtol='small' is not a number that is zero or greater": code("print(1)") + output("1", "rtol=small"),
    "timeout='long' is not a number of seconds": code("", "{timeout=long}"),
    "needs='torch/nn' is not the name of a module": code("", "{needs=torch/nn}"),
    "raises='Value Error' is not the name of an exception": code("", '{raises="Value Error"}')
    + output("..."),
    "raises=ValueError needs an output block with the message below it": code("", "{raises=ValueError}"),
    "draws='plot.png' is not an SVG file named relative to the page": code("", "{draws=plot.png}"),
    "draws=plot.svg, but the page does not show it below: ![...](plot.svg)": DRAWS,
    'skip needs a reason: <!-- check: skip "..." -->': f"<!-- check: skip -->\n\n{formula('1 = 2')}",
    "no formula follows for this comment to skip": f'{formula("1 = 1")}<!-- check: skip "why" -->\n',
    "'W': a comment to the checker is `NAME = PYTHON`, `forget NAME, NAME` or `skip \"reason\"`": (
        "<!-- check: W -->\n"
    ),
    "'1 +' is not a Python expression": check("W", "1 +"),
    "'2 W' is not a name; a comment to the checker is ...": "<!-- check: 2 W = w -->\n",
    "'\\frac{W' is not a name: ...": "<!-- check: \\frac{W = w -->\n",
    'an element of the class "given" needs a reason: title="..."': '<span class="given">1.5</span>\n',
    'the <span> of the class "given" is not closed where it was opened': (
        '<span class="given" title="a book">1.5\n\nNext.\n'
    ),
    # a block fails
    "NameError: name 'x' is not defined": code("x"),
    "ZeroDivisionError: division by zero, not ValueError": code("1 / 0", "{raises=ValueError}")
    + output("..."),
    "a session with >>> is not Python (pytest --docs-migrate=diff shows it as code)": code(">>> 1"),
    "a session with In [1]: is not Python (leave the prompts out)": code("In [1]: x = 1"),
    "raises=ValueError, but the code raised nothing": code("print(1)", "{raises=ValueError}") + output("1"),
    "warns=UserWarning, but the code gave no such warning": code("print(1)", "{warns=UserWarning}")
    + output("1"),
    "the block did not end within 60 s, at line 12": code("while True:\n    pass", "{timeout=0.1}"),
    "os._exit(3) would have ended pytest": code("import os\nos._exit(3)"),
    "the block printed more than 1,000,000 bytes": code("print('x' * 2_000_000)"),
    "sys.stdout was taken away: what the block printed then is not known": code(
        "import sys\nsys.stdout = streams_of_pytest"
    ),
    "EOFError: the block reads standard input, but nobody is there to type": code("input()"),
    "LeftThreadWarning: the block leaves a thread running: Thread-1": code(
        "import threading\nthreading.Timer(0.2, int).start()"
    ),
    "not run: blocked by guide.md:30, which raised NameError": code("x") + code("y = 1"),
    "not run: blocked by guide.md:30, which cannot be read": code("", "{.frsh}") + code("y = 1"),
    "the code prints, but no ```text {.output} block follows it (--accept adds one)": code("print(1)"),
    "the fence below, at line 20, looks like the output: mark it ```text {.output}": (
        f"{code('print(1)')}```\n1\n```\n"
    ),
    "an output block, but the code above it prints nothing (--accept does not remove it)": code("1")
    + output("1"),
    "wanted 3, printed 2": code("print(2)") + output("3"),
    "wanted 'a', but no such line is printed there": code("print('b')") + output("b\na"),
    "the output ends here, but the code went on to print 'b'": code("print('a\\nb')") + output("a"),
    "draws=plot.svg, but at its end no figure of matplotlib.pyplot is open": code("", "{draws=plot.svg}")
    + "![Nothing](plot.svg)\n",
    "plot.svg is not the picture that this code draws (--accept draws it)": DRAWS + "![A dot](plot.svg)\n",
    "the fixture x is there only when pytest runs the page": code("", "fixture:x"),
    # equations and numbers
    "y = 3: the left side is 2, the right side 3": binds(y="2") + formula("y = 3"),
    "They agree if every figure is a rounded one: then write \\approx.": formula(
        "0.1453 + 2 \\cdot 0.0635 = 0.2722"
    ),
    "This section gives r two values.": formula("r = 2", "r = 3"),
    "(a+b)^2 = a^2 + b^2: the sides differ": formula("(a+b)^2 = a^2 + b^2"),
    "x = W b: the left side is a 3x1 matrix, the right side a 2x1 matrix": (
        binds(x=THREE, W=TWO_BY_TWO, b="[1, 2]") + formula("x = W b")
    ),
    "a 3x2 matrix cannot be multiplied by a 3x1 matrix": (
        binds(W=THREE_BY_TWO, x=THREE) + formula("W x = 0")
    ),
    "a 2x2 matrix and a 3x3 matrix cannot be added": binds(A=TWO_BY_TWO, x=THREE) + formula("A + x x^T = 0"),
    "W is a 3x2 matrix on this page, not a 2x3 matrix": formula(
        "W = \\begin{bmatrix} W_{11} & W_{12} \\\\ W_{21} & W_{22} \\end{bmatrix}"
    )
    + binds(W=THREE_BY_TWO),
    "the name is a number, the value a 3x1 matrix": binds(x_1=THREE) + formula("x_1 = 1"),
    "the derivative of 3x1 by 3x2 has more than two indices and is not a matrix": (
        binds(W=THREE_BY_TWO, x="[1, 2]") + formula("y = W x", "\\frac{\\partial y}{\\partial W} = x")
    ),
    "the index i runs to 2 and to 3": binds(x=THREE, A=TWO_BY_TWO) + formula("x_i = A_{ii}"),
    "y is a 3x1 matrix and has no entry 4": binds(y=THREE) + formula("y_4 = 1"),
    "x = x + 1: the left side stands on the right again: an update, \\leftarrow?": formula("x = x + 1"),
    "W = layer.weight: layer.weight has no value there": check("W", "layer.weight"),
    "W = layer: layer: '<Linear>' is not a number": (
        code("class Linear:\n    __repr__ = lambda self: '<Linear>'\nlayer = Linear()") + check("W", "layer")
    ),
    "1.5 is unchecked: no output, no code and no verified equation of the page has it": "It is 1.5.\n",
    # reasons why an equation is not read
    "W may be a matrix: its size is not known": formula("W b = b W"),
    "a sum over i: how far it runs is not known": formula("\\sum_i x = 1"),
    "a transpose of something whose size is not known": formula("A^T = A"),
    "a matrix and a number are added: ...": binds(x=THREE) + formula("x + 1 = 2"),
    "which of the cases holds cannot be told": formula(
        "f = \\begin{cases} 1 & \\text{if } a > 0 \\\\ 0 & \\text{if } a < 0 \\end{cases}",
    ),
    "none of the cases holds": binds(a="0")
    + formula("1 = \\begin{cases} 1 & a > 0 \\\\ 0 & a < 0 \\end{cases}"),
    "a division by zero": formula("\\frac{1}{0} = 1"),
    "a division by what may be zero": formula("\\frac{1}{0.12 - 0.1} \\approx 1"),
    "log has no real value there": formula("\\log(-1) = 2"),
    "a power of what may be negative, ...": formula("(-1)^{0.5} = 1"),
    "a derivative of a derivative": formula(
        "\\frac{\\partial}{\\partial x} (\\frac{\\partial J}{\\partial x} x) = 1"
    ),
    "a sum whose bounds are not whole numbers": formula("\\sum_{i=1}^{n} i = 1"),
    "a limit ...": formula("\\lim_{x \\to 0} \\sin(x) = 0"),
    "* may be a product or a convolution": formula("f * g = g * f"),
    "10 000 may be one number or two": formula("10\\,000 = 10000"),
    "2 1/2 may be a product or a sum": formula("2\\frac{1}{2} = 1"),
    "how far sin reaches can be read in two ways: ...": formula("\\sin 2x = 1"),
    "f(...) may be a function or a product: write \\cdot": formula("f = x^2", "f(3) = 9"),
    "how far a derivative reaches can be read in two ways: ...": formula(
        "\\frac{\\partial}{\\partial x} x y = y"
    ),
    "whether a + b depends on z is not known": formula("\\frac{\\partial (a + b)}{\\partial z} = 1"),
    "J is an index here, ...": binds(x=THREE) + formula("\\frac{\\partial J}{\\partial x_J} = 1"),
    "whether x_i is x_k is not known": formula("\\frac{\\partial x_i}{\\partial x_k} = 1"),
    "whether a depends on z stands in what is not read": formula(
        "a = \\sigma(z)", "\\frac{\\partial (a + z)}{\\partial z} = 1"
    ),
    "the formula is not closed before the blank line": "$$\na = 1\n\nb = 2\n$$\n",
    "'{' is never closed": formula("{a = 1"),
    "'}' closes nothing": formula("a} = 1"),
    "it takes more than 20000 steps": formula("\\sum_{i=1}^{100000} i = 1"),
    "the formula is longer than 20000 characters": formula("a = " + "1 + " * 6000 + "1"),
    "is too large": formula("9^{9^{9}} = 1"),
    # translations
    "this page has no translation docs/de/page.md": ("", "absent"),
    "docs/de/page.md has no heading for this one": ("# One\n", "One\n"),
    "the output differs from docs/de/page.md:20": (
        code("print(1)") + output("1"),
        code("print(1)") + output("2"),
    ),
    "this part differs from docs/de/page.md:20": ("Only $x$.\n", "Only $y$.\n"),
    "docs/de/page.md has changed since this page was last read against it": ("Now." + READ_ALONE, "Then.\n"),
    "this page was never read against docs/de/page.md": ("Now.\n", "Then.\n"),
}


@dataclass(frozen=True)
class Run:
    """A run of pytest.

    Attributes:
        arguments: Those of its command line.
        page: What guide.md holds.
        files: Other files.
        before: What is done before, where it depends on the machine.
    """

    arguments: str
    page: str = code("x = 1")
    files: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[pytest.MonkeyPatch], None] = lambda _: None


def without_lark(patch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("torchnn_doc.checker.equations.")]:
        patch.delitem(sys.modules, name)
    patch.setitem(sys.modules, "lark", None)


def refuse(*_: object) -> None:
    raise PermissionError(13, "Permission denied", "guide.md")


ALL, WRONG = "-odocs_pages=*.md", code("print(1)") + output("2")
STOPS = "import os, signal, time\n"
RUNS = {
    # before anything runs
    "--accept, --docs-reviewed, --docs-report, --docs-isolate and docs_translations need docs_pages, "
    "or the name of a page to check": Run("--accept"),
    "to check pages needs pytest-markdown-docs: pip install 'pytest-markdown-docs==0.9.*'": Run(
        f"{ALL} -p no:pytest_markdown_docs"
    ),
    "docs_pages: '*.txt' matches no file in /home/me/project": Run("-odocs_pages=*.txt"),
    "docs_pages: '/page.md' is not a glob relative to rootdir: ...": Run("-odocs_pages=/page.md"),
    "docs_translations names de, which is not a folder": Run(f"{ALL} -odocs_translations=de"),
    "docs_timeout is not a number of seconds: ... 'soon'": Run(f"{ALL} -odocs_timeout=soon"),
    "docs_memory is not a number of megabytes: 0.0": Run(f"{ALL} -odocs_memory=0"),
    "docs_isolate needs a system that can fork processes": Run(
        f"{ALL} --docs-isolate", before=lambda patch: patch.delattr(os, "fork")
    ),
    "docs_folder is root or page, not 'here'": Run(f"{ALL} -odocs_folder=here"),
    "--docs-report: there is no folder build": Run(f"{ALL} --docs-report=build/docs.json"),
    "--docs-reviewed needs the names of the pages that were read": Run(f"{ALL} --docs-reviewed"),
    "--docs-migrate needs docs_pages, or the names of pages": Run("--docs-migrate"),
    "--docs-list needs docs_pages, or the names of pages": Run("--docs-list"),
    "--docs-migrate: notes.txt is not a Markdown page": Run(
        "--docs-migrate notes.txt", files={"notes.txt": ""}
    ),
    # what only pytest meets
    "equations need lark: pip install lark sympy": Run(ALL, binds(W="1"), before=without_lark),
    "this is not Python: ...": Run(f"{ALL} --markdown-docs", files={"lib.py": "x ="}),
    "a docstring whose lines are not those of the file (a line end written as \\n, or escaped)": Run(
        f"{ALL} --markdown-docs", files={"lib.py": '"""Code.\\n\n```python\n```\n"""\n'}
    ),
    "the block did not end within 60 s, and could not be interrupted": Run(
        f"{ALL} --docs-isolate",
        code(f"{STOPS}signal.signal(signal.SIGALRM, signal.SIG_IGN)\ntime.sleep(60)", "{timeout=0.1}"),
    ),
    "the block ended its process, with exit code 3": Run(
        f"{ALL} --docs-isolate", code("import posix\nposix._exit(3)")
    ),
    "the block's process was ended by SIGSEGV: Segmentation fault": Run(
        f"{ALL} --docs-isolate", code(f"{STOPS}os.kill(os.getpid(), signal.SIGSEGV)")
    ),
    "fixture 'x' not found (pytest --fixtures lists them)": Run(ALL, code("", "fixture:x")),
    "f(x) = 1: not read: ...": Run(f"{ALL} -odocs_equations=true", formula("f(x) = 1")),
    # at the end of a run
    "not rewritten: the file changed while its blocks ran": Run(
        f"{ALL} --accept", code("open('guide.md', 'a').write('More.')") + WRONG
    ),
    "not rewritten: [Errno 13] Permission denied: ...": Run(
        f"{ALL} --accept", WRONG, before=lambda patch: patch.setattr(Path, "write_bytes", refuse)
    ),
    "nothing is rewritten, since the run was interrupted": Run(
        f"{ALL} --accept", WRONG + code("raise KeyboardInterrupt")
    ),
    "the pages differ from what their code prints; --accept rewrites them": Run(
        f"{ALL} --accept=diff", WRONG
    ),
    "cannot add an output: the annotations follow the code, write it below them": Run(
        f"{ALL} --accept", code("print(1)  # (1)!", "{.annotate}") + "1. One.\n"
    ),
    "cannot accept this output: a fence cannot hold it as it is": Run(
        f"{ALL} --accept", code("print('```\\n1')") + output("1")
    ),
    "cannot accept this output: it has more or fewer lines when the page is run again": Run(
        f"{ALL} --accept",
        code(
            "import builtins\nbuiltins.runs = vars(builtins).get('runs', 0) + 1\n"
            "print('line\\n' * builtins.runs)"
        ),
    ),
    "--accept cannot tell what the wildcards stand for now: write this output by hand": Run(
        f"{ALL} --accept", code("print('x\\ny\\nz')") + output("a\n[..] 1\nc")
    ),
    "--accept would remove '## Next' at line 10: is the output closed above it?": Run(
        f"{ALL} --accept", code("print(1)") + output("2\n\n## Next\n\nText.")
    ),
    "page.md is in docs_pages but was not collected (norecursedirs, collect_ignore?)": Run(
        "-odocs_pages=**/*.md", files={"build/page.md": code("x = 1")}
    ),
    "docs_pages is set, but none of its pages holds a Python block": Run(ALL, "# Words alone\n"),
}

# Of TeX that few write; the reference sums these reasons up.
OTHER_REASONS = {
    "the formula is nested more than 40 deep": formula("(" * 50 + "1" + ")" * 50 + " = 1"),
    "nothing stands on one side": formula("= 1"),
    "\\partial has no partner": formula("\\partial = 1"),
    "a derivative of nothing": formula("\\frac{\\partial}{\\partial x} = 1"),
    "a derivative by something that is not a name": formula("\\frac{\\partial x}{\\partial (x+1)} = 1"),
    "a derivative needs a d both above and below": formula("\\frac{a}{\\partial x} = 1"),
    "an index on something that is not a name": formula("(x+1)_2 = 1"),
    "\\hat stands over more than a name": formula("\\hat{x + y} = 1"),
    "what is raised to a power, \\sin or its argument, can be read in two ways": formula("\\sin (x)^2 = 1"),
    "the rows of a matrix are not equally long": formula("\\begin{bmatrix} 1 & 2 \\\\ 3 \\end{bmatrix} = A"),
    "a 3x1 matrix where a number is needed": binds(x=THREE) + formula("\\sin(x) = 1"),
    "unless a is a matrix": binds(W=TWO_BY_TWO, v=THREE) + formula("W a v = 1"),
    "f(...) may be a function or a product: f is not known": formula("f(x) = x^2"),
    "exp of a number that is too large": formula("\\exp(10000000) = 1"),
    "a sum of nothing": formula("\\sum_{i=2}^{1} i = 0"),
    "its indices have more than 500 values": (
        binds(A="[[1] * 30] * 30", B="[[1] * 30] * 30") + formula("A_{ij} = B_{ij}")
    ),
    "the name does not stand for one value": binds(x=THREE, x_i="1"),
    "the lists are not those of a vector or a matrix": binds(x="[[1], [2, 3]]"),
}


def told(page: str | tuple[str, str], folder: Path) -> str:
    """All that is said of a page when it is checked."""
    texts = dict(zip(("en", "de"), (page, "absent") if isinstance(page, str) else page, strict=True))
    for language, text in texts.items():
        if text != "absent":
            (folder / language).mkdir()
            (folder / language / "guide.md").write_text(text, encoding="utf-8", errors="surrogateescape")
    translations = () if isinstance(page, str) else (folder / "en", folder / "de")
    settings = Settings(folder, translations=translations, numbers=True)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            source = read_source(folder / "en" / "guide.md", "docs/en/guide.md")
            record = check_page(source, settings, {"streams_of_pytest": sys.stdout})
        except CheckError as error:
            return str(error)
    said = [f"{each.category.__name__}: {each.message}" for each in warned]
    return "\n".join([*record.problems, *(each.reason for each in record.equations), *said])


@pytest.mark.parametrize("message", [*PAGES, *OTHER_REASONS])
def test_a_page_brings_it_about(message: str, tmp_path: Path) -> None:
    said = told({**PAGES, **OTHER_REASONS}[message], tmp_path)
    said = said.replace("docs/en/guide.md", "guide.md").replace("de/guide.md", "docs/de/page.md")
    assert as_told(message).search(said), said


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda path: path.parent.name)
def test_the_messages_of_the_reference_are_these(reference: Path) -> None:
    assert sorted(messages(reference)) == sorted([*PAGES, *RUNS])


@pytest.mark.parametrize("message", RUNS)
def test_a_run_brings_it_about(
    message: str, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = RUNS[message]
    for name, text in {"guide.md": run.page, **run.files}.items():
        (pytester.path / name).parent.mkdir(exist_ok=True)
        (pytester.path / name).write_text(text, encoding="utf-8")
    run.before(monkeypatch)
    options = shlex.split(run.arguments)
    result = pytester.runpytest("-p", "no:hypothesispytest", *options, no_reraise_ctrlc=True)
    said = f"{result.stdout}\n{result.stderr}"
    assert as_told(message).search(said), said
