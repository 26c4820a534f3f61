"""How an output is compared, as its page asks for it."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Rule:
    """How an output is compared.

    Attributes:
        rtol: How far a printed decimal may be off, relative to the one on the page.
        atol: How far it may be off in any case.
        varies: Whether only the number of lines and the shapes of tensors are compared.
        rounded: Whether the page may show fewer digits than are printed.
    """

    rtol: Decimal = Decimal(0)
    atol: Decimal = Decimal(0)
    varies: bool = False
    rounded: bool = False

    @property
    def comparison(self) -> str:
        """What a record calls it."""
        if self.varies:
            return "varies"
        if self.rounded:
            return "rounded"
        return "tolerance" if self.rtol or self.atol else "exact"


EXACT = Rule()
