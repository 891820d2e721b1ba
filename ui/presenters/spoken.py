"""How a cell stands, in words for a screen reader: what the eye sees by shapes and tints. Knows no Qt."""

from __future__ import annotations

from ui.presenters import cells
from ui.words import translate


def state_words(flags: int) -> str:
    """ "có lỗi, chưa lưu"; empty for a cell that may be typed and has nothing wrong."""
    said = [words for flag, words in _words() if flags & flag]
    if not flags & cells.TYPED:
        said.append(translate("Spoken", "chỉ đọc"))
    return ", ".join(said)


def _words() -> tuple[tuple[int, str], ...]:
    return (
        (cells.UNREAD, translate("Spoken", "chưa đọc được")),
        (cells.CONFLICT, translate("Spoken", "sửa ở hai nơi")),
        (cells.REFUSED, translate("Spoken", "bị hệ thống từ chối")),
        (cells.ERROR, translate("Spoken", "có lỗi")),
        (cells.EXPLAIN, translate("Spoken", "cần giải trình")),
        (cells.WARNING, translate("Spoken", "có cảnh báo")),
        (cells.WAITING, translate("Spoken", "chưa lưu")),
    )
