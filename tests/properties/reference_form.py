"""A form definition as plain data, read from its parsed YAML for the reference evaluator alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.properties.reference_language import Axis, Chain, Node, leaves, read_relation

Yaml = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column, as far as calculation cares."""

    key: str
    number: str = ""
    type: str = "whole"
    decimals: int = 0
    signed: bool = False
    of_which: bool = False
    choices: tuple[str, ...] = ()
    rule: str = ""
    """How it rolls up over units; empty where the form does not say."""
    weight: str = ""
    """Key of the weighing column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row, without its lines."""

    key: str
    code: str = ""
    level: int = 0
    group: str = ""
    of_which: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relation, read."""

    printed: str
    chain: Chain
    axis: str = "columns"
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    when: Chain | None = None
    severity: str = "error"
    computed: bool = False

    def definition(self) -> tuple[Node, Node] | None:
        """Left and right of the first `=`, where it may calculate: nothing of another report on its right."""
        first = next(((left, right) for left, sign, right in self.chain.links() if sign == "="), None)
        if not self.computed or first is None or any(leaf[0] == "outer" for leaf in leaves(first[1])):
            return None
        return first


@dataclass(slots=True, kw_only=True)
class Table:
    """A table."""

    key: str
    kind: str
    columns: list[Column]
    rows: list[Row]
    groups: list[str]
    subtotals: bool
    total: bool
    lines: list[str]
    closed: list[tuple[list[str], list[str], list[str]]]
    relations: list[Relation]

    @classmethod
    def like(cls, table: Table, *, lines: list[str]) -> Table:
        """The same table split into other lines."""
        return replace(table, lines=lines)

    def column(self, key: str) -> Column | None:
        """The column with a key."""
        return next((column for column in self.columns if column.key == key), None)

    def is_closed(self, row: str, line: str, column: str) -> bool:
        """Whether the form says that a cell cannot apply."""
        return any(
            (not rows or row in rows) and (not columns or column in columns) and (not lines or line in lines)
            for rows, columns, lines in self.closed
        )

    def figures(self) -> list[Column]:
        """The columns that hold figures."""
        return [column for column in self.columns if column.type in ("whole", "number")]

    def label_column(self) -> str:
        """Key of the column whose words name a row; empty for none."""
        return next((column.key for column in self.columns if column.type == "label"), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form."""

    code: str
    tables: list[Table]
    required: list[str]
    """Keys of the sections that must be written."""

    def table(self, key: str) -> Table | None:
        """The table with a key."""
        return next((table for table in self.tables if table.key == key), None)


def read_form(given: Yaml) -> Form:
    """The form that a parsed definition says."""
    return Form(
        code=str(given["code"]),
        tables=[_table(key, table) for key, table in given["tables"].items()],
        required=[section["key"] for section in given.get("sections", []) if _flag(section, "required")],
    )


def _table(key: str, given: Yaml) -> Table:
    rows = given["rows"]
    kind, items = (rows["kind"], rows.get("items", [])) if isinstance(rows, dict) else ("fixed", rows)
    if isinstance(rows, str):
        kind, items = rows, []
    table = Table(
        key=key,
        kind=kind,
        columns=list(_columns(given["columns"])),
        rows=[
            Row(
                key=f"r{item['code']}",
                code=str(item["code"]),
                level=int(item.get("level", 0)),
                group=str(item.get("group", "")),
                of_which=_flag(item, "of_which"),
            )
            for item in items
        ],
        groups=[str(group["code"]) for group in given.get("groups", [])],
        subtotals=_flag(given, "subtotals"),
        total=bool(given.get("total", False)),
        lines=[line["code"] for line in given.get("lines", [])],
        closed=[],
        relations=[],
    )
    table.columns = [replace(column, key=column.key or f"c_{place}") for place, column in enumerate(table.columns, 1)]
    for closed in given.get("closed", []):
        table.closed.append((_rows(table, closed), _numbers(table, closed), _texts(closed, "lines")))
    table.relations = [
        _relation(table, one if isinstance(one, dict) else {"printed": one}) for one in given.get("relations", [])
    ]
    calculated = {
        first[0]
        for relation in table.relations
        if relation.axis == "columns" and not relation.rows and not relation.lines and (first := relation.definition())
    }
    for place, column in enumerate(table.columns):
        if ("ref", "columns", column.key) in calculated:
            table.columns[place] = replace(column, rule=column.rule or "recompute", weight="")
        elif not column.rule:
            table.columns[place] = replace(column, rule="sum")
    return table


def _columns(given: Sequence[Yaml]) -> Iterator[Column]:
    for item in given:
        if "columns" in item:
            yield from _columns(item["columns"])
            continue
        number = str(item.get("number", "")).strip("()")
        decimals = int(item.get("decimals", 0))
        rule = item.get("roll_up", "")
        rule = rule.get("units", "") if isinstance(rule, dict) else rule
        weight = ""
        if rule.startswith("weighted_avg"):
            weight = "c" + rule.removeprefix("weighted_avg(").removesuffix(")")
            rule = "weighted_avg"
        yield Column(
            key=f"c{number}" if number else "",
            number=number,
            type=item.get("type", "number" if decimals else "whole"),
            decimals=decimals,
            signed=_flag(item, "signed"),
            of_which=_flag(item, "of_which"),
            choices=tuple(item.get("choices", ())),
            rule=rule,
            weight=weight,
        )


def _flag(given: Yaml, key: str) -> bool:
    return given.get(key) in (True, "true")


def _texts(given: Yaml, key: str) -> list[str]:
    found = given.get(key, [])
    return [str(item) for item in found] if isinstance(found, list) else [str(found)]


def _spans(texts: list[str], keys: Mapping[str, str]) -> list[str]:
    """Printed names as keys; `2..5` runs over what stands between."""
    found: list[str] = []
    for text in texts:
        first, dots, last = text.partition("..")
        names = list(keys)
        found += [keys[n] for n in names[names.index(first) : names.index(last) + 1]] if dots else [keys[text]]
    return found


def _rows(table: Table, given: Yaml) -> list[str]:
    keys = {row.code: row.key for row in table.rows}
    keys |= {name: name for name in ("total", *(f"total-{code}" for code in table.groups))}
    return _spans(_texts(given, "rows"), keys)


def _numbers(table: Table, given: Yaml) -> list[str]:
    return _spans(_texts(given, "columns"), {column.number: column.key for column in table.figures() if column.number})


def _relation(table: Table, given: Yaml) -> Relation:
    axis = _axis(table, given.get("axis", "columns"))
    return Relation(
        printed=str(given["printed"]),
        chain=read_relation(str(given.get("text", given["printed"])), axis),
        axis=axis.name,
        rows=tuple(_rows(table, given)),
        columns=tuple(_numbers(table, given)),
        lines=tuple(_texts(given, "lines")),
        when=read_relation(str(given["when"]), axis) if "when" in given else None,
        severity=given.get("severity", "error"),
        computed=_flag(given, "computed"),
    )


def _axis(table: Table, name: str) -> Axis:
    if name == "rows":
        levels = {row.code: row.level for row in table.rows}

        def rows_between(first: str, last: str) -> list[str]:
            codes = list(levels)
            span = codes[codes.index(first) : codes.index(last) + 1]
            return [code for code in span if levels[code] == levels[first]]

        return Axis("rows", {row.code: row.key for row in table.rows}, rows_between)

    def columns_between(first: str, last: str) -> list[str]:
        numbers = [column.number for column in table.columns if column.number.isdigit()]
        return [number for number in numbers if int(first) <= int(number) <= int(last)]

    return Axis("columns", {column.number: column.key for column in table.columns if column.number}, columns_between)
