"""Cài đặt: language, theme, zoom, density, help. Each choice holds at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ui.look import Look
from ui.settings import Settings
from ui.theme import GAP, GROUP_GAP, Density, ThemeMode
from ui.translation import LANGUAGES
from ui.views.page import Page
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import Words
from ui.words import translate

_ZOOMS = (90, 100, 110, 125, 150)
"""Percent; others are reached by key."""


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
        layout.addWidget(Words(look, title, font="strong"))
        layout.addWidget(Words(look, hint, font="small", color="secondary", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(20)
        for at, (value, name) in enumerate(answers):
            button = QRadioButton(name)
            button.setAccessibleName(f"{title}: {name}")
            button.setProperty("value", value)
            button.setChecked(value == current)
            self._group.addButton(button, at)
            row.addWidget(button)
        row.addStretch()
        layout.addLayout(row)
        self._group.idClicked.connect(self._on_clicked)

    def show_answer(self, value: str) -> None:
        """The answer in force, which somebody may have given elsewhere; none where it is not among these."""
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(button.property("value") == value)
        self._group.setExclusive(True)

    def _on_clicked(self, at: int) -> None:
        self.chosen.emit(str(self._group.button(at).property("value")))


class SettingsPage(Page):
    """The page."""

    language_chosen = Signal(str)
    guide_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, look: Look, settings: Settings, version: str, parent: QWidget | None = None) -> None:
        super().__init__(look, translate("Settings", "Cài đặt"), parent)
        self._settings = settings
        choices = settings.choices
        card = Card(look, padding=20, spacing=GROUP_GAP)
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
            translate("Settings", "Độ dày của dòng"),
            translate("Settings", "Chiều cao dòng trong bảng nhập số."),
            [
                (Density.COMPACT, translate("Settings", "Dày")),
                (Density.NORMAL, translate("Settings", "Vừa")),
                (Density.ROOMY, translate("Settings", "Thoáng")),
            ],
            choices.density,
        )
        zoom = _Choice(
            look,
            translate("Settings", "Cỡ chữ trong bảng"),
            translate("Settings", "Khi đang ở trong bảng: Ctrl+dấu cộng, Ctrl+dấu trừ; Ctrl+0 trở về 100 %."),
            [(str(percent), f"{percent} %") for percent in sorted({*_ZOOMS, choices.zoom})],
            str(choices.zoom),
        )
        language.chosen.connect(self._on_language)
        zoom.chosen.connect(self._on_zoom)
        self._zoom = zoom
        theme.chosen.connect(self._on_theme)
        density.chosen.connect(self._on_density)
        for choice in (language, theme, zoom, density):
            card.column.addWidget(choice)
        self.column.addWidget(card)
        self.column.addSpacing(GAP)
        words = QHBoxLayout()
        words.setSpacing(GAP)
        words.addWidget(Button(look, translate("Settings", "Xem lại ba bước đầu"), self.guide_wanted.emit))
        words.addWidget(Button(look, translate("Settings", "Hướng dẫn (F1)"), self.help_wanted.emit, icon_name="help"))
        words.addStretch()
        self.column.addLayout(words)
        self.column.addSpacing(GAP)
        about = translate("Settings", "Sổ Báo Cáo, bản {version}").format(version=version)
        self.column.addWidget(Words(look, about, font="small", color="secondary"))
        self.column.addStretch()

    def refresh(self) -> None:
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
