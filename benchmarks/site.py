"""Builds the site for what is measured on its pages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ADDRESS = "https://example.org/"


def build(folder: Path) -> None:
    """Builds both languages into a folder."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    subprocess.run(command, env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": ADDRESS}, check=True)
