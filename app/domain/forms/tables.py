"""The tables of a definition: header tree, columns, rows, lines, closed cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.forms.definition import (
    Closed,
    Column,
    ColumnType,
    Group,
    HeaderSpan,
    Line,
    Relation,
    RollUp,
    Row,
    RowsKind,
    Table,
)
from app.domain.forms.nodes import Items, Keys, Place, Text
from app.domain.forms.reading import Reader, without_parentheses
from app.domain.relations.layout import SUBTOTAL, TOTAL

COLUMNS_MAX = 400
ROWS_MAX = 4000
DECIMALS_MAX = 12
CELLS_MAX = 200_000

_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]+)*[A-Za-zĐđ]{0,2}|[A-ZĐ][A-ZĐ0-9]*(?:\.[A-Z0-9]+)*[a-z]?)\Z")
_LINE = re.compile(r"[a-z][a-z0-9]{0,15}\Z")
_RANGE = re.compile(r"(.+?)(?:\.{2,}|…)(.+)\Z")
_WEIGHTED = re.compile(r"weighted_avg\s*\(\s*(.+?)\s*\)\Z")
_PART = re.compile(r"[^\s/\x00-\x1f@;]{1,60}\Z")
ENTERED_RULES = (RollUp.SUM, RollUp.FIRST, RollUp.LAST, RollUp.MAX, RollUp.NONE)


@dataclass(slots=True)
class ColumnDraft:
    """A column with what is settled once the relations are known."""

    column: Column
    place: Place
    roll_up_units: tuple[str, Place] | None = None
    roll_up_time: tuple[str, Place] | None = None


@dataclass(slots=True)
class HeaderDraft:
    """A header tree being read."""

    columns: list[ColumnDraft] = field(default_factory=list)
    spans: list[tuple[str, int, int, int, bool]] = field(default_factory=list)
    """Title, first column, last column, level, whether it is a column's own."""
    origins: set[str] = field(default_factory=set)
    """What its columns were in the edition before."""

    def header(self) -> tuple[HeaderSpan, ...]:
        """The merged cells; a column's own reaches down to the last level."""
        deepest = max((level for *_, level, _ in self.spans), default=0)
        found = [
            HeaderSpan(title=title, first_column=first, last_column=last, top=level, bottom=deepest if own else level)
            for title, first, last, level, own in self.spans
        ]
        return tuple(sorted(found, key=lambda span: (span.top, span.first_column)))


def read_header(reader: Reader, unit: str) -> HeaderDraft:
    """The header tree under `columns`."""
    draft = HeaderDraft()
    if not reader.has("columns"):
        reader.problems.add("form.key_missing", reader.place, key="columns")
    _read_level(reader, draft, (), 0, unit)
    seen: set[str] = set()
    for entry in draft.columns:
        if entry.column.key in seen:
            reader.problems.add("form.duplicate", entry.place, name=entry.column.number or entry.column.key)
        seen.add(entry.column.key)
    return draft


def _read_level(reader: Reader, draft: HeaderDraft, path: tuple[str, ...], level: int, unit: str) -> None:
    for given in reader.mappings("columns"):
        title = given.text("title", required=True, most=500)
        own_unit = given.text("unit", unit, most=100)
        first = len(draft.columns)
        if first >= COLUMNS_MAX:
            reader.problems.add("form.too_large", given.place, size=first, limit=COLUMNS_MAX)
            return
        if given.has("columns"):
            _read_level(given, draft, (*path, title), level + 1, own_unit)
            if len(draft.columns) > first:
                draft.spans.append((title, first, len(draft.columns) - 1, level, False))
        else:
            draft.columns.append(_read_column(given, (*path, title), own_unit, draft))
            draft.spans.append((title, first, first, level, True))
        given.finish()


def _read_column(given: Reader, path: tuple[str, ...], unit: str, header: HeaderDraft) -> ColumnDraft:
    number = without_parentheses(given.text("number", most=40))
    if number and not _NUMBER.match(number):
        given.problems.add("form.number", given.place_of("number"), text=number)
        number = ""
    decimals = given.number("decimals", 0, 0, DECIMALS_MAX)
    default = ColumnType.NUMBER if decimals else ColumnType.WHOLE
    kind = ColumnType(given.choice("type", [kind.value for kind in ColumnType], default))
    if kind is ColumnType.WHOLE and decimals:
        kind = ColumnType.NUMBER
    is_number = kind in (ColumnType.WHOLE, ColumnType.NUMBER)
    for key in ("decimals", "signed", "indicator"):
        if given.has(key) and not is_number:
            given.problems.add("form.only_for_figures", given.key_place(key), key=key)
    choices = given.texts("choices")
    if (kind is ColumnType.CHOICE) != bool(choices):
        given.problems.add("form.choices", given.place)
    column = Column(
        key=f"c{number}" if number else f"c_{len(header.columns) + 1}",
        number=number,
        title_path=path,
        type=kind,
        decimals=decimals if is_number else 0,
        signed=given.flag("signed"),
        unit=unit if is_number else "",
        choices=choices,
        of_which=given.flag("of_which"),
        indicator=given.text("indicator", most=80),
        guidance=given.text("guidance"),
        width=given.number("width", 0, 0, 200),
        was=given.origin(header.origins),
    )
    draft = ColumnDraft(column, given.place)
    rules = given.node("roll_up")
    if isinstance(rules, Text):
        draft.roll_up_units = draft.roll_up_time = (rules.text, rules.place)
    elif rules is not None:
        both = given.as_mapping(rules, "roll_up")
        if both is not None:
            draft.roll_up_units = (both.text("units"), both.place_of("units")) if both.has("units") else None
            draft.roll_up_time = (both.text("time"), both.place_of("time")) if both.has("time") else None
            both.finish()
    return draft


def settle_roll_up(
    reader: Reader, draft: ColumnDraft, written: tuple[str, Place] | None, columns: Sequence[Column], *, computed: bool
) -> tuple[RollUp, str]:
    """A column's rule over units or over time, and the key of its weight."""
    column = draft.column
    if written is None:
        if not column.is_number:
            return RollUp.NONE, ""
        return (RollUp.RECOMPUTE if computed else RollUp.SUM), ""
    text, place = written
    weighted = _WEIGHTED.match(text)
    if weighted:
        by = next((other for other in columns if other.number == weighted[1] and other.is_number), None)
        if by is None or not column.is_number or by.key == column.key or computed:
            reader.problems.add("form.weight", place, name=weighted[1])
            return RollUp.NONE, ""
        return RollUp.WEIGHTED_AVG, by.key
    allowed: Iterable[RollUp] = (RollUp.RECOMPUTE, RollUp.NONE) if computed else ENTERED_RULES
    if not column.is_number:
        allowed = (RollUp.LIST, RollUp.FIRST, RollUp.LAST, RollUp.NONE)
    if text not in {rule.value for rule in allowed}:
        wanted = ", ".join(rule.value for rule in allowed)
        code = "form.roll_up_formula" if computed else "form.roll_up"
        reader.problems.add(code, place, text=text[:40], wanted=wanted)
        return RollUp.NONE, ""
    return RollUp(text), ""


def read_rows(reader: Reader, groups: Sequence[Group], *, lined: bool) -> tuple[RowsKind, tuple[Row, ...]]:
    """Where the rows come from, and the ones the form prints or offers."""
    node = reader.node("rows")
    kinds = [kind.value for kind in RowsKind]
    if node is None:
        reader.problems.add("form.key_missing", reader.place, key="rows")
        return RowsKind.FREE, ()
    if isinstance(node, Text):
        kind = RowsKind(reader.choice("rows", kinds, RowsKind.FREE))
        if kind is RowsKind.FIXED:
            reader.problems.add("form.rows_missing", node.place)
        return kind, ()
    if isinstance(node, Items):
        return RowsKind.FIXED, _read_items(reader.mappings("rows"), groups, lined=lined)
    given = reader.as_mapping(node, "rows")
    if given is None:
        return RowsKind.FREE, ()
    kind = RowsKind(given.choice("kind", kinds, RowsKind.FIXED))
    takes_items = kind in (RowsKind.FIXED, RowsKind.CATALOGUE)
    items = given.mappings("items", required=takes_items)
    if items and not takes_items:
        given.problems.add("form.rows_given", given.key_place("items"))
        items = ()
    given.finish()
    return kind, _read_items(items, groups, lined=lined)


def _read_items(items: Sequence[Reader], groups: Sequence[Group], *, lined: bool) -> tuple[Row, ...]:
    found: list[Row] = []
    origins: set[str] = set()
    codes = {group.code for group in groups}
    for given in items[:ROWS_MAX]:
        code = given.text("code", required=True, most=40)
        if code and (not _PART.match(code) or (lined and "." in code)):
            given.problems.add("form.row_code", given.place_of("code"), text=code)
        if any(row.code == code for row in found):
            given.problems.add("form.duplicate", given.place_of("code"), name=code)
        group = given.text("group")
        if group and group not in codes:
            wanted = ", ".join(sorted(codes))
            given.problems.add("form.value", given.place_of("group"), key="group", text=group, wanted=wanted)
        found.append(
            Row(
                key=f"r{code}",
                code=code,
                title=given.text("title", required=True, most=500),
                level=given.number("level", 0, 0, 20),
                group=group,
                of_which=given.flag("of_which"),
                index=given.text("index", most=20),
                was=given.origin(origins),
            )
        )
        given.finish()
    if len(items) > ROWS_MAX:
        items[ROWS_MAX].problems.add("form.too_large", items[ROWS_MAX].place, size=len(items), limit=ROWS_MAX)
    return tuple(found)


def read_groups(reader: Reader) -> tuple[Group, ...]:
    """The headings over rows."""
    found: list[Group] = []
    origins: set[str] = set()
    for given in reader.mappings("groups"):
        code = given.text("code", required=True, most=40)
        if code and (not _PART.match(code) or "." in code):
            given.problems.add("form.row_code", given.place_of("code"), text=code)
        if any(group.code == code for group in found):
            given.problems.add("form.duplicate", given.place_of("code"), name=code)
        title = given.text("title", required=True, most=500)
        found.append(Group(code=code, title=title, was=given.origin(origins)))
        given.finish()
    return tuple(found)


def read_total(reader: Reader) -> tuple[bool, str]:
    """Whether there is a total row, and its words."""
    node = reader.node("total")
    if isinstance(node, Text) and node.text in ("true", "false"):
        return node.text == "true", "Tổng cộng" if node.text == "true" else ""
    if isinstance(node, Keys | Items):
        reader.problems.add("form.wants_text", node.place, key="total")
        return False, ""
    title = reader.text("total")
    return bool(title), title


def read_lines(reader: Reader) -> tuple[Line, ...]:
    """What every row is split into."""
    found: list[Line] = []
    origins: set[str] = set()
    for given in reader.mappings("lines"):
        code = given.text("code", required=True)
        if code and not _LINE.match(code):
            given.problems.add("form.value", given.place_of("code"), key="code", text=code[:40], wanted="a-z, 0-9")
        if any(line.code == code for line in found):
            given.problems.add("form.duplicate", given.place_of("code"), name=code)
        title, unit = given.text("title", required=True), given.text("unit")
        found.append(Line(code=code, title=title, unit=unit, was=given.origin(origins)))
        given.finish()
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The printed names of a table, for the keys that list columns, rows or lines."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    groups: Sequence[Group]
    lines: Sequence[Line]
    has_total: bool
    subtotals: bool

    def columns_in(self, reader: Reader, key: str = "columns") -> tuple[str, ...]:
        """Keys of the columns of figures a key lists by printed number; ranges as `2..5`."""
        named = [(column.number, column.key) for column in self.columns if column.is_number and column.number]
        return _listed(reader, key, [*named, *((c.key, c.key) for c in self.columns if c.is_number)])

    def rows_in(self, reader: Reader, key: str = "rows") -> tuple[str, ...]:
        """Keys of the rows a key lists by code; `total` and `total-<group>` are rows too."""
        named = [(row.code, row.key) for row in self.rows]
        if self.subtotals:
            named += [(SUBTOTAL + group.code, SUBTOTAL + group.code) for group in self.groups]
        if self.has_total:
            named.append((TOTAL, TOTAL))
        return _listed(reader, key, named)

    def lines_in(self, reader: Reader, key: str = "lines") -> tuple[str, ...]:
        """Codes of the lines a key lists."""
        return _listed(reader, key, [(line.code, line.code) for line in self.lines])


def _listed(reader: Reader, key: str, named: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    order = [name for name, _ in named]
    keys = dict(reversed(named))
    found: list[str] = []
    for text, place in reader.placed_texts(key):
        ends = _RANGE.match(text)
        if text in keys:
            found.append(keys[text])
        elif ends and ends[1].strip() in keys and ends[2].strip() in keys:
            low, high = order.index(ends[1].strip()), order.index(ends[2].strip())
            if low > high:
                reader.problems.add("relation.range_descending", place, range=text[:40])
            found += [keys[name] for name in order[low : high + 1]]
        else:
            reader.problems.add("form.name_unknown", place, name=text[:40], known=", ".join(order)[:200])
    return tuple(dict.fromkeys(found))


@dataclass(slots=True)
class TableDraft:
    """A table being read: what is known before its relations, and the relations with their places."""

    key: str
    reader: Reader
    table: Table
    header: HeaderDraft
    names: Names
    relations: list[tuple[Relation, Place]] = field(default_factory=list)


def read_closed(reader: Reader, names: Names) -> tuple[Closed, ...]:
    """The cells that cannot apply."""
    found = []
    for given in reader.mappings("closed"):
        closed = Closed(rows=names.rows_in(given), columns=names.columns_in(given), lines=names.lines_in(given))
        if closed == Closed():
            given.problems.add("form.closed_all", given.place)
        else:
            found.append(closed)
        given.finish()
    return tuple(found)
