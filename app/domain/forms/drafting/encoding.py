"""Cells typed in a font of the old encodings: shown converted, and converted only where that was asked for."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from app.domain.forms.drafting.questions import Ledger
from app.domain.forms.drafting.workbook import Sheet
from app.domain.legacy_text import Conversion, find_legacy


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A sheet, and what of it is in an old encoding."""

    sheet: Sheet
    """The sheet, its cells converted where that was asked for."""
    conversions: tuple[Conversion, ...]
    """What an old encoding would read; indexes are of the sheet's cells."""
    is_converted: bool
    """Whether the cells are converted."""

    def say(self, ledger: Ledger) -> None:
        """Ask to convert, or say what was converted, with the first text before and after."""
        if not self.conversions:
            return
        first = self.conversions[0]
        cells = [self.sheet.cells[one.index] for one in self.conversions]
        note, code = (ledger.tell, "draft.legacy_converted") if self.is_converted else (ledger.ask, "draft.legacy")
        note(code, *cells, encoding=first.encoding.value.upper(), before=first.before, after=first.after)


def in_unicode(sheet: Sheet, *, converts: bool) -> Encoded:
    """The sheet, its texts in TCVN3 or VNI converted if `converts`, else as they are."""
    finding = find_legacy([cell.text for cell in sheet.cells], [cell.font for cell in sheet.cells])
    conversions = finding.conversions if finding is not None else ()
    if converts and conversions:
        cells = list(sheet.cells)
        for one in conversions:
            cells[one.index] = msgspec.structs.replace(cells[one.index], text=one.after)
        sheet = msgspec.structs.replace(sheet, cells=tuple(cells))
    return Encoded(sheet=sheet, conversions=conversions, is_converted=converts)
