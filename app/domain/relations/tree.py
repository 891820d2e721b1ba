"""A relation after reading: what is compiled, and what a form package carries. No parser is needed to load it.

Every name is resolved: a reference holds the key of a declared column (`c4`) or row (`r02`), a range is
written out, a constant is told apart from a reference.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

import msgspec


class Axis(StrEnum):
    """What the printed numbers of a relation name."""

    COLUMNS = "columns"
    ROWS = "rows"


class Severity(StrEnum):
    """What a broken relation does."""

    ERROR = "error"
    EXPLAIN = "explain"
    WARNING = "warning"
    INCOMPLETE = "incomplete"


class Where(StrEnum):
    """Which other report a value is fetched from."""

    PREVIOUS = "prev"
    PRECEDING = "preceding"
    LAST_YEAR = "same_last_year"
    FORM = "form"
    CHILDREN = "children"


class Ref(msgspec.Struct, frozen=True, tag="r", array_like=True):
    """The cell of this row in another column (or of this column in another row)."""

    key: str
    """`c4` on the columns axis, `r02` on the rows axis."""


class Constant(msgspec.Struct, frozen=True, tag="k", array_like=True):
    """A number that is no reference."""

    text: str
    """Plain decimal, e.g. `100` or `2.5`."""


class Term(msgspec.Struct, frozen=True, array_like=True):
    """One addend."""

    minus: bool
    """Whether it is taken away."""
    node: Node
    """What is added."""


class Sum(msgspec.Struct, frozen=True, tag="s", array_like=True):
    """Terms added up; a sign before a single term is a sum of one."""

    terms: tuple[Term, ...]
    """At least one, in printed order."""


class Factor(msgspec.Struct, frozen=True, array_like=True):
    """One factor."""

    divides: bool
    """Whether the product so far is divided by it."""
    node: Node
    """What is multiplied."""


class Product(msgspec.Struct, frozen=True, tag="p", array_like=True):
    """Factors from left to right."""

    factors: tuple[Factor, ...]
    """At least two; the first never divides."""


class Round(msgspec.Struct, frozen=True, tag="round", array_like=True):
    """A value rounded half up."""

    node: Node
    """The value."""
    decimals: int
    """Digits after the point, 0..12."""


class Abs(msgspec.Struct, frozen=True, tag="abs", array_like=True):
    """A value without its sign."""

    node: Node
    """The value."""


class Choose(msgspec.Struct, frozen=True, tag="if", array_like=True):
    """One of two values."""

    condition: Chain
    """All its links must hold for the first value."""
    then: Node
    """The value where the condition holds."""
    otherwise: Node
    """The value where it does not."""


class Total(msgspec.Struct, frozen=True, tag="t", array_like=True):
    """A column's sum over the rows that are added."""

    key: str
    """The column."""


class At(msgspec.Struct, frozen=True, tag="a", array_like=True):
    """One fixed cell of this report."""

    address: str
    """`table/row/column`."""


class Outer(msgspec.Struct, frozen=True, tag="o", array_like=True):
    """A cell of another report."""

    where: Where
    """Which report."""
    code: str
    """The other form's code; empty where the form is this one."""
    key: str
    """The column there (on the rows axis the row)."""


class Chain(msgspec.Struct, frozen=True, tag="chain", array_like=True):
    """Members with a comparison sign between each two."""

    members: tuple[Node, ...]
    """At least two."""
    signs: tuple[str, ...]
    """`=`, `<`, `<=`, `>` or `>=`; one less than members."""


Node: TypeAlias = Ref | Constant | Sum | Product | Round | Abs | Choose | Total | At | Outer


class Link(msgspec.Struct, frozen=True):
    """One comparison of a chain, judged by itself."""

    left: Node
    """The member the other is judged against."""
    sign: str
    """The comparison."""
    right: Node
    """The member judged."""


def links(chain: Chain) -> tuple[Link, ...]:
    """A chain's comparisons: in a run of `=` each against the run's first member, else against the neighbour."""
    found = []
    first = 0
    for place, sign in enumerate(chain.signs):
        if sign == "=":
            found.append(Link(chain.members[first], sign, chain.members[place + 1]))
        else:
            found.append(Link(chain.members[place], sign, chain.members[place + 1]))
            first = place + 1
    return tuple(found)


def children_of(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node, in printed order."""
    match node:
        case Sum():
            return tuple(term.node for term in node.terms)
        case Product():
            return tuple(factor.node for factor in node.factors)
        case Round() | Abs():
            return (node.node,)
        case Choose():
            return (*node.condition.members, node.then, node.otherwise)
        case _:
            return ()


def operands(node: Node) -> tuple[Ref | Total | At | Outer, ...]:
    """The cells a node reads, in printed order, repetitions kept."""
    if isinstance(node, Ref | Total | At | Outer):
        return (node,)
    return tuple(leaf for child in children_of(node) for leaf in operands(child))


def demanded(node: Node) -> tuple[Outer, ...]:
    """The cells of other reports without which a node has no value, whatever else it reads."""
    if isinstance(node, Outer):
        return (node,)
    if isinstance(node, Choose):
        return ()
    return tuple(leaf for child in children_of(node) for leaf in demanded(child))


def looks_outside(node: Node) -> bool:
    """Whether a node reads another report."""
    return any(isinstance(leaf, Outer) for leaf in operands(node))
