"""Changes the words behind a code fence, ```` ```python title="x" continuation ````, and keeps the others."""

import re
from collections.abc import Callable, Collection, Sequence

from torchnn_doc.checker.migrate.piece import ConversionError
from torchnn_doc.checker.page.fences import PYTHON

_WORD = re.compile(r"""(?:[^\s{}"']|"[^"]*"|'[^']*')+""")


def change_info(
    info: str,
    language: str,
    *,
    keep: Callable[[str], bool] = lambda _: True,
    add: Collection[str] = (),
) -> str:
    """Change what stands behind an opening fence.

    Args:
        info: What stands there now.
        language: Its language.
        keep: Whether one of its other words stays.
        add: The words to add.

    Returns:
        The new words; in braces all but the language, since Material shows no fence with words of others
        outside of them.
    """
    braced = info.lstrip().startswith("{")
    words = _WORD.findall(info)
    old = f".{language}" if braced else language
    if old in words:
        words.remove(old)
    new = language if language.lower() in PYTHON else "python"
    words = [word for word in words if keep(word)]
    words += [word for word in add if word not in words]
    return _braced([f".{new}", *words]) if braced else " ".join([new, *([_braced(words)] if words else [])])


def option(name: str, value: str) -> str:
    """An option as it is written behind a fence: the bare name if it has no value.

    Raises:
        ConversionError: The value cannot be written there.
    """
    if not value:
        return name
    quote = "'" if '"' in value else '"'
    if quote in value:
        raise ConversionError(f"{name} cannot hold {value}: it has both kinds of quotes")
    return f"{name}={quote}{value}{quote}"


def _braced(words: Sequence[str]) -> str:
    return "{" + " ".join(words) + "}"
