"""The page of a form's narrative sections, where its table would stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.look import Look
from ui.presenters.form_narrative import FormNarrative, SectionShown
from ui.widgets.buttons import Button
from ui.widgets.figure_picker import FigurePicker
from ui.widgets.grid_look import GridLook
from ui.widgets.labels import Words
from ui.widgets.section_block import SectionBlock
from ui.widgets.section_editor import SectionEditor
from ui.words import translate

_PAUSE_MS = 2_000
"""After the last key: what was typed is written."""
_LONGEST_MS = 10_000
"""Whoever types without a pause has it written after so long."""
_WIDTH_MAX = 780
"""Pixels at the usual size; longer lines are hard to read."""


class NarrativePage(QWidget):
    """Shows the sections; a `NarrativeView`."""

    undo_wanted = Signal()
    redo_wanted = Signal()
    locked_typed = Signal()
    zoom_wanted = Signal(int)
    """One step larger (1), one smaller (-1), or back to normal (0)."""

    def __init__(self, look: Look, zoomed: GridLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._zoomed = zoomed
        self._presenter: FormNarrative | None = None
        self._current = ""
        self.blocks: dict[str, SectionBlock] = {}
        """By section, as shown."""
        self._pause, self._longest = self._timer(_PAUSE_MS), self._timer(_LONGEST_MS)
        self._insert = Button(
            look, translate("Narrative", "Chèn số liệu"), self._on_insert, icon_name="insert", tip="Ctrl+I"
        )
        self._told = Words(look, font="small", color="secondary", elide=True)
        self._top = QWidget()
        head = QHBoxLayout(self._top)
        head.setContentsMargins(20, 12, 20, 8)
        head.setSpacing(8)
        head.addWidget(self._told, 1)
        head.addWidget(self._insert)
        self._sections = QVBoxLayout()
        self._sections.setContentsMargins(20, 4, 20, 20)
        self._sections.setSpacing(20)
        self._paper = inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._sections)
        column.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(translate("Narrative", "Lời văn của báo cáo"))
        self._inside = ground = QWidget()
        around = QHBoxLayout(ground)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(inside, 1)
        around.addStretch()
        around.setStretch(1, 0)
        self._scroll.setWidget(ground)
        for widget in (self._scroll, self._scroll.viewport(), ground, inside):
            widget.setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top)
        layout.addWidget(self._scroll, 1)
        self._add_shortcut("Ctrl+I", self._on_insert)
        for keys, step in (("Ctrl+=", 1), ("Ctrl++", 1), ("Ctrl+-", -1), ("Ctrl+0", 0)):
            self._add_shortcut(keys, partial(self.zoom_wanted.emit, step))
        zoomed.changed.connect(self._follow)
        self._follow()

    def _add_shortcut(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    @Slot()
    def _follow(self) -> None:
        for column in (self._top, self._paper):
            column.setMaximumWidth(self._zoomed.px(_WIDTH_MAX) + 40)

    def _timer(self, after_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(self.commit)
        return timer

    def open_with(self, presenter: FormNarrative) -> None:
        """Give the page its presenter."""
        self._presenter = presenter

    @property
    def presenter(self) -> FormNarrative:
        """The page's presenter."""
        assert self._presenter is not None
        return self._presenter

    def take_focus(self) -> None:
        """Give the keyboard to the section it was in last, else to the first."""
        block = self._block_in_hand()
        if block:
            block.editor.setFocus()

    def _block_in_hand(self) -> SectionBlock | None:
        return self.blocks.get(self._current) or next(iter(self.blocks.values()), None)

    @Slot()
    def commit(self) -> None:
        """Write what was typed."""
        self._pause.stop()
        self._longest.stop()
        if self._presenter:
            self._presenter.commit()

    # ---- NarrativeView: what the presenter shows ----------------------------------------------------

    def show_sections(self, sections: list[SectionShown]) -> None:
        if list(self.blocks) != [section.key for section in sections]:
            for block in self.blocks.values():
                self._sections.removeWidget(block)
                block.deleteLater()
            self.blocks = {section.key: self._make(section) for section in sections}
        else:
            for section in sections:
                self.section_changed(section, rewrite=True)
        editable = any(section.editable for section in sections)
        self._insert.setVisible(editable)
        self._told.setText(
            translate("Narrative", "Số liệu chèn vào lời văn luôn theo đúng số trong bảng.")
            if editable
            else translate("Narrative", "Số liệu trong lời văn là số trong bảng.")
        )

    def _make(self, section: SectionShown) -> SectionBlock:
        block = SectionBlock(self._look, self._zoomed, section)
        editor = block.editor
        block.start_wanted.connect(self._on_start)
        editor.typed.connect(partial(self._on_typed, section.key))
        editor.entered.connect(partial(self._on_entered, section.key))
        editor.left.connect(partial(self._on_left, section.key))
        editor.cursorPositionChanged.connect(partial(self._follow_cursor, editor))
        editor.undo_wanted.connect(self.undo_wanted)
        editor.redo_wanted.connect(self.redo_wanted)
        editor.locked_typed.connect(self.locked_typed)
        self._sections.addWidget(block)
        return block

    def section_changed(self, section: SectionShown, *, rewrite: bool) -> None:
        self.blocks[section.key].show_section(section, rewrite=rewrite)

    def go_to_section(self, key: str) -> None:
        block = self.blocks.get(key)
        if block:
            block.editor.setFocus()
            self._scroll.ensureWidgetVisible(block, 0, 12)

    def show_words(self, key: str, start: int, end: int) -> None:
        block, self._current = self.blocks[key], key
        # Whoever types what to find keeps the keyboard, and what an input method is composing there.
        if any(one.editor.hasFocus() for one in self.blocks.values()):
            block.editor.setFocus()
        if start >= 0:
            block.editor.select(start, end)
            self._show_cursor(block.editor)
        else:
            self._scroll.ensureWidgetVisible(block, 0, 12)

    # ---- what a person does -------------------------------------------------------------------------

    def _on_typed(self, key: str, text: str) -> None:
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()
        self.presenter.typed(key, text)

    def _on_entered(self, key: str) -> None:
        self._current = key
        self.presenter.entered(key)

    def _on_left(self, key: str) -> None:
        self.presenter.left(key)

    @Slot(str)
    def _on_start(self, key: str) -> None:
        self.presenter.start_from_previous(key)

    def _on_insert(self) -> None:
        block = self._block_in_hand()
        if block is None or block.editor.isReadOnly():
            return
        picker = FigurePicker(self._look, self.presenter.figures().matching, self.window())
        field = picker.chosen_field()
        picker.deleteLater()
        self.take_focus()
        block = self._block_in_hand()  # another one, or closed by now, if the report was opened again meanwhile
        if field and block is not None and not block.editor.isReadOnly():
            block.editor.insertPlainText(field)

    def _follow_cursor(self, editor: SectionEditor) -> None:
        if editor.hasFocus():
            self._show_cursor(editor)

    def _show_cursor(self, editor: SectionEditor) -> None:
        place = editor.mapTo(self._inside, QPoint(0, 0))
        box = editor.cursor_box.translated(place)
        self._scroll.ensureVisible(0, box.bottom(), 0, 12)
        self._scroll.ensureVisible(0, box.top(), 0, 12)
