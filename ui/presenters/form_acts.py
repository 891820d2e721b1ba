"""Checking, sealing, submitting, unsealing: what is asked before, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.addresses import parse_address
from app.domain.narrative import section_address
from app.domain.relations.sheet import Finding
from app.domain.relations.tree import Severity
from app.services.views import OpenReport
from ui.presenters.cells import RowKind
from ui.presenters.form_grid import FormGrid
from ui.presenters.form_head import elsewhere_words
from ui.presenters.origins import filled_words
from ui.presenters.phrases import Tone
from ui.words import translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with named answers."""

    title: str
    lines: tuple[str, ...]
    """What it is about, and what follows."""
    yes: str
    no: str
    reason: str = ""
    """Label of the reason to write; empty where none is asked."""


def found_words(blocking: Sequence[Finding], warnings: int) -> tuple[str, Tone]:
    """What a check found in a report that is not for sealing."""
    errors = sum(1 for one in blocking if one.severity is Severity.ERROR)
    counts = (
        (errors, translate("Form", "{count} lỗi")),
        (len(blocking) - errors, translate("Form", "{count} chỗ chưa giải trình")),
        (warnings, translate("Form", "{count} cảnh báo")),
    )
    found = ", ".join(words.format(count=count) for count, words in counts if count)
    if not found:
        return translate("Form", "Số liệu khớp."), Tone.OK
    said = translate("Form", "Kiểm tra thấy {found}.").format(found=found)
    return said, Tone.ERROR if blocking else Tone.ATTENTION


def check_words(blocking: Sequence[Finding], *, warnings: int, unread: bool) -> tuple[str, Tone]:
    """What a check found, in words."""
    if unread:
        return translate("Form", "Có ô chưa đọc được số. Sửa ô có dấu đỏ rồi kiểm tra lại."), Tone.ERROR
    if not blocking and warnings:
        said = translate("Form", "Không có lỗi. Còn {count} cảnh báo nên xem trước khi chốt.").format(count=warnings)
        return said, Tone.ATTENTION
    if not blocking:
        return translate("Form", "Số liệu khớp, có thể chốt báo cáo."), Tone.OK
    errors = sum(1 for one in blocking if one.severity is Severity.ERROR)
    explain = len(blocking) - errors
    if not explain:
        said = translate("Form", "Còn {errors} lỗi phải sửa trước khi chốt.")
    elif not errors:
        said = translate("Form", "Còn {explain} chỗ cần giải trình trước khi chốt; F7 để viết.")
    else:
        said = translate("Form", "Còn {errors} lỗi và {explain} chỗ cần giải trình trước khi chốt.")
    said = said.format(errors=errors, explain=explain)
    return said, Tone.ERROR


def seal_question(report: OpenReport, grids: Sequence[FormGrid], warnings: int) -> Question:
    """Before sealing: which report, how full, what follows."""
    lines = [report_name(report), _filled_words(report, grids)]
    taken = filled_words(report.sheet)
    if taken:
        lines.append(taken)
    if warnings:
        lines.append(translate("Form", "Còn {count} cảnh báo, không cản việc chốt.").format(count=warnings))
    lines.append(translate("Form", "Sau khi chốt, số liệu không sửa được nữa, trừ khi hủy chốt."))
    return Question(
        title=translate("Form", "Chốt báo cáo này?"),
        lines=tuple(lines),
        yes=translate("Form", "Chốt báo cáo"),
        no=translate("Form", "Xem lại"),
    )


def not_waiting_question(report: OpenReport) -> Question:
    """Before sealing what waits for a decision on another computer: it asks why it does not wait."""
    owners = ", ".join(dict.fromkeys(item.owner for item in report.elsewhere if item.owner))
    said = translate("Form", "Báo cáo này có {what}.").format(what=elsewhere_words(report.elsewhere))
    if owners:
        said += " " + translate("Form", "Người giữ: {owners}.").format(owners=owners)
    return Question(
        title=translate("Form", "Chốt khi còn chỗ chờ quyết định?"),
        lines=(
            said,
            translate("Form", "Bản chốt lấy số trên hệ thống; số kia vẫn giữ ở máy đó. Lý do đi cùng bản chốt."),
        ),
        yes=translate("Form", "Chốt, không chờ"),
        no=translate("Form", "Để quyết định trước"),
        reason=translate("Form", "Lý do không chờ"),
    )


def submit_question(report: OpenReport, grids: Sequence[FormGrid]) -> Question:
    """Before submitting: which report, to whom, and what happens without a network."""
    lines = [report_name(report), _filled_words(report, grids)]
    not_in_it = len(report.refused) + len(report.conflicts)
    if not_in_it:
        said = translate(
            "Form", "Ở {count} chỗ đang vướng mắc, báo cáo gửi đi mang số trên hệ thống, không phải số đã gõ."
        )
        lines.append(said.format(count=not_in_it))
    if report.receiver_name:
        lines.append(translate("Form", "Nơi nhận: {unit}.").format(unit=report.receiver_name))
    lines.append(
        translate("Form", "Khi chưa có mạng, báo cáo chờ trên máy này và tự gửi ngay khi kết nối được với hệ thống.")
    )
    return Question(
        title=translate("Form", "Gửi báo cáo này?"),
        lines=tuple(lines),
        yes=translate("Form", "Gửi báo cáo"),
        no=translate("Form", "Chưa gửi"),
    )


def reopen_question() -> Question:
    """Before the seal is taken off: it asks for the reason."""
    return Question(
        title=translate("Form", "Hủy chốt báo cáo này?"),
        lines=(translate("Form", "Số liệu sửa lại được. Lý do được ghi vào lịch sử của báo cáo."),),
        yes=translate("Form", "Hủy chốt"),
        no=translate("Form", "Giữ nguyên"),
        reason=translate("Form", "Lý do hủy chốt"),
    )


def report_name(report: OpenReport) -> str:
    """A report as its title row names it."""
    return " · ".join(part for part in (report.form.code, report.unit_name, report.period_title) if part)


def _filled_words(report: OpenReport, grids: Sequence[FormGrid]) -> str:
    rows = sum(1 for grid in grids for row in grid.rows if row.kind is RowKind.ENTRY)
    figures = {(grid.table.key, column.key) for grid in grids for column in grid.shape.columns if column.numeric}
    typed = (parse_address(address) for address in (*report.sheet.cells(), *report.sheet.filled()))
    cells = sum(1 for place in typed if (place.table, place.column) in figures)
    said = translate("Form", "{rows} dòng, {cells} ô đã điền.").format(rows=rows, cells=cells)
    sections = report.form.sections
    if not sections:
        return said
    written = sum(1 for section in sections if section_address(section.key) in report.sheet.cells())
    words = translate("Form", "Đã viết {written} trên {count} mục lời văn.").format(
        written=written, count=len(sections)
    )
    return f"{said} {words}" if grids else words
