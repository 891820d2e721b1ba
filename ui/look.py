"""What every painted part asks: which colours, which type, how high a row."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.fonts import Fonts, load_fonts, make_fonts
from ui.theme import Density, ThemeMode, Tokens


class Look(QObject):
    """The look in use. Create it on the GUI thread, after the application; `changed` says: paint again."""

    changed = Signal()

    def __init__(
        self, app: QApplication, *, mode: ThemeMode = ThemeMode.SYSTEM, density: Density = Density.NORMAL
    ) -> None:
        super().__init__(app)
        self._app = app
        self._mode = mode
        self._density = density
        self.fonts: Fonts = make_fonts(load_fonts())
        self.tokens: Tokens = theme.LIGHT
        self.plain = False
        """The system asks for high contrast: its own colours, no style sheet."""
        app.setFont(self.fonts.body)
        app.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._apply)
        hints.accessibility().contrastPreferenceChanged.connect(self._apply)
        self._apply()

    @property
    def density(self) -> Density:
        """How close the grid's rows stand."""
        return self._density

    @property
    def mode(self) -> ThemeMode:
        """The theme chosen."""
        return self._mode

    @property
    def row_height(self) -> int:
        """Height of a grid row in pixels."""
        return theme.ROW_HEIGHT[self._density]

    def color(self, name: str) -> QColor:
        """The colour of a token, by its name in `Tokens`."""
        return QColor(getattr(self.tokens, name))

    def fill(self, painter: QPainter, box: QRect, name: str) -> None:
        """Paint a box in the colour of a token."""
        # Not by fillRect, which brings in Python's classes of gradients: a start has none.
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.color(name))
        painter.drawRect(box)
        painter.restore()

    def hairline(self, name: str = "hairline") -> QPen:
        """A pen one pixel of the screen wide, whatever the screen's scale: lines stay even at 125 %."""
        pen = QPen(self.color(name), 1)
        pen.setCosmetic(True)
        return pen

    def choose(self, *, mode: ThemeMode | None = None, density: Density | None = None) -> None:
        """Change theme or density; everything is painted again."""
        self._mode = mode or self._mode
        self._density = density or self._density
        self._apply()

    def _apply(self) -> None:
        hints = QGuiApplication.styleHints()
        self.plain = asks_for_contrast()
        if self.plain:
            self._app.setStyleSheet("")
            self._app.setPalette(QPalette())  # gives the system's own colours back, as they are by now
            self.tokens = theme.tokens_from(self._app.palette())
        else:
            dark = self._mode is ThemeMode.DARK or (
                self._mode is ThemeMode.SYSTEM and hints.colorScheme() == Qt.ColorScheme.Dark
            )
            self.tokens = theme.DARK if dark else theme.LIGHT
            self._app.setPalette(theme.palette_of(self.tokens))
            self._app.setStyleSheet(theme.style_sheet(self.tokens))
        self.changed.emit()


def asks_for_contrast() -> bool:
    """Whether the system asks programs for high contrast."""
    return QGuiApplication.styleHints().accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
