"""What is vendored to run code in the browser is what its recipe says; our own wheel is reproducible."""

import io
import json
import re
from hashlib import sha256
from zipfile import ZipFile

from tests.site.conftest import ROOT
from torchnn_doc.site.live_runtime import VENDOR, own_wheel

RECIPE = VENDOR.parent
VERSIONS = json.loads((VENDOR / "versions.json").read_text(encoding="utf-8"))


def test_every_vendored_file_is_the_one_that_was_written_down() -> None:
    files = (path for folder in VENDOR.iterdir() if folder.is_dir() for path in folder.iterdir())
    found = {path.relative_to(VENDOR).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}
    assert found == VERSIONS["files"]


def test_the_vendored_versions_are_those_that_the_recipe_would_fetch() -> None:
    lock = json.loads((RECIPE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    asked = json.loads((RECIPE / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert VERSIONS["versions"].items() >= asked.items()
    assert all(lock[f"node_modules/{name}"]["version"] == each for name, each in VERSIONS["versions"].items())


def test_each_wheel_that_pip_fetches_is_there_with_the_hash_that_is_asked_for() -> None:
    asked = re.findall(r"--hash=sha256:(\w+)", (RECIPE / "wheels.txt").read_text(encoding="utf-8"))
    vendored = [digest for name, digest in VERSIONS["files"].items() if name.startswith("drawing/")]
    assert asked
    assert set(asked) < set(vendored)


def test_no_lock_file_names_a_host() -> None:
    locks = [RECIPE / "package-lock.json", *(ROOT / "tests").glob("*/package-lock.json")]
    assert len(locks) > 1
    assert all("resolved" not in lock.read_text(encoding="utf-8") for lock in locks)


def test_the_wheel_of_the_package_brings_what_runs_in_a_browser_and_not_what_builds_the_site() -> None:
    [wheel] = own_wheel().values()
    names = ZipFile(io.BytesIO(wheel)).namelist()
    assert "torchnn_doc/live/exercises/linear.py" in names
    assert not [name for name in names if name.startswith("torchnn_doc/site/")]


def test_the_wheel_of_the_package_is_the_same_each_time_it_is_built() -> None:
    assert own_wheel() == own_wheel()
