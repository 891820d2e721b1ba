"""Small forms made by chance, as the mappings their YAML spells, and reports to fill them with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.properties.reference_form import Column, Form, Table
from tests.properties.relation_texts import Scope, check, condition, definition

# Why no real code: of a shipped form the engine would know the definition, which the reference never does.
OTHER_FORM = "T/OTHER"
OTHERS = ("prev({})", "prev({})", "same_last_year({})", "preceding({})", f'form("{OTHER_FORM}", {{}})')
CHILDREN = ("children({})", "children({})")
SEVERITIES = ("error", "error", "explain", "warning")
LABELS = ("Đất đai", "dat dai", "Thuế", "Hộ tịch")


def as_yaml(form: Mapping[str, Any]) -> str:
    """The text of a definition."""
    return yaml.safe_dump(form, allow_unicode=True, sort_keys=False, width=1_000)


def chance(draw: st.DrawFn, one_in: int) -> bool:
    return draw(st.integers(0, one_in - 1)) == one_in - 1


def _maybe(draw: st.DrawFn, given: dict[str, Any], key: str, one_in: int, value: st.SearchStrategy[Any]) -> None:
    if chance(draw, one_in):
        given[key] = draw(value)


@st.composite
def _columns(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Numbered columns of figures, perhaps with a gap in the numbers, a lettered one, a label before them."""
    count = draw(st.integers(3, 6))
    numbers = [str(number) for number in range(1, count + 1)]
    if count > 3 and chance(draw, 4):
        del numbers[draw(st.integers(1, count - 2))]
    columns: list[dict[str, Any]] = []
    for number in numbers:
        column: dict[str, Any] = {"number": number, "title": f"Cột {number}"}
        _maybe(draw, column, "decimals", 4, st.integers(1, 2))
        _maybe(draw, column, "signed", 3, st.just(True))
        columns.append(column)
        if chance(draw, 8):
            columns.append({"number": f"{number}a", "title": "Trong đó", "of_which": True})
    for column in columns:
        others = [c["number"] for c in columns if c is not column]
        rules = ["sum", "max", "first", "last", "none"] + [f"weighted_avg({n})" for n in others]
        _maybe(draw, column, "roll_up", 5, st.sampled_from(rules))
    return columns


@st.composite
def _rows(draw: st.DrawFn, groups: Sequence[str]) -> list[dict[str, Any]]:
    letters = draw(st.sampled_from(("", "", "NG")))
    rows = []
    for place in range(1, draw(st.integers(1, 4)) + 1):
        row: dict[str, Any] = {"code": f"{letters}{place:02}", "title": f"Dòng {place}"}
        if groups:
            row["group"] = draw(st.sampled_from(groups))
        if place > 1:
            _maybe(draw, row, "of_which", 6, st.just(True))
            _maybe(draw, row, "level", 6, st.just(1))
        rows.append(row)
    return rows


def _ranges(names: Sequence[str], allowed: Sequence[bool]) -> tuple[tuple[str, str], ...]:
    """Pairs with nothing between them that may not stand inside a range."""
    return tuple(
        (names[i], names[j])
        for i in range(len(names))
        for j in range(i + 1, len(names))
        if allowed[i] and allowed[j] and all(allowed[i + 1 : j])
    )


@st.composite
def tables(draw: st.DrawFn, key: str, abroad: tuple[str, ...]) -> dict[str, Any]:
    """One table. `abroad` are addresses of another table that `cell()` may name."""
    columns = draw(_columns())
    lined = chance(draw, 5)
    groups = ["A", "B"] if chance(draw, 3) else []
    fixed = draw(st.booleans())
    table: dict[str, Any] = {"rows": draw(_rows(groups)) if fixed else "free", "columns": columns}
    if not fixed:
        columns.insert(0, {"number": "A", "title": "Tên", "type": "label"})
    if lined:
        table["lines"] = [{"code": "h", "title": "Hộ"}, {"code": "k", "title": "Khẩu"}]
    if groups:
        table["groups"] = [{"code": code, "title": f"Nhóm {code}"} for code in groups]
        _maybe(draw, table, "subtotals", 2, st.just(True))
    _maybe(draw, table, "total", 2, st.just("Tổng số"))
    table["relations"] = draw(_relations(key, table, abroad))
    _close(draw, table)
    return table


def _close(draw: st.DrawFn, table: dict[str, Any]) -> None:
    texts = [str(one.get(key, "")) for one in table["relations"] for key in ("text", "printed", "when")]
    numbers = [column["number"] for column in table["columns"] if column.get("type") != "label"]
    numbers = [number for number in numbers if not any(f"sum({number})" in text for text in texts)]
    if not numbers:
        return
    closed = []
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2)))):
        one: dict[str, Any] = {"columns": [draw(st.sampled_from(numbers))]}
        if isinstance(table["rows"], list) and chance(draw, 2):
            one["rows"] = [draw(st.sampled_from([row["code"] for row in table["rows"]]))]
        elif table.get("total") and chance(draw, 2):
            one["rows"] = ["total"]
        if "lines" in table:
            _maybe(draw, one, "lines", 2, st.just(["k"]))
        closed.append(one)
    if closed:
        table["closed"] = closed


@st.composite
def _relations(draw: st.DrawFn, key: str, table: Mapping[str, Any], abroad: tuple[str, ...]) -> list[dict[str, Any]]:
    figures = [column for column in table["columns"] if column.get("type") != "label"]
    numbers = tuple(column["number"] for column in figures)
    plain = [not column.get("of_which") and number.isdigit() for number, column in zip(numbers, figures, strict=True)]
    everything = Scope(
        names=numbers,
        ranges=_ranges(numbers, plain),
        totals=numbers,
        cells=(*_addresses(key, table, numbers), *abroad),
        others=OTHERS,
        abroad=numbers,
    )
    made = []
    for place, number in enumerate(numbers[:-1]):
        if not chance(draw, 3):
            continue
        # What is calculated reads only what stands to its right, so that nothing ever runs in a circle.
        right = numbers[place + 1 :]
        scope = Scope(
            names=right,
            ranges=tuple(pair for pair in everything.ranges if pair[0] in right),
            totals=right,
            cells=(*_addresses(key, table, right, totals=False), *abroad),
        )
        one: dict[str, Any] = {"printed": draw(definition(number, scope, everything)), "computed": True}
        if isinstance(table["rows"], list):
            codes = [row["code"] for row in table["rows"]]
            _maybe(draw, one, "rows", 8, st.lists(st.sampled_from(codes), min_size=1, max_size=2, unique=True))
        if "lines" in table:
            _maybe(draw, one, "lines", 6, st.just(["h"]))
        made.append(one)
    if not any(name in one["printed"] for one in made for name in ("sum(", "cell(")):
        everything = replace(everything, others=(*OTHERS, *CHILDREN))
        if chance(draw, 2):
            number = draw(st.sampled_from(numbers))
            made.append({"printed": f"{number}=children({number})"})
    for _ in range(draw(st.integers(0, 3))):
        one = {"printed": draw(check(everything))}
        _maybe(draw, one, "when", 4, condition(everything))
        made.append(one)
    if isinstance(table["rows"], list):
        made += draw(_row_relations(table, numbers))
    for one in made:
        _maybe(draw, one, "severity", 2, st.sampled_from(SEVERITIES))
        if chance(draw, 6):
            one["text"], one["printed"] = one["printed"], "in sai: " + one["printed"]
    for column in figures:
        # A calculated column is worked out again, never added: it takes no other rule.
        if any(_defines(one, column["number"]) for one in made):
            column.pop("roll_up", None)
    return made


def _defines(one: Mapping[str, Any], number: str) -> bool:
    text = str(one.get("text", one["printed"]))
    return bool(one.get("computed")) and text.split("=")[0].strip() == number


def _addresses(key: str, table: Mapping[str, Any], numbers: Sequence[str], *, totals: bool = True) -> tuple[str, ...]:
    rows = [f"r{row['code']}" for row in table["rows"]] if isinstance(table["rows"], list) else []
    if totals and table.get("total"):
        rows.append("total")
    lines = [f".{line['code']}" for line in table.get("lines", [])] or [""]
    return tuple(f"{key}/{row}{line}/c{number}" for row in rows for line in lines for number in numbers)


@st.composite
def _row_relations(draw: st.DrawFn, table: Mapping[str, Any], numbers: Sequence[str]) -> list[dict[str, Any]]:
    rows = table["rows"]
    codes = tuple(row["code"] for row in rows)
    level = {row["code"]: row.get("level", 0) for row in rows}
    plain = [not row.get("of_which") for row in rows]
    ranges = tuple(pair for pair in _ranges(codes, plain) if len({level[c] for c in codes}) == 1)
    everything = Scope(names=codes, ranges=ranges, others=OTHERS[:3], abroad=codes)
    made: list[dict[str, Any]] = []
    for place, code in enumerate(codes[:-1]):
        if chance(draw, 5):
            below = codes[place + 1 :]
            scope = Scope(names=below, ranges=tuple(pair for pair in ranges if pair[0] in below))
            made.append({"printed": draw(definition(code, scope, everything)), "computed": True, "axis": "rows"})
    if chance(draw, 3):
        made.append({"printed": draw(check(everything, begins_with_name=True)), "axis": "rows"})
        _maybe(draw, made[-1], "when", 4, condition(everything))
    for one in made:
        _maybe(draw, one, "columns", 4, st.lists(st.sampled_from(numbers), min_size=1, max_size=2, unique=True))
    return made


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    """A whole definition."""
    main = draw(tables("main", ()))
    form: dict[str, Any] = {
        "code": "TH.01/THỬ",
        "edition": "2026",
        "title": "Biểu thử",
        "legal_basis": "Không",
        "senders": ["commune"],
        "receivers": {"commune": "Cấp trên"},
        "frequencies": ["Q"],
        "window": "nd09",
        "deadlines": {"commune": {"working_days": 1}},
        "tables": {"main": main},
    }
    if chance(draw, 5):
        numbers = [column["number"] for column in main["columns"] if column.get("type") != "label"]
        form["tables"]["phu"] = draw(tables("phu", _addresses("main", main, numbers)))
    return form


# ---------------------------------------------------------------------- reports
def _figures(column: Column) -> st.SearchStrategy[str]:
    found = ["0", "1", "1", "2", "2", "3", "5", "10", "-", "...", "2 E", "1 P"]
    found += ["0.5", "1.5", "2.5", "0.1"] if column.decimals else []
    found += ["1.25", "0.05"] if column.decimals > 1 else []
    found += ["-1", "-2"] if column.signed else []
    return st.sampled_from(found)


@st.composite
def cells_of(
    draw: st.DrawFn, table: Table, keys: Sequence[str], filled: Sequence[bool] = (True, False)
) -> dict[str, str]:
    """Cells of some rows of a table, some of them blank; calculated ones too, which nobody asked for."""
    cells: dict[str, str] = {}
    for key in keys:
        for line in table.lines or [""]:
            row = f"{key}.{line}" if line else key
            for column in table.figures():
                if draw(st.sampled_from(filled)):
                    cells[f"{table.key}/{row}/{column.key}"] = draw(_figures(column))
        for column in table.columns:
            if column.type == "label" and not table.lines and draw(st.booleans()):
                cells[f"{table.key}/{key}/{column.key}"] = draw(st.sampled_from(LABELS))
    return cells


def keys_of(table: Table) -> st.SearchStrategy[list[str]]:
    """The rows a report has: the printed ones, or some free ones."""
    if table.kind == "fixed":
        return st.just([row.key for row in table.rows])
    return st.lists(st.sampled_from(("k1", "k2", "k3", "k4", "k5")), max_size=3, unique=True)


@st.composite
def contents(draw: st.DrawFn, form: Form, filled: Sequence[bool] = (True, False)) -> dict[str, str]:
    """The cells of a whole report of a form, none where the form says that nothing applies."""
    cells: dict[str, str] = {}
    for table in form.tables:
        cells |= draw(cells_of(table, draw(keys_of(table)), filled))
    return {address: value for address, value in cells.items() if not _is_closed(form, address)}


def _is_closed(form: Form, address: str) -> bool:
    name, row, column = address.split("/")
    table = form.table(name)
    base, _, line = row.partition(".")
    return table is not None and table.is_closed(base, line, column)


@st.composite
def _other_reports(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in ("previous", "last_year", "preceding"):
        if draw(st.booleans()):
            values[name] = draw(st.none() | st.just({}) | contents(form))
    if draw(st.booleans()):
        main = form.tables[0]
        rows = draw(st.sampled_from(([row.key for row in main.rows] or ["k1", "k2"], ["r9"], [], ["total"])))
        lines = main.lines if chance(draw, 2) else []
        other = Table.like(main, lines=lines)
        values["forms"] = {OTHER_FORM: draw(cells_of(other, rows))}
    if draw(st.booleans()):
        values["children"] = draw(st.lists(contents(form), max_size=2))
    return values


@st.composite
def reports(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    """What `forms eval` reads: cells, the rows where they are free, other reports; now and then a wrong cell."""
    values: dict[str, Any] = {"period": "2026-Q3", "cells": {}}
    filled = draw(st.sampled_from(((True,), (True, True, True, False), (True, False), (False, False, True))))
    rows: dict[str, Any] = {}
    for table in form.tables:
        keys = draw(keys_of(table))
        values["cells"] |= draw(cells_of(table, keys, filled))
        if table.kind != "fixed" and draw(st.booleans()):
            rows[table.key] = [
                {
                    "key": key,
                    "label": draw(st.sampled_from(("", *LABELS))),
                    "group": draw(st.sampled_from(("", *table.groups))),
                    "of_which": chance(draw, 5),
                }
                for key in keys
            ]
        if keys and chance(draw, 8):
            values["cells"][f"{table.key}/{draw(st.sampled_from(keys))}/@total_only"] = "Chỉ có số tổng"
    if rows:
        values["rows"] = rows
    if chance(draw, 6):
        values["cells"] |= draw(_wrong(form.tables[0]))
    return values | draw(_other_reports(form))


@st.composite
def _wrong(draw: st.DrawFn, table: Table) -> dict[str, str]:
    """One cell that cannot be: of a wrong type, out of range, of a row or column that is not there."""
    rows = [row.key for row in table.rows] or ["k1"]
    row = f"{rows[0]}.{table.lines[0]}" if table.lines else rows[0]
    column = draw(st.sampled_from(table.figures())).key
    return draw(
        st.sampled_from(
            (
                {f"{table.key}/{row}/{column}": "ba"},
                {f"{table.key}/{row}/{column}": "-7"},
                {f"{table.key}/{row}/{column}": "0.125"},
                {f"{table.key}/{row}/c99": "1"},
                {f"nowhere/{row}/{column}": "1"},
                {"main": "1"},
            )
        )
    )
