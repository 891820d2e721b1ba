"""A workbook and the form it must become, as a row of a table of tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from tests.app.documents.workbooks import Grid, build
from tests.app.domain.forms.drafting.drafts import Drafted, columns_of, drafted, relations_of, rows_of


@dataclass(frozen=True, kw_only=True)
class Case:
    """A workbook and what it must become. The grid begins in row 3, under a title."""

    name: str
    grid: Grid
    merged: str = ""
    change: Callable[[Worksheet], None] = lambda sheet: None
    columns: list[str]
    relations: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    total: str = ""
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def hide(*places: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        for place in places:
            if place.isdigit():
                sheet.row_dimensions[int(place)].hidden = True
            else:
                sheet.column_dimensions[place].hidden = True

    return change


def formulas(**given: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        for place, formula in given.items():
            sheet[place] = formula

    return change


def became(case: Case, folder: Path) -> Drafted:
    """What becomes of a case's workbook."""
    return drafted(build(folder / "BIEU01.xlsx", case.grid, merged=case.merged, change=case.change))


def seen(found: Drafted) -> dict[str, object]:
    """What a case compares of a draft."""
    return {
        "columns": columns_of(found.main),
        "relations": relations_of(found.main),
        "rows": rows_of(found.main),
        "total": found.main.total_title,
        "asked": found.asked,
        "said": found.said,
    }


def expected(case: Case) -> dict[str, object]:
    """What it must be."""
    return {name: getattr(case, name) for name in ("columns", "relations", "rows", "total", "asked", "said")}
