"""A workbook made into a definition in this process, told in short lines that tests compare."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import openpyxl

from app.documents.excel.guard import check_package
from app.documents.excel.parsing import parse_workbook
from app.domain.forms.definition import Column, FormDefinition, Relation, Row, Table
from app.domain.forms.drafting.drafting import Draft, Wishes, draft_form
from app.domain.forms.drafting.workbook import Workbook
from app.domain.forms.drafting.writing import write_form
from app.domain.forms.loading import load_form
from app.domain.relations.tree import Axis, Severity

FIXTURES = Path(__file__).resolve().parents[4] / "fixtures" / "workbooks"
REGIME = {
    *("code_from_file", "edition", "legal_basis", "senders", "receivers", "window"),
    *("frequencies", "frequencies_printed", "deadlines", "deadlines_printed"),
}
"""Asked of every workbook: what none can say."""
UNKNOWN = {"receiver": "Cần ghi nơi nhận", "legal_basis": "Cần ghi văn bản"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """What became of a workbook."""

    draft: Draft
    text: str
    form: FormDefinition

    @property
    def main(self) -> Table:
        return self.form.tables[0]

    @property
    def asked(self) -> list[str]:
        """Open questions but those asked of every workbook: `relation_misprint I6`."""
        return [
            self._short(q.code, q.places) for q in self.draft.questions if q.is_open and _name(q.code) not in REGIME
        ]

    @property
    def said(self) -> list[str]:
        """What was read or left out."""
        return [self._short(q.code, q.places) for q in self.draft.questions if not q.is_open]

    def params(self, name: str) -> dict[str, str]:
        """The figures of the first question of a code."""
        return next(q.params for q in self.draft.questions if q.code == f"draft.{name}")

    @staticmethod
    def _short(code: str, places: tuple[str, ...]) -> str:
        return " ".join((_name(code), *places))


def _name(code: str) -> str:
    return code.removeprefix("draft.")


def drafted(source: Path | Workbook, name: str = "", *, converts_legacy: bool = False, **wishes: str) -> Drafted:
    """The definition of a workbook; it has passed the check of definitions, or this raises."""
    if isinstance(source, Path):
        check_package(source)
        name = name or source.stem
        source = parse_workbook(source)
    draft = draft_form(source, Wishes(file_name=name or "BIEU", converts_legacy=converts_legacy, **wishes))
    text = write_form(draft.form, note="Bản nháp.", unknown=UNKNOWN, comments=["Bản nháp"])
    return Drafted(draft=draft, text=text, form=load_form(text, "draft.yaml"))


def official(name: str, folder: Path) -> Path:
    """The workbook a fixture describes: a line of merged ranges, then cells with their address."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    merged, *lines = (FIXTURES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        for entry in line.split(" | "):
            place, _, text = entry.partition(" ")
            sheet[place] = int(text) if text.isdigit() else text
            if not text.isdigit():
                sheet[place].data_type = "s"
    for area in merged.split()[1:]:
        sheet.merge_cells(area)
    path = folder / f"{name}.xlsx"
    book.save(path)
    return path


def column_line(column: Column) -> str:
    """`7 Kiến nghị / Tiền (Trđ): number 2 Trđ`; without its number where it has none."""
    kind = column.type.value + (f" {column.decimals}" if column.decimals else "")
    flags = [word for word, is_set in (("of_which", column.of_which), ("signed", column.signed)) if is_set]
    told = " ".join(filter(None, (kind, column.unit, *flags)))
    return f"{column.number or '–'} {' / '.join(column.title_path)}: {told}"


def columns_of(table: Table) -> list[str]:
    """Every column in a line."""
    return [column_line(column) for column in table.columns]


def relation_line(relation: Relation) -> str:
    """`1=2+3 computed`; what is executed after an arrow where it differs."""
    arrow = f" -> {relation.text}" if relation.text != relation.printed else ""
    flags = [
        "rows" if relation.axis is Axis.ROWS else "",
        "computed" if relation.computed else "",
        relation.severity.value if relation.severity is not Severity.ERROR else "",
    ]
    return " ".join(filter(None, (relation.printed + arrow, *flags)))


def relations_of(table: Table) -> list[str]:
    """Every relation in a line."""
    return [relation_line(relation) for relation in table.relations]


def row_line(row: Row) -> str:
    """`02 Toàn quốc (N1)`; two spaces before it for each level, `of_which` behind."""
    group = f" ({row.group})" if row.group else ""
    return f"{'  ' * row.level}{row.code} {row.title}{group}{' of_which' if row.of_which else ''}"


def rows_of(table: Table) -> list[str]:
    """Every printed row in a line."""
    return [row_line(row) for row in table.rows]
