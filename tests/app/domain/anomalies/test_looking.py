"""Hints: what is pointed out, and above all what is not."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.anomalies.hints import Hint
from app.domain.anomalies.looking import PastReport, hints_of
from app.domain.relations.sheet import Sheet
from tests.app.domain.anomalies.worlds import FLOWS, cells, form, free_form, pasts, plain_form, well_behaved

QUIET = (44, 52, 47, 65, 40, 58, 49, 55, 51, 46, 60, 43)
"""Twelve quarters of one figure."""
SHAPE = form()


def look(
    now: Mapping[str, str],
    history: Sequence[PastReport] = (),
    siblings: Sequence[Mapping[str, str]] = (),
    *,
    accumulates: bool = False,
) -> tuple[Hint, ...]:
    return hints_of(Sheet(SHAPE, now), history, siblings, accumulates=accumulates)


def told(hints: Sequence[Hint]) -> list[tuple[str, str]]:
    return [(hint.code, hint.address.removeprefix("main/")) for hint in hints]


def past(column: str, figures: Sequence[object], season: int = 0) -> list[PastReport]:
    return pasts(*(cells(**{column: str(figure)}) for figure in figures), season=season)


# One cell against its own past.

CASES = [  # name, column, past, now, what is pointed out
    ("two zeros too many", "c2", QUIET, "5200", ["hint.scale"]),
    ("one digit lost", "c2", QUIET, "5", ["hint.scale"]),
    ("far, and no slip of digits", "c2", QUIET, "290", ["hint.outlier_history"]),
    ("within what there was", "c2", QUIET, "65", []),
    ("somewhat more than ever", "c2", QUIET, "95", []),
    ("the fewest periods that are enough", "c2", QUIET[:5], "5200", ["hint.scale"]),
    ("too few periods", "c2", QUIET[:4], "5200", []),
    ("nothing where there always was something", "c2", QUIET, "0", ["hint.outlier_history"]),
    ("nil reads as nothing", "c2", QUIET, "-", ["hint.outlier_history"]),
    ("nothing, as once before", "c2", (*QUIET, 0, 48), "0", []),
    ("figures not known, blank or estimated before", "c2", (*QUIET, "...", "48 E"), "5200", ["hint.scale"]),
    ("an estimate is compared too", "c2", QUIET, "5200 E", ["hint.scale"]),
    ("occurred, not known", "c2", QUIET, "...", []),
    ("small counts", "c2", (1, 0, 2, 1, 0, 1, 1, 2), "5", []),
    ("a constant, and a little more", "c2", (12,) * 8, "16", []),
    ("a constant, and much more", "c2", (12,) * 8, "120", ["hint.scale"]),
    ("rare events", "c2", (0, 0, 0, 0, 0, 0, 0, 0), "4", []),
    ("one old slip does not hide the next", "c2", (*QUIET, 5100, 47), "5200", ["hint.scale"]),
    ("what the last period had already", "c2", (*QUIET, 300), "290", []),
    ("thousands for units", "c7", [f"{figure}.25" for figure in QUIET], "52000.75", ["hint.scale"]),
    ("a lost comma", "c7", [f"{figure}.25" for figure in QUIET], "5275", ["hint.scale"]),
    ("a stock", "c4", [1000 + 3 * at for at in range(12)], "1040", []),
    ("a stock with a digit too many", "c4", [1000 + 3 * at for at in range(12)], "10400", ["hint.scale"]),
]


@pytest.mark.parametrize(("column", "before", "now", "codes"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_figure_against_its_own_past(column: str, before: Sequence[object], now: str, codes: list[str]) -> None:
    history = past(column, before)
    assert [hint.code for hint in look(cells(**{column: now}), history)] == codes


def test_the_same_quarter_of_other_years_says_that_a_peak_is_no_surprise() -> None:
    peaks = (40, 45, 900, 42, 41, 46, 880, 40, 43, 44)
    assert look(cells(c2="910"), past("c2", peaks, season=4)) == ()
    assert told(look(cells(c2="910"), past("c2", peaks[:2] + peaks[3:6] + peaks[7:]))) == [
        ("hint.outlier_history", "r1/c2")
    ]


def test_a_hint_says_the_figure_what_is_usual_and_what_may_have_happened() -> None:
    (hint,) = look(cells(c2="5200"), past("c2", QUIET))
    assert hint.message("vi") == (
        "Đất đai: (2) = 5.200, thường từ 43 đến 60 trong 12 kỳ gần đây. Xin xem lại: có thể thừa 2 chữ số."
    )
    assert hint.message("en") == (
        "Đất đai: (2) = 5,200, usually from 43 to 60 over the last 12 periods."
        " Please look again: perhaps 2 digits too many."
    )
    assert {name: hint.params[name] for name in ("value", "median", "low", "high", "count")} == {
        "value": "5200",
        "median": "50",
        "low": "43",
        "high": "60",
        "count": "12",
    }
    assert float(hint.params["score"]) == pytest.approx(hint.strength, abs=0.01)


def test_hints_stand_in_the_order_of_their_strength() -> None:
    history = pasts(*(cells(c2=[figure, figure]) for figure in QUIET))
    assert told(look(cells(c2=[300, 52000]), history)) == [("hint.scale", "r2/c2"), ("hint.outlier_history", "r1/c2")]


def test_a_calculated_figure_is_not_pointed_out_where_its_part_is() -> None:
    history = pasts(*(cells(c2=figure, c3=2 * figure) for figure in QUIET))
    assert told(look(cells(c2=5200, c3=100), history)) == [("hint.scale", "r1/c2")]


def test_a_total_is_pointed_out_where_no_row_is() -> None:
    history = pasts(*(cells(c5=[figure, 2 * figure]) for figure in QUIET))
    new_rows = cells(c5=[50, 100, 9000])
    assert told(look(new_rows, history)) == [("hint.outlier_history", "total/c5")]


def test_two_figures_in_each_others_column_are_one_hint() -> None:
    history = pasts(*(cells(c2=figure, c3=40 * figure) for figure in QUIET))
    (hint,) = look(cells(c2=2000, c3=50), history)
    assert (hint.code, sorted(hint.cells)) == ("hint.swapped", ["main/r1/c2", "main/r1/c3"])
    assert "đổi chỗ cho nhau thì lại hợp" in hint.message("vi")


def test_rows_that_the_clerk_names_are_followed_by_their_names() -> None:
    named = {"main/a/@row": "V;;", "main/a/cA": "Đất đai"}
    other = {"main/b/@row": "V;;", "main/b/cA": "ĐẤT ĐAI"}
    shape = free_form()
    history = pasts(*({**other, "main/b/c2": str(figure)} for figure in QUIET))
    hints = hints_of(Sheet(shape, {**named, "main/a/c2": "5200"}), history)
    assert [(hint.code, hint.address) for hint in hints] == [("hint.scale", "main/a/c2")]


# Figures that no longer move.


def test_a_flow_that_stands_still_after_it_moved_is_pointed_out() -> None:
    (hint,) = look(cells(c2=120), past("c2", (97, 110, 120, 120, 120)))
    assert (hint.code, hint.params["count"]) == ("hint.unchanged", "3")


STILL = [  # name, column, past, now
    ("only two periods", "c2", (97, 110, 120, 120), "120"),
    ("a small figure", "c2", (7, 9, 12, 12, 12), "12"),
    ("a number that never was another", "c2", (24,) * 12, "24"),
    ("two periods and a blank one", "c2", (97, 120, "...", 120, 120), "120"),
    ("a stock", "c4", (97, 110, 120, 120, 120), "120"),
    ("an estimate", "c2", (97, 110, 120, 120, 120), "120 E"),
]


@pytest.mark.parametrize(("column", "before", "now"), [c[1:] for c in STILL], ids=[c[0] for c in STILL])
def test_what_may_stand_still(column: str, before: Sequence[object], now: str) -> None:
    assert look(cells(**{column: now}), past(column, before)) == ()


def test_figures_that_count_from_the_years_start_may_stand_still() -> None:
    assert look(cells(c2=120), past("c2", (97, 110, 120, 120, 120)), accumulates=True) == ()


def test_a_report_copied_from_the_last_period_is_one_hint() -> None:
    *before, last = well_behaved(random.Random(5), 6, spread=0.2, season=0)
    history = pasts(*before, last)
    (hint,) = [hint for hint in look(last, history) if hint.code == "hint.copied"]
    assert hint.params["count"] == hint.params["of"]
    assert hint.message("vi").startswith(
        f"{hint.params['count']} trên {hint.params['of']} số thường thay đổi giống hệt"
    )
    moved = {**last, "main/r1/c2": "77777"}
    assert "hint.copied" in [hint.code for hint in look(moved, history)]


def test_a_hint_stands_only_while_its_figures_do() -> None:
    history = past("c2", QUIET)
    sheet = Sheet(SHAPE, cells(c2="5200", c3="7"))
    (hint,) = hints_of(sheet, history)
    sheet.set("main/r1/c3", "8")
    assert hint.stands(sheet)
    sheet.set("main/r1/c2", "52")
    assert not hint.stands(sheet)


# Digits of the whole report.

DIGITS = [  # name, what stands in c2, c3, c5 and c6 by row, pattern
    ("round tens", [[120, 340, 50, 60, 70, 210], [90, 80, 110, 30, 470, 510], [], []], "hint.digits_round"),
    ("one figure in four rows", [[137, 137, 137, 137], [12, 19, 23, 44], [], []], "hint.digits_repeated"),
    ("digits in order", [[12345], [17], [], []], "hint.digits_ladder"),
    ("counted", [[121, 348, 57, 66, 73, 219], [95, 82, 114, 31, 478, 516], [], []], ""),
    ("round, but few", [[120, 340, 50], [], [], []], ""),
    (
        "estimates are round",
        [[f"{n}0 E" for n in (12, 34, 5, 6, 7, 21)], [f"{n}0 E" for n in (9, 8, 11, 3)], [], []],
        "",
    ),
]


@pytest.mark.parametrize(("figures", "pattern"), [c[1:] for c in DIGITS], ids=[c[0] for c in DIGITS])
def test_digits_that_counting_does_not_make(figures: list[list[object]], pattern: str) -> None:
    now = cells(**{column: figures[at] for at, column in enumerate(FLOWS)})  # type: ignore[arg-type]  # figures of both kinds
    hints = look(now)
    assert [(hint.code, hint.params["pattern"]) for hint in hints] == ([("hint.digits", pattern)] if pattern else [])


def test_figures_that_count_up_from_cell_to_cell_are_pointed_out() -> None:
    shape = plain_form(rows=1, columns=6)
    (hint,) = hints_of(Sheet(shape, {f"main/r1/c{at}": str(at + 10) for at in range(1, 7)}))
    assert (hint.params["pattern"], len(hint.cells)) == ("hint.digits_ladder", 6)


def test_a_last_digit_that_comes_too_often_is_pointed_out() -> None:
    chance = random.Random(11)
    figures = [10 * chance.randint(10, 90) + (5 if chance.random() < 0.6 else chance.randint(0, 9)) for _ in range(96)]
    shape = plain_form(rows=16, columns=6)
    now = {f"main/r{at // 6 + 1}/c{at % 6 + 1}": str(figure) for at, figure in enumerate(figures)}
    (hint,) = hints_of(Sheet(shape, now))
    assert (hint.params["pattern"], hint.params["digit"], hint.params["of"]) == ("hint.digits_last", "5", "96")


def test_a_pattern_that_the_reports_before_had_is_the_forms_own() -> None:
    now = cells(c2=[120, 340, 50, 60, 70, 210], c3=[90, 80, 110, 30, 470, 510])
    before = cells(c2=[110, 320, 40, 80, 60, 200], c3=[70, 60, 120, 40, 430, 540])
    assert look(now, pasts(before)) == ()


# Siblings.


def sized(size: float, **other: object) -> dict[str, str]:
    """A unit whose figures are `size` times the ordinary ones."""
    base = {"c2": 120, "c3": 300, "c4": 55, "c5": 210, "c6": 18}
    return cells(**{column: round(size * figure) for column, figure in base.items()} | other)  # type: ignore[arg-type]  # as above


SIBLINGS = [sized(size) for size in (0.3, 0.5, 1, 2, 5, 10, 20, 50)]


def test_a_large_unit_is_no_surprise_and_a_figure_odd_for_its_size_is() -> None:
    assert look(sized(12), siblings=SIBLINGS) == ()
    (hint,) = look(sized(12, c5=21), siblings=SIBLINGS)
    assert (hint.code, hint.address, hint.params["count"]) == ("hint.outlier_siblings", "main/r1/c5", "8")
    assert "theo quy mô của đơn vị này, 8 đơn vị cùng cấp" in hint.message("vi")


def test_six_siblings_are_too_few() -> None:
    assert look(sized(1, c5=21000), siblings=SIBLINGS[:6]) == ()


def test_what_suits_the_units_own_past_needs_no_siblings() -> None:
    history = pasts(*(sized(12, c5=20 + at) for at in range(6)))
    assert look(sized(12, c5=22), history, SIBLINGS) == ()


FIGURES = st.sampled_from(["0", "7", "12345", "-", "...", "48 E", "-5", "2.25", "chữ", "9" * 30, "1" + "0" * 29])
CONTENTS = st.dictionaries(
    st.builds("main/r{}/c{}".format, st.integers(1, 6), st.integers(1, 7)), FIGURES, min_size=20, max_size=42
)


@settings(max_examples=40, deadline=None)
@given(now=CONTENTS, before=st.lists(CONTENTS, max_size=7), beside=st.lists(CONTENTS, max_size=9), season=st.booleans())
def test_whatever_stands_there_is_looked_at_and_what_is_told_stands(
    now: dict[str, str], before: list[dict[str, str]], beside: list[dict[str, str]], season: bool
) -> None:
    sheet = Sheet(SHAPE, now)
    hints = hints_of(sheet, pasts(*before, season=4 if season else 0), beside)
    assert all(hint.stands(sheet) and hint.message("vi") and hint.message("en") for hint in hints)
    assert [hint.strength for hint in hints] == sorted((hint.strength for hint in hints), reverse=True)


# How often.


@dataclass(frozen=True)
class World:
    name: str
    spread: float
    season: float


WORLDS = [World("counts alone", 0, 0), World("lively", 0.3, 0), World("wild", 0.5, 0), World("seasonal", 0.2, 0.6)]


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_a_well_behaved_past_raises_hardly_a_hint(world: World) -> None:
    chance = random.Random(world.name)
    judged = hinted = 0
    for _ in range(15):
        for periods in (5, 8, 12, 24):
            *before, now = well_behaved(chance, periods, spread=world.spread, season=world.season)
            judged += 42
            hinted += len(look(now, pasts(*before, season=4)))
    assert hinted / judged < 0.005


@pytest.mark.parametrize("slip", ["a digit too many", "columns in each other's place"])
def test_slips_among_well_behaved_figures_are_found(slip: str) -> None:
    chance = random.Random(slip)
    found = planted = 0
    for _ in range(60):
        *before, now = well_behaved(chance, 12, spread=0.25, season=0.2)
        place = f"main/r{chance.randint(1, 6)}/c"
        one, other = int(now[place + "2"]), int(now[place + "3"])
        if slip == "a digit too many":
            if one < 10:
                continue
            now[place + "2"] = f"{one}0"
        elif max(one, other) < 10 * (min(one, other) + 5):
            continue
        else:
            now[place + "2"], now[place + "3"] = now[place + "3"], now[place + "2"]
        planted += 1
        found += any(place + "2" in hint.cells for hint in look(now, pasts(*before, season=4)))
    assert planted > 10
    assert found / planted > 0.9
