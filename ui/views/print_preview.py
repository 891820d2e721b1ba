"""The report before it is printed: its pages, and what to do with them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.documents.pdf.pages import PAGE_HEIGHT, PAGE_WIDTH, Pages
from ui.look import Look
from ui.presenters.phrases import Tone
from ui.presenters.printing import PrintPreview
from ui.widgets.buttons import Button
from ui.widgets.labels import ChipLabel, Words
from ui.words import translate

_WIDTH, _HEIGHT, _EDGE, _PAGE_LEAST = 880, 680, 32, 280


class PagePreview(QWidget):
    """One page, as large as there is room; Page Up and Page Down turn it."""

    def __init__(self, look: Look, pages: Pages, turned: Callable[[], None]) -> None:
        super().__init__()
        self._look = look
        self._pages = pages
        self._turned = turned
        self.number = 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(_PAGE_LEAST)
        self._tell()

    def turn(self, step: int) -> None:
        """Show the page so many further on; the first and the last are the ends."""
        number = min(max(self.number + step, 1), len(self._pages))
        if number != self.number:
            self.number = number
            self._tell()
            self._turned()
            self.update()

    def _tell(self) -> None:
        said = translate("Print", "Trang {number}/{count}").format(number=self.number, count=len(self._pages))
        self.setAccessibleName(said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_PageDown: 1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Home: -len(self._pages),
            Qt.Key.Key_End: len(self._pages),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turn(step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.turn(-1 if event.angleDelta().y() > 0 else 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        scale = min((self.width() - 4) / PAGE_WIDTH, (self.height() - 4) / PAGE_HEIGHT)
        width, height = PAGE_WIDTH * scale, PAGE_HEIGHT * scale
        left, top = (self.width() - width) / 2, (self.height() - height) / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper = QRectF(left, top, width, height)
        painter.fillRect(paper, Qt.GlobalColor.white)
        painter.save()
        painter.translate(left, top)
        painter.scale(scale, scale)
        self._pages.paint(painter, self.number)
        painter.restore()
        painter.setPen(QPen(self._look.color("accent"), 2) if self.hasFocus() else self._look.hairline("strong"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(paper)


class PrintDialog(QDialog):
    """The pages and what to do with them."""

    def __init__(
        self,
        look: Look,
        preview: PrintPreview,
        *,
        keep: Callable[[Pages], None],
        send: Callable[[Pages, QWidget], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keep, self._send = keep, send
        self.pages = Pages(preview.paper)
        title = translate("Print", "In báo cáo")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        self.resize(_WIDTH, min(_HEIGHT, parent.height() - _EDGE) if parent else _HEIGHT)
        self.page = PagePreview(look, self.pages, self._on_turned)
        self._count = Words(look, font="small", color="secondary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        layout.addLayout(self._make_head(look, preview))
        layout.addWidget(self.page, 1)
        layout.addLayout(self._make_foot(look))
        self._on_turned()
        self._print.setFocus()

    def _make_head(self, look: Look, preview: PrintPreview) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Words(look, preview.title, font="section", elide=True))
        note = Words(look, preview.note, font="small", wrap=True)
        note.set_tone(preview.note_tone)
        words.addWidget(note)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(words, 1)
        if preview.paper.is_draft:
            chip = ChipLabel(look)
            chip.show_chip(translate("Print", "Bản nháp"), Tone.ATTENTION)
            head.addWidget(chip)
        return head

    def _make_foot(self, look: Look) -> QHBoxLayout:
        before = translate("Print", "Trang trước (Page Up)")
        after = translate("Print", "Trang sau (Page Down)")
        self._before = Button(look, "", self._on_before, kind="quiet", icon_name="back", tip=before)
        self._after = Button(look, "", self._on_after, kind="quiet", icon_name="forward", tip=after)
        self._print = Button(look, translate("Print", "In…"), self._on_print, kind="primary")
        self._print.setDefault(True)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for widget in (self._before, self._count, self._after):
            foot.addWidget(widget)
        foot.addStretch()
        foot.addWidget(Button(look, translate("Print", "Đóng"), self.reject))
        foot.addWidget(Button(look, translate("Print", "Lưu PDF…"), self._on_keep))
        foot.addWidget(self._print)
        return foot

    def _on_turned(self) -> None:
        number, count = self.page.number, len(self.pages)
        self._count.setText(translate("Print", "Trang {number}/{count}").format(number=number, count=count))
        several = count > 1
        for widget in (self._before, self._after):
            widget.setVisible(several)
        self._before.setEnabled(number > 1)
        self._after.setEnabled(number < count)

    def _on_before(self) -> None:
        self.page.turn(-1)

    def _on_after(self) -> None:
        self.page.turn(1)

    def _on_print(self) -> None:
        self._send(self.pages, self)

    def _on_keep(self) -> None:
        self._keep(self.pages)
