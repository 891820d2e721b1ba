"""What the form page says: its head, the cell bar, the lists beside the grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.exchange import Receipt, ReceiptKind
from app.domain.forms.definition import FormDefinition
from app.domain.relations.sheet import Finding
from app.domain.relations.tree import Severity
from app.domain.workflow import OPEN, State
from app.services.views import OpenReport
from ui.presenters.cells import RowKind
from ui.presenters.form_compare import Beside, Earlier, beside
from ui.presenters.form_grid import FormGrid
from ui.presenters.origins import origin_words
from ui.presenters.phrases import Tone, day_text, moment_text, state_tone, state_words
from ui.presenters.row_catalogue import is_chosen
from ui.words import language, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A word on a tint."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class FormHead:
    """The title row of the form page."""

    code: str
    title: str
    period: str
    window: str
    """"Số liệu từ 15/06 đến 14/09/2026"; empty where unknown."""
    chips: tuple[Chip, ...]
    provisional: str
    """What of the form still waits for its issuer's word; empty where nothing does."""
    can_check: bool
    can_seal: bool
    can_submit: bool
    can_reopen: bool
    can_receive: bool = False
    can_return: bool = False
    can_accept: bool = False
    trouble: str = ""
    """What of it waits for a person's decision; empty for nothing."""
    nearby: str = ""
    """What other computers of the office have of it, and the system not yet; empty for nothing."""


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


def head_of(report: OpenReport, *, own: bool) -> FormHead:
    """The title row for a report as it stands; one's own is sealed and submitted, one received is looked through."""
    window = ""
    if report.window:
        start, end = report.window.start, report.window.end
        window = translate("Form", "Số liệu từ {start} đến {end}").format(
            start=f"{start:%d/%m}" if start.year == end.year else day_text(start), end=day_text(end)
        )
    return FormHead(
        code=report.form.code,
        title=report.form.title,
        period=" · ".join(part for part in (report.unit_name, report.period_title) if part),
        window=window,
        chips=state_chips(report, own=own),
        provisional=_provisional_words(report.form),
        can_check=True,
        can_seal=report.editable and report.state in OPEN,
        can_submit=own and report.state in (State.SEALED, State.SIGNED),
        can_reopen=own and report.state in (State.SEALED, State.SIGNED),
        can_receive=report.may_review and report.state is State.SUBMITTED,
        can_return=report.may_review and report.state in (State.SUBMITTED, State.RECEIVED),
        can_accept=report.may_review and report.state is State.RECEIVED,
        trouble=trouble_words(len(report.conflicts), len(report.refused)) if own else "",
        nearby=nearby_words(report),
    )


def closed_words(report: OpenReport, *, own: bool) -> str:
    """Why nothing can be typed into a report, and what may be done about it."""
    if not own:
        return translate("Form", "Báo cáo của đơn vị khác: chỉ xem, không sửa được.")
    if report.state in OPEN:
        return translate("Form", "Báo cáo này không còn thuộc phạm vi của đơn vị: chỉ xem, không sửa được.")
    if report.state in (State.SEALED, State.SIGNED):
        return translate("Form", "Báo cáo đã chốt nên không sửa được. Muốn sửa, hủy chốt trước.")
    if report.state is State.ACCEPTED:
        return translate("Form", "Báo cáo đã được chấp nhận nên không sửa được. Cần sửa thì xin đơn vị nhận mở khóa.")
    return translate("Form", "Đã bấm gửi báo cáo nên không sửa được. Cần sửa thì xin đơn vị nhận trả lại.")


def nearby_words(report: OpenReport) -> str:
    """How much of a report stands on other computers of the office and not in the system; empty for nothing."""
    if not report.nearby:
        return ""
    devices = ", ".join(dict.fromkeys(cell.device for cell in report.nearby))
    return translate("Form", "Trên máy {devices}, chưa lên hệ thống: {count} ô").format(
        devices=devices, count=len(report.nearby)
    )


def trouble_words(conflicts: int, refused: int) -> str:
    """How much was edited in two places, and how much the system did not take; empty for nothing."""
    parts = []
    if conflicts:
        parts.append(translate("Form", "{count} chỗ sửa ở hai nơi").format(count=conflicts))
    if refused:
        parts.append(translate("Form", "{count} ô bị hệ thống từ chối").format(count=refused))
    said = translate("Form", "Báo cáo này có {what}: cần quyết định trước khi chốt.")
    return said.format(what=translate("Form", " và ").join(parts)) if parts else ""


def submission_proof(report: OpenReport) -> Receipt | None:
    """Central's receipt for a submitted report; None while there is none."""
    if report.state is not State.SUBMITTED:
        return None
    return next((one for one in report.receipts if one.kind is ReceiptKind.SUBMISSION), None)


def _provisional_words(form: FormDefinition) -> str:
    if not form.provisional:
        return ""
    return form.note or translate("Form", "Biểu còn chờ cơ quan ban hành xác nhận.")


def state_chips(report: OpenReport, *, own: bool) -> tuple[Chip, ...]:
    """The state; of one's own submission "Đã gửi" is said only where a receipt proves it. One received has arrived."""
    if own and report.state is State.SUBMITTED:
        proof = submission_proof(report)
        if proof is None:
            return (Chip(text=translate("Form", "Chờ đồng bộ để gửi"), tone=Tone.ATTENTION),)
        sent = f"{state_words(report.state)} · {moment_text(proof.received_at)}"
        return (Chip(text=sent, tone=Tone.OK),)
    return (Chip(text=state_words(report.state), tone=state_tone(report.state)),)


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
