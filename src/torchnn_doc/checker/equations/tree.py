"""The nodes of which one side of an equation is made."""

from collections.abc import Iterator
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Number:
    """A number with the digits it is written with."""

    text: str


@dataclass(frozen=True)
class Name:
    """A name, with indices if it has any: `W`, `W_{11}`, `W_{kj}`, `x^{(2)}_1`."""

    base: str
    indices: tuple[str, ...] = ()
    label: str = ""

    @property
    def whole(self) -> str:
        """What it is an entry of."""
        return f"{self.base}^({self.label})" if self.label else self.base


@dataclass(frozen=True)
class Sum:
    """Terms, each to be added, or subtracted if its sign is -1."""

    signs: tuple[int, ...]
    terms: "tuple[Node, ...]"


@dataclass(frozen=True)
class Product:
    """Factors; each but the first has before it the sign as written, or "" where there is none."""

    factors: "tuple[Node, ...]"
    signs: tuple[str, ...]


@dataclass(frozen=True)
class Quotient:
    """A fraction, written with a bar or a slash."""

    above: "Node"
    below: "Node"


@dataclass(frozen=True)
class Power:
    """A base with an exponent."""

    base: "Node"
    exponent: "Node"


@dataclass(frozen=True)
class Transpose:
    """The transpose of a matrix."""

    of: "Node"


@dataclass(frozen=True)
class Table:
    """A matrix written out, row by row."""

    rows: "tuple[tuple[Node, ...], ...]"


@dataclass(frozen=True)
class Derivative:
    """The partial derivatives of something by something; `of` is None until what follows `d/dx` is known."""

    of: "Node | None"
    by: "Node"


@dataclass(frozen=True)
class Series:
    """A sum over an index; without bounds it runs over all the values that the index can have."""

    index: str
    first: "Node | None"
    last: "Node | None"
    body: "Node"


@dataclass(frozen=True)
class Limit:
    """What something comes to as a name in it goes to a value."""

    name: "Node"
    to: "Node"
    of: "Node"


@dataclass(frozen=True)
class Condition:
    """A comparison that decides between cases."""

    left: "Node"
    sign: str
    right: "Node"


@dataclass(frozen=True)
class Cases:
    """Values with the condition under which each holds; None is for every other case."""

    values: "tuple[Node, ...]"
    conditions: tuple[Condition | None, ...]


@dataclass(frozen=True)
class Call:
    """A function known by its name."""

    function: str
    argument: "Node"


@dataclass(frozen=True)
class Group:
    """Something in parentheses."""

    of: "Node"


@dataclass(frozen=True)
class Mark:
    """A sign that means something beside others only, such as the curly d of a partial derivative."""

    text: str


Node = (
    Number
    | Name
    | Sum
    | Product
    | Quotient
    | Power
    | Transpose
    | Table
    | Derivative
    | Series
    | Limit
    | Condition
    | Cases
    | Call
    | Group
    | Mark
)


def parts(node: Node) -> Iterator[Node]:
    """A tree's nodes, from the root down."""
    waiting: list[object] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tuple):
            waiting += reversed(each)
        elif isinstance(each, Node):
            yield each
            waiting += reversed([getattr(each, field.name) for field in fields(each)])


def bare(node: Node) -> Node:
    """A node without the parentheses around it."""
    while isinstance(node, Group):
        node = node.of
    return node
