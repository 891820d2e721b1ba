"""Hints through a real store: whose past, whose siblings, and that they judge nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.anomalies.hints import Hint
from app.domain.exchange import View
from app.domain.operations import ReportKey
from app.domain.workflow import State
from tests.app.services.judged import found_in
from tests.app.services.test_crossing_checks import EVENT, HEAD, REGULAR, RELEASED, TABLE, YEAR_TO_DATE, Crossing, key

QUIET = (44, 52, 47, 65, 40, 58, 49, 55)
QUARTERS = [f"{2024 + at // 4}-Q{at % 4 + 1}" for at in range(8)]
NOW = key("2026-Q1")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Crossing]:
    made = Crossing(tmp_path)
    yield made
    made.store.close()


def knows(office: Crossing, regime: str = REGULAR) -> None:
    office.knows(HEAD.format(code="THỬ/VD") + regime + TABLE)


def hints_of(office: Crossing, report: ReportKey, view: View = View.INNER) -> tuple[Hint, ...]:
    evidence = office.workspace.evidence(report, view)
    return evidence.hints() if evidence else ()


def hinted(office: Crossing, report: ReportKey = NOW, view: View = View.INNER) -> list[tuple[str, str]]:
    return [(hint.code, hint.address) for hint in hints_of(office, report, view)]


@pytest.fixture
def quiet(office: Crossing) -> Crossing:
    """Eight quarters of about fifty, and now a digit too many."""
    knows(office)
    for period, figure in zip(QUARTERS, QUIET, strict=True):
        office.types(key(period), c1=str(figure))
    office.owes(NOW)
    office.types(NOW, c1="520")
    return office


def test_a_figure_is_seen_against_the_units_own_quarters_before_it(quiet: Crossing) -> None:
    (hint,) = hints_of(quiet, NOW)
    assert (hint.code, hint.address, hint.params["count"]) == ("hint.scale", "main/r1/c1", "8")
    quiet.types(NOW, c1="52")
    assert hints_of(quiet, NOW) == ()


def test_hints_are_no_findings_stop_nothing_and_leave_no_trace(quiet: Crossing) -> None:
    assert found_in(quiet.workspace, NOW) == ()
    before = dict(quiet.workspace.open(NOW).cells)
    assert hints_of(quiet, NOW)
    assert dict(quiet.workspace.open(NOW).cells) == before
    assert quiet.workspace.seal(NOW).sealed
    assert hinted(quiet) == [("hint.scale", "main/r1/c1")]
    assert quiet.workspace.open(NOW).state is State.SEALED


def test_reports_after_it_of_another_frequency_and_of_others_are_not_its_past(office: Crossing) -> None:
    knows(office)
    for at, figure in enumerate(QUIET, 1):
        office.types(key(f"2025-M{at:02}"), c1=str(figure))
        office.types(key(f"{2027 + at}-Q1"), c1=str(figure))
        office.types(key(QUARTERS[at - 1], unit="xa-7"), c1=str(figure))
    office.types(NOW, c1="520")
    assert hinted(office) == []


def test_the_same_quarter_of_years_before_is_known_as_such(office: Crossing) -> None:
    knows(office)
    for at, period in enumerate(QUARTERS):
        office.types(key(period), c1=str(900 if at % 4 == 0 else QUIET[at]))
    office.types(NOW, c1="910")
    assert hinted(office) == []
    office.types(key("2026-Q2"), c1="910")
    office.types(NOW, c1="47")
    assert hinted(office, key("2026-Q2")) == [("hint.outlier_history", "main/r1/c1")]


def test_only_the_same_release_is_its_past(office: Crossing) -> None:
    knows(office, RELEASED)
    for at, figure in enumerate(QUIET):
        office.types(key(f"{2018 + at}-A1", "official"), c1=str(figure))
    office.types(key("2026-A1", "preliminary"), c1="520")
    office.types(key("2026-A1", "official"), c1="520")
    assert hinted(office, key("2026-A1", "preliminary")) == []
    assert hinted(office, key("2026-A1", "official")) == [("hint.scale", "main/r1/c1")]


@pytest.mark.parametrize(
    ("regime", "periods"),
    [
        (YEAR_TO_DATE, [f"2026-M{at:02}" for at in range(1, 7)]),
        (EVENT, [f"2026-E-bao-so-3.{at:02}" for at in range(1, 7)]),
    ],
    ids=["year to date", "bulletins"],
)
def test_what_accumulates_may_stand_still(office: Crossing, regime: str, periods: list[str]) -> None:
    knows(office, regime)
    for period, figure in zip(periods, (97, 110, 120, 120, 120, 120), strict=True):
        office.types(key(period), c1=str(figure))
    assert hinted(office, key(periods[-1])) == []


def test_the_same_of_a_form_that_does_not_accumulate_is_pointed_out(office: Crossing) -> None:
    knows(office)
    for period, figure in zip(QUARTERS, (97, 110, 120, 120, 120, 120), strict=False):
        office.types(key(period), c1=str(figure))
    assert hinted(office, key("2025-Q2")) == [("hint.unchanged", "main/r1/c1")]


def test_a_report_that_is_not_begun_has_no_hints(quiet: Crossing) -> None:
    quiet.owes(key("2026-Q2"))
    assert hints_of(quiet, key("2026-Q2")) == ()


@pytest.fixture
def receiver(office: Crossing) -> Crossing:
    """An office above nine communes that have sent their reports."""
    knows(office)
    units = [f"xa-{at}" for at in range(2, 11)]
    office.has_below(*units)
    for at, unit in enumerate(units):
        office.receives(key("2026-Q1", unit=unit), c1=str(40 + at), c2="7")
    return office


def test_the_receiver_sees_a_figure_beside_those_of_the_units_siblings(receiver: Crossing) -> None:
    odd = key("2026-Q1", unit="xa-2")
    assert hinted(receiver, odd, View.UPWARD) == []
    receiver.receives(odd, rev=2, c1="4000", c2="7")
    (hint,) = hints_of(receiver, odd, View.UPWARD)
    assert (hint.code, hint.address, hint.params["count"]) == ("hint.outlier_siblings", "main/r1/c1", "8")


def test_the_receiver_sees_the_past_that_the_unit_sent(receiver: Crossing) -> None:
    odd = key("2026-Q1", unit="xa-2")
    for period, figure in zip(QUARTERS, QUIET, strict=True):
        receiver.receives(key(period, unit="xa-2"), c1=str(figure))
    receiver.receives(odd, rev=2, c1="4000")
    assert hinted(receiver, odd, View.UPWARD) == [("hint.scale", "main/r1/c1")]


def test_an_offices_own_report_is_not_seen_beside_others(receiver: Crossing) -> None:
    own = key("2026-Q1", unit="xa-2")
    receiver.types(own, c1="4000")
    assert hinted(receiver, own) == []
