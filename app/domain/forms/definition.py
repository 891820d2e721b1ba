"""What a form definition says, read and checked: the shape everything else works on.

These structures are also the form package: they are written and read by msgspec, without the YAML or the
relation parser.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import msgspec

from app.domain.periods import ND09, DeadlineRule, WindowRule
from app.domain.relations.tree import Axis, Chain, Severity

NEW = "none"
"""What `was` says of a part that is new although its number or code was used before."""


class ColumnType(StrEnum):
    """What a column's cells hold."""

    WHOLE = "whole"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    INDEX = "index"
    LABEL = "label"


class RowsKind(StrEnum):
    """Where a table's rows come from."""

    FIXED = "fixed"
    CATALOGUE = "catalogue"
    FREE = "free"
    UNITS = "units"


class RollUp(StrEnum):
    """How a column's figures become one, over units or over time."""

    SUM = "sum"
    WEIGHTED_AVG = "weighted_avg"
    RECOMPUTE = "recompute"
    FIRST = "first"
    LAST = "last"
    MAX = "max"
    LIST = "list"
    NONE = "none"


class _Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of the parts of a definition."""


class Column(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """A column of a table."""

    key: str
    """`c3`, `cA`, or `c_1` for a column without a printed number."""
    number: str = ""
    """The printed number, as text: `3`, `01`, `A`; empty where the form prints none."""
    title_path: tuple[str, ...]
    """The header cells above it, outermost first; the last is its own."""
    type: ColumnType = ColumnType.WHOLE
    """What its cells hold."""
    decimals: int = 0
    """Digits after the point, 0..12; 0 for every type but `number`."""
    signed: bool = False
    """Whether it may be negative."""
    unit: str = ""
    """Unit of measure."""
    choices: tuple[str, ...] = ()
    """The values of a `choice`."""
    of_which: bool = False
    """Part of another column ("trong đó"): never inside a range."""
    computed: bool = False
    """Calculated on every row by a relation, hence locked."""
    carried: bool = False
    """Starts with a value from another report, which may be changed."""
    roll_up_units: RollUp = RollUp.SUM
    """Over units, and in the total row."""
    roll_up_time: RollUp = RollUp.SUM
    """Over the periods inside a longer one."""
    weight_units: str = ""
    """Key of the weighing column, for a weighted average over units."""
    weight_time: str = ""
    """The same over time."""
    indicator: str = ""
    """Code of the indicator that all its cells hold; empty for none."""
    guidance: str = ""
    """How to fill it."""
    width: int = 0
    """Wished width in characters; 0 leaves it to the window."""
    was: str = ""
    """Its number, or key, in the edition that this one follows; `NEW`; empty where number and title tell."""

    @property
    def is_number(self) -> bool:
        """Whether its cells hold figures."""
        return self.type in (ColumnType.WHOLE, ColumnType.NUMBER)


class HeaderSpan(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """One merged cell of the printed header."""

    title: str
    """Its words."""
    first_column: int
    """Position of the leftmost column under it, from 0."""
    last_column: int
    """Position of the rightmost column under it."""
    top: int
    """First header level it covers, from 0."""
    bottom: int
    """Last header level it covers."""


class Row(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """A row the form prints, or a catalogue offers."""

    key: str
    """`r` and the code."""
    code: str
    """The printed code, as text: `01`, `NG01`."""
    title: str
    """Its words."""
    level: int = 0
    """Depth in the printed hierarchy, 0 the outermost."""
    group: str = ""
    """Code of its group; empty for none."""
    of_which: bool = False
    """Part of the row above ("trong đó"), never added."""
    index: str = ""
    """What the form prints in its index column; empty for a running number."""
    was: str = ""
    """Its code in the edition that this one follows; as a column's."""


class Group(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """A heading over rows."""

    code: str
    """Its code: `A`, `I`."""
    title: str
    """Its words."""
    was: str = ""
    """Its code in the edition that this one follows; as a column's."""


class Line(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """One of the lines every row of a table is split into."""

    code: str
    """Its code; lower case letters and digits."""
    title: str
    """Its words: `Hộ`, `Khẩu`."""
    unit: str = ""
    """Unit of measure; empty leaves the column's."""
    was: str = ""
    """Its code in the edition that this one follows; as a column's."""


class Closed(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """Cells that cannot apply: printed `x`, absent from relations."""

    rows: tuple[str, ...] = ()
    """Row keys, `total` and `total-<group>` included; empty for all."""
    columns: tuple[str, ...] = ()
    """Column keys; empty for all."""
    lines: tuple[str, ...] = ()
    """Line codes; empty for all."""


class Indicator(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """Figures that other forms may hold too: a column, or some of its rows and lines."""

    code: str
    """The indicator's code, the same in every form."""
    column: str
    """Key of the column of figures."""
    rows: tuple[str, ...] = ()
    """Row keys, `total` included; empty for all."""
    lines: tuple[str, ...] = ()
    """Line codes; empty for all."""


class Relation(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """A relation of a table."""

    id: str
    """Names it in written reasons; stable while its text is."""
    printed: str
    """As the circular prints it."""
    text: str
    """What is executed; the same as printed unless that is a misprint."""
    axis: Axis = Axis.COLUMNS
    """What its numbers name."""
    chain: Chain
    """The text, read."""
    rows: tuple[str, ...] = ()
    """Row keys it is limited to (columns axis); empty for all."""
    columns: tuple[str, ...] = ()
    """Column keys it is limited to (rows axis); empty for all columns of figures."""
    lines: tuple[str, ...] = ()
    """Line codes it is limited to; empty for all."""
    when: Chain | None = None
    """Must hold for the relation to be judged."""
    when_text: str = ""
    """The same, as written."""
    severity: Severity = Severity.ERROR
    """What it does when broken."""
    computed: bool = False
    """Whether its first `=` calculates the cell on its left, where nothing earlier does."""
    carried: bool = False
    """Whether its right side is offered as a start for the cell on its left."""
    message: str = ""
    """Words to show instead of the usual ones; empty for none."""


class Table(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """One table of a form."""

    key: str
    """`main` for the main table."""
    title: str = ""
    """Its heading."""
    columns: tuple[Column, ...]
    """Left to right."""
    header: tuple[HeaderSpan, ...]
    """Its merged header cells, top to bottom, left to right; every column's own included."""
    rows_kind: RowsKind
    """Where its rows come from."""
    rows: tuple[Row, ...] = ()
    """Printed or catalogue rows; empty for free rows and units."""
    groups: tuple[Group, ...] = ()
    """Headings, in order."""
    subtotals: bool = False
    """Whether each group has a subtotal row."""
    has_total: bool = False
    """Whether it ends with a total row."""
    total_title: str = ""
    """The total row's words."""
    lines: tuple[Line, ...] = ()
    """What every row is split into; empty for rows of one line."""
    closed: tuple[Closed, ...] = ()
    """What cannot apply."""
    indicators: tuple[Indicator, ...] = ()
    """Indicators that only some cells of a column hold; those of whole columns stand in the columns."""
    relations: tuple[Relation, ...] = ()
    """In printed order."""

    def column(self, key: str) -> Column | None:
        """The column with a key, or None."""
        return next((column for column in self.columns if column.key == key), None)

    def every_indicator(self) -> tuple[Indicator, ...]:
        """Its indicators, those of whole columns first."""
        whole = (Indicator(code=column.indicator, column=column.key) for column in self.columns if column.indicator)
        return (*whole, *self.indicators)


class Section(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """A narrative section (đề cương)."""

    key: str
    """Names it in `@text/<key>/body`."""
    title: str
    """Its heading."""
    guidance: str = ""
    """What to write."""
    required: bool = False
    """Whether it must be written before sealing."""
    was: str = ""
    """Its key in the edition that this one follows; as a column's."""


class Release(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """One of several issues of the same report, part of its identity."""

    code: str
    """`six_months`, `preliminary`, `official`."""
    title: str
    """Its name."""
    frequency: str = ""
    """The frequency it belongs to; empty for all of the form."""
    estimate: bool = False
    """Whether its figures hold estimates (ước tính)."""
    window: WindowRule | None = None
    """Its own data window; None for the form's."""
    deadlines: Mapping[str, DeadlineRule] = {}
    """Level -> deadline; empty for the form's."""


class FormDefinition(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """One edition of one form."""

    code: str
    """The printed code, e.g. `II.06a/VPCP/KSTT`."""
    edition: str
    """Which edition of the code, e.g. `2020`."""
    follows: str = ""
    """The edition of the same code that it replaces; empty where it says none."""
    title: str
    """Its name."""
    unit: str = ""
    """The unit of measure printed above the table."""
    valid_from: date | None = None
    """First day it is in force; None for always."""
    valid_to: date | None = None
    """Last day it is in force; None for until replaced."""
    legal_basis: str
    """The text that issues it."""
    provisional: bool = False
    """Whether its layout or rules still await confirmation by the issuer."""
    note: str = ""
    """What a reader should know; why it is provisional."""
    guidance: str = ""
    """How to fill it."""
    senders: tuple[str, ...]
    """Levels that report: `commune`, `district`, `province`, `ministry`."""
    receivers: Mapping[str, str] = {}
    """Level that reports -> who receives."""
    method: str = ""
    """How it is sent."""
    frequencies: tuple[str, ...]
    """`M`, `Q`, `S`, `9M`, `A`, `W`, `E`; `S1` for one period of the year."""
    window: WindowRule = ND09
    """The days its figures cover."""
    deadlines: Mapping[str, DeadlineRule] = {}
    """Level -> when its report must have arrived."""
    releases: tuple[Release, ...] = ()
    """Its releases; empty for a form issued once a period."""
    sections: tuple[Section, ...] = ()
    """Its narrative."""
    tables: tuple[Table, ...]
    """Its tables; `main` first."""
    hash: str = ""
    """64 hex digits over the package; set when packed or unpacked, never part of it."""

    def table(self, key: str) -> Table | None:
        """The table with a key, or None."""
        return next((table for table in self.tables if table.key == key), None)

    def has_indicators(self) -> bool:
        """Whether any cell of it holds an indicator."""
        return any(table.every_indicator() for table in self.tables)

    def window_rule(self, release: str) -> WindowRule:
        """The rule for the days that a release covers; "" for a form without releases."""
        own = next((found.window for found in self.releases if found.code == release), None)
        return own or self.window

    def in_force(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    @property
    def age(self) -> tuple[date, str]:
        """What orders the editions of one code, the newest highest."""
        return self.valid_from or date.min, self.edition
