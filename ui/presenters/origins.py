"""What is said of figures that come from other forms: where from, how many, and of those that sealing wrote in."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.relations.filling import Origin
from app.domain.relations.sheet import Sheet
from app.domain.vietnamese import fold
from app.services.views import HistoryEntry
from app.store.records import Origin as Came
from ui.presenters.phrases import state_words
from ui.words import translate


def origin_words(origin: Origin, row_label: str) -> str:
    """Of a filled figure: the form, the row where it has another name there, column, state; and what replaces it."""
    number, title = origin.column.number, origin.column.title_path[-1]
    if origin.row and fold(origin.row) != fold(row_label):
        said = translate("Form", "Lấy từ {form}, dòng “{row}”, cột {column}, kỳ này ({state}); gõ để thay.")
    else:
        said = translate("Form", "Lấy từ {form}, cột {column}, kỳ này ({state}); gõ để thay.")
    state = state_words(origin.state)
    return said.format(
        form=_named(origin.report.form),
        row=origin.row,
        column=f"({number})" if number else f"“{title}”",
        state=state[:1].lower() + state[1:],
    )


def _named(form: str) -> str:
    """A form by its code (and column); a code that says "Biểu" itself says it once."""
    return form if fold(form).startswith("bieu ") else translate("Form", "biểu {form}").format(form=form)


def filled_words(sheet: Sheet) -> str:
    """How many figures sealing will write in, and from which forms; empty where there is none."""
    origins: Sequence[Origin] = [origin for one in sheet.filled() if (origin := sheet.origin_of(one))]
    if not origins:
        return ""
    forms = ", ".join(sorted({origin.report.form for origin in origins}))
    said = translate("Form", "{count} số lấy từ biểu khác ({forms}); chốt rồi thì các số này giữ nguyên.")
    return said.format(count=len(origins), forms=forms)


def reason_words(entry: HistoryEntry) -> str:
    """Why a cell changed: as written, that sealing took the figure from another report, or what a person decided."""
    if entry.origin is Came.CLASHED:
        return entry.reason or translate("Form", "Sửa ở hai nơi: giữ bên cạnh, chưa ghi vào ô")
    if entry.origin is Came.DECIDED:
        if not entry.reason:
            return translate("Form", "Đồng bộ lại số bị từ chối")
        return translate("Form", "Đã quyết định: {reason}").format(reason=entry.reason)
    if entry.origin is not Came.BROUGHT:
        return entry.reason
    if not entry.reason:
        return translate("Form", "Ghi vào khi chốt")
    return translate("Form", "Lấy từ {form} khi chốt").format(form=_named(entry.reason))
