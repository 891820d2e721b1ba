"""Cài đặt: language, theme, zoom, density, synchronising, this computer, help. Each choice holds at once."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTime, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from ui.bridge.sync_wishes import SyncWishes
from ui.look import Look
from ui.settings import Settings
from ui.theme import GAP, GROUP_GAP, Density, ThemeMode
from ui.translation import LANGUAGES
from ui.views.page import Page
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import Words
from ui.widgets.office_network import OfficeNetworkCard
from ui.widgets.one_stop import OneStop
from ui.widgets.this_computer import ThisComputerCard
from ui.widgets.update_card import UpdateCard
from ui.words import translate

_ZOOMS = (90, 100, 110, 125, 150)
"""Percent; others are reached by key."""
_RING = 6
"""What a round button's focus ring needs on its left; the words above stand over the circle, not over the ring."""


class _Choice(QWidget):
    """A question with a few answers side by side."""

    chosen = Signal(str)

    def __init__(self, look: Look, title: str, hint: str, answers: Sequence[tuple[str, str]], current: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for words in (Words(look, title, font="strong"), Words(look, hint, font="small", color="secondary", wrap=True)):
            words.setContentsMargins(_RING, 0, 0, 0)
            layout.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(20 - _RING)
        for at, (value, name) in enumerate(answers):
            button = QRadioButton(name)
            button.setAccessibleName(f"{title}: {name}")
            button.setProperty("value", value)
            button.setChecked(value == current)
            self._group.addButton(button, at)
            row.addWidget(button)
        row.addStretch()
        layout.addLayout(row)
        OneStop(self._group)
        self._group.idClicked.connect(self._on_clicked)

    def show_answer(self, value: str) -> None:
        """The answer in force, which somebody may have given elsewhere; none where it is not among these."""
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(button.property("value") == value)
        self._group.setExclusive(True)

    def _on_clicked(self, at: int) -> None:
        self.chosen.emit(str(self._group.button(at).property("value")))


class _SyncCard(Card):
    """What goes by itself, and when not."""

    _YES, _NO = "yes", "no"

    def __init__(self, look: Look, sync: SyncWishes) -> None:
        super().__init__(look, padding=20, spacing=GROUP_GAP)
        self.column.setContentsMargins(20 - _RING, 20, 20, 20)
        self._sync = sync
        choices = sync.choices
        self._what = _Choice(
            look,
            translate("Settings", "Đồng bộ những gì"),
            translate("Settings", "Mạng chậm thì để tệp đính kèm chờ; số liệu và báo cáo luôn được đồng bộ."),
            [
                (self._NO, translate("Settings", "Cả tệp đính kèm")),
                (self._YES, translate("Settings", "Chỉ báo cáo")),
            ],
            self._said(choices.reports_only),
        )
        self._quiet = _Choice(
            look,
            translate("Settings", "Giờ yên lặng"),
            translate("Settings", "Trong giờ này máy không tự đồng bộ, trừ báo cáo đã chốt, đã ký hoặc đã bấm gửi."),
            [(self._NO, translate("Settings", "Không đặt")), (self._YES, translate("Settings", "Hằng ngày"))],
            self._said(choices.quiet_hours),
        )
        self._what.chosen.connect(self._on_what)
        self._quiet.chosen.connect(self._on_quiet)
        self._from = self._make_time(look, translate("Settings", "Giờ yên lặng, từ"), choices.quiet_from)
        self._to = self._make_time(look, translate("Settings", "Giờ yên lặng, đến"), choices.quiet_to)
        self.column.addWidget(self._what)
        self.column.addWidget(self._quiet)
        self.column.addLayout(self._lay_times(look))
        self._follow()

    def _said(self, wished: bool) -> str:
        return self._YES if wished else self._NO

    def _make_time(self, look: Look, name: str, minute: int) -> QTimeEdit:
        field = QTimeEdit(QTime(minute // 60 % 24, minute % 60))
        field.setDisplayFormat("HH:mm")
        field.setFont(look.fonts.body)
        field.setFixedWidth(72)
        field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        field.setAccessibleName(name)
        field.setKeyboardTracking(False)  # a time holds when it has been typed whole
        field.timeChanged.connect(self._on_times)
        return field

    def _lay_times(self, look: Look) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(_RING, 0, 0, 0)
        row.setSpacing(GAP)
        for word, field in (
            (translate("Settings", "từ"), self._from),
            (translate("Settings", "đến"), self._to),
        ):
            label: QLabel = Words(look, word, color="secondary")
            row.addWidget(label)
            row.addWidget(field)
        row.addStretch()
        return row

    def _follow(self) -> None:
        for field in (self._from, self._to):
            field.setEnabled(self._sync.choices.quiet_hours)

    def _on_what(self, value: str) -> None:
        self._sync.keep(replace(self._sync.choices, reports_only=value == self._YES))

    def _on_quiet(self, value: str) -> None:
        self._sync.keep(replace(self._sync.choices, quiet_hours=value == self._YES))
        self._follow()

    @Slot()
    def _on_times(self) -> None:
        start, end = (field.time().hour() * 60 + field.time().minute() for field in (self._from, self._to))
        self._sync.keep(replace(self._sync.choices, quiet_from=start, quiet_to=end))


def _scrolled(ground: QWidget) -> QScrollArea:
    """Where all of it can be reached on a small screen too: what is new in a version needs some lines."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(translate("Settings", "Các lựa chọn"))
    area.setWidget(ground)
    for widget in (area, area.viewport(), ground):
        widget.setAutoFillBackground(False)
    return area


class SettingsPage(Page):
    """The page."""

    language_chosen = Signal(str)
    guide_wanted = Signal()
    help_wanted = Signal()

    def __init__(
        self,
        look: Look,
        settings: Settings,
        sync: SyncWishes,
        updates: UpdateCard,
        computer: ThisComputerCard,
        network: OfficeNetworkCard | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, translate("Settings", "Cài đặt"), parent)
        self._settings = settings
        choices = settings.choices
        card = Card(look, padding=20, spacing=GROUP_GAP)
        card.column.setContentsMargins(20 - _RING, 20, 20, 20)
        card.setMaximumWidth(720)
        language = _Choice(
            look,
            translate("Settings", "Ngôn ngữ"),
            translate("Settings", "Lời trong chương trình. Biểu mẫu và số liệu giữ nguyên như ban hành."),
            list(LANGUAGES.items()),
            choices.language,
        )
        theme = _Choice(
            look,
            translate("Settings", "Giao diện"),
            translate("Settings", "Máy đặt độ tương phản cao thì chương trình theo màu của máy."),
            [
                (ThemeMode.SYSTEM, translate("Settings", "Theo máy")),
                (ThemeMode.LIGHT, translate("Settings", "Sáng")),
                (ThemeMode.DARK, translate("Settings", "Tối")),
            ],
            choices.theme,
        )
        density = _Choice(
            look,
            translate("Settings", "Chiều cao dòng"),
            translate("Settings", "Trong bảng nhập số."),
            [
                (Density.COMPACT, translate("Settings", "Thấp")),
                (Density.NORMAL, translate("Settings", "Vừa")),
                (Density.ROOMY, translate("Settings", "Cao")),
            ],
            choices.density,
        )
        zoom = _Choice(
            look,
            translate("Settings", "Cỡ chữ trong bảng"),
            translate("Settings", "Khi đang ở trong bảng: Ctrl+dấu cộng, Ctrl+dấu trừ; Ctrl+0 trở về 100%."),
            [(str(percent), f"{percent}%") for percent in sorted({*_ZOOMS, choices.zoom})],
            str(choices.zoom),
        )
        language.chosen.connect(self._on_language)
        zoom.chosen.connect(self._on_zoom)
        self._zoom = zoom
        theme.chosen.connect(self._on_theme)
        density.chosen.connect(self._on_density)
        for choice in (language, theme, zoom, density):
            card.column.addWidget(choice)
        synchronising = _SyncCard(look, sync)
        synchronising.setMaximumWidth(720)
        self.network = network
        self.updates = updates
        self.computer = computer
        words = QHBoxLayout()
        words.setSpacing(GAP)
        words.addWidget(Button(look, translate("Settings", "Xem lại ba bước đầu"), self.guide_wanted.emit))
        words.addWidget(Button(look, translate("Settings", "Hướng dẫn (F1)"), self.help_wanted.emit, icon_name="help"))
        words.addStretch()
        left, right = QVBoxLayout(), QVBoxLayout()
        for part in (updates, computer, network):
            if part is not None:
                part.setMaximumWidth(720)
        left.addWidget(card)
        left.addSpacing(GROUP_GAP)
        left.addWidget(computer)
        left.addSpacing(GROUP_GAP)
        left.addLayout(words)
        right.addWidget(synchronising)
        right.addSpacing(GROUP_GAP)
        right.addWidget(updates)
        if network is not None:
            right.addSpacing(GROUP_GAP)
            right.addWidget(network)
        ground = QWidget()
        columns = QHBoxLayout(ground)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(GROUP_GAP)
        for column in (left, right):
            column.setSpacing(0)
            column.addStretch()
            columns.addLayout(column, 1)
        self.column.addWidget(_scrolled(ground), 1)

    def close_page(self) -> None:
        self.updates.close_page()
        self.computer.close_page()
        if self.network is not None:
            self.network.close_page()

    def refresh(self) -> None:
        self.computer.refresh()
        self._zoom.show_answer(str(self._settings.choices.zoom))

    def _on_language(self, value: str) -> None:
        self._settings.keep(replace(self._settings.choices, language=value))
        self.language_chosen.emit(value)

    def _on_theme(self, value: str) -> None:
        self._settings.keep(replace(self._settings.choices, theme=value))
        self.look.choose(mode=ThemeMode(value))

    def _on_zoom(self, value: str) -> None:
        self._settings.keep(replace(self._settings.choices, zoom=int(value)))

    def _on_density(self, value: str) -> None:
        self._settings.keep(replace(self._settings.choices, density=value))
        self.look.choose(density=Density(value))
