"""A report whose form prints a row for each unit, through a real store: until somebody types, nothing is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from app.documents.excel.returning import accepted
from app.domain.exchange import Change, UnitChange
from app.domain.forms.catalogue import find_form
from app.domain.forms.loading import load_form
from app.domain.operations import ActBody, CellEdit, Kind, ReportKey
from app.domain.workflow import State
from app.errors import StateError
from app.services.forms import FormShelf
from app.services.workbooks import read_back, write_paper, write_twin
from app.services.workspace import Workspace
from tests.app.services.test_workspace import ME, Office, answer, owed
from tests.app.store.office import Central, Computer, FakeChance, settle

POPULATION = ReportKey("xa-1", "DANSO.T", "2026-M11")
HOUSEHOLDS = ReportKey("xa-1", "HO/1", "2026-M11")
COUNTED = """\
code: HO/1
edition: "2026"
title: Biểu có số hộ
legal_basis: Văn bản thử
senders: [commune]
receivers: {commune: Văn phòng}
frequencies: [M]
window: nd09
deadlines: {commune: {working_days: 2}}
tables:
  main:
    rows: [{code: "01", title: Toàn xã}]
    columns: [{number: 1, title: Số hộ, unit: hộ, indicator: DC01}]
"""
OWN = {"main/xa-1/@row": "V;;", "main/xa-1/cB": "Xã Một"}


def hamlet(unit: str, code: str, name: str) -> UnitChange:
    return UnitChange(unit=unit, code=code, name=name, level="commune", parent="xa-1", valid_from="", valid_to="")


def type_into(workspace: Workspace, cells: Mapping[str, str]) -> None:
    """Figures as the window saves them."""
    report = workspace.open(POPULATION)
    written = {**report.sheet.laid_with(cells), **cells}
    edits = [CellEdit(address, report.cells.get(address), new) for address, new in written.items()]
    assert workspace.save(POPULATION, report.form.hash, edits).clashes == ()


class Bench:
    """An office that owes the population of its units."""

    def __init__(self, folder: Path, *changes: Change) -> None:
        self.office = Office(folder)
        self.workspace, self.store = self.office.workspace, self.office.store
        self.form = self.office.shelf.put(find_form("DANSO.T"))
        self.store.book(answer(owed(POPULATION, self.form, "2026-10-15", "2026-11-14", "2026-11-16"), *changes))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.store.close()


def test_to_open_a_report_shows_its_rows_and_leaves_the_store_as_it_was(bench: Bench) -> None:
    before = bench.store.light_facts()
    opened = bench.workspace.open(POPULATION)
    assert [opened.sheet.value(f"main/{row.key}/cB") for row in opened.sheet.rows("main")] == ["Xã Một"]
    assert (opened.cells, bench.store.report(POPULATION), bench.store.pending()) == ({}, None, [])
    assert bench.store.light_facts() == before


def test_the_units_right_under_it_have_the_rows_in_the_order_of_their_codes(tmp_path: Path) -> None:
    bench = Bench(tmp_path, hamlet("x9", "00079", "Thôn Chín"), hamlet("x2", "00072", "Thôn Hai"))
    sheet = bench.workspace.open(POPULATION).sheet
    assert [(row.key, sheet.value(f"main/{row.key}/cB")) for row in sheet.rows("main")] == [
        ("x2", "Thôn Hai"),
        ("x9", "Thôn Chín"),
    ]
    bench.store.close()


def test_the_first_figure_is_kept_with_its_row(bench: Bench) -> None:
    type_into(bench.workspace, {"main/xa-1/c1": "120"})
    assert bench.workspace.open(POPULATION).cells == OWN | {"main/xa-1/c1": "120"}
    assert bench.workspace.open(POPULATION).sheet.laid == {}
    assert [waiting.cells for waiting in bench.workspace.waiting()] == [1], "neither the row nor its name was typed"
    (operation,) = bench.store.freeze()
    assert operation.kind is Kind.EDIT


def test_an_untouched_report_prints_its_rows_and_is_not_begun_by_it(bench: Bench, tmp_path: Path) -> None:
    write_paper(bench.workspace.workbooks.prepared(POPULATION), tmp_path / "paper.xlsx")
    assert _row_of(tmp_path / "paper.xlsx", "Xã Một") > 0
    assert bench.store.report(POPULATION) is None


def test_figures_filled_in_excel_come_back_into_an_untouched_report(bench: Bench, tmp_path: Path) -> None:
    private = "5e" * 32
    workspace = Workspace(bench.store, bench.office.shelf, bench.office.clock, ME, device_key=lambda: private)
    prepared, path = workspace.workbooks.prepared(POPULATION), tmp_path / "twin.xlsx"
    write_twin(prepared, path, FakeChance())
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(_row_of(path, "Xã Một"), 3).value = 120
    book.save(path)
    assert accepted(read_back(prepared, path, FakeChance()).changes) == {"main/xa-1/c1": "120"}
    assert bench.store.report(POPULATION) is None


def test_an_untouched_report_cannot_be_sealed(bench: Bench) -> None:
    with pytest.raises(StateError, match=r"report\.unknown"):
        bench.workspace.seal(POPULATION)
    assert bench.store.report(POPULATION) is None


def test_sealing_writes_the_rows_that_the_person_was_shown(bench: Bench) -> None:
    bench.workspace.save(POPULATION, bench.form, [CellEdit("@file/" + "a" * 64 + "/name", None, "bien-ban.pdf")])
    assert bench.workspace.seal(POPULATION).sealed
    sealed = bench.workspace.open(POPULATION)
    assert (sealed.state, {a: v for a, v in sealed.cells.items() if a.startswith("main/")}) == (State.SEALED, OWN)
    assert [row.key for row in sealed.sheet.rows("main")] == ["xa-1"]
    seal = bench.store.freeze()[-1].body
    assert isinstance(seal, ActBody)
    assert [cell.address for cell in seal.brought] == sorted(OWN)


def test_a_figure_of_another_form_stands_in_such_a_row_and_is_sealed_with_it(bench: Bench) -> None:
    form = bench.office.shelf.put(load_form(COUNTED, "ho.yaml"))
    bench.store.book(answer(owed(HOUSEHOLDS, form, "2026-10-15", "2026-11-14", "2026-11-16")))
    bench.workspace.save(HOUSEHOLDS, form, [CellEdit("main/r01/c1", None, "120")])
    opened = bench.workspace.open(POPULATION)
    assert (opened.sheet.filled(), opened.cells) == ({"main/xa-1/c1": "120"}, {})
    assert bench.store.report(POPULATION) is None
    assert bench.workspace.seal(POPULATION, filled={"main/xa-1/c1": "120"}).sealed
    assert bench.workspace.open(POPULATION).cells == OWN | {"main/xa-1/c1": "120"}


def test_a_sealed_report_shows_the_rows_it_was_sealed_with_whatever_units_come(bench: Bench) -> None:
    type_into(bench.workspace, {"main/xa-1/c1": "120"})
    bench.workspace.seal(POPULATION)
    bench.store.book(answer(hamlet("x2", "00072", "Thôn Hai")))
    assert [row.key for row in bench.workspace.open(POPULATION).sheet.rows("main")] == ["xa-1"]


def test_two_computers_that_each_type_the_first_figure_meet_in_the_same_rows(tmp_path: Path) -> None:
    central, office = Central(), [Computer(tmp_path, "A"), Computer(tmp_path, "B")]
    for computer, column, figure in zip(office, ("c1", "c2"), ("120", "480"), strict=True):
        shelf = FormShelf(computer.store)
        form = shelf.put(find_form("DANSO.T"))
        duty = answer(owed(POPULATION, form, "2026-10-15", "2026-11-14", "2026-11-16"))
        computer.store.book(replace(duty, cursor="0"))
        type_into(Workspace(computer.store, shelf, computer.clock, ME), {f"main/xa-1/{column}": figure})
    settle(central, *office)
    for computer in office:
        assert computer.mine(POPULATION) == OWN | {"main/xa-1/c1": "120", "main/xa-1/c2": "480"}
        assert computer.store.conflicts() == []
        computer.store.close()


def _row_of(path: Path, name: str) -> int:
    """The row of a workbook's first sheet that names a unit; 0 for none."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return next((cell.row for cell in sheet["B"] if cell.value == name), 0)
