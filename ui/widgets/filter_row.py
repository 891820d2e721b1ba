"""Above a list of reports: chips to choose by, and the form."""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace
from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QComboBox, QSizePolicy, QWidget

from ui.icons import paint_icon
from ui.look import Look
from ui.presenters.phrases import Tone
from ui.presenters.report_filters import FilterOffer, ReportFilter
from ui.widgets.flow import FlowRow
from ui.widgets.labels import chip_width, ink_of, tint_of
from ui.words import translate

_HEIGHT, _LINE = 28, 32
"""Of a chip, and of a line of them: as high with the list of forms as without."""
_FORM_WIDTH, _FORM_LEAST = 260, 140


class FilterChip(QAbstractButton):
    """A chip that is on or off; on it is filled and ticked."""

    def __init__(self, look: Look, name: str, tone: Tone) -> None:
        super().__init__()
        self.name = name
        self._look = look
        self._tone = tone
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_count(self, count: int, tone: Tone) -> None:
        """How many reports it would leave."""
        self._tone = tone
        self.setText(f"{self.name} {count}")
        self.setAccessibleName(f"{self.name} ({count})")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._look, self._shown()) + 4, _HEIGHT)

    def _shown(self) -> str:
        return f"✓ {self.text()}" if self.isChecked() else self.text()

    def nextCheckState(self) -> None:
        super().nextCheckState()
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, is_on = self._look, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.hasFocus():
            painter.setPen(QPen(look.color("accent"), 2))
        else:
            painter.setPen(QPen(ink_of(look, self._tone) if is_on else look.color("strong"), 1))
        painter.setBrush(tint_of(look, self._tone) if is_on else look.color("surface"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(ink_of(look, self._tone) if is_on else look.color("text"))
        painter.setFont(look.fonts.small)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._shown())


class _FormChoice(QComboBox):
    """A list to choose from, with its arrow."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setMinimumWidth(_FORM_LEAST)
        self.setMaximumWidth(_FORM_WIDTH)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._look.plain:  # the system's own style draws one
            box = QRectF(self.width() - 26, (self.height() - 16) / 2, 16, 16)
            paint_icon(QPainter(self), "down", box, self._look.color("secondary"))


class FilterRow(QWidget):
    """The row. `chosen(filter)` when a person chooses; Escape takes every choice back."""

    chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._filter = ReportFilter()
        self._chips: dict[str, FilterChip] = {}
        self._late = self._make_chip(translate("Filter", "Quá hạn"), Tone.ERROR)
        self._forms = _FormChoice(look)
        self._forms.setAccessibleName(translate("Filter", "Biểu"))
        self._forms.activated.connect(self._on_form)
        # However many states there are, the row never makes the window wider than its screen.
        self._row = FlowRow(self, _LINE)
        self._row.insert(0, self._late)
        self._row.set_end(self._forms)
        self.hide()

    def _make_chip(self, name: str, tone: Tone) -> FilterChip:
        chip = FilterChip(self._look, name, tone)
        chip.clicked.connect(self._on_chip)
        return chip

    @property
    def chips(self) -> list[FilterChip]:
        """Those in sight, left to right."""
        return [chip for chip in (self._late, *self._chips.values()) if not chip.isHidden()]

    def show_offer(self, offer: FilterOffer) -> None:
        """What there is to choose; a chip that stays keeps the focus."""
        self._filter = offer.chosen
        self._late.show_count(offer.late, Tone.ERROR)
        self._late.setChecked(offer.chosen.late)
        self._late.setVisible(bool(offer.late or offer.chosen.late))
        wanted = [state for state, _, _ in offer.states]
        for state in [state for state in self._chips if state not in wanted]:
            gone = self._chips.pop(state)
            self._row.removeWidget(gone)
            gone.deleteLater()
        for place, (state, tone, count) in enumerate(offer.states, start=1):
            chip = self._chips.get(state)
            if chip is None:
                chip = self._chips[state] = self._make_chip(state, tone)
            chip.setChecked(state in offer.chosen.states)
            chip.show_count(count, tone)
            if self._row.indexOf(chip) != place:
                self._row.insert(place, chip)
                chip.show()
        self._chips = {state: self._chips[state] for state in wanted}
        self._show_forms(offer)
        self._order_tabs()
        self.setVisible(offer.is_worth_showing)

    def _show_forms(self, offer: FilterOffer) -> None:
        named = ((" · ".join(part for part in (code, title) if part), code) for code, title in offer.forms)
        items = [(translate("Filter", "Mọi biểu"), ""), *named]
        shown = [(self._forms.itemText(at), self._forms.itemData(at)) for at in range(self._forms.count())]
        if items != shown:
            self._forms.clear()
            for text, code in items:
                self._forms.addItem(text, code)
        self._forms.setCurrentIndex([code for _, code in items].index(offer.chosen.form))
        self._forms.setVisible(len(offer.forms) > 1)

    def _order_tabs(self) -> None:
        order: list[QWidget] = [self._late, *self._chips.values(), self._forms]
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)

    @Slot()
    def _on_chip(self) -> None:
        states = frozenset(state for state, chip in self._chips.items() if chip.isChecked())
        self.chosen.emit(replace(self._filter, states=states, late=self._late.isChecked()))

    @Slot(int)
    def _on_form(self, at: int) -> None:
        self.chosen.emit(replace(self._filter, form=str(self._forms.itemData(at))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._filter.is_on:
            self.chosen.emit(ReportFilter())
        else:
            super().keyPressEvent(event)
