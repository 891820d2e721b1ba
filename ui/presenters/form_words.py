"""What the form page says of cells: the cell bar, the lists beside the grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.relations.sheet import Finding
from app.domain.relations.tree import Severity
from ui.presenters.cells import RowKind
from ui.presenters.form_compare import Beside, Earlier, beside
from ui.presenters.form_grid import FormGrid
from ui.presenters.origins import origin_words
from ui.presenters.phrases import Tone
from ui.presenters.row_catalogue import is_chosen
from ui.words import language, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class CellBar:
    """What is said of the current cell."""

    address: str
    """"Đất đai · cột (5)"."""
    path: str
    """The column's printed titles, outermost first."""
    previous: str
    """Last period's figure and the way from it; empty for none."""
    last_year: str
    note: str
    tone: Tone
    offer: str = ""
    """What last period passes on to this blank cell, and the key that takes it; empty for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """One finding as the list shows it."""

    severity: Severity
    where: str
    message: str
    relation: str
    address: str
    """The cell it points at."""
    key: str
    """Names the written reason; empty where none is taken."""
    reason: str
    is_hint: bool = False
    """Whether it only points out what stands out."""

    @property
    def takes_reason(self) -> bool:
        """Whether it is answered by a written reason."""
        return self.severity is Severity.EXPLAIN and bool(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingList:
    """The list of findings."""

    lines: list[FindingLine]
    more: int
    """Findings beyond those listed."""
    unfinished: int
    """Relations that wait for figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One change of the current cell."""

    when: str
    who: str
    old: str
    new: str
    reason: str


def bar_of(grid: FormGrid, earlier: Earlier, row: int, column: int, findings: Sequence[Finding]) -> CellBar:
    """What is said of the cell at a place."""
    shown, shape = grid.rows[row], grid.shape.columns[column]
    address = grid.address_at(row, column)
    number = translate("Form", "cột ({number})").format(number=shape.number) if shape.number else ""
    label = grid.row_label(row)
    if shown.kind is RowKind.ADD:
        note = translate("Form", "Gõ tên để thêm một dòng ngay tại đây.")
        if is_chosen(grid):
            note = translate("Form", "Gõ vài chữ của tên, rồi chọn trong danh sách bên dưới.")
        return CellBar(
            address=translate("Form", "Dòng mới"), path="", previous="", last_year="", note=note, tone=Tone.NEUTRAL
        )
    note, tone = _note_of(grid, address, row, column, findings)
    definition = grid.table.columns[column]
    previous, last_year = (
        beside(grid, definition, address, cells) if address else Beside()
        for cells in (earlier.previous, earlier.last_year)
    )
    return CellBar(
        address=" · ".join(part for part in (label, number) if part),
        path=" › ".join(shape.title_path),
        previous=str(previous),
        last_year=str(last_year),
        note=note,
        tone=tone,
    )


def _note_of(grid: FormGrid, address: str, row: int, column: int, findings: Sequence[Finding]) -> tuple[str, Tone]:
    unread = grid.unread.get(address)
    if unread:
        return unread.problem, Tone.ERROR
    for finding in findings:
        if finding.cells and finding.cells[0] == address:
            said = finding.message(language())
            if finding.severity is Severity.EXPLAIN and not finding.reason:
                said += " " + translate("Form", "Bấm F7 để giải trình.")
            return said, severity_tone(finding.severity)
    if address in grid.conflicts:
        return translate("Form", "Ô này được sửa ở hai nơi. Bấm F4 để quyết định."), Tone.ERROR
    if address in grid.refused:
        return translate("Form", "Số đã gõ ở đây hệ thống chưa nhận. Bấm F4 để xem vì sao."), Tone.ERROR
    if address and grid.is_row_clash(address, grid.table.columns[column]):
        return translate("Form", "Dòng này một nơi bỏ, một nơi sửa. Bấm F4 để quyết định."), Tone.ERROR
    if address and grid.sheet.is_closed(address):
        return translate("Form", "Ô này không áp dụng."), Tone.NEUTRAL
    origin = grid.sheet.origin_of(address) if address else None
    if origin is not None:
        return origin_words(origin, grid.row_label(row)), Tone.NEUTRAL
    shape = grid.shape.columns[column]
    if address and shape.numeric and not grid.sheet.is_entry(address):
        if shape.relation and grid.rows[row].kind is RowKind.ENTRY:
            return translate("Form", "Tự tính theo {relation}.").format(relation=shape.relation), Tone.NEUTRAL
        return translate("Form", "Tự tính, không cần gõ."), Tone.NEUTRAL
    return "", Tone.NEUTRAL


def severity_tone(severity: Severity) -> Tone:
    """How a finding looks."""
    return {
        Severity.ERROR: Tone.ERROR,
        Severity.EXPLAIN: Tone.ATTENTION,
        Severity.WARNING: Tone.ATTENTION,
        Severity.INCOMPLETE: Tone.NEUTRAL,
    }[severity]


def where_of(grid: FormGrid, address: str) -> str:
    """ "Đất đai · (3)": the row and the column of a cell; empty where it is not in sight."""
    place = grid.places.get(address)
    if place is None:
        return ""
    number = grid.shape.columns[place[1]].number
    return " · ".join(part for part in (grid.row_label(place[0]), f"({number})" if number else "") if part)


def named_in(where: str, row: str) -> str:
    """Where a cell is, by the whole name of its row: a line of a row says which row it is of."""
    label, _, rest = where.partition(" · ")
    return f"{row} · {rest}" if rest and row.endswith(f" · {label}") else where


def sentence_of(message: str, params: Mapping[str, str]) -> str:
    """A finding's sentence without the row's name in front: the list says it in the heading."""
    name = params.get("where", "")
    if name and message.startswith(f"{name}: "):
        message = message.removeprefix(f"{name}: ")
    return message[:1].upper() + message[1:]
