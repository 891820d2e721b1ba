"""Type once, through a real store: a figure typed in one form stands in the others until sealing makes it their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from app.domain.forms.catalogue import form_file
from app.domain.forms.loading import load_form
from app.domain.operations import ActBody, CellEdit, ReportKey
from app.domain.workflow import State
from app.errors import StateError
from tests.app.domain.indicator_forms import FILES, FORMS
from tests.app.services.judged import found_in
from tests.app.services.test_workspace import Office, answer, owed

SUMMARY, MOVEMENT, POPULATION, KEY_FIGURES = (ReportKey("xa-1", code, "2026-Q4") for code in FILES)
HAMLET = {"main/k1/@row": "V;;", "main/k1/cA": "Thôn Đông"}
COUNTED = HAMLET | {"main/k1/c1": "100", "main/k1/c3": "7", "main/k1/c9": "31"}

CHECKED = """\
code: CT/5
edition: "2026"
title: Biểu không mang chỉ tiêu nào
legal_basis: Văn bản thử
senders: [commune]
receivers: {commune: Văn phòng}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 1}}
tables:
  main:
    rows: [{code: "01", title: Toàn xã}]
    columns: [{number: 1, title: Hộ nghèo}]
    relations: [{printed: "1=2 (CT/3)", text: '1=form("CT/3", 2)'}]
"""


class Bench:
    """An office with the four forms that share indicators, all owed."""

    def __init__(self, folder: Path) -> None:
        self.office = Office(folder)
        self.workspace, self.store = self.office.workspace, self.office.store
        self.hashes = {code: self.office.shelf.put(form_file(FORMS / f"{name}.yaml")) for code, name in FILES.items()}
        keys = (SUMMARY, MOVEMENT, POPULATION, KEY_FIGURES)
        self.store.book(
            answer(*(owed(key, self.hashes[key.form], "2026-09-15", "2026-12-14", "2026-12-15") for key in keys))
        )

    def type(self, key: ReportKey, cells: Mapping[str, str | None]) -> None:
        """Cells as a clerk types them, over what is shown as typed."""
        shown = self.workspace.open(key).cells
        edits = [CellEdit(address, shown.get(address), value) for address, value in cells.items()]
        assert self.workspace.save(key, self.hashes[key.form], edits).clashes == ()

    def filled(self, key: ReportKey) -> dict[str, str]:
        return dict(self.workspace.open(key).sheet.filled())

    def seal(self, key: ReportKey) -> bool:
        """Seal what is shown."""
        return self.workspace.seal(key, filled=self.filled(key)).sealed

    def item(self, key: ReportKey) -> tuple[int, int, int]:
        """What the work list says of a report: figures there, figures asked for, errors."""
        return next((one.filled, one.needed, one.errors) for one in self.workspace.work_list() if one.key == key)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.store.close()


def test_a_figure_typed_in_one_form_stands_in_the_others_with_its_origin(bench: Bench) -> None:
    bench.type(SUMMARY, COUNTED)
    opened = bench.workspace.open(POPULATION)
    assert dict(opened.sheet.filled()) == {"main/r01/c1": "100", "main/r01/c2": "7"}
    assert opened.sheet.value("main/r01/c3") == "93"
    assert opened.cells == opened.sheet.cells() == {}
    origin = opened.sheet.origin_of("main/r01/c2")
    assert origin is not None
    assert (origin.report, origin.cited, origin.state) == (SUMMARY, "CT/1 (3)", State.DRAFT)


def test_a_figure_that_changes_changes_wherever_nobody_typed(bench: Bench) -> None:
    bench.type(SUMMARY, COUNTED)
    bench.type(POPULATION, {"main/r01/c2": "8"})
    bench.type(SUMMARY, {"main/k1/c1": "120", "main/k1/c3": "9"})
    sheet = bench.workspace.open(POPULATION).sheet
    assert (sheet.value("main/r01/c1"), sheet.value("main/r01/c2")) == ("120", "8")
    bench.type(POPULATION, {"main/r01/c2": None})
    assert bench.filled(POPULATION) == {"main/r01/c1": "120", "main/r01/c2": "9"}


def test_another_unit_period_or_release_fills_nothing(bench: Bench) -> None:
    bench.type(SUMMARY, COUNTED)
    for key in (POPULATION._replace(unit="xa-2"), POPULATION._replace(period="2026-Q3")):
        bench.store.book(answer(owed(key, bench.hashes["CT/3"], "2026-06-15", "2026-09-14", "2026-09-15")))
        assert bench.filled(key) == {}


def test_of_two_releases_of_the_other_form_the_one_of_the_same_release_counts(bench: Bench) -> None:
    preliminary = SUMMARY._replace(release="preliminary")
    bench.type(SUMMARY, COUNTED)
    bench.store.book(answer(owed(preliminary, bench.hashes["CT/1"], "2026-09-15", "2026-12-14", "2026-12-15")))
    bench.type(preliminary, COUNTED | {"main/k1/c1": "99"})
    assert bench.filled(POPULATION)["main/r01/c1"] == "100"


def test_sealing_writes_the_filled_figures_in_and_they_stay_whatever_the_other_report_does(bench: Bench) -> None:
    bench.type(SUMMARY, COUNTED)
    bench.type(POPULATION, {"main/r01/c1": "101"})
    assert bench.seal(POPULATION)
    [brought] = [one.body.brought for one in bench.store.freeze() if isinstance(one.body, ActBody)]
    assert brought == (CellEdit("main/r01/c2", None, "7"),)
    bench.type(SUMMARY, {"main/k1/c3": "50"})
    sealed = bench.workspace.open(POPULATION)
    assert (sealed.state, dict(sealed.cells)) == (State.SEALED, {"main/r01/c1": "101", "main/r01/c2": "7"})
    assert sealed.sheet.filled() == {}


def test_an_unsealed_report_keeps_what_was_written_in_as_typed_and_says_where_it_came_from(bench: Bench) -> None:
    bench.type(SUMMARY, COUNTED)
    assert bench.seal(POPULATION)
    bench.workspace.reopen(POPULATION, "Gõ nhầm")
    bench.type(SUMMARY, {"main/k1/c3": "50"})
    opened = bench.workspace.open(POPULATION)
    assert (opened.editable, opened.sheet.value("main/r01/c2"), opened.sheet.filled()) == (True, "7", {})
    [line] = bench.workspace.history(POPULATION, "main/r01/c2")
    assert (line.origin.value, line.old, line.new, line.reason) == ("brought", None, "7", "CT/1 (3)")
    bench.type(POPULATION, {"main/r01/c2": None})
    assert bench.filled(POPULATION) == {"main/r01/c2": "50"}


def test_nothing_is_sealed_that_was_not_shown(bench: Bench) -> None:
    bench.type(SUMMARY, COUNTED)
    shown = bench.filled(POPULATION)
    bench.type(SUMMARY, {"main/k1/c3": "8"})
    for filled in (shown, None):
        with pytest.raises(StateError, match=r"indicator\.changed"):
            bench.workspace.seal(POPULATION, filled=filled)
    assert bench.workspace.open(POPULATION).state is State.DRAFT


def test_a_report_that_nobody_typed_in_and_nothing_fills_is_not_sealed(bench: Bench) -> None:
    with pytest.raises(StateError, match=r"report\.unknown"):
        bench.workspace.seal(POPULATION)


def test_errors_among_filled_figures_keep_a_report_from_being_sealed(bench: Bench) -> None:
    bench.type(SUMMARY, COUNTED)
    bench.type(POPULATION, {"main/r01/c1": "5"})
    assert [one.code for one in found_in(bench.workspace, POPULATION)] == ["value.range"]
    outcome = bench.workspace.seal(POPULATION, filled=bench.filled(POPULATION))
    assert (outcome.sealed, [one.cells for one in outcome.findings]) == (False, [("main/r01/c3",)])
    assert dict(bench.workspace.open(POPULATION).cells) == {"main/r01/c1": "5"}


def test_a_closed_report_is_shown_as_it_is_kept_while_its_own_figures_fill_others(bench: Bench) -> None:
    bench.type(POPULATION, {"main/r01/c1": "100"})
    assert bench.seal(POPULATION)
    bench.type(SUMMARY, COUNTED)
    assert bench.filled(POPULATION) == {}
    assert bench.filled(KEY_FIGURES) == {"main/rAS01/c1": "7", "main/rAS02/c1": "100", "main/rAS03/c1": "100"}


def test_a_check_against_another_form_reads_the_figures_filled_in_there(bench: Bench) -> None:
    check = POPULATION._replace(form="CT/5")
    bench.hashes["CT/5"] = bench.office.shelf.put(load_form(CHECKED, "form.yaml"))
    bench.store.book(answer(owed(check, bench.hashes["CT/5"], "2026-09-15", "2026-12-14", "2026-12-15")))
    bench.type(SUMMARY, COUNTED)
    bench.type(POPULATION, {"main/r01/c1": "100"})
    bench.type(check, {"main/r01/c1": "7"})
    assert found_in(bench.workspace, check) == ()
    assert bench.item(check) == (1, 1, 0)
    bench.type(SUMMARY, {"main/k1/c3": "8"})
    assert [one.code for one in found_in(bench.workspace, check)] == ["relation.unequal"]
    assert bench.item(check) == (1, 1, 1)


def test_the_work_list_counts_filled_figures_and_counts_anew_when_the_other_report_changes(bench: Bench) -> None:
    bench.type(POPULATION, {"main/r01/c1": "5"})
    assert bench.item(POPULATION) == (1, 2, 0)
    bench.type(SUMMARY, COUNTED)
    assert bench.item(POPULATION) == (2, 2, 1)
    bench.type(SUMMARY, {"main/k1/c3": "2"})
    assert bench.item(POPULATION) == (2, 2, 0)
