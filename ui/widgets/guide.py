"""The first three steps, for who opens the program for the first time; they block nothing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import Words
from ui.words import translate


class GuideCard(Card):
    """The steps side by side. `read` when the person has seen enough of them."""

    read = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, padding=16, spacing=12, parent=parent)
        title = translate("Guide", "Ba bước để gửi một báo cáo")
        self.setAccessibleName(title)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Words(look, title, font="section"), 1)
        head.addWidget(Words(look, translate("Guide", "F1: hướng dẫn ở mọi nơi"), font="small", color="secondary"))
        head.addWidget(Button(look, translate("Guide", "Đã hiểu"), self.read.emit))
        steps = QHBoxLayout()
        steps.setSpacing(20)
        for number, (name, sentence) in enumerate(_steps(), start=1):
            steps.addWidget(_Step(look, number, name, sentence), 1)
        self.column.addLayout(head)
        self.column.addLayout(steps)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)


def _steps() -> tuple[tuple[str, str], ...]:
    return (
        (
            translate("Guide", "Mở việc đến hạn"),
            translate("Guide", "Chọn một dòng bên dưới rồi nhấn Enter. Việc gấp nhất đứng trên cùng."),
        ),
        (
            translate("Guide", "Điền số, kiểm tra"),
            translate("Guide", "Gõ số rồi Enter, số được lưu ngay trên máy này. Xong thì nhấn F9 để kiểm tra."),
        ),
        (
            translate("Guide", "Chốt và gửi"),
            translate("Guide", "Chốt rồi Gửi. Chưa có mạng thì báo cáo chờ và tự đi; có biên nhận mới là đã gửi."),
        ),
    )


class _Step(QWidget):
    def __init__(self, look: Look, number: int, name: str, sentence: str) -> None:
        super().__init__()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Words(look, name, font="strong"))
        words.addWidget(Words(look, sentence, color="secondary", wrap=True))
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(_Number(look, number), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)


class _Number(QWidget):
    def __init__(self, look: Look, number: int) -> None:
        super().__init__()
        self._look = look
        self._number = number
        self.setFixedSize(QSize(28, 28))
        look.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plain = self._look.plain
        painter.setPen(self._look.color("text") if plain else Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color("accent_tint"))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawEllipse(box)
        painter.setPen(self._look.color("text" if plain else "accent"))
        painter.setFont(self._look.fonts.strong)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(self._number))
