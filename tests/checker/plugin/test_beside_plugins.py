"""The checker in one project beside each of the plugins that others have installed, alone and in workers.

They are in an environment of their own, since pytest loads whatever is installed: `make test-plugins`.
"""

from importlib.util import find_spec

import pytest

pytest_plugins = ["pytester"]

NAMES = {
    "pytest_asyncio": "asyncio",
    "pytest_randomly": "randomly",
    "pytest_timeout": "timeout",
    "pytest_rerunfailures": "rerunfailures",
    "pytest_cov": "pytest_cov",
}
if missing := [module for module in NAMES if not find_spec(module)]:
    pytest.skip(f"without {', '.join(missing)}: make test-plugins", allow_module_level=True)

WAYS = {
    "alone": [],
    "workers": ["-n", "2"],
    "log_cli": ["-o", "log_cli=true", "-o", "log_cli_level=INFO"],
    "warnings are errors": ["-W", "error"],
    "uncaptured": ["-s"],
    "by name": ["-k", "line or test"],
}
ASYNCIO = ["-o", "asyncio_mode=auto", "-o", "asyncio_default_fixture_loop_scope=function"]
PLUGINS = {
    "none": [],
    "asyncio": ASYNCIO,
    "randomly": ["-p", "randomly", "-p", "no:cacheprovider"],
    "timeout": ["--timeout=60"],
    "rerunfailures": ["--reruns=1"],
    "pytest_cov": ["--cov=double", "--cov-report=term-missing"],
    "all": [*ASYNCIO, "--timeout=60", "--reruns=1", "--cov=double"],
}

CONFTEST = """
import pytest

@pytest.fixture(scope="module", autouse=True)
def everywhere():
    yield 1

@pytest.fixture(scope="session", params=["one", "two"])
def which(request):
    return request.param
"""
RIGHT = """\
# Right

```python
import logging
from double import double

logging.getLogger("page").info("said")
```

```python
print(double(2))
```

```text {.output}
4
```

```python {fixture:which}
print(len(which))
```

```text {.output}
3
```

```python
import asyncio

await asyncio.sleep(0)
print("awaited")
```

```text {.output}
awaited
```
"""
WRONG = """\
# Wrong

```python
print(1)
```

```text {.output}
2
```
"""
FILES = {
    "pytest.ini": "[pytest]\ndocs_pages = **/*.md\npythonpath = .\n",
    "conftest.py": CONFTEST,
    "double.py": "def double(x):\n    return 2 * x\n\n\ndef never():\n    return 1\n",
    "test_it.py": "def test_it():\n    pass\n",
    "a/right.md": RIGHT,
    "a/z-prose.md": "# Prose, last in its folder\n",
    "b/right.md": RIGHT,
    "c/prose.md": "# Prose alone\n",
}


@pytest.fixture(autouse=True)
def project(pytester: pytest.Pytester) -> None:
    for name, text in FILES.items():
        file = pytester.path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")


def run(pytester: pytest.Pytester, plugin: str, *options: str) -> pytest.RunResult:
    """Run pytest with one of the plugins, or with all."""
    others = [name for name in NAMES.values() if plugin not in (name, "all")]
    off = [part for name in [*others, "hypothesispytest"] for part in ("-p", f"no:{name}")]
    return pytester.runpytest_subprocess(*off, *PLUGINS[plugin], *options)


def summary(pages: int, blocks: int) -> str:
    return f"docs: {pages} pages, {blocks} blocks run, *"


TOGETHER = [(plugin, way) for plugin in ("none", "all") for way in WAYS]
ONE_BY_ONE = [
    (plugin, way) for plugin in NAMES.values() for way in ("alone", "workers", "warnings are errors")
]


@pytest.mark.parametrize(("plugin", "way"), TOGETHER + ONE_BY_ONE)
def test_green_is_green_and_wrong_is_told(pytester: pytest.Pytester, plugin: str, way: str) -> None:
    green = run(pytester, plugin, *WAYS[way])
    green.assert_outcomes(passed=17)
    assert green.ret == pytest.ExitCode.OK
    green.stdout.fnmatch_lines([summary(4, 16)])

    (pytester.path / "b" / "wrong.md").write_text(WRONG, encoding="utf-8")
    red = run(pytester, plugin, *WAYS[way])
    assert red.parseoutcomes()["failed"] == 1
    assert red.parseoutcomes()["passed"] == 17
    assert red.ret == pytest.ExitCode.TESTS_FAILED
    red.stdout.fnmatch_lines(["b/wrong.md:8: wanted 2, printed 1"])
    red.stdout.fnmatch_lines([summary(5, 17)])


@pytest.mark.parametrize("plugin", PLUGINS)
def test_from_a_subfolder_what_stands_there_is_checked(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, plugin: str
) -> None:
    monkeypatch.chdir(pytester.path / "a")
    result = run(pytester, plugin)
    result.assert_outcomes(passed=8)
    assert result.ret == pytest.ExitCode.OK


@pytest.mark.parametrize("processes", [[], ["-n", "2"]], ids=["here", "in workers"])
def test_a_block_that_fails_at_first_is_run_again(pytester: pytest.Pytester, processes: list[str]) -> None:
    text = (
        "```python\nimport pathlib\nonce = pathlib.Path('once')\nseen = once.exists()\nonce.touch()\n```\n\n"
    )
    text += "```python\nassert seen\n```\n"
    (pytester.path / "flaky.md").write_text(text, encoding="utf-8")
    result = run(pytester, "rerunfailures", "flaky.md", *processes)
    assert result.parseoutcomes() == {"passed": 2, "rerun": 1}


def test_an_async_fixture_serves_a_block_that_awaits(pytester: pytest.Pytester) -> None:
    fixture = "@pytest.fixture\nasync def served():\n    return asyncio.get_running_loop()\n"
    (pytester.path / "conftest.py").write_text(f"import asyncio, pytest\n{fixture}", encoding="utf-8")
    code = "import asyncio\nawait asyncio.sleep(0)\nprint(served is asyncio.get_running_loop())"
    text = f"```python {{fixture:served}}\n{code}\n```\n"
    (pytester.path / "page.md").write_text(f"{text}\n```text {{.output}}\nTrue\n```\n", encoding="utf-8")
    run(pytester, "asyncio", "page.md").assert_outcomes(passed=1)


def test_the_lines_that_a_page_runs_are_covered(pytester: pytest.Pytester) -> None:
    run(pytester, "pytest_cov").stdout.re_match_lines([r"double.py +4 +1 +75% +6"])
