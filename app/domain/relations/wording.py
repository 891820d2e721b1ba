"""The two sides of a judged relation in words: names as printed, each side with its figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.forms.definition import FormDefinition, Table
from app.domain.numbers import show_number
from app.domain.relations.layout import SUBTOTAL, TOTAL
from app.domain.relations.tree import (
    Abs,
    At,
    Axis,
    Choose,
    Constant,
    Link,
    Node,
    Outer,
    Product,
    Ref,
    Round,
    Sum,
    Total,
    Where,
    children_of,
    operands,
)
from app.domain.vietnamese import fold
from app.messages import words

_RUN_MIN = 4
"""Numbers in a row from which they are said as a range."""
_PIECES_MAX = 8
"""Terms said one by one; of more, the first ones and the last."""
_MUST = {
    "=": "relation.must_equal",
    "<": "relation.must_be_less",
    "<=": "relation.must_not_exceed",
    ">": "relation.must_exceed",
    ">=": "relation.must_not_be_less",
}
_MIRRORED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_ELSEWHERE = {
    Where.PREVIOUS: "relation.of_previous",
    Where.PRECEDING: "relation.of_preceding",
    Where.LAST_YEAR: "relation.of_last_year",
    Where.FORM: "relation.of_form",
    Where.CHILDREN: "relation.of_children",
}
_ENGLISH = str.maketrans(".,", ",.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """A link and what names its cells: put into words only where somebody reads them."""

    form: FormDefinition
    table: Table
    """The table it stands in."""
    axis: Axis
    link: Link

    def said(self, left: str, right: str, language: str) -> Mapping[str, str]:
        """The sides with their canonical figures as parameters of a sentence: `left`, `must`, `right`.

        A constant never stands first: the sentence is about a figure that somebody can mend.
        """
        one, sign, other = self.link.left, self.link.sign, self.link.right
        if not operands(one):
            one, sign, other, left, right = other, _MIRRORED[sign], one, right, left
        speaker = _Speaker(self, language)
        return {
            "left": speaker.side(one, left, "relation.left_side"),
            "must": speaker.word(_MUST[sign]),
            "right": speaker.side(other, right, "relation.right_side"),
        }

    @property
    def has_constant(self) -> bool:
        """Whether one side is no figure of anybody's."""
        return not operands(self.link.left) or not operands(self.link.right)


def shown_figure(value: str, language: str) -> str:
    """A canonical figure as a sentence says it."""
    shown = show_number(value)
    if not shown:
        return words("relation.blank", {}, language=language).what
    return shown if language == "vi" or shown in ("-", "...") else shown.translate(_ENGLISH)


class _Speaker:
    """Spells the nodes of one relation in one language."""

    def __init__(self, sides: Sides, language: str) -> None:
        self._sides, self._language = sides, language

    def word(self, entry: str, **params: str) -> str:
        return words(entry, params, language=self._language).what

    def side(self, node: Node, figure: str, unnamed: str) -> str:
        """ "(4)+(5)+(6) = 118", or that it is blank; a bare constant is only itself."""
        if not operands(node):
            return shown_figure(figure, self._language)
        name = self.word(unnamed) if _chooses(node) else self._named_side(node)
        if not figure:
            return self.word("relation.is_blank", side=name)
        return f"{name} = {shown_figure(figure, self._language)}"

    def _named_side(self, node: Node) -> str:
        said = self._said(node)
        alone = isinstance(node, Ref | Outer) and self._sides.axis is Axis.ROWS
        return self.word("relation.row", name=said) if alone else said

    def _said(self, node: Node) -> str:
        match node:
            case Ref():
                return self._name(node.key)
            case Constant():
                return shown_figure(node.text, self._language)
            case Sum():
                return self._sum(node)
            case Product():
                return self._product(node)
            case Round():
                return self._said(node.node)
            case Abs():
                return f"|{self._said(node.node)}|"
            case Total():
                return self.word("relation.total_of", name=self._name(node.key))
            case At():
                return self._fixed_cell(node.address)
            case Outer():
                name = _cited(node.key[1:], self._sides.axis) if node.code else self._name(node.key)
                form = node.code if fold(node.code).startswith("bieu ") else self.word("relation.form", code=node.code)
                return self.word(_ELSEWHERE[node.where], name=name, form=form)
            case _:
                return ""

    def _sum(self, node: Sum) -> str:
        terms = [(term.minus, term.node) for term in node.terms]
        pieces: list[tuple[bool, str]] = []
        at = 0
        while at < len(terms):
            run = self._run_length(terms[at:])
            if run >= _RUN_MIN:
                first, last = (self._said(terms[place][1]) for place in (at, at + run - 1))
                pieces.append((False, f"{first}+…+{last}"))
                at += run
            else:
                minus, one = terms[at]
                pieces.append((minus, self._grouped(one, isinstance(one, Sum))))
                at += 1
        return _joined(pieces)

    def _run_length(self, terms: Sequence[tuple[bool, Node]]) -> int:
        """How many of the first terms are added and bear whole numbers that follow one another."""
        length, last = 0, 0
        for minus, node in terms:
            number = self._number(node.key) if isinstance(node, Ref) and not minus else ""
            if not number.isdecimal() or (length and int(number) != last + 1):
                break
            length, last = length + 1, int(number)
        return length

    def _product(self, node: Product) -> str:
        said = ""
        for at, factor in enumerate(node.factors):
            compound = isinstance(factor.node, Sum) or (isinstance(factor.node, Product) and at > 0)
            said += ("/" if factor.divides else "×" if at else "") + self._grouped(factor.node, compound)
        return said

    def _grouped(self, node: Node, compound: bool) -> str:
        said = self._said(node)
        return f"[{said}]" if compound else said

    def _number(self, key: str) -> str:
        """The printed number of a column, or the code of a row; empty for none."""
        if self._sides.axis is Axis.COLUMNS:
            column = self._sides.table.column(key)
            return column.number if column else ""
        row = next((row for row in self._sides.table.rows if row.key == key), None)
        return row.code if row else ""

    def _name(self, key: str) -> str:
        number = self._number(key)
        if number:
            return _cited(number, self._sides.axis)
        column = self._sides.table.column(key) if self._sides.axis is Axis.COLUMNS else None
        return f"“{column.title_path[-1] if column else _row_title(self._sides.table, key)}”"

    def _fixed_cell(self, address: str) -> str:
        key, row, column_key = address.split("/")
        table = next((table for table in self._sides.form.tables if table.key == key), self._sides.table)
        column = table.column(column_key)
        number = f"({column.number})" if column and column.number else f"“{column.title_path[-1] if column else ''}”"
        said = self.word("relation.cell", column=number, row=_row_title(table, row))
        return said if table is self._sides.table or not table.title else f"{said} ({table.title})"


def _row_title(table: Table, row: str) -> str:
    base = row.partition(".")[0]
    if base == TOTAL:
        return table.total_title or base
    if base.startswith(SUBTOTAL):
        return next((group.title for group in table.groups if group.code == base.removeprefix(SUBTOTAL)), base)
    return next((one.title or one.code for one in table.rows if one.key == base), base)


def _cited(number: str, axis: Axis) -> str:
    return f"({number})" if axis is Axis.COLUMNS else number


def _joined(pieces: Sequence[tuple[bool, str]]) -> str:
    """Terms with their signs; spaced where a term has words in it, and shortened where there are many."""
    if len(pieces) > _PIECES_MAX:
        pieces = [*pieces[:3], (False, "…"), pieces[-1]]
    space = " " if any(" " in said for _, said in pieces) else ""
    joined = ""
    for at, (minus, said) in enumerate(pieces):
        sign = "-" if minus else "+" if at else ""
        joined += f"{space}{sign}{space}{said}" if at else sign + said
    return joined


def _chooses(node: Node) -> bool:
    return isinstance(node, Choose) or any(_chooses(child) for child in children_of(node))
