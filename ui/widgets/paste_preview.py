"""What would be pasted: what there is to choose, what is lost, the cells to look at; then "Dán" or "Không dán"."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QRadioButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.look import Look
from ui.models.paste_lines import TONE, WRITTEN, PasteLinesModel
from ui.presenters.paste_question import Choice, PasteQuestion
from ui.presenters.phrases import Tone
from ui.theme import GAP, GROUP_GAP, STEP
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import Words, ink_of
from ui.widgets.one_stop import OneStop
from ui.words import translate

Index = QModelIndex | QPersistentModelIndex
_WIDTH = 840
_ANSWER, _SENTENCE = 208, 360
"""Widths of one answer and of what it answers, so that they stand below each other."""
_ROW, _ROWS, _FEW_ROWS = 28, 6, 4
"""Height of a line; lines in sight, and so many below several choices."""
_COLUMNS = (200, 152, 132)
"""Widths of the first columns; the last takes the rest."""


class PastePreviewDialog(QDialog):
    """Ask it with `answer()`."""

    def __init__(self, look: Look, question: PasteQuestion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._question = question
        self._rows: dict[str, _ChoiceRow] = {}
        title = translate("Paste", "Xem trước khi dán")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        self._summary = Words(look, color="secondary", wrap=True)
        self._choices = QWidget()
        self._choice_column = QVBoxLayout(self._choices)
        self._choice_column.setContentsMargins(0, 0, 0, 0)
        self._choice_column.setSpacing(GAP)
        self._told = Words(look, wrap=True, color="attention")
        self._model = PasteLinesModel(self)
        self._table = self._make_table()
        self._lines = Card(look)
        self._lines.column.addWidget(self._table)
        self._more = Words(look, font="small", color="secondary")
        self._yes = Button(look, translate("Paste", "Dán"), self.accept, kind="primary")
        self._yes.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self._more, 1)
        buttons.addWidget(Button(look, translate("Paste", "Không dán"), self.reject))
        buttons.addWidget(self._yes)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(GROUP_GAP)
        head = QVBoxLayout()
        head.setSpacing(STEP)
        head.addWidget(Words(look, title, font="section"))
        head.addWidget(self._summary)
        layout.addLayout(head)
        layout.addWidget(self._choices)
        layout.addWidget(self._told)
        layout.addWidget(self._lines)
        layout.addLayout(buttons)
        self._show()
        first = next(iter(self._rows.values()), None)
        if first is not None:
            first.take_focus()
        else:
            self._yes.setFocus()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self._model)
        table.setItemDelegate(_LineDelegate(self._look, table))
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, columns = table.verticalHeader(), table.horizontalHeader()
        rows.hide()
        rows.setDefaultSectionSize(_ROW)
        columns.setFont(self._look.fonts.small)
        columns.setHighlightSections(False)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for at, width in enumerate(_COLUMNS):
            columns.resizeSection(at, width)
        columns.setStretchLastSection(True)
        for part in (table, rows, columns):
            part.setAccessibleName(translate("Paste", "Các ô cần xem"))
        return table

    def _show(self) -> None:
        preview = self._question.preview()
        self._summary.setText(preview.summary)
        shown = {choice.key: choice for choice in preview.choices}
        for choice in preview.choices:
            if choice.key not in self._rows:
                row = self._rows[choice.key] = _ChoiceRow(self._look, choice)
                row.chosen.connect(self._on_chosen)
                self._choice_column.addWidget(row)
        for key, row in self._rows.items():
            row.setVisible(key in shown)
            if key in shown:
                row.show_choice(shown[key])
        self._choices.setVisible(bool(shown))
        self._told.setText("\n".join(preview.told))
        self._told.setVisible(bool(preview.told))
        self._model.show(preview.lines)
        self._lines.setVisible(bool(preview.lines))
        height = self._table.horizontalHeader().sizeHint().height()
        rows = _ROWS if len(shown) < _FEW_ROWS else _FEW_ROWS
        self._table.setFixedHeight(height + _ROW * min(len(preview.lines), rows) + 2)
        self._more.setText(preview.more)
        self._yes.setEnabled(preview.can_paste)
        self.setFixedHeight(self._layout.totalHeightForWidth(_WIDTH))

    def _on_chosen(self, key: str, option: str) -> None:
        self._question.choose(key, option)
        self._show()

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says, but for the table."""
        shown = [row.text for row in self._rows.values() if not row.isHidden()]
        return (self._summary.text(), *shown, *self._told.text().splitlines())

    def answer(self) -> bool:
        """Whether to paste."""
        return self.exec() == QDialog.DialogCode.Accepted


class _ChoiceRow(QWidget):
    """A sentence and two answers to it."""

    chosen = Signal(str, str)

    def __init__(self, look: Look, choice: Choice) -> None:
        super().__init__()
        self._key = choice.key
        self._words = Words(look, wrap=True)
        self._group = QButtonGroup(self)
        self._words.setFixedWidth(_SENTENCE)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(GAP)
        layout.addWidget(self._words, 0, 0)
        for at, option in enumerate(choice.options, start=1):
            button = QRadioButton()
            button.setProperty("value", option.key)
            self._group.addButton(button, at)
            layout.setColumnMinimumWidth(at, _ANSWER)
            layout.addWidget(button, 0, at, Qt.AlignmentFlag.AlignLeft)
        layout.setColumnStretch(len(choice.options) + 1, 1)
        self._stop = OneStop(self._group)
        self.show_choice(choice)
        self._group.idToggled.connect(self._on_toggled)

    def show_choice(self, choice: Choice) -> None:
        """The same choice as it stands now."""
        self._words.setText(choice.text)
        self._words.setFixedHeight(self._words.heightForWidth(_SENTENCE))
        self.setAccessibleName(choice.text)
        self._group.blockSignals(True)
        for button, option in zip(self._group.buttons(), choice.options, strict=True):
            button.setText(option.text)
            button.setAccessibleName(f"{choice.text} {option.text}")
            button.setChecked(option.key == choice.chosen)
        self._group.blockSignals(False)
        self._stop.follow()

    def take_focus(self) -> None:
        """Give the keyboard to the answer in force."""
        button = self._group.checkedButton()
        if button is not None:
            button.setFocus()

    @property
    def text(self) -> str:
        """Its sentence."""
        return self._words.text()

    def _on_toggled(self, at: int, checked: bool) -> None:
        if checked:
            self.chosen.emit(self._key, str(self._group.button(at).property("value")))


class _LineDelegate(QStyledItemDelegate):
    """A hairline under each row; what is written in the colour of its tone."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.column() == WRITTEN:
            tone = Tone(index.data(TONE))
            palette = QPalette(option.palette)
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                palette.setColor(role, ink_of(self._look, tone))
            option.palette = palette

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRect(option.rect)
        # The words begin where the header's do.
        option.rect = box.adjusted(9 if index.column() == 0 else -3, 0, -8, 0)
        super().paint(painter, option, index)
        painter.setPen(self._look.hairline())
        painter.drawLine(box.bottomLeft(), box.bottomRight())
