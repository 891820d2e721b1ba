"""`sobaocao reports export | import`."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from app.bootstrap import office_at
from app.cli import main
from app.domain.exchange import FormChange
from app.domain.forms.catalogue import pack_form
from app.domain.operations import parse_report_key
from app.store.keys import DEVICE_KEY
from tests.app.services.test_workspace import answer, owed
from tests.app.store.office import identity
from tests.gui.office import shipped

REPORT = "xa-1|II.06a/VPCP/KSTT|2026-Q3|"


def office(folder: Path, *arguments: str) -> int:
    return main(["--data", str(folder), "--secrets", "file", *arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An enrolled computer that owes one report."""
    made = office_at(tmp_path, "file")
    store = made.open_store()
    store.enrol(identity("A", "p1"))
    form = shipped("II.06a/VPCP/KSTT")
    store.book(
        answer(
            FormChange(hash=form.hash, package=pack_form(form)),
            owed(parse_report_key(REPORT), form.hash, "2026-06-15", "2026-09-14", "2026-09-15"),
        )
    )
    store.close()
    made.secrets.set(DEVICE_KEY, "11" * 32)
    return tmp_path


def filled(path: Path) -> Path:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    row = next(row for row in range(1, 60) if not sheet.cell(row, 2).protection.locked)
    for column, value in {2: "Đất đai", 4: 12, 5: 3}.items():
        sheet.cell(row, column).value = value
    book.save(path)
    return path


def test_a_filled_workbook_is_shown_first_and_taken_when_accepted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "t.xlsx"
    assert office(folder, "reports", "export", REPORT, str(path), "--fill") == 0
    capsys.readouterr()
    assert office(folder, "reports", "import", REPORT, str(filled(path)), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["source"], len(told["changes"]), told["taken"]) == ("twin", 1, [])
    assert office(folder, "reports", "import", REPORT, str(path), "--accept") == 0
    capsys.readouterr()
    assert office(folder, "reports", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    values = {address.rpartition("/")[2]: value for address, value in row["cells"].items()}
    assert (values["c2"], values["c4"], values["c5"]) == ("Đất đai", "12", "3")


def test_a_file_that_is_there_is_not_written_over_unasked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "t.xlsx"
    path.write_bytes(b"keep")
    assert office(folder, "reports", "export", REPORT, str(path)) == 1
    assert capsys.readouterr().err.startswith("workbook.output_exists: ")
    assert path.read_bytes() == b"keep"
    assert office(folder, "reports", "export", REPORT, str(path), "--force") == 0


def test_what_keeps_a_workbook_out_is_said_by_cell(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "t.xlsx"
    assert office(folder, "reports", "export", REPORT, str(path), "--fill") == 0
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A1"].value = "khác"
    book.save(path)
    capsys.readouterr()
    assert office(folder, "reports", "import", REPORT, str(path), "--accept") == 1
    assert capsys.readouterr().out.startswith("II.06a-VPCP-KSTT!A1: Ô khóa đã bị sửa")
