"""Publishes what runs Python in a reader's browser: Pyodide, numpy, matplotlib, this package, the editor."""

import gzip
import json
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

import torchnn_doc
from torchnn_doc.site.settings import language_of, root_language, way_to, words_of

PROJECT = Path(torchnn_doc.__file__).parents[2]
VENDOR = PROJECT / "docs" / "live" / "vendor"
FOLDER = "assets/live"
SETTINGS = f"{FOLDER}/settings.json"


def on_files(files: Files, /, *, config: MkDocsConfig) -> Files:
    """Publish the runtime once, at the root of the site, and in each language settings that lead to it."""
    folders = {path.name: _contents(path) for path in sorted(VENDOR.iterdir()) if path.is_dir()}
    folders["torchnn_doc"] = own_wheel()
    addresses = {name: _address(name, contents) for name, contents in folders.items()}
    if not language_of(config).at:
        for name, contents in folders.items():
            for file, content in contents.items():
                files.append(File.generated(config, f"{addresses[name]}/{file}", content=content))
    up = "../" * SETTINGS.count("/") + way_to(root_language(config), config)
    listed = {
        name: [
            {"url": f"{up}{addresses[name]}/{file}", "bytes": _transferred(file, content)}
            for file, content in each.items()
        ]
        for name, each in folders.items()
    }
    files.append(File.generated(config, SETTINGS, content=settings(listed, words_of(config)["live"])))
    return files


def settings(listed: Mapping[str, list[dict[str, object]]], words: Mapping[str, object]) -> str:
    """What the scripts of a page have to know, as JSON.

    Args:
        listed: The address, from these settings, and the bytes of each file, by the folder that it is in.
        words: What the page says, in its language.
    """

    def file(folder: str, ending: str) -> dict[str, object]:
        return next(each for each in listed[folder] if str(each["url"]).endswith(ending))

    wheels = listed["numpy"] + listed["torchnn_doc"]
    runtime = {
        "script": file("pyodide", "/pyodide.mjs"),
        "engine": file("pyodide", "/pyodide.asm.mjs"),
        "wasm": file("pyodide", ".wasm.gz"),
        "library": file("pyodide", ".zip"),
    }

    def megabytes(files: list[dict[str, object]]) -> str:
        return f"{sum(int(str(each['bytes'])) for each in files) / 1e6:.1f}"

    found = {
        "words": words,
        "megabytes": megabytes([*runtime.values(), *wheels]),
        "drawing_megabytes": megabytes(listed["drawing"]),
        "lock": json.loads((VENDOR / "versions.json").read_text(encoding="utf-8"))["lock"],
        "runtime": runtime,
        "wheels": wheels,
        "drawing": listed["drawing"],
        "editor": file("codemirror", ".js"),
    }
    return json.dumps(found, ensure_ascii=False)


def _transferred(file: str, content: bytes) -> int:
    """How many bytes come with a file: servers send scripts compressed, and all else here is already."""
    return len(gzip.compress(content, 6)) if file.endswith((".js", ".mjs")) else len(content)


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def own_wheel() -> dict[str, bytes]:
    """Build the wheel of this package: the same bytes for the same source."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(next(WheelBuilder(str(PROJECT)).build(directory=folder, versions=["standard"])))
        return {path.name: path.read_bytes()}


def _address(name: str, contents: Mapping[str, bytes]) -> str:
    """A folder's address: another one for other contents, since browsers keep for good what is there."""
    digest = sha256()
    for file, content in contents.items():
        digest.update(f"{file} {len(content)} ".encode() + content)
    return f"{FOLDER}/{name}-{digest.hexdigest()[:12]}"
