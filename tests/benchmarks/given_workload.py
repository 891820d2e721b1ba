"""A workload given in files: `reports.json` (a list of reports with their cells and texts) and `edits.json`.

Every report is of one office here, whoever wrote it there, and of the next month of its form: two of one office's
reports cannot have the same form and period.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from app.domain.forms.loading import load_form
from app.domain.operations import CellEdit, ReportKey
from app.domain.values import canonical_text
from tests.benchmarks.common_workload import Shape, Workload, form_text, month


class GivenReport(msgspec.Struct, frozen=True):
    """One report as it is given."""

    id: str
    form: str
    cells: dict[str, int]
    """`r<row>.c<column>` -> figure."""
    texts: dict[str, str]

    def content(self) -> dict[str, str]:
        """The same under our addresses."""
        figures = {_address(cell): str(figure) for cell, figure in self.cells.items()}
        texts = {f"@text/{key}/body": canonical_text(text) for key, text in self.texts.items()}
        return figures | {address: text for address, text in texts.items() if text is not None}


class GivenEdit(msgspec.Struct, frozen=True):
    """One edited cell as it is given."""

    id: str
    """The report's."""
    cell: str
    value: int


def read_workload(folder: Path) -> tuple[list[GivenReport], list[GivenEdit]]:
    """What the files hold. Raises OSError, msgspec.MsgspecError."""
    return (
        msgspec.json.decode((folder / "reports.json").read_bytes(), type=list[GivenReport]),
        msgspec.json.decode((folder / "edits.json").read_bytes(), type=list[GivenEdit]),
    )


def given_workload(
    unit: str, reports: Sequence[GivenReport], edits: Sequence[GivenEdit]
) -> tuple[Workload, list[tuple[ReportKey, CellEdit]]]:
    """The reports as one office's, by forms that have their cells; and the edits of them."""
    shape = _shape(reports)
    forms = {
        code: load_form(form_text(code, shape), f"{code}.yaml") for code in sorted({each.form for each in reports})
    }
    counted: Counter[str] = Counter()
    keys: dict[str, ReportKey] = {}
    for report in reports:
        keys[report.id] = ReportKey(unit, report.form, month(counted[report.form]))
        counted[report.form] += 1
    contents = {keys[report.id]: report.content() for report in reports}
    edited = [
        (keys[edit.id], CellEdit(_address(edit.cell), contents[keys[edit.id]][_address(edit.cell)], str(edit.value)))
        for edit in edits
    ]
    return Workload(forms=forms, reports=contents), edited


def _address(cell: str) -> str:
    row, _, column = cell.partition(".")
    return f"main/{row}/{column}"


def _shape(reports: Sequence[GivenReport]) -> Shape:
    cells = sorted({cell for report in reports for cell in report.cells})
    pairs = [cell.partition(".") for cell in cells]
    return Shape(
        rows=sorted({row.removeprefix("r") for row, _, _ in pairs}),
        columns=sorted({column.removeprefix("c") for _, _, column in pairs}),
        texts=sorted({key for report in reports for key in report.texts}),
    )
