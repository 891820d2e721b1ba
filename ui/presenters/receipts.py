"""Central's receipts in words: as lines, and as text to be put where somebody asks for proof."""

from __future__ import annotations

from datetime import date

from app.domain.exchange import Receipt, ReceiptKind
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, day_text, moment_text, second_text
from ui.words import translate


def receipt_line(receipt: Receipt, title: str, *, awaited: bool = False) -> Line:
    """A receipt in words: what it proves of the report of that title (`code · period`), and when the system had it.

    `awaited` says that it is of an announcement whose content the system has not got yet.
    """
    code, _, period = title.partition(" · ")
    proof = translate("Sync", "Đã báo chốt, bản chốt chưa tới") if awaited else _proof(receipt)
    return Line(
        heading=code,
        right=moment_text(receipt.received_at),
        mark="incomplete" if awaited else "ok",
        tone=Tone.ATTENTION if receipt.late or awaited else Tone.OK,
        body=" · ".join(part for part in (period, proof) if part),
        foot=translate("Sync", "Biên nhận số {seq}, bản {rev}, khóa {key}").format(
            seq=receipt.seq, rev=receipt.rev, key=receipt.central
        ),
    )


def receipt_text(receipt: Receipt, title: str) -> str:
    """The whole receipt as text, with all that it takes to verify it."""
    deadline = day_text(date.fromisoformat(receipt.deadline)) if receipt.deadline else ""
    lines = (
        (translate("Receipt", "Báo cáo"), f"{title} ({receipt.report})"),
        (translate("Receipt", "Nội dung"), _proof(receipt)),
        (translate("Receipt", "Hệ thống nhận lúc"), _second(receipt.received_at)),
        (translate("Receipt", "Chốt lúc, theo giờ của máy lập"), _second(receipt.sealed_at)),
        (translate("Receipt", "Hạn gửi"), deadline),
        (translate("Receipt", "Mã nội dung"), receipt.content),
        (translate("Receipt", "Máy, đợt, số, bản"), f"{receipt.device}, {receipt.epoch}, {receipt.seq}, {receipt.rev}"),
        (translate("Receipt", "Khóa của hệ thống"), receipt.central),
        (translate("Receipt", "Chữ ký"), receipt.signature),
    )
    head = translate("Receipt", "BIÊN NHẬN CỦA HỆ THỐNG")
    return "\n".join([head, *(f"{name}: {value}" for name, value in lines if value)])


def _proof(receipt: Receipt) -> str:
    proves = {
        ReceiptKind.COMMITMENT: translate("Sync", "Hệ thống đã nhận lời báo chốt"),
        ReceiptKind.SEAL: translate("Sync", "Hệ thống đã nhận bản chốt"),
        ReceiptKind.SUBMISSION: translate("Sync", "Đã gửi"),
        ReceiptKind.REDEMPTION: translate("Sync", "Hệ thống đã nhận đúng bản đã báo chốt"),
    }[receipt.kind]
    on_time = ""
    if receipt.late:
        on_time = translate("Sync", "quá hạn")
    elif receipt.kind is ReceiptKind.SUBMISSION and receipt.deadline:
        on_time = translate("Sync", "đúng hạn")
    return " · ".join(part for part in (proves, on_time) if part)


def _second(at: int) -> str:
    return f"{second_text(at)} {moment_text(at).partition(' ')[2]}"
