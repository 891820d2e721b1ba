"""What the form page can show: the seam between its presenter and its widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from ui.presenters.cells import GridRow, GridShape
from ui.presenters.form_acts import Question
from ui.presenters.form_blanks import BlankAnswer, BlankRow
from ui.presenters.form_compare import CompareLine
from ui.presenters.form_narrative import NarrativeView
from ui.presenters.form_words import CellBar, FormHead, HistoryLine
from ui.presenters.paste_question import PasteQuestion
from ui.presenters.phrases import Tone


class FormView(Protocol):
    """What the form page can show."""

    def show_head(self, head: FormHead) -> None:
        """The title row."""
        ...

    def show_saved(self, text: str, tone: Tone) -> None:
        """Whether what was typed is on disk."""
        ...

    def show_tables(self, titles: Sequence[str], chosen: int) -> None:
        """The form's tables, and its sections as the last of them; of one nothing is shown."""
        ...

    @property
    def narrative(self) -> NarrativeView:
        """The page of the sections."""
        ...

    def show_tab(self, position: int, *, narrative: bool) -> None:
        """Which of them is in sight, and whether the page of the sections stands where the grid would."""
        ...

    def show_grid(self, shape: GridShape, rows: list[GridRow], longest: Mapping[int, int]) -> None:
        """Another table; `longest` is how many characters the figures of a column take."""
        ...

    def replace_rows(self, rows: list[GridRow]) -> None:
        """Rows came or went."""
        ...

    def cells_changed(self, places: Sequence[tuple[int, int]]) -> None:
        """These cells read otherwise."""
        ...

    def findings_changed(self) -> None:
        """The list of findings may read otherwise: ask for it (`list_findings`) when there is time."""
        ...

    def show_bar(self, bar: CellBar | None) -> None:
        """What is said of the current cell."""
        ...

    def show_compare(self, title: str, lines: Sequence[CompareLine]) -> None:
        """The current row beside its earlier figures."""
        ...

    def show_history(self, title: str, lines: Sequence[HistoryLine]) -> None:
        """The changes of the current cell."""
        ...

    def show_notice(self, text: str, tone: Tone, action: str = "") -> None:
        """A line above the grid; empty text takes it away. `action` is what its button says."""
        ...

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor there."""
        ...

    def ask(self, title: str, lines: Sequence[str], yes: str, no: str, *, reason: str = "") -> str | None:
        """A question with named answers: None for no, else what was written under `reason` (empty where not asked)."""
        ...

    def ask_about_blanks(self, question: Question, left: str, rows: Sequence[BlankRow]) -> tuple[BlankAnswer, int]:
        """A question with the blanks that are left; the answer, and the row to go to (-1 for none)."""
        ...

    def ask_paste(self, question: PasteQuestion) -> bool:
        """Show what would be pasted, pass on what is chosen about it; whether to paste."""
        ...

    def show_broken(self, text: str) -> None:
        """The report could not be opened."""
        ...
