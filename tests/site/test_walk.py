"""A reader's way through the site in each language and in two browsers, from start page to printed chapter.

The way itself is tests/web/walk.js, for Playwright does not drive the Firefox that people have. Each station
leaves a picture in the folder of the test, for which pytest has the option `--basetemp`.
"""

import json
import os
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.sampling import sampled
from tests.site.conftest import ROOT, ROOT_OF, Site
from tests.site.test_grading import verdict_on, words_of
from tests.site.wrong_answers import solutions
from torchnn_doc.site.downloads.chromium import installed

WALK = ROOT / "tests" / "web" / "walk.js"
NODE = Path(sys.executable).with_name("node")
SEARCHED = {"zh-TW": "連鎖律", "en": "chain rule"}
EXERCISE = "acc-grad-parameters"
WALKS = list(product(["chrome", "firefox"], ROOT_OF))


def executable(name: str, browser: Browser) -> str:
    """Where a browser is that tests/site/install-browser has found or installed."""
    if name == "chrome":
        return installed() or browser.browser_type.executable_path
    found = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
    assert found, "no Firefox: install one, or name it in the variable FIREFOX"
    return found


def answers(language: str) -> list[dict[str, str]]:
    """A wrong and a right answer to an exercise, and what the page says of each."""
    right = solutions(language)[EXERCISE]
    given = []
    for code in (right.replace("gradBias +=", "gradBias ="), right):
        verdict = verdict_on(EXERCISE, code)
        says = words_of(language)["verdicts"][verdict["message"]].format(**verdict["values"])
        given.append({"code": code, "says": says, "state": "same" if verdict["passed"] else "differs"})
    assert [answer["state"] for answer in given] == ["differs", "same"]
    return given


@pytest.mark.parametrize("walk", sampled(WALKS, [("firefox", "zh-TW")]), ids="-".join)
def test_a_reader_walks_through_the_site(
    browser: Browser, site: Site, walk: tuple[str, str], tmp_path: Path
) -> None:
    name, language = walk
    task = {
        "browser": name,
        "executable": executable(name, browser),
        "site": site.address,
        "root": site.address + ROOT_OF[language],
        "folder": str(tmp_path),
        "language": language,
        "words": SEARCHED[language],
        "grade": words_of(language)["grade"],
        "answers": answers(language),
    }
    done = subprocess.run([NODE, WALK, json.dumps(task)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
