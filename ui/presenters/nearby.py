"""What another computer of the office has and the system has not yet, beside what stands here. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.forms.definition import Column
from app.services.views import NearbyCell
from ui.presenters.entry import show_value
from ui.presenters.form_words import CellBar
from ui.presenters.phrases import Tone
from ui.words import translate


def with_nearby(bar: CellBar, cells: Sequence[NearbyCell], column: Column | None, address: str) -> CellBar:
    """The cell bar with what another computer has there, behind whatever else is to be said."""
    here = [cell for cell in cells if address and cell.address == address]
    if not here:
        return bar
    said = " ".join(_of_cell(cell, column) for cell in here)
    return replace(bar, note=f"{bar.note} {said}".lstrip(), tone=bar.tone if bar.note else Tone.INFO)


def _of_cell(cell: NearbyCell, column: Column | None) -> str:
    shown = show_value(column, cell.value) if column else cell.value
    return translate("Nearby", "Trên máy {device} ({person}), chưa lên hệ thống: {value}.").format(
        device=cell.device, person=cell.person_name, value=shown or translate("Nearby", "để trống")
    )
