"""The rail: the places of the program, an icon and a word each, and how many things wait there."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from ui.icons import paint_icon
from ui.look import Look
from ui.widgets.one_stop import OneStop

WIDTH = 56
_WORDS = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class _Place(QAbstractButton):
    def __init__(self, look: Look, name: str, icon_name: str, shortcut: str) -> None:
        super().__init__()
        self._look = look
        self._icon_name = icon_name
        self._count = 0
        self._hovered = False
        self.setText(name)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({shortcut})")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        look.changed.connect(self.update)

    def show_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(f"{self.text()} ({count})" if count else self.text())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 66)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._hovered = False
        self.update()
        super().leaveEvent(event)  # type: ignore[arg-type]  # Qt's own event, passed on

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 1, -3, -1)
        if look.plain and self.isChecked():
            painter.fillRect(QRectF(0, box.top(), 4, box.height()), look.color("accent"))
        elif self.isChecked() or self._hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_tint" if self.isChecked() else "neutral_tint"))
            painter.drawRoundedRect(box, 6, 6)
        ink = look.color("accent" if self.isChecked() and not look.plain else "secondary")
        painter.setFont(look.fonts.tiny)
        room = QRectF(3, 0, self.width() - 7, 60)
        words = QFontMetricsF(look.fonts.tiny).boundingRect(room, _WORDS, self.text()).height()
        top = (self.height() - 20 - 3 - words) / 2
        paint_icon(painter, self._icon_name, QRectF(self.width() / 2 - 10.5, top, 20, 20), ink)
        painter.setPen(ink)
        painter.drawText(room.translated(0, top + 23), _WORDS, self.text())
        if self._count:
            self._paint_count(painter)
        if self.hasFocus():
            painter.setPen(QPen(look.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 6, 6)  # round the words, not over them

    def _paint_count(self, painter: QPainter) -> None:
        look = self._look
        painter.setFont(look.fonts.tiny)
        text = str(self._count) if self._count < 100 else "99+"
        width = max(16, painter.fontMetrics().horizontalAdvance(text) + 8)
        badge = QRectF(self.width() / 2 + 3, 5, width, 16)
        painter.setPen(QPen(look.color("surface"), 1.5))
        painter.setBrush(look.color("error"))
        painter.drawRoundedRect(badge, 8, 8)
        painter.setPen(look.color("surface"))
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), text)


class Rail(QWidget):
    """The places, top to bottom. `chosen(name)` when one is pressed."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._places: dict[str, _Place] = {}
        self._names: list[str] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        self._stop = OneStop(self._group, Qt.FocusPolicy.TabFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 8)
        self._column.setSpacing(2)
        self._column.addStretch()
        self.setFixedWidth(WIDTH)
        look.changed.connect(self.update)

    def add(self, name: str, title: str, icon_name: str, *, last: bool = False) -> None:
        """Another place; the last stands at the bottom."""
        keys = f"Ctrl+{len(self._names) + 1}"
        place = _Place(self._look, title, icon_name, keys)
        # Not the button's own shortcut: that one clicks a tenth of a second later.
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(place.click)
        self._group.addButton(place, len(self._names))
        self._stop.follow()
        self._places[name] = place
        self._names.append(name)
        if last:
            self._column.addWidget(place)
        else:
            self._column.insertWidget(len(self._names) - 1, place)

    def show_chosen(self, name: str) -> None:
        """Mark where the person is."""
        if name in self._places:
            self._places[name].setChecked(True)

    def focus_chosen(self) -> None:
        """Move the keyboard to the place the person is in."""
        button = self._group.checkedButton()
        if button:
            button.setFocus()

    def show_count(self, name: str, count: int) -> None:
        """How many things wait there."""
        if name in self._places:
            self._places[name].show_count(count)

    def _on_clicked(self, at: int) -> None:
        self.chosen.emit(self._names[at])

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._look.fill(painter, self.rect(), "surface")
        painter.setPen(self._look.hairline())
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
