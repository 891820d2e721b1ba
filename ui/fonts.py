"""Be Vietnam Pro, from the package that ships it, and the few sizes in use."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path

import msgspec
from PySide6.QtGui import QFont, QFontDatabase

log = logging.getLogger(__name__)

FAMILY = "Be Vietnam Pro"
_FILES = ("Regular", "Medium", "SemiBold")


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


def load_fonts() -> str:
    """Register the font with Qt and return the family to use; the system's own where the files are missing."""
    spec = find_spec("fontpkg_be_vietnam_pro")
    found = False
    for root in spec.submodule_search_locations or () if spec else ():
        for name in _FILES:
            file = Path(root) / "files" / f"BeVietnamPro-{name}.ttf"
            found = (file.is_file() and QFontDatabase.addApplicationFont(str(file)) >= 0) or found
    if not found:
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
