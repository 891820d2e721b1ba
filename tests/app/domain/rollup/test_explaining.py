"""Every figure of a roll-up expands to the cells, versions and units it came from."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.domain.forms.definition import RollUp
from app.domain.period_codes import Period
from app.domain.relations.pooled_figures import Brought
from app.domain.rollup.explaining import Explanation, explain
from app.domain.rollup.over_time import roll_up_time
from app.domain.rollup.over_units import roll_up_units
from app.domain.rollup.rolled import RolledUp
from app.errors import CellError
from tests.app.domain.rollup.reports import form, free, row, source

ROLLING, ROWS = form("rolling"), form("rolling_rows")
R1 = "main/r1"


def three(*reports: dict[str, str] | None, of: str = "rolling") -> RolledUp:
    sources = [
        source(form(of), f"u{number}", cells, revision=10 * number)
        for number, cells in enumerate(reports, 1)
        if cells is not None
    ]
    return roll_up_units(form(of), {f"u{n}": f"Xã {n}" for n in range(1, len(reports) + 1)}, sources)


def told(found: Explanation) -> list[tuple[str, str, str, bool]]:
    """Unit, cell, value, whether it counts."""
    return [(one.source.key.unit, one.address, one.value, one.counts) for one in found.contributions]


def test_a_sum_expands_to_every_cell_with_its_report_revision_and_edition() -> None:
    found = explain(three(row(R1, c2="5"), None, row(R1, c2="7 E")), f"{R1}/c2")
    assert (found.value, found.rule, found.parts) == ("12 E", RollUp.SUM, ())
    assert told(found) == [("u1", "main/r1/c2", "5", True), ("u3", "main/r1/c2", "7 E", True)]
    first = found.contributions[0].source
    assert (first.key, first.revision, first.form, first.edition) == (
        ("u1", "T/ROLLING", "2026-Q1", ""),
        10,
        ROLLING.hash,
        "1",
    )
    assert [member.name for member in found.of_kind(Brought.MISSING)] == ["Xã 2"]


def test_blank_nil_not_known_and_unreadable_are_listed_apart() -> None:
    found = explain(
        three(row(R1, c2="5"), row(R1, c1="1"), row(R1, c2="-"), row(R1, c2="..."), row(R1, c2="ba"), None), f"{R1}/c2"
    )
    listed = {kind.name: [member.unit for member in found.of_kind(kind)] for kind in Brought if found.of_kind(kind)}
    assert listed == {
        "MISSING": ["u6"],
        "BLANK": ["u2"],
        "UNREADABLE": ["u5"],
        "UNKNOWN": ["u4"],
        "NIL": ["u3"],
        "FIGURE": ["u1"],
    }
    assert found.value == "..."
    assert [(one.value, one.counts) for one in found.contributions] == [
        ("5", True),
        ("-", True),
        ("...", True),
        ("ba", False),
    ]
    assert [one.value for one in found.so_far] == ["5", "-"]


def test_an_average_tells_the_weight_of_each_part() -> None:
    found = explain(three(row(R1, c7="20", c2="10"), row(R1, c7="24", c2="30"), row(R1, c7="99")), f"{R1}/c7")
    weighed = [(one.value, one.weight_address, one.weight, one.counts) for one in found.contributions]
    assert (found.value, found.rule) == ("23", RollUp.WEIGHTED_AVG)
    assert weighed == [
        ("20", "main/r1/c2", "10", True),
        ("24", "main/r1/c2", "30", True),
        ("99", "main/r1/c2", "", False),
    ]


def test_a_weight_that_its_report_calculates_is_told_too() -> None:
    found = explain(three(row(R1, c12="10", c1="1", c2="2"), row(R1, c12="30", c1="4", c2="5")), f"{R1}/c12")
    weights = [(one.weight_address, one.weight, one.weight_cells) for one in found.contributions]
    assert weights == [
        ("main/r1/c5", "3", ("main/r1/c1", "main/r1/c2")),
        ("main/r1/c5", "9", ("main/r1/c1", "main/r1/c2")),
    ]


def test_a_calculated_figure_expands_to_its_operands_and_these_to_the_reports() -> None:
    rolled = three(row(R1, c1="1", c2="2", c3="1"), row(R1, c1="3", c2="4", c3="2"))
    found = explain(rolled, f"{R1}/c6")
    assert (found.value, found.rule, found.relation) == ("30", RollUp.RECOMPUTE, "6=3/5*100%")
    assert (found.parts, found.contributions) == (("main/r1/c3", "main/r1/c5"), ())
    assert explain(rolled, "main/r1/c5").parts == ("main/r1/c1", "main/r1/c2")
    assert rolled.entered(f"{R1}/c6") == ("main/r1/c1", "main/r1/c2", "main/r1/c3")
    assert told(explain(rolled, "main/r1/c1")) == [("u1", "main/r1/c1", "1", True), ("u2", "main/r1/c1", "3", True)]


def test_a_total_expands_to_the_rows_it_adds() -> None:
    rolled = three(
        free("main/k1", "Đất đai", "B;A;", c2="1") | free("main/k2", "Trong đó", "C;A;w", c2="1"),
        free("main/x", "Thuế", c2="4"),
        of="rolling_rows",
    )
    found = explain(rolled, "main/total/c2")
    assert (found.value, found.rule, found.relation, set(found.parts)) == (
        "5",
        RollUp.SUM,
        "",
        {"main/k1/c2", "main/x/c2"},
    )


def test_a_free_row_expands_to_the_rows_of_other_keys_it_was_joined_from() -> None:
    rolled = three(free("main/k1", "Đất đai", c2="1"), free("main/x", "dat dai", c2="4"), {}, of="rolling_rows")
    found = explain(rolled, "main/k1/c2")
    assert told(found) == [("u1", "main/k1/c2", "1", True), ("u2", "main/x/c2", "4", True)]
    assert [member.unit for member in found.of_kind(Brought.NO_ROW)] == ["u3"]


def test_a_line_of_a_row_expands_to_that_line() -> None:
    rolled = three(
        free("lines/k1", "Đông") | row("lines/k1.ho", c1="1"),
        free("lines/x", "Đông") | row("lines/x.ho", c1="2"),
        of="rolling_rows",
    )
    assert told(explain(rolled, "lines/k1.ho/c1")) == [
        ("u1", "lines/k1.ho/c1", "1", True),
        ("u2", "lines/x.ho/c1", "2", True),
    ]


def test_of_first_and_last_only_the_figure_taken_counts() -> None:
    rolled = roll_up_time(
        ROLLING,
        Period.parse("2026-S1"),
        [
            source(ROLLING, "u", row(R1, c1="10", c4="20"), period="2026-Q1"),
            source(ROLLING, "u", row(R1, c1="20", c4="35"), period="2026-Q2"),
        ],
    )
    counts = [
        [(one.source.key.period, one.value, one.counts) for one in explain(rolled, f"{R1}/{column}").contributions]
        for column in ("c1", "c4")
    ]
    assert counts == [
        [("2026-Q1", "10", True), ("2026-Q2", "20", False)],
        [("2026-Q1", "20", False), ("2026-Q2", "35", True)],
    ]


def test_listed_words_expand_to_the_cells_that_hold_them() -> None:
    found = explain(three(row(R1, c9="Đông"), row(R1, c9="Đoài"), {}), f"{R1}/c9")
    assert (found.rule, told(found)) == (
        RollUp.LIST,
        [("u1", "main/r1/c9", "Đông", True), ("u2", "main/r1/c9", "Đoài", True)],
    )


def test_a_units_row_expands_to_all_rows_of_its_report() -> None:
    reception = form("01/TCD@2024")
    district = source(reception, "d1", row("main/a", c4="5") | row("main/b", c4="7"))
    found = explain(roll_up_units(reception, {"d1": "Huyện", "d2": "Quận"}, [district]), "main/d1/c4")
    assert told(found) == [("d1", "main/a/c4", "5", True), ("d1", "main/b/c4", "7", True)]


def test_a_row_given_by_its_totals_expands_to_typed_and_calculated_totals() -> None:
    rolled = three(
        free("main/k1", "Đất đai", c2="4", c3="5"),
        free("main/k1", "Đất đai", c1="100") | {"main/k1/@total_only": "Mất sổ"},
        of="rolling_rows",
    )
    found = explain(rolled, "main/k1/c1")
    assert [(one.value, one.cells) for one in found.contributions] == [("9", ("main/k1/c2", "main/k1/c3")), ("100", ())]


def test_a_column_that_is_not_rolled_up_still_tells_what_stands_below_it() -> None:
    found = explain(three(row(R1, c10="5"), row(R1, c10="6")), f"{R1}/c10")
    assert (found.value, found.rule, told(found)) == (
        None,
        RollUp.NONE,
        [("u1", "main/r1/c10", "5", False), ("u2", "main/r1/c10", "6", False)],
    )


def test_a_share_of_a_report_is_told() -> None:
    rolled = roll_up_units(
        ROLLING, {"u1": ""}, [source(ROLLING, "u1", row(R1, c2="5", c8="9"))], shares={"u1": Fraction(1, 2)}
    )
    shared, whole = explain(rolled, f"{R1}/c2"), explain(rolled, f"{R1}/c8")
    assert (shared.value, shared.contributions[0].share, shared.contributions[0].counts) == (
        "3 E",
        Fraction(1, 2),
        True,
    )
    assert (whole.value, whole.contributions[0].kind) == (None, Brought.NOT_COMPARABLE)


def test_a_closed_cell_is_made_of_nothing() -> None:
    rolled = three(free("lines/k1", "Đông") | row("lines/k1.khau", c1="1"), of="rolling_rows")
    found = explain(rolled, "lines/k1.khau/c2")
    assert (found.value, found.rule, found.contributions) == (None, RollUp.NONE, ())


@pytest.mark.parametrize("address", ["main/r9/c2", "main/r1/c99", "phu/r1/c2", "main", "@text/overview/body"])
def test_a_cell_that_is_not_there_is_refused(address: str) -> None:
    with pytest.raises(CellError) as caught:
        explain(three(row(R1, c2="1")), address)
    assert caught.value.code == "cell.unknown"
