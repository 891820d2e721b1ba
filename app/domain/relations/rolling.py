"""`children(n)`: a column over the reports of a unit's children, calculated columns from their rolled-up parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.relations.arithmetic import (
    BLANK,
    MISSING,
    Special,
    Value,
    add,
    compare,
    half_up,
    multiply,
    of_text,
    scaled,
)
from app.domain.relations.grid import Block
from app.domain.relations.outer import Outside
from app.domain.relations.tree import Abs, Choose, Constant, Node, Product, Ref, Round, Sum, links, operands


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The row a relation is judged at."""

    table: str
    """Table key."""
    row: str
    """Row key without its line."""
    line: str
    """Line code; empty for none."""
    label: str
    """The row's typed words; empty where its key alone names it."""
    label_column: str
    """Key of the column that holds them."""


def rolled_up(outside: Outside, block: Block, here: Here, column: str, formula: Callable[[str], Node | None]) -> Value:
    """A column over the children by its unit rule; `formula` gives the right side that calculates a column here."""
    described = block.plan.columns[block.plan.positions[column]]
    node = formula(column)
    recompute = None if node is None else lambda: _stored(_walk(node, read), described.decimals)

    def read(key: str) -> Value:
        return rolled_up(outside, block, here, key, formula)

    return outside.rolled_up(here, described, described.weight_units, recompute)


def _stored(value: Value, decimals: int) -> Value:
    return value if isinstance(value, Special) else scaled(half_up(value, decimals), decimals)


def _walk(node: Node, read: Callable[[str], Value]) -> Value:
    """The value of a right side whose references `read` answers."""
    match node:
        case Ref(key):
            return read(key)
        case Constant(text):
            return of_text(text)
        case Sum(terms):
            constants = [(t.minus, _walk(t.node, read)) for t in terms if not operands(t.node)]
            fixed = add(constants, 0) if constants else 0
            rest = [(t.minus, _walk(t.node, read)) for t in terms if operands(t.node)]
            if isinstance(fixed, Special):
                return fixed
            return add(rest, fixed) if rest else fixed
        case Product(factors):
            return multiply([(f.divides, _walk(f.node, read)) for f in factors], lambda: None)
        case Round(inner, decimals):
            return _stored(_walk(inner, read), decimals)
        case Abs(inner):
            value = _walk(inner, read)
            if isinstance(value, Special):
                return value
            return -value if value < 0 else value
        case Choose():
            return _choose(node, read)
        case _:
            return MISSING


def _choose(node: Choose, read: Callable[[str], Value]) -> Value:
    holds = True
    for link in links(node.condition):
        left, right = _walk(link.left, read), _walk(link.right, read)
        if isinstance(left, Special) or isinstance(right, Special):
            return left if isinstance(left, Special) else right if isinstance(right, Special) else BLANK
        holds = holds and compare(left, link.sign, right)
    return _walk(node.then if holds else node.otherwise, read)
