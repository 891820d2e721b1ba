"""Twins made in code: a report written as a signed workbook, changed as a clerk would change it, read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count
from pathlib import Path

import openpyxl
from openpyxl.workbook.workbook import Workbook as ExcelBook

from app.documents.excel.parsing import parse_workbook
from app.documents.excel.returning import Returned, check_twin, compare_twin
from app.documents.excel.twin import HIDDEN, find_twin, make_twin, with_spare_rows
from app.documents.excel.writing import About, write_workbook
from app.documents.placed import Paper, PlacedSheet
from app.documents.placing import place_report
from app.domain.addresses import ROW
from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.forms.packing import pack_form, unpack_form
from app.domain.operations import ReportKey
from app.domain.relations.sheet import Sheet
from app.domain.signing import public_key
from app.domain.windows import Window

PRIVATE = "11" * 32
DEVICE = "may-1"
KEY = ReportKey("xa-1", "05/VD", "2026-Q2")

FORM = """
code: 05/VD
edition: "2026"
title: Kết quả thử
legal_basis: Thông tư 01/2026
senders: [commune]
receivers: {commune: Sở Nội vụ}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 2}}
tables:
  main:
    rows:
      - {code: "01", title: Thôn Đông}
      - {code: "02", title: Thôn Đoài}
    total: Tổng cộng
    closed: [{rows: ["02"], columns: [5]}]
    columns:
      - {number: A, title: Thôn, type: label}
      - {number: 1, title: Tổng số}
      - title: Trong đó
        columns:
          - {number: 2, title: Nam}
          - {number: 3, title: Nữ}
      - {number: 4, title: Tỷ lệ, unit: "%", decimals: 1}
      - {number: 5, title: Chênh lệch, signed: true}
      - {number: 6, title: Ngày họp, type: date}
      - {number: 7, title: Hình thức, type: choice, choices: [Trực tiếp, Trực tuyến]}
      - {number: 8, title: Ghi chú, type: text}
    relations:
      - {printed: "1=2+3", computed: true}
"""

FREE = """
code: 06/VD
edition: "2026"
title: Việc đã làm
legal_basis: Thông tư 01/2026
senders: [commune]
receivers: {commune: Sở Nội vụ}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 2}}
tables:
  main:
    rows: free
    columns:
      - {number: A, title: Việc, type: label}
      - {number: 1, title: Số lần}
"""


def form_of(text: str = FORM) -> FormDefinition:
    return unpack_form(pack_form(load_form(text, "x.yaml")))


@dataclass
class Desk:
    """One report and its workbook."""

    folder: Path
    form: FormDefinition
    cells: Mapping[str, str]
    key: ReportKey = KEY
    private: str = PRIVATE
    device: str = DEVICE

    def paper(self, cells: Mapping[str, str], *, is_draft: bool = True) -> Paper:
        return Paper(
            key=self.key,
            form=self.form,
            sheet=Sheet(self.form, cells),
            unit_name="UBND xã Hòa Bình",
            receiver_name="Sở Nội vụ",
            period_title="Quý II/2026",
            window=Window(start=date(2026, 3, 15), end=date(2026, 6, 14)),
            is_draft=is_draft,
            made_at=datetime.fromisoformat("2026-06-14T14:02:00+07:00"),
        )

    def write(self, name: str = "t.xlsx") -> Path:
        """The twin."""
        numbers = count(1)
        spare = with_spare_rows(Sheet(self.form, self.cells), self.cells, lambda: f"n{next(numbers):03d}")
        paper = self.paper({**self.cells, **{f"{row}/{ROW}": head for row, head in spare.items()}})
        sheets = place_report(paper)
        lines = make_twin(
            paper, sheets, device=self.device, device_key=self.private, rev=3, content=self.cells, spare=spare
        )
        return written(self.folder / name, sheets, (HIDDEN, lines))

    def back(
        self, path: Path, now: Mapping[str, str] | None = None, *, key: ReportKey | None = None, device: str = DEVICE
    ) -> Returned:
        """What the workbook brings to the report as it stands now."""
        workbook = parse_workbook(path)
        twin = find_twin(workbook)
        assert twin is not None
        check_twin(twin, key or self.key, self.form, device=device, device_key=public_key(PRIVATE))
        return compare_twin(workbook, twin, self.form, self.cells if now is None else now, device=device)

    def filled(self, change: Callable[[ExcelBook], None], name: str = "t.xlsx") -> Path:
        """The twin after somebody worked in it."""
        return changed(self.write(name), change)


def written(path: Path, sheets: tuple[PlacedSheet, ...], hidden: tuple[str, list[str]] | None = None) -> Path:
    made_at = datetime.fromisoformat("2026-06-14T14:02:00+07:00")
    write_workbook(path, sheets, About(title="Biểu", made_at=made_at, is_draft=True), hidden)
    return path


def changed(path: Path, change: Callable[[ExcelBook], None]) -> Path:
    """The same file, changed and saved by another program."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def typed(**cells: object) -> Callable[[ExcelBook], None]:
    """Values typed into the first sheet: `typed(C9=5)`."""

    def change(book: ExcelBook) -> None:
        for place, value in cells.items():
            book.worksheets[0][place].value = value

    return change


def of_form(form: FormDefinition, folder: Path) -> Desk:
    return replace(Desk(folder, form, {}), key=ReportKey("xa-1", form.code, "2026-Q2"))
