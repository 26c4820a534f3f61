"""Marks the Python blocks of a page as what the reader can run, with what the checker knows of each."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from torchnn_doc.checker.page.blocks import Block
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import read_source
from torchnn_doc.site.live_runtime import SETTINGS
from torchnn_doc.site.pages import read_page
from torchnn_doc.site.settings import words_of

BLOCK = re.compile(r'<div class="(?=[^"]*\blanguage-(?:python3?|py)\b)[^"]*\bhighlight\b[^"]*"(?=>)')
NOTEBOOK_LINKS = re.compile(r'<p class="notebook-links".*?</p>')
ASK = """\
<div class="live-ask" data-search-exclude data-page="{page}" data-settings="{settings}" \
data-failed="{failed}">\
<button type="button">{ask}</button> <span role="status">{cost}</span></div>"""


class LiveCodeError(PluginError):
    """The blocks of a page cannot be run by its reader."""


def on_page_content(content: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Mark the blocks, and put the button that asks for them below the notebook's links or above the code."""
    path = page.file.abs_src_path
    if not path or not page.file.src_uri.endswith(".md"):
        return content
    where = f"{Path(config.docs_dir).name}/{page.file.src_uri}"
    words = words_of(config)["live"]
    try:
        blocks = read_page(read_source(Path(path), where)).blocks
    except CheckError as error:
        raise LiveCodeError(str(error)) from error
    found = list(plans(blocks, words["lacks"], where))
    if all("because" in plan for plan in found):
        return content
    content = marked(content, found, where)
    runtime = files.get_file_from_path(SETTINGS)
    assert runtime
    sizes = json.loads(runtime.content_string)
    cost = words["cost"].format(total=sizes["megabytes"])
    if any(block.draws for block in blocks):
        cost += words["cost_drawing"].format(total=sizes["drawing_megabytes"])
    ask = ASK.format(
        page=page.file.name,
        settings=get_relative_url(SETTINGS, page.url),
        ask=html.escape(words["ask"]),
        failed=html.escape(words["failed"]),
        cost=html.escape(cost),
    )
    links = NOTEBOOK_LINKS.search(content)
    at = links.end() if links else content.rindex("<div", 0, content.index("data-live="))
    return content[:at] + ask + content[at:]


def marked(content: str, found: list[Mapping[str, object]], where: str) -> str:
    """Put its plan on each Python block of a page.

    Args:
        content: The page's HTML.
        found: The plans of the blocks, in order.
        where: The page's name, for the error.

    Raises:
        LiveCodeError: The page shows more blocks or fewer.
    """
    shown = len(BLOCK.findall(content))
    if shown != len(found):
        raise LiveCodeError(f"{where}: it shows {shown} Python blocks, but the checker reads {len(found)}")
    remaining = iter(found)

    def with_plan(block: re.Match[str]) -> str:
        return f'{block[0]} data-live="{html.escape(json.dumps(next(remaining)))}"'

    return BLOCK.sub(with_plan, content)


def plans(
    blocks: tuple[Block, ...], lacking: Mapping[str, str], where: str
) -> Iterator[Mapping[str, object]]:
    """Say of each block what running it takes, or why it cannot be run.

    Args:
        blocks: The blocks of a page.
        lacking: Why a module is not to be had in a browser, by its name.
        where: The page's name, for the error.

    Raises:
        LiveCodeError: A block needs a module that is not among them.
    """
    for block in blocks:
        unknown = [module for module in block.needs if module not in lacking]
        if unknown:
            expected = f"a reason under live.lacks in the words of each language, beside {', '.join(lacking)}"
            raise LiveCodeError(f"{where}:{block.line}: given needs={unknown[0]}, expected {expected}")
        because = [*(lacking[module] for module in block.needs), block.notest]
        output = block.output.fence.options if block.output else {}
        plan = {
            "because": next(filter(None, because), ""),
            "fresh": block.fresh and not block.notest,
            "raises": block.raises,
            "warns": block.warns,
            "stderr": bool(block.output and block.output.stderr),
            "rounded": bool(block.output and block.output.rule.rounded),
            **{name: output[name] for name in ("rtol", "atol", "varies") if name in output},
        }
        yield {name: value for name, value in plan.items() if value}
