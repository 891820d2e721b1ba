"""Checks that read other reports, through a real store: what each finds when the other is there, moves or is not."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.domain.exchange import ReportChange, UnitChange, View
from app.domain.forms.loading import load_form
from app.domain.operations import CellEdit, ReportKey
from app.domain.periods import Period
from app.domain.workflow import State
from app.services.neighbours import Neighbours, window_of
from tests.app.services.judged import found_in
from tests.app.services.test_workspace import Office, answer, owed

HEAD = """\
code: {code}
edition: "2026"
title: Biểu thử
legal_basis: Quyết định 1/2026/QĐ-UBND
senders: [commune, province]
receivers: {{commune: Văn phòng UBND tỉnh, province: Bộ}}
"""
REGULAR = "frequencies: [M, Q, A]\nwindow: nd09\ndeadlines: {commune: {working_days: 2}, province: {working_days: 2}}\n"
YEAR_TO_DATE = REGULAR.replace("nd09", "cumulative").replace("[M, Q, A]", "[M]")
EVENT = "frequencies: [E]\nwindow: event\ndeadlines: {commune: {dated: true}, province: {dated: true}}\n"
RELEASED = """\
frequencies: [S1, A]
window: calendar
releases:
  - {code: six_months, title: 6 tháng, frequency: S1, window: {rule: custom, end_month_offset: -1}, DUE}
  - {code: preliminary, title: Sơ bộ, frequency: A, window: {rule: custom, end_month_offset: -2}, DUE}
  - {code: official, title: Chính thức, frequency: A, DUE}
""".replace("DUE", "deadlines: {commune: {working_days: 20}, province: {working_days: 20}}")
TABLE = """\
tables:
  main:
    rows: [{code: "1", title: Toàn xã}]
    columns:
      - {number: 1, title: Một}
      - {number: 2, title: Hai}
"""
RULE = "    relations: [{{printed: {printed!r}, text: {text!r}}}]\n"
SOURCE = HEAD.format(code="NGUỒN/VD") + REGULAR + TABLE


def form_text(regime: str, printed: str, text: str) -> str:
    return HEAD.format(code="THỬ/VD") + regime + TABLE + RULE.format(printed=printed, text=text)


def key(period: str, release: str = "", unit: str = "xa-1", form: str = "THỬ/VD") -> ReportKey:
    return ReportKey(unit, form, period, release)


@dataclass(frozen=True)
class Case:
    name: str
    form: str
    mine: ReportKey
    other: ReportKey
    missing: str
    """Code of the note while the other report is not there."""


CASES = [
    Case(
        "another form",
        form_text(REGULAR, "1=2 (biểu nguồn)", '1=form("NGUỒN/VD", 2)'),
        key("2026-Q4"),
        key("2026-Q4", form="NGUỒN/VD"),
        "relation.no_form",
    ),
    Case(
        "the period before",
        form_text(REGULAR, "1=2 (kỳ trước)", "1=prev(2)"),
        key("2026-Q4"),
        key("2026-Q3"),
        "relation.no_previous",
    ),
    Case(
        "the year before",
        form_text(REGULAR, "1=2 (cùng kỳ)", "1=same_last_year(2)"),
        key("2026-Q4"),
        key("2025-Q4"),
        "relation.no_last_year",
    ),
    Case(
        "the bulletin before",
        form_text(EVENT, "1=2 (tin trước)", "1=preceding(2)"),
        key("2026-E-bao-so-3.02"),
        key("2026-E-bao-so-3.01"),
        "relation.no_preceding",
    ),
    Case(
        "the year to date before",
        form_text(YEAR_TO_DATE, "1=2 (lũy kế)", "1=preceding(2)"),
        key("2026-M03"),
        key("2026-M02"),
        "relation.no_preceding",
    ),
    Case(
        "the release before",
        form_text(RELEASED, "1=2 (lần trước)", "1=preceding(2)"),
        key("2026-A1", "official"),
        key("2026-A1", "preliminary"),
        "relation.no_preceding",
    ),
    Case(
        "the release before, of a shorter period from the same day",
        form_text(RELEASED, "1=2 (lần trước)", "1=preceding(2)"),
        key("2026-A1", "preliminary"),
        key("2026-S1", "six_months"),
        "relation.no_preceding",
    ),
]


class Crossing(Office):
    """An office that owes one report, and may type any other."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.hashes: dict[str, str] = {}

    def knows(self, *texts: str) -> None:
        for text in texts:
            form = load_form(text, "thu.yaml")
            self.hashes[form.code] = self.shelf.put(form)

    def owes(self, report: ReportKey, start: str = "", end: str = "", *, withdrawn: bool = False) -> None:
        form = self.shelf.get(self.hashes[report.form])
        window = window_of(report, form, None)
        first, last = (window.start.isoformat(), window.end.isoformat()) if window else (start, end)
        book = owed(report, self.hashes[report.form], first or start, last or end, "2027-03-01", withdrawn=withdrawn)
        self.store.book(answer(book))

    def types(self, report: ReportKey, **cells: str | None) -> None:
        found = self.store.report(report)
        shown = found.mine if found else {}
        edits = [
            CellEdit(f"main/r1/{column}", shown.get(f"main/r1/{column}"), value) for column, value in cells.items()
        ]
        assert self.workspace.save(report, self.hashes[report.form], edits).clashes == ()

    def has_below(self, *units: str, level: str = "commune", valid_to: str = "") -> None:
        self.store.book(
            answer(
                *(
                    UnitChange(
                        unit=unit,
                        code=unit[-1].zfill(5),
                        name=f"Xã {unit}",
                        level=level,
                        parent="xa-1",
                        valid_from="",
                        valid_to=valid_to,
                    )
                    for unit in units
                )
            )
        )

    def receives(self, report: ReportKey, rev: int = 1, state: State = State.SUBMITTED, **cells: str) -> None:
        self.store.book(
            answer(
                ReportChange(
                    report=report,
                    view=View.UPWARD,
                    form=self.hashes[report.form],
                    state=state,
                    rev=rev,
                    cells={f"main/r1/{column}": value for column, value in cells.items()},
                    author="p9",
                    at=1,
                )
            )
        )

    def found(self, report: ReportKey) -> list[str]:
        return [finding.relation for finding in found_in(self.workspace, report)]

    def notes(self, report: ReportKey, view: View = View.INNER) -> list[str]:
        return [note.code for note in self.workspace.open(report, view).sheet.notes()]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Crossing]:
    made = Crossing(tmp_path)
    yield made
    made.store.close()


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest, office: Crossing) -> Case:
    found = request.param
    assert isinstance(found, Case)
    office.knows(found.form, SOURCE)
    office.owes(found.mine, "2026-09-08", "2026-09-08")
    return found


def test_a_report_that_is_not_there_is_said_and_not_judged(office: Crossing, case: Case) -> None:
    office.types(case.mine, c1="8")
    assert office.found(case.mine) == []
    assert office.notes(case.mine) == [case.missing]


def test_a_draft_that_agrees_holds_and_breaks_as_soon_as_it_moves(office: Crossing, case: Case) -> None:
    office.types(case.mine, c1="8")
    office.types(case.other, c2="8")
    assert (office.found(case.mine), office.notes(case.mine)) == ([], [])
    office.types(case.other, c2="9")
    assert len(office.found(case.mine)) == 1
    assert not office.workspace.seal(case.mine).sealed
    office.types(case.other, c2="8")
    assert office.workspace.seal(case.mine).sealed


def test_a_sealed_report_is_judged_again_and_never_altered(office: Crossing, case: Case) -> None:
    office.types(case.mine, c1="8")
    office.types(case.other, c2="8")
    office.workspace.seal(case.mine)
    before = dict(office.workspace.open(case.mine).cells)
    office.types(case.other, c2="9")
    opened = office.workspace.open(case.mine)
    assert (opened.state, dict(opened.cells), opened.offered) == (State.SEALED, before, {})
    assert len(opened.sheet.findings()) == 1


def test_the_work_list_counts_errors_anew_when_the_other_report_moves(office: Crossing, case: Case) -> None:
    office.types(case.mine, c1="8")
    office.types(case.other, c2="8")

    def errors() -> int:
        return next(item.errors for item in office.workspace.work_list() if item.key == case.mine)

    assert errors() == 0
    office.types(case.other, c2="9")
    assert errors() == 1


def test_a_blank_figure_over_there_is_judged_as_blank_not_as_no_report(office: Crossing, case: Case) -> None:
    office.types(case.mine, c1="8")
    office.types(case.other, c1="1")
    assert len(office.found(case.mine)) == 1
    assert office.notes(case.mine) == []


def test_an_opened_report_reads_nothing_more_from_the_store(office: Crossing) -> None:
    free = TABLE.replace('[{code: "1", title: Toàn xã}]', "free").replace(
        "{number: 2, title: Hai}", "{number: 2, title: Hai}\n      - {number: 3, title: Tên, type: label}"
    )
    text = HEAD.format(code="THỬ/VD") + REGULAR + free + RULE.format(printed="1=2", text='1=form("NGUỒN/VD", 2)')
    office.knows(text, SOURCE)
    office.owes(key("2026-Q4"))
    office.types(key("2026-Q4", form="NGUỒN/VD"), c2="5")
    sheet = office.workspace.open(key("2026-Q4")).sheet
    with ThreadPoolExecutor(1) as window:
        window.submit(sheet.set_many, {"main/a/@row": "V;;", "main/a/c1": "4"}).result()
    assert [finding.relation for finding in sheet.findings()] == ["1=2"]


# Which report it is, where several could be.


def previous_of(office: Crossing, report: ReportKey) -> ReportKey | None:
    form = office.shelf.get(office.hashes[report.form])
    window = window_of(report, form, office.store.obligation(report))
    return Neighbours(office.store, office.shelf, report, form, window).previous_key()


def test_of_several_reports_that_end_the_day_before_the_same_frequency_comes_first(office: Crossing) -> None:
    office.knows(form_text(REGULAR, "1=2", "1=prev(2)"))
    for period in ("2025-A1", "2025-M12", "2025-Q4"):
        office.types(key(period), c2="1")
        assert previous_of(office, key("2026-Q1")) == key("2025-A1" if period != "2025-Q4" else "2025-Q4")
    assert previous_of(office, key("2026-M01")) == key("2025-M12")
    assert previous_of(office, key("2026-A1")) == key("2025-A1")


def test_of_several_releases_the_last_comes_first(office: Crossing) -> None:
    office.knows(form_text(RELEASED.replace(", window: {rule: custom, end_month_offset: -2}", ""), "1=2", "1=prev(2)"))
    office.types(key("2025-A1", "official"), c2="1")
    office.types(key("2025-A1", "preliminary"), c2="2")
    assert previous_of(office, key("2026-A1", "preliminary")) == key("2025-A1", "official")


def test_dates_given_with_the_reports_decide_which_came_before(office: Crossing) -> None:
    office.knows(form_text(EVENT.replace("[E]", "[Q]"), "1=2", "1=prev(2)"))
    office.owes(key("2026-Q2"), "2026-04-01", "2026-06-20")
    office.owes(key("2026-Q3"), "2026-06-21", "2026-09-30")
    office.types(key("2026-Q2"), c2="1")
    assert previous_of(office, key("2026-Q3")) == key("2026-Q2")
    assert previous_of(office, key("2026-Q2")) is None


def test_another_forms_report_of_the_same_release_comes_first_else_the_last_release(office: Crossing) -> None:
    reader = form_text(RELEASED, "1=2 (biểu nguồn)", '1=form("NGUỒN/VD", 2)')
    office.knows(reader, HEAD.format(code="NGUỒN/VD") + RELEASED + TABLE)
    mine = key("2026-A1", "preliminary")
    office.owes(mine)
    office.types(mine, c1="8")
    office.types(key("2026-A1", "official", form="NGUỒN/VD"), c2="9")
    assert len(office.found(mine)) == 1
    office.types(key("2026-A1", "preliminary", form="NGUỒN/VD"), c2="8")
    assert office.found(mine) == []


def test_the_first_release_of_a_month_goes_on_from_the_last_release_of_the_month_before(office: Crossing) -> None:
    due = "deadlines: {commune: {working_days: 9}, province: {working_days: 9}}"
    releases = f"releases:\n  - {{code: early, title: Sớm, {due}}}\n  - {{code: full, title: Đủ, {due}}}\n"
    office.knows(form_text(YEAR_TO_DATE + releases, "1>=1 (lũy kế)", "1>=preceding(1)"))
    mine = key("2026-M03", "early")
    office.owes(mine)
    office.types(mine, c1="5")
    office.types(key("2026-M02", "early"), c1="4")
    assert office.found(mine) == []
    office.types(key("2026-M02", "full"), c1="6")
    assert len(office.found(mine)) == 1


def test_a_release_that_counts_from_another_day_is_not_of_the_series(office: Crossing) -> None:
    later = RELEASED.replace("{rule: custom, end_month_offset: -1}", "{rule: custom, start_month_offset: 1}")
    office.knows(form_text(later, "1=2 (lần trước)", "1=preceding(2)"))
    mine = key("2026-A1", "preliminary")
    office.owes(mine)
    office.types(mine, c1="8")
    office.types(key("2026-S1", "six_months"), c2="9")
    assert (office.found(mine), office.notes(mine)) == ([], ["relation.no_preceding"])


# Levels: the units under this one.

TOP = key("2026-Q4")


@pytest.fixture
def upper(office: Crossing) -> Crossing:
    office.knows(form_text(REGULAR, "1=tổng các xã", "1=children(1)"))
    office.owes(TOP)
    office.types(TOP, c1="12")
    return office


def test_the_sum_of_the_communes_is_the_provinces_figure(upper: Crossing) -> None:
    upper.has_below("xa-2", "xa-3")
    upper.receives(key("2026-Q4", unit="xa-2"), c1="5")
    upper.receives(key("2026-Q4", unit="xa-3"), c1="7")
    assert (upper.found(TOP), upper.notes(TOP)) == ([], [])
    upper.receives(key("2026-Q4", unit="xa-3"), rev=2, c1="8")
    assert upper.found(TOP) == ["1=tổng các xã"]


def test_a_missing_commune_is_not_zero_and_is_said(upper: Crossing) -> None:
    upper.has_below("xa-2", "xa-3")
    upper.receives(key("2026-Q4", unit="xa-2"), c1="5")
    assert [finding.code for finding in found_in(upper.workspace, TOP)] == ["relation.not_known"]
    assert upper.workspace.seal(TOP).sealed


def test_without_units_below_the_level_is_said_and_not_judged(upper: Crossing) -> None:
    assert (upper.found(TOP), upper.notes(TOP)) == ([], ["relation.no_children"])


def test_a_unit_that_does_not_send_this_form_is_not_waited_for(upper: Crossing) -> None:
    upper.has_below("xa-2", "xa-3")
    upper.has_below("bo-4", level="ministry")
    upper.has_below("xa-5", valid_to="2025-06-30")
    upper.owes(key("2026-Q4", unit="xa-3"), withdrawn=True)
    upper.receives(key("2026-Q4", unit="xa-2"), c1="12")
    assert (upper.found(TOP), upper.notes(TOP)) == ([], [])


def test_what_a_unit_sent_is_counted_even_where_nobody_waited_for_it(upper: Crossing) -> None:
    upper.has_below("xa-2")
    upper.has_below("bo-4", level="ministry")
    upper.receives(key("2026-Q4", unit="xa-2"), c1="12")
    upper.receives(key("2026-Q4", unit="bo-4"), c1="1")
    assert upper.found(TOP) == ["1=tổng các xã"]


@pytest.mark.parametrize("other", [case for case in CASES if case.name != "another form"], ids=lambda case: case.name)
def test_the_receiver_judges_what_it_received_against_what_that_unit_sent_before(office: Crossing, other: Case) -> None:
    office.knows(other.form)
    mine, before = other.mine._replace(unit="xa-2"), other.other._replace(unit="xa-2")
    office.owes(mine, "2026-09-08", "2026-09-08")
    office.receives(mine, c1="8")
    assert office.notes(mine, View.UPWARD) == [other.missing]
    office.receives(before, c2="9")
    assert len(office.workspace.open(mine, View.UPWARD).sheet.findings()) == 1
    office.receives(before, rev=2, c2="8")
    assert office.workspace.open(mine, View.UPWARD).sheet.findings() == []


def test_a_period_that_is_none_of_ours_has_no_neighbours_and_opens(office: Crossing) -> None:
    office.knows(form_text(REGULAR, "1=2", "1=prev(2)"))
    office.owes(key("quý-hai"), "2026-04-01", "2026-06-30")
    office.types(key("quý-hai"), c1="1")
    assert office.found(key("quý-hai")) == []
    with pytest.raises(Exception, match=r"period\.invalid"):
        Period.parse("quý-hai")
