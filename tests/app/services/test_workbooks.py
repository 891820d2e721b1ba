"""A report of a real store out to Excel and back: what is prepared, what is refused, what is told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from app.documents.excel.returning import Source, accepted
from app.domain.exchange import View
from app.domain.operations import CellEdit
from app.domain.workflow import State
from app.errors import InputError
from app.services.forms import FormShelf
from app.services.workbooks import read_back, write_paper, write_twin
from app.services.workspace import Workspace
from tests.app.services.test_type_once import COUNTED, KEY_FIGURES, SUMMARY, Bench
from tests.gui.office import CountingChance, Office, filled, key_of, report, shipped

KEY = key_of("II.06a/VPCP/KSTT", "2026-Q2")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    made.furnish()
    form = shipped(KEY.form)
    made.book(report(form, KEY.period, State.DRAFT, filled(), at="2026-06-14T06:40:00+00:00", rev=7))
    return made


@pytest.fixture
def workspace(office: Office) -> Iterator[Workspace]:
    opened = office.open_workspace()
    yield opened
    opened.close()


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(InputError) as caught:
        act()
    return caught.value.code


def test_what_is_prepared_names_both_units_and_the_revision(workspace: Workspace) -> None:
    prepared = workspace.workbooks.prepared(KEY)
    paper = prepared.paper
    assert (paper.unit_name, paper.receiver_name, paper.period_title) == (
        "UBND xã Hòa Bình",
        "Văn phòng UBND tỉnh",
        "Quý II/2026",
    )
    assert (paper.is_draft, prepared.editable, prepared.rev, prepared.device) == (True, True, 7, "d-1")


def test_a_twin_filled_in_excel_is_read_in_another_process_and_saved(
    workspace: Workspace, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "t.xlsx"
    prepared = workspace.workbooks.prepared(KEY)
    write_twin(prepared, path, office.chance)
    book = openpyxl.load_workbook(path)
    row = next(cell.row for cell in book.worksheets[0]["B"] if cell.value == "Hộ tịch")
    book.worksheets[0].cell(row, 4).value = 500
    book.save(path)
    returned = read_back(workspace.workbooks.prepared(KEY), path, office.chance)
    assert (returned.source, accepted(returned.changes)) == (Source.TWIN, {"main/k01/c4": "500"})
    edits = [CellEdit(change.address, change.now, change.new) for change in returned.changes]
    assert workspace.save(KEY, prepared.paper.form.hash, edits).saved == ("main/k01/c4",)


def test_a_sealed_report_is_printed_but_neither_filled_nor_read_back(
    workspace: Workspace, office: Office, tmp_path: Path
) -> None:
    sealed = key_of("II.06a/VPCP/KSTT", "2026-Q1")
    prepared = workspace.workbooks.prepared(sealed, View.INNER)
    write_paper(prepared, tmp_path / "p.xlsx")
    assert openpyxl.load_workbook(tmp_path / "p.xlsx").worksheets[0].oddHeader.left.text is None
    assert refusal(lambda: write_twin(prepared, tmp_path / "t.xlsx", office.chance)) == "twin.sealed"
    assert refusal(lambda: read_back(prepared, tmp_path / "p.xlsx", office.chance)) == "twin.sealed"


def test_a_computer_without_a_key_makes_no_twin(office: Office, tmp_path: Path) -> None:
    store = office.open_store()
    workspace = Workspace(store, FormShelf(store), office.clock, office.me)
    prepared = workspace.workbooks.prepared(KEY)
    assert refusal(lambda: write_twin(prepared, tmp_path / "t.xlsx", office.chance)) == "twin.no_key"
    workspace.close()


def test_reading_that_is_stopped_says_so(workspace: Workspace, office: Office, tmp_path: Path) -> None:
    prepared = workspace.workbooks.prepared(KEY)
    write_paper(prepared, tmp_path / "p.xlsx")
    stopped = refusal(lambda: read_back(prepared, tmp_path / "p.xlsx", office.chance, lambda: True))
    assert stopped == "workbook.stopped"


def test_a_figure_another_form_fills_in_is_shown_and_does_not_come_back_as_typed(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.type(SUMMARY, COUNTED)
    prepared = replace(bench.workspace.workbooks.prepared(KEY_FIGURES), device_key=lambda: "11" * 32)
    shown = prepared.paper.sheet.filled()
    assert shown
    path = tmp_path / "t.xlsx"
    write_twin(prepared, path, CountingChance())
    figures = {str(cell.value) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in row}
    assert set(shown.values()) <= figures
    returned = read_back(prepared, path, CountingChance())
    assert (returned.changes, returned.problems) == ((), ())
    bench.store.close()
