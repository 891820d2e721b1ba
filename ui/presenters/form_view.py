"""What the form page can show: the seam between its presenter and its widgets."""

from __future__ import annotations

from typing import Protocol

from ui.presenters.form_cell import CellView
from ui.presenters.form_head import FormHead
from ui.presenters.form_narrative import NarrativeView
from ui.presenters.form_notes import NotesView
from ui.presenters.form_notice import NoticeView
from ui.presenters.form_sealing import SealingView
from ui.presenters.form_tables import TablesView
from ui.presenters.paste_question import PasteQuestion
from ui.presenters.typist import TypistView


class FormView(TypistView, TablesView, CellView, NoticeView, SealingView, Protocol):
    """What the form page can show."""

    def show_head(self, head: FormHead) -> None:
        """The title row."""
        ...

    @property
    def narrative(self) -> NarrativeView:
        """The page of the sections."""
        ...

    @property
    def notes(self) -> NotesView:
        """The notes beside the grid."""
        ...

    def findings_changed(self) -> None:
        """The list of findings may read otherwise: ask for it (`list_findings`) when there is time."""
        ...

    def ask_paste(self, question: PasteQuestion) -> bool:
        """Show what would be pasted, pass on what is chosen about it; whether to paste."""
        ...

    def show_broken(self, text: str) -> None:
        """The report could not be opened."""
        ...
