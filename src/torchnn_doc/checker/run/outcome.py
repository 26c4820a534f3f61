"""What running a block led to."""

from dataclasses import dataclass

from torchnn_doc.checker.page.blocks import Block
from torchnn_doc.checker.run.promises import is_named


@dataclass(frozen=True)
class Outcome:
    """What running a block led to.

    Attributes:
        printed: What it wrote to standard output.
        error: The exception that left it, expected or not.
        warned: The warnings that its page promises, as Python shows them.
        picture: What it drew, if its page shows a picture that it draws.
    """

    printed: str
    error: BaseException | None
    warned: tuple[str, ...] = ()
    picture: str = ""


def unexpected(block: Block, outcome: Outcome) -> BaseException | None:
    """The exception that left the block although its page does not promise it."""
    error = outcome.error
    return None if error is None or (block.raises and is_named(error, block.raises)) else error
