"""Rows printed for each unit stand there before anybody types, and are written with the first figure."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from app.domain.forms.loading import load_form
from app.domain.relations.laying import count_typed, has_rows_of_units, rows_of_units
from app.domain.relations.outer import Alone
from app.domain.relations.sheet import Sheet
from app.domain.rows import order_by_code

FORM = load_form(
    """\
code: T/UNITS
edition: "1"
title: Biểu thử
legal_basis: Văn bản thử
senders: [province]
receivers: {province: Bộ}
frequencies: [Q]
window: nd09
deadlines: {province: {working_days: 1}}
tables:
  main:
    rows: units
    total: Tổng cộng
    columns:
      - {number: A, title: Đơn vị, type: label}
      - {number: 1, title: Tổng số}
      - {number: 2, title: Nam}
      - {number: 3, title: Nữ}
    relations:
      - {printed: "1=2+3", computed: true}
  other:
    rows: units
    columns:
      - {number: A, title: Đơn vị, type: label}
      - {number: 4, title: Số hộ}
""",
    "units.yaml",
)
UNITS = [("x1", "00070", "Xã Một"), ("x2", "00073", "Xã Hai")]
FIRST = {"main/x1/@row": "00070V;;", "main/x1/cA": "Xã Một", "main/x2/@row": "00073V;;", "main/x2/cA": "Xã Hai"}


class Knows(Alone):
    """Nothing but its units."""

    def __init__(self, *units: tuple[str, str, str]) -> None:
        self._units = units

    def first_rows(self) -> Mapping[str, str]:
        return rows_of_units(FORM, self._units)


def sheet(cells: dict[str, str] | None = None) -> Sheet:
    return Sheet(FORM, cells or {}, Knows(*UNITS))


def shown(sheet: Sheet) -> list[str | None]:
    """The names of the rows of the first table."""
    return [row.label or sheet.value(f"main/{row.key}/cA") for row in sheet.rows("main")]


def test_rows_of_units_stand_there_and_are_no_content() -> None:
    blank = sheet()
    assert shown(blank) == ["Xã Một", "Xã Hai", "Tổng cộng"]
    assert blank.cells() == {}
    assert (blank.is_entry("main/x1/c2"), blank.is_entry("main/x1/c1"), blank.is_entry("main/x1/cA")) == (
        True,
        False,
        True,
    )
    assert list(blank.findings(complete=True)) == []


def test_a_figure_in_such_a_row_counts_like_any_other() -> None:
    typed = sheet()
    change = typed.set("main/x2/c2", "5")
    assert change.calculated == {"main/x2/c1": "5", "main/total/c2": "5", "main/total/c1": "5"}
    assert typed.cells() == {"main/x2/c2": "5"}


def test_the_first_figure_brings_the_rows_of_its_own_table_and_no_others() -> None:
    blank = sheet()
    assert blank.laid_with(["main/x2/c2"]) == FIRST
    assert blank.laid_with(["@reason/main.1/x1"]) == {}
    assert set(blank.laid) - set(FIRST) == {"other/x1/@row", "other/x1/cA", "other/x2/@row", "other/x2/cA"}


def test_a_table_with_a_row_of_its_own_has_no_others_laid_over_it() -> None:
    begun = sheet({"main/x9/@row": "V;;", "main/x9/cA": "Xã Chín"})
    assert shown(begun) == ["Xã Chín", "Tổng cộng"]
    assert begun.laid_with(["main/x9/c2"]) == {}
    assert begun.laid_with(["other/x1/c4"]).keys() == {"other/x1/@row", "other/x1/cA", "other/x2/@row", "other/x2/cA"}


def test_written_they_look_as_they_did_unwritten() -> None:
    typed = sheet()
    before = [shown(typed), typed.rows("main")]
    typed.set_many({**typed.laid_with(["main/x1/c2"]), "main/x1/c2": "5"})
    assert [shown(typed), typed.rows("main")] == before
    assert typed.cells() == FIRST | {"main/x1/c2": "5"}


def test_a_name_that_the_clerk_took_away_stays_away() -> None:
    typed = sheet()
    typed.set_many({address: value for address, value in FIRST.items() if address != "main/x1/cA"})
    assert shown(typed) == [None, "Xã Hai", "Tổng cộng"]


def test_a_unit_that_came_or_changed_its_name_shows_once_the_report_is_looked_at_again() -> None:
    blank = sheet()
    change = blank.refresh(Knows(("x1", "00070", "Phường Một"), UNITS[1], ("x3", "00076", "Xã Ba")))
    assert change.rows_changed
    assert shown(blank) == ["Phường Một", "Xã Hai", "Xã Ba", "Tổng cộng"]
    renamed = blank.refresh(Knows(("x1", "00070", "Xã Một"), UNITS[1], ("x3", "00076", "Xã Ba")))
    assert {"main/x1/cA", "other/x1/cA"} <= renamed.judged


def test_without_units_to_know_there_are_no_rows() -> None:
    assert [row.key for row in Sheet(FORM, {}).rows("main")] == ["total"]
    assert has_rows_of_units(FORM)


CODES = [
    ("an official code", "00070", "00070V"),
    ("a code that ends in no digit of an order", "04.1-b", "041bV"),
    ("none", "", "V"),
]


@pytest.mark.parametrize(("code", "order"), [case[1:] for case in CODES], ids=[case[0] for case in CODES])
def test_where_a_row_stands_follows_from_its_unit_alone(code: str, order: str) -> None:
    assert order_by_code(code) == order


def test_computers_that_know_other_units_make_the_same_row_of_the_units_they_share() -> None:
    one, other = rows_of_units(FORM, UNITS), rows_of_units(FORM, [UNITS[1], ("x3", "00076", "Xã Ba")])
    assert {address: one[address] for address in one.keys() & other.keys()} == {
        "main/x2/@row": "00073V;;",
        "main/x2/cA": "Xã Hai",
        "other/x2/@row": "00073V;;",
        "other/x2/cA": "Xã Hai",
    }


COUNTED = [
    ("a figure, with the row that came along", ["main/x1/@row", "main/x1/cA", "main/x1/c2"], 1),
    ("the same in two tables", [*rows_of_units(FORM, UNITS), "main/x1/c2", "other/x2/c1"], 2),
    ("a reason and a section", ["@reason/1/body", "@text/i/body"], 2),
    ("nothing", [], 0),
]


@pytest.mark.parametrize(("written", "count"), [case[1:] for case in COUNTED], ids=[case[0] for case in COUNTED])
def test_what_was_typed_is_counted_without_rows_and_their_names(written: list[str], count: int) -> None:
    assert count_typed(FORM, written) == count


def test_without_the_form_only_heads_of_rows_are_left_out() -> None:
    assert count_typed(None, ["main/x1/@row", "main/x1/cA", "main/x1/c2"]) == 2
