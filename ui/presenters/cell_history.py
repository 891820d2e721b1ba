"""The changes of a cell or a section, as the list beside the grid shows them."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.forms.definition import Column
from app.services.views import HistoryEntry
from ui.presenters.entry import show_value
from ui.presenters.excerpts import differing, excerpt
from ui.presenters.form_words import HistoryLine
from ui.presenters.origins import reason_words
from ui.presenters.phrases import moment_text
from ui.words import translate

_CHANGED, _TEXT = 24, 240
"""Characters shown of what changed in a section, and of the text it became."""


def history_lines(entries: Sequence[tuple[HistoryEntry, str]], column: Column | None) -> list[HistoryLine]:
    """Entries with their authors' names, as lines; `column` is the cell's, None for a section."""
    return [_line(entry, name, column) for entry, name in entries]


def _line(entry: HistoryEntry, name: str, column: Column | None) -> HistoryLine:
    if column:
        old, new, text = show_value(column, entry.old), show_value(column, entry.new), ""
    else:
        old, new = differing(entry.old or "", entry.new or "", _CHANGED)
        text = excerpt(entry.new or "", _TEXT)
    blank = translate("Form", "(trống)")
    return HistoryLine(
        when=moment_text(entry.at),
        who=name or entry.author,
        old=old or blank,
        new=new or blank,
        reason=reason_words(entry) or text,
    )
