"""The title row of the form page in words: how a report stands, and what may be done with it next. Knows no Qt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.domain.addresses import is_row_head
from app.domain.announcements import announced
from app.domain.exchange import Receipt, ReceiptKind
from app.domain.forms.definition import FormDefinition
from app.domain.operations import Kind
from app.domain.workflow import OPEN, State
from app.services.views import ElsewhereItem, OpenReport
from ui.presenters.acts import act_words
from ui.presenters.phrases import Tone, day_text, moment_text, state_tone, state_words
from ui.words import translate

_CLOSED_HERE = frozenset({State.SEALED, State.SIGNED, State.SUBMITTED})
"""States in which what this office sealed may not have come yet."""


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
    """What other computers of the office have of it that is not settled; empty for nothing."""
    denied: str = ""
    """What the person's role keeps him from doing next; empty for nothing."""
    announced: str = ""
    """Seals that were announced and have not come, where the chip does not say it all; empty else."""


def head_of(report: OpenReport, *, own: bool) -> FormHead:
    """The title row for a report as it stands; one's own is sealed and submitted, one received is looked through."""
    window = ""
    if report.window:
        start, end = report.window.start, report.window.end
        window = translate("Form", "Số liệu từ {start} đến {end}").format(
            start=f"{start:%d/%m}" if start.year == end.year else day_text(start), end=day_text(end)
        )
    offered = acts_of(report, own=own)
    acts = offered & report.may
    return FormHead(
        code=report.form.code,
        title=report.form.title,
        period=" · ".join(part for part in (report.unit_name, report.period_title) if part),
        window=window,
        chips=state_chips(report, own=own),
        provisional=_provisional_words(report.form),
        can_check=True,
        can_seal=Kind.SEAL in acts,
        can_submit=Kind.SUBMIT in acts,
        can_reopen=Kind.REOPEN in acts,
        can_receive=Kind.RECEIVE in acts,
        can_return=Kind.RETURN in acts,
        can_accept=Kind.ACCEPT in acts,
        denied=denied_words(offered - report.may),
        announced=announced_words(report) if own else "",
        trouble=trouble_words(report) if own else "",
        nearby=" · ".join(words for words in (nearby_words(report), elsewhere_words(report.elsewhere)) if words),
    )


def acts_of(report: OpenReport, *, own: bool) -> frozenset[Kind]:
    """What comes next on a report's way by its state, for whoever may do it."""
    if not own:
        return {
            State.SUBMITTED: frozenset({Kind.RECEIVE, Kind.RETURN}),
            State.RECEIVED: frozenset({Kind.RETURN, Kind.ACCEPT}),
        }.get(report.state, frozenset())
    if report.state in OPEN:
        # Not to be typed in though the role may type: it left the office's scope, and nothing comes next.
        return frozenset({Kind.SEAL}) if report.editable or Kind.EDIT not in report.may else frozenset()
    return frozenset({Kind.SUBMIT, Kind.REOPEN}) if report.state in (State.SEALED, State.SIGNED) else frozenset()


def denied_words(kinds: Collection[Kind]) -> str:
    """What a person's role keeps him from doing next; empty for nothing."""
    acts = ", ".join(act_words(kind.value) for kind in Kind if kind in kinds)
    return translate("Form", "Vai trò hiện tại không được: {acts}").format(acts=acts) if acts else ""


def announced_words(report: OpenReport) -> str:
    """When seals were announced that have not come, where the chip does not say it all; empty else."""
    told = announced(report.receipts)
    if not told or (len(told) == 1 and _awaited(report)):
        return ""
    times = "; ".join(moment_text(each.received_at) for each in told)
    return translate("Form", "Đã báo chốt, chưa tới: {times}").format(times=times)


def _awaited(report: OpenReport) -> Receipt | None:
    """The announcement of what was sealed last, where it has not come yet."""
    if report.state not in _CLOSED_HERE:
        return None
    told = announced(report.receipts)
    since = told[-1].received_at if told else 0
    came = any(one.received_at >= since for one in report.receipts if one.kind is not ReceiptKind.COMMITMENT)
    return told[-1] if told and not came else None


def closed_words(report: OpenReport, *, own: bool) -> str:
    """Why nothing can be typed into a report, and what may be done about it."""
    if not own:
        return translate("Form", "Báo cáo của đơn vị khác: chỉ xem, không sửa được.")
    if report.state in OPEN and Kind.EDIT not in report.may:
        return translate("Form", "Vai trò hiện tại chỉ xem và ghi chú, không nhập số liệu.")
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
    # A row that came into being is seen by its cells.
    count = sum(not is_row_head(cell.address) for cell in report.nearby)
    return translate("Form", "Trên máy {devices}, chưa lên hệ thống: {count} ô").format(devices=devices, count=count)


def elsewhere_words(items: Sequence[ElsewhereItem]) -> str:
    """How much waits for a decision on which computers of the office; empty for nothing."""
    if not items:
        return ""
    devices = ", ".join(dict.fromkeys(item.device or translate("Form", "máy khác") for item in items))
    said = translate("Form", "{count} chỗ sửa ở hai nơi, chờ quyết định ở: {devices}")
    return said.format(count=len(items), devices=devices)


def trouble_words(report: OpenReport) -> str:
    """How much was edited in two places, and what the system did not take; empty for nothing."""
    said, parts = [], []
    if report.refused_acts:
        acts = ", ".join(dict.fromkeys(act_words(kind.value) for kind in report.refused_acts))
        said.append(translate("Form", "Hệ thống chưa nhận việc {acts}: xem vì sao rồi làm lại.").format(acts=acts))
    if report.conflicts:
        parts.append(translate("Form", "{count} chỗ sửa ở hai nơi").format(count=len(report.conflicts)))
    if report.refused:
        parts.append(translate("Form", "{count} ô bị hệ thống từ chối").format(count=len(report.refused)))
    if parts:
        both = translate("Form", "Báo cáo này có {what}: cần quyết định trước khi chốt.")
        if report.state not in OPEN:
            both = translate("Form", "Báo cáo này có {what}: số đã gõ ở đó không nằm trong bản đã chốt.")
        said.append(both.format(what=translate("Form", " và ").join(parts)))
    return " ".join(said)


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
    """The state; of one's own, "Đã gửi" is said only where a receipt proves it, and "Đã báo chốt" until central has it.

    One received has arrived.
    """
    told = _awaited(report) if own else None
    if own and report.state is State.SUBMITTED:
        proof = submission_proof(report)
        if proof is None and told is None:
            return (Chip(text=translate("Form", "Chờ đồng bộ để gửi"), tone=Tone.ATTENTION),)
        if proof is not None:
            sent = f"{state_words(report.state)} · {moment_text(proof.received_at)}"
            return (Chip(text=sent, tone=Tone.OK),)
    if told is not None:
        said = translate("Form", "Đã báo chốt · {time}").format(time=moment_text(told.received_at))
        return (Chip(text=said, tone=Tone.ATTENTION),)
    return (Chip(text=state_words(report.state), tone=state_tone(report.state)),)
