"""`children(n)` says what the roll-up of the children's reports says: one set of rules, asked from two sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from app.domain.forms.definition import FormDefinition
from app.domain.relations.arithmetic import BLANK, UNKNOWN, Value
from app.domain.relations.engine import Engine
from app.domain.relations.outer import Alone, EarlierEdition, value_of
from app.domain.relations.plan import plan_of
from app.domain.relations.tree import Axis, Outer, Where
from app.domain.rollup.over_units import roll_up_units
from tests.app.domain.rollup.reports import form, free, row, source

R1 = "main/r1"
Cells = dict[str, str]


class Below(Alone):
    """Reports of children, and whose they are."""

    def __init__(self, reports: Mapping[str, Mapping[str, str] | None]) -> None:
        self._reports = reports

    def children(self) -> Sequence[Mapping[str, str] | None]:
        return list(self._reports.values())

    def child_units(self) -> Sequence[str]:
        return list(self._reports)


def said(of: FormDefinition, own: Mapping[str, str], below: Below, address: str) -> Value:
    """What `children` says at a cell of a report."""
    engine = Engine(plan_of(of), own, below)
    table, lined, column = address.split("/")
    spot = engine.place(table, lined, column)
    assert spot is not None
    return engine.value_outside(spot[0], Outer(Where.CHILDREN, "", column), Axis.COLUMNS, spot[2])


REPORTS = [
    (
        "every rule",
        "rolling",
        [
            row(R1, c1="100", c2="10", c3="11", c4="9", c7="20.1", c8="7", c11="1.25", c12="3"),
            row(R1, c1="200", c2="31", c3="-", c4="...", c7="24", c8="9 E", c11="-0.75", c12="4"),
        ],
    ),
    (
        "free rows of several keys, a row given by its totals",
        "rolling_rows",
        [
            free("main/k1", "Đất đai", "B;A;", c2="1", c3="2") | free("main/k2", "Thuế", "C;B;", c2="3"),
            free("main/x1", "dat dai", "B;A;", c1="50") | {"main/x1/@total_only": "Mất sổ"},
            free("main/x9", "Mới", "B;B;", c2="7") | free("lines/q", "Đông") | row("lines/q.ho", c1="4"),
        ],
    ),
    (
        "a row for each unit",
        "01/TCD@2024",
        [row("main/u1", c4="1", c13="2"), row("main/a", c4="3") | row("main/b", c22="4"), {}],
    ),
    ("lines and closed cells", "poverty", [row("main/r01.ho", c1="5", c4="2"), row("main/r01.khau", c1="9", c3="1")]),
    ("rows calculated from rows", "emulation", [row("main/r06", c2="1"), row("main/r07", c2="5", c3="2")]),
    ("averages weighed by a calculated column", "groups", [free("main/k", "A", c3="1", c4="2", c6="5.5") | {}]),
]


@pytest.mark.parametrize(("name", "reports"), [case[1:] for case in REPORTS], ids=[case[0] for case in REPORTS])
def test_a_report_that_holds_the_roll_up_agrees_with_its_children_in_every_cell(
    name: str, reports: list[Cells]
) -> None:
    of = form(name)
    units = {f"u{number}": f"Xã {number}" for number in range(1, len(reports) + 1)}
    rolled = roll_up_units(of, units, [source(of, unit, cells) for unit, cells in zip(units, reports, strict=True)])
    below = Below(dict(zip(units, reports, strict=True)))
    cells = [
        f"{table.key}/{shown.key}/{column.key}"
        for table in of.tables
        for shown in rolled.sheet.rows(table.key)
        if shown.has_figures
        for column in table.columns
        if column.is_number and not rolled.sheet.is_closed(f"{table.key}/{shown.key}/{column.key}")
    ]
    assert len(cells) > 10
    different = {
        cell: (said(of, rolled.content, below, cell), rolled.value(cell))
        for cell in cells
        if said(of, rolled.content, below, cell) != value_of(rolled.value(cell))
    }
    assert different == {}


def test_while_a_childs_report_is_missing_nothing_is_known() -> None:
    of = form("rolling")
    below = Below({"u1": row(R1, c2="5"), "u2": None})
    assert said(of, {}, below, f"{R1}/c2") is UNKNOWN


def test_a_row_no_child_has_is_blank() -> None:
    of = form("rolling_rows")
    below = Below({"u1": free("main/k1", "Đất đai", c2="5")})
    assert said(of, free("main/z", "Khác"), below, "main/z/c2") is BLANK


def test_a_column_that_a_childs_edition_did_not_have_is_not_known() -> None:
    of = form("rolling")
    older = EarlierEdition(row(R1, c2="5"), lambda address: not address.endswith("/c3"))
    below = Below({"u1": row(R1, c2="1", c3="4"), "u2": older})
    assert [said(of, {}, below, f"{R1}/{column}") for column in ("c2", "c3", "c5", "c6")] == [6, UNKNOWN, 6, UNKNOWN]
