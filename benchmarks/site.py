"""Builds the site for what is measured on its pages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ADDRESS = "https://example.org/"


def build(folder: Path, root: Path | None = None) -> None:
    """Builds both languages into a folder, from the project's pages or from those of a copy of it."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": ADDRESS}
    subprocess.run(command, cwd=root, env=environment, check=True)
