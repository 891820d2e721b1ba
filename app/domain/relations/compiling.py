"""Relations as functions: each tree becomes nested closures once, and is applied to every row by its slot.

No text is ever executed. On the columns axis the index of a function is the row's slot; on the rows axis it is
the position of the column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeAlias

from app.domain.relations.arithmetic import (
    BLANK,
    OF_STATE,
    Number,
    Special,
    Value,
    add,
    compare,
    decimals_of,
    half_up,
    multiply,
    of_text,
    scaled,
)
from app.domain.relations.tree import (
    Abs,
    At,
    Axis,
    Chain,
    Choose,
    Constant,
    Node,
    Outer,
    Product,
    Ref,
    Round,
    Sum,
    Total,
    links,
    operands,
)


class Grid(Protocol):
    """The figures of one line of one table: columns by position, rows by slot."""

    @property
    def figures(self) -> Sequence[Sequence[int]]:
        """Column, slot -> the figure in units of the column's last decimal; 0 where there is none."""
        ...

    @property
    def states(self) -> Sequence[bytearray]:
        """Column, slot -> State."""
        ...

    @property
    def decimals(self) -> Sequence[int]:
        """Column -> digits after the point."""
        ...

    def sum_of(self, position: int) -> Value:
        """A column's sum over the rows that are added."""
        ...

    def at(self, address: str) -> Value:
        """A fixed cell of the report, maybe of another table."""
        ...

    def outside(self, leaf: Outer, axis: Axis, index: int) -> Value:
        """A cell of another report."""
        ...

    def divided_by_zero(self) -> None:
        """Told when something was over zero."""
        ...


Compiled: TypeAlias = Callable[[Grid, int], Value]


class Compiler:
    """Compiles for one table and axis: `places` maps keys to column positions (or, on the rows axis, to slots)."""

    def __init__(self, axis: Axis, places: Mapping[str, int], columns: Mapping[str, int]) -> None:
        self._axis = axis
        self._places = places
        self._columns = columns

    def node(self, node: Node) -> Compiled:
        """A function from a grid and an index to the node's value."""
        match node:
            case Ref(key):
                return self._ref(self._places[key])
            case Constant(text):
                number = of_text(text)
                return lambda grid, index: number
            case Sum():
                return self._sum(node)
            case Product():
                factors = [(factor.divides, self.node(factor.node)) for factor in node.factors]
                return lambda grid, index: multiply(
                    [(divides, function(grid, index)) for divides, function in factors], grid.divided_by_zero
                )
            case Round(inner, decimals):
                return _mapped(self.node(inner), lambda value: scaled(half_up(value, decimals), decimals))
            case Abs(inner):
                return _mapped(self.node(inner), lambda value: -value if value < 0 else value)
            case Choose():
                return self._choose(node)
            case Total(key):
                position = self._columns[key]
                return lambda grid, index: grid.sum_of(position)
            case At(address):
                return lambda grid, index: grid.at(address)
            case Outer():
                axis = self._axis
                return lambda grid, index: grid.outside(node, axis, index)

    def _ref(self, place: int) -> Compiled:
        if self._axis is Axis.COLUMNS:

            def by_column(grid: Grid, index: int) -> Value:
                state = grid.states[place][index]
                if state != 1:
                    return OF_STATE[state]
                figure = grid.figures[place][index]
                decimals = grid.decimals[place]
                return scaled(figure, decimals) if decimals else figure

            return by_column

        def by_row(grid: Grid, index: int) -> Value:
            state = grid.states[index][place]
            return OF_STATE[state] if state != 1 else scaled(grid.figures[index][place], grid.decimals[index])

        return by_row

    def _sum(self, node: Sum) -> Compiled:
        fixed: Number = 0
        terms = []
        for term in node.terms:
            function = self.node(term.node)
            value = BLANK if operands(term.node) else function(_NOTHING, 0)
            if isinstance(value, Special):
                terms.append((term.minus, function))
            else:
                fixed += -value if term.minus else value
        if not terms:
            return lambda grid, index: fixed
        return lambda grid, index: add([(minus, function(grid, index)) for minus, function in terms], fixed)

    def _choose(self, node: Choose) -> Compiled:
        conditions = [(self.node(link.left), link.sign, self.node(link.right)) for link in links(node.condition)]
        then, otherwise = self.node(node.then), self.node(node.otherwise)

        def choose(grid: Grid, index: int) -> Value:
            holds = True
            for left, sign, right in conditions:
                one, other = left(grid, index), right(grid, index)
                for value in (one, other):
                    if isinstance(value, Special):
                        return value
                assert not isinstance(one, Special)
                assert not isinstance(other, Special)
                holds = holds and compare(one, sign, other)
            return then(grid, index) if holds else otherwise(grid, index)

        return choose


class _Nothing:
    """A grid for what reads no cell."""

    figures: Sequence[Sequence[int]] = ()
    states: Sequence[bytearray] = ()
    decimals: Sequence[int] = ()

    def sum_of(self, position: int) -> Value:
        """Nothing."""
        return BLANK

    def at(self, address: str) -> Value:
        """Nothing."""
        return BLANK

    def outside(self, leaf: Outer, axis: Axis, index: int) -> Value:
        """Nothing."""
        return BLANK

    def divided_by_zero(self) -> None:
        """A constant over zero is blank, like any other."""


_NOTHING = _Nothing()


def _mapped(inner: Compiled, change: Callable[[Number], Number]) -> Compiled:
    def mapped(grid: Grid, index: int) -> Value:
        value = inner(grid, index)
        return value if isinstance(value, Special) else change(value)

    return mapped


def linear(node: Node, columns: Mapping[str, int]) -> tuple[tuple[int, bool], ...] | None:
    """Column position and whether it is taken away, for each term; None where the node is not plain addition."""
    if isinstance(node, Ref):
        return ((columns[node.key], False),)
    if not isinstance(node, Sum):
        return None
    found: list[tuple[int, bool]] = []
    for term in node.terms:
        inner = linear(term.node, columns)
        if inner is None:
            return None
        found += [(position, minus != term.minus) for position, minus in inner]
    return tuple(found)


def decimals_at(node: Node, columns: Mapping[str, int], foreign: int) -> int:
    """Digits after the point of a side: the most any cell it reads shows, or its constants where it reads none.

    `columns` maps a column's key to its decimals; `foreign` stands for a cell of another form.
    """
    read = [
        columns.get(leaf.address.rpartition("/")[2], 0)
        if isinstance(leaf, At)
        else foreign
        if isinstance(leaf, Outer) and leaf.code
        else columns.get(leaf.key, 0)
        for leaf in operands(node)
    ]
    return max(read) if read else _constant_decimals(node)


def _constant_decimals(node: Node) -> int:
    match node:
        case Constant(text):
            return decimals_of(text)
        case Sum():
            return max(_constant_decimals(term.node) for term in node.terms)
        case Product():
            return max(_constant_decimals(factor.node) for factor in node.factors)
        case Round(_, decimals):
            return decimals
        case Abs(inner):
            return _constant_decimals(inner)
        case _:
            return 0


def chain_functions(compiler: Compiler, chain: Chain) -> tuple[tuple[Compiled, str, Compiled, bool, bool], ...]:
    """For each link: left, sign, right, and whether each side reads no cell at all."""
    return tuple(
        (
            compiler.node(link.left),
            link.sign,
            compiler.node(link.right),
            not operands(link.left),
            not operands(link.right),
        )
        for link in links(chain)
    )
