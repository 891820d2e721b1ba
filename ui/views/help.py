"""F1: a short page about the place one is in, in a sheet at the window's right edge."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from app.resources import resource_path
from ui.look import Look
from ui.theme import GAP
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.words import SOURCE_LANGUAGE, language, translate

WIDTH = 400
_EDGE = 20
_KEYS_AND_WORDS = (42, 58)
"""Percent of the width."""


def help_text(place: str) -> str:
    """The page about a place, in Markdown and the chosen language."""
    path = resource_path("help", language(), f"{place}.md")
    if not path.is_file():
        path = resource_path("help", SOURCE_LANGUAGE, f"{place}.md")
    return path.read_text(encoding="utf-8")


class HelpSheet(QWidget):
    """The sheet. F1 and Escape close it; the keyboard then goes back to where it was."""

    closed = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._came_from: QWidget | None = None
        self.place = ""
        """What it is about."""
        title = translate("Help", "Hướng dẫn")
        self.setAccessibleName(title)
        self._page = QTextBrowser()
        self._page.setFrameShape(QFrame.Shape.NoFrame)
        self._page.setAccessibleName(title)
        self._page.setOpenLinks(False)
        self._page.document().setDocumentMargin(0)
        self._page.viewport().setAutoFillBackground(False)
        self._page.installEventFilter(self)
        head = QHBoxLayout()
        head.addWidget(Words(look, title, font="small_strong", color="secondary"), 1)
        head.addWidget(
            Button(look, "", self.close_sheet, kind="quiet", icon_name="close", tip=translate("Help", "Đóng (Esc)"))
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, 12, 12, 12)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self._page, 1)
        parent.installEventFilter(self)
        look.changed.connect(self._write)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._page.toPlainText()

    def open_at(self, place: str) -> None:
        """Say what a place is for, and take the keyboard."""
        if self.isHidden():
            self._came_from = self.window().focusWidget()
        self.place = place
        self._write()
        self._lie()
        self.show()
        self.raise_()
        self._page.setFocus()

    def close_sheet(self) -> None:
        """Put it away."""
        if self.isHidden():
            return
        focused = self.window().focusWidget() or self.window()  # type: ignore[truthy-bool]  # None without a focus
        had_focus = self.isAncestorOf(focused)
        self.hide()
        if had_focus and self._came_from is not None:
            self._came_from.setFocus()
        self._came_from = None
        self.closed.emit()

    def _write(self) -> None:
        if not self.place:
            return
        look, document = self._look, self._page.document()
        self._page.setMarkdown(help_text(self.place))
        document.setDefaultFont(look.fonts.body)
        self._dress_words()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._dress_table(frame)
        self._page.moveCursor(QTextCursor.MoveOperation.Start)

    def _dress_words(self) -> None:
        block = self._page.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            shape = block.blockFormat()
            shape.setLineHeight(130, 1)  # percent of the line
            if shape.headingLevel():
                letters = QTextCharFormat()
                letters.setFont(self._look.fonts.section)
                cursor.setCharFormat(letters)
            else:
                self._soften(block)
            if cursor.currentTable() is None:
                shape.setBottomMargin(8)
            QTextCursor(block).setBlockFormat(shape)
            block = block.next()

    def _soften(self, block: QTextBlock) -> None:
        """What is bold becomes semibold: the type in use has no bolder cut, and Qt would draw it twice."""
        letters = QTextCharFormat()
        letters.setFontWeight(QFont.Weight.DemiBold)
        bold, pieces = [], block.begin()
        while not pieces.atEnd():
            piece = pieces.fragment()
            if piece.charFormat().fontWeight() > QFont.Weight.DemiBold:
                bold.append((piece.position(), piece.position() + piece.length()))
            pieces += 1
        cursor = QTextCursor(block)
        for start, end in bold:
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(letters)

    def _dress_table(self, table: QTextTable) -> None:
        """Hairlines between the rows, no boxes."""
        shape = table.format()
        shape.setBorder(0)
        shape.setCellSpacing(0)
        shape.setCellPadding(4)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        shape.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, share) for share in _KEYS_AND_WORDS]
        )
        table.setFormat(shape)
        for row in range(table.rows()):
            for column in range(table.columns()):
                cell = table.cellAt(row, column)
                inside = cell.format().toTableCellFormat()
                inside.setBottomBorder(1)
                inside.setBottomBorderBrush(self._look.color("hairline"))
                inside.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                cell.setFormat(inside)

    def _lie(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.width() - WIDTH, 0, WIDTH, parent.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget():
            if event.type() is QEvent.Type.Resize and not self.isHidden():
                self._lie()
        elif event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._look.color("raised"))
        is_read = self._page.hasFocus()
        edge = QRectF(0, 0, 2 if is_read else 1, self.height())
        painter.fillRect(edge, self._look.color("accent" if is_read else "strong"))
