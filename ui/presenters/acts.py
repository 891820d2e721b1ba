"""Acts in words."""

from __future__ import annotations

from app.domain.operations import Kind
from ui.words import translate


def act_words(kind: str) -> str:
    """An act in words."""
    return {
        Kind.SEAL: translate("Act", "chốt"),
        Kind.SIGN: translate("Act", "ký"),
        Kind.SUBMIT: translate("Act", "gửi báo cáo"),
        Kind.REOPEN: translate("Act", "hủy chốt"),
        Kind.EDIT: translate("Act", "sửa số liệu"),
        Kind.RECEIVE: translate("Act", "tiếp nhận"),
        Kind.RETURN: translate("Act", "trả lại"),
        Kind.ACCEPT: translate("Act", "chấp nhận"),
        Kind.COMMENT: translate("Act", "ghi chú"),
        Kind.MOVE_VERSION: translate("Act", "chuyển phiên bản biểu"),
    }.get(Kind(kind), kind)
