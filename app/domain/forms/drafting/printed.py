"""A form as a workbook prints it: the shape a definition is written from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.domain.forms.definition import ColumnType
from app.domain.forms.drafting.wording import Role
from app.domain.forms.drafting.workbook import Cell
from app.domain.relations.tree import Axis


@dataclass(slots=True, kw_only=True)
class PrintedColumn:
    """A column."""

    position: int
    """The sheet's column."""
    cell: Cell | None
    """Its heading; None where it has none."""
    title: str
    """Its words."""
    role: Role
    """What it is for."""
    number: str = ""
    """Its printed number; empty for none."""
    number_cell: Cell | None = None
    """Where that is printed, in a row of its own."""
    type: ColumnType = ColumnType.WHOLE
    """What its cells hold."""
    unit: str = ""
    """The unit printed in its own heading."""
    measure: str = ""
    """The unit its figures count in: its heading's, else the nearest one above, else the table's."""
    decimals: int = 0
    """Digits after the point."""
    signed: bool = False
    """Whether it may be negative."""
    of_which: bool = False
    """Whether it is part of another."""
    choices: Sequence[str] = ()
    """The values the sheet lets choose from; empty for none."""
    is_added: bool = True
    """Whether its figures are added up over units and time."""
    width: int = 0
    """Width in characters; 0 leaves it open."""

    @property
    def cells(self) -> list[Cell]:
        """Where its heading and its number are printed."""
        return [cell for cell in (self.cell, self.number_cell) if cell is not None]

    @property
    def is_figure(self) -> bool:
        """Whether it holds figures."""
        return self.role is Role.FIGURE


@dataclass(slots=True, kw_only=True)
class PrintedGroup:
    """A heading over other headings."""

    cell: Cell | None
    """Where it is printed."""
    title: str
    """Its words."""
    unit: str = ""
    """The unit printed in it."""
    parts: list[PrintedGroup | PrintedColumn] = field(default_factory=list)
    """What stands under it, left to right."""


Node = PrintedGroup | PrintedColumn


@dataclass(slots=True, kw_only=True)
class PrintedRow:
    """A row the sheet fixes."""

    cell: Cell
    """Where its words are printed."""
    code: str
    """Its code."""
    title: str
    """Its words."""
    level: int = 0
    """Depth, 0 the outermost."""
    group: str = ""
    """Code of its group; empty for none."""
    of_which: bool = False
    """Part of the row above."""
    index: str = ""
    """What the index column prints; empty for a running number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationText:
    """A relation somewhere on the sheet."""

    cell: Cell
    """Where it is printed."""
    printed: str
    """As printed, on one line."""
    number: str = ""
    """The column or row it is printed at; empty where it stands elsewhere."""
    axis: Axis | None = None
    """What its numbers name, where its place says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRelation:
    """A relation as it will be written."""

    printed: str
    """As the workbook prints it."""
    text: str
    """What is executed; the same as printed where that can be."""
    cell: Cell
    """Where it is printed."""
    axis: Axis = Axis.COLUMNS
    """Whether its numbers name columns or rows."""
    computed: bool = False
    """Whether it locks the cell on its left."""
    is_soft: bool = False
    """Whether it only warns: it reads last period's report, which may not be there."""
    is_carried: bool = False
    """Whether last period's figure is offered as a start for the cell on its left."""
    left: str = ""
    """The number or code alone on its left; empty where something else stands there."""


@dataclass(slots=True, kw_only=True)
class PrintedTable:
    """A table."""

    key: str
    """`main`, `table_2`, …"""
    title: str = ""
    """Its heading, where it has one of its own."""
    unit: str = ""
    """Its unit."""
    columns: list[Node] = field(default_factory=list)
    """The heading tree."""
    rows_kind: str = "free"
    """`free` or `fixed`."""
    rows: list[PrintedRow] = field(default_factory=list)
    """Fixed rows."""
    groups: list[tuple[str, str]] = field(default_factory=list)
    """Code and title of the headings over rows."""
    lines: list[tuple[str, str]] = field(default_factory=list)
    """Code and title of the lines every row is split into."""
    closed: list[tuple[str, int]] = field(default_factory=list)
    """Row code and sheet column of the cells printed `x`: they cannot apply."""
    total: str = ""
    """Words of the total row; empty for none."""
    has_subtotals: bool = False
    """Whether each group ends with a row that adds it up."""
    relations: list[PrintedRelation] = field(default_factory=list)
    """In printed order."""

    def leaves(self) -> list[PrintedColumn]:
        """The columns, left to right."""
        return [leaf for node in self.columns for leaf in leaves_of(node)]


@dataclass(slots=True, kw_only=True)
class PrintedForm:
    """What one sheet says about a report."""

    code: str
    """Its code."""
    edition: str
    """Its edition."""
    title: str
    """Its name."""
    unit: str = ""
    """The unit printed above the table."""
    legal_basis: str = ""
    """The text that issues it; empty where the sheet names none."""
    receiver: str = ""
    """Who receives it; empty where the sheet does not say."""
    frequencies: Sequence[str] = ()
    """How often it is due (`S`, `A`); empty where the sheet does not say."""
    guidance: str = ""
    """How to fill it, from the notes under the table."""
    sections: list[tuple[str, str, str]] = field(default_factory=list)
    """Key, title and guidance of its narrative sections."""
    tables: list[PrintedTable] = field(default_factory=list)
    """Its tables, the main one first."""


def leaves_of(node: Node) -> Iterator[PrintedColumn]:
    """The columns under a node."""
    if isinstance(node, PrintedColumn):
        yield node
    else:
        for part in node.parts:
            yield from leaves_of(part)


def groups_of(nodes: Sequence[Node]) -> Iterator[PrintedGroup]:
    """The headings over others, at any depth."""
    for node in nodes:
        if isinstance(node, PrintedGroup):
            yield node
            yield from groups_of(node.parts)


def without_columns(nodes: Sequence[Node], spent: Sequence[PrintedColumn]) -> list[Node]:
    """The heading tree without some columns; a heading left over nothing goes with them."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, PrintedGroup):
            node.parts = without_columns(node.parts, spent)
            if node.parts:
                found.append(node)
        elif node not in spent:
            found.append(node)
    return found
