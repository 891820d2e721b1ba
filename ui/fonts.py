"""Be Vietnam Pro, from the package that ships it, and the few sizes in use."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path

import msgspec
from PySide6.QtGui import QFont, QFontDatabase

log = logging.getLogger(__name__)

FAMILY = "Be Vietnam Pro"
_FILES = ("Regular", "SemiBold")


class Fonts(msgspec.Struct, frozen=True, kw_only=True):
    """The type in use, by what it is for."""

    body: QFont
    strong: QFont
    """Body, semibold."""
    small: QFont
    small_strong: QFont
    tiny: QFont
    """A word under an icon, a count on it; nowhere else."""
    section: QFont
    title: QFont


def font_files() -> list[Path]:
    """Where the font's files are, or should be; none without the package."""
    spec = find_spec("fontpkg_be_vietnam_pro")
    roots = spec.submodule_search_locations or () if spec else ()
    return [Path(root) / "files" / f"BeVietnamPro-{name}.ttf" for root in roots for name in _FILES]


def takes_font(file: Path) -> bool:
    """Whether Qt takes a font from a file that is there."""
    return file.is_file() and QFontDatabase.addApplicationFont(str(file)) >= 0


def load_fonts() -> str:
    """Register the font with Qt and return the family to use; the system's own where the files are missing."""
    taken = [takes_font(file) for file in font_files()]
    if not any(taken):
        log.info("font files missing family=%s", FAMILY)
        return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return FAMILY


def make_fonts(family: str) -> Fonts:
    """The sizes of one family, in pixels, so that they follow the screen's scale and nothing else."""

    def font(size_px: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        made = QFont(family)
        made.setPixelSize(size_px)
        made.setWeight(weight)
        made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
        return made

    semibold = QFont.Weight.DemiBold
    return Fonts(
        body=font(13),
        strong=font(13, semibold),
        small=font(12),
        small_strong=font(12, semibold),
        tiny=font(11),
        section=font(15, semibold),
        title=font(20, semibold),
    )
