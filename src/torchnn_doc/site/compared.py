"""Says above each output of a page, and below each picture that it draws, what the checker has compared."""

import html
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from torchnn_doc.checker.page.blocks import Output
from torchnn_doc.checker.page.fences import digest, read_source
from torchnn_doc.site.pages import read_page
from torchnn_doc.site.records import records_of
from torchnn_doc.site.settings import words_of

OUTPUT = re.compile(r'<div class="[^"]*\boutput\b[^"]*\bhighlight\b[^>]*>')
Words = Mapping[str, str]


def on_post_page(output: str, /, *, page: Page, config: MkDocsConfig) -> str:
    """Put in what its record says: search has read the page by then, and its pictures are still files."""
    path, uri = page.file.abs_src_path, page.file.src_uri
    if not path or not uri.endswith(".md"):
        return output
    source = read_source(Path(path), f"{Path(config.docs_dir).name}/{uri}")
    blocks = [block for block in read_page(source).blocks if block.output or block.draws]
    if not blocks:
        return output
    [record] = records_of([page.file], config)
    is_of_page = record["digest"] == digest(page.file.content_bytes)
    fences = {fence["line"]: fence for fence in record["fences"]} if is_of_page else {}
    words = words_of(config)["compared"]
    notes = iter([note(fences.get(block.line), block.output, words) for block in blocks if block.output])
    output = OUTPUT.sub(lambda found: found[0] + next(notes), output)
    for block in blocks:
        if block.draws:
            image = re.search(rf'<img\b[^>]*/{re.escape(Path(block.draws).name)}"[^>]*></p>', output)
            assert image, f"{source.path}:{block.line}: {block.draws} stands in a paragraph of its own"
            below = note(fences.get(block.line), None, words)
            output = output[: image.end()] + below + output[image.end() :]
    return output


def note(fence: Mapping[str, Any] | None, output: Output | None, words: Words) -> str:
    """What is said of an output, or of a picture.

    Args:
        fence: The record of the block, unless the page was changed since.
        output: What the page shows below it; None if it is the picture that is spoken of.
        words: The site's.
    """
    if fence is None:
        said = words["changed"]
    elif fence["fate"] == "skipped":
        said = words["skipped"].format(reason=fence["reason"])
    elif fence["fate"] not in ("checked", "run"):
        said = words["failed"]
    elif output is None:
        said = words["picture"]
    else:
        said = _compared(fence, output.fence.options, words)
    return f'<p class="compared">{html.escape(said, quote=False)}</p>'


def _compared(fence: Mapping[str, Any], options: Mapping[str, str], words: Words) -> str:
    count = fence["numbers"]
    what = words["text" if count == 0 else "number" if count == 1 else "numbers"].format(count=count)
    tolerance = ", ".join(f"{name} {options[name]}" for name in ("rtol", "atol") if name in options)
    how = words[fence["compared"]]
    said = how.format(what=what, tolerance=tolerance, reason=options.get("varies", ""))
    return words["elided"].format(said=said) if fence["elided"] else said
