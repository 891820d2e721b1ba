"""Colours and sizes of the window: tokens, light and dark, and how Qt takes them."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec
from PySide6.QtGui import QColor, QPalette

from app.resources import resource_path


class ThemeMode(StrEnum):
    """What the person chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Density(StrEnum):
    """How close the grid's rows stand."""

    COMPACT = "compact"
    NORMAL = "normal"
    ROOMY = "roomy"


ROW_HEIGHT = {Density.COMPACT: 24, Density.NORMAL: 28, Density.ROOMY: 34}
"""Grid row in pixels."""

MARGIN, GROUP_GAP, GAP, STEP = 20, 16, 8, 4
"""Page margin, between groups, inside rows, and the step all spacing is made of."""


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """The colours, each `#RRGGBB`; named by what they are for."""

    dark: bool
    window: str
    surface: str
    raised: str
    hairline: str
    strong: str
    text: str
    secondary: str
    disabled: str
    accent: str
    accent_tint: str
    accent_hover: str
    """The accent under the pointer, or pressed."""
    on_accent: str
    field: str
    """A border that alone marks a field."""
    ok: str
    attention: str
    error: str
    info: str
    ok_tint: str
    attention_tint: str
    error_tint: str
    info_tint: str
    neutral_tint: str
    """Chip of a thing that asks for nothing."""
    calculated: str
    """Background of a calculated cell."""
    header: str
    """Background of the grid's header."""


LIGHT = Tokens(
    dark=False,
    window="#F6F7F9",
    surface="#FFFFFF",
    raised="#FFFFFF",
    hairline="#E2E6EB",
    strong="#C3CAD3",
    text="#1A2230",
    secondary="#566173",
    disabled="#98A1AE",
    accent="#0B5CAD",
    accent_tint="#E6F0FA",
    accent_hover="#094D92",
    on_accent="#FFFFFF",
    field="#8A94A1",
    ok="#187544",
    attention="#9C5B00",
    error="#C0282D",
    info="#0B5CAD",
    ok_tint="#E7F5EE",
    attention_tint="#FFF4E0",
    error_tint="#FDECEC",
    info_tint="#E6F0FA",
    neutral_tint="#E9EDF2",
    calculated="#F0F3F7",
    header="#F6F7F9",
)

DARK = Tokens(
    dark=True,
    window="#15181D",
    surface="#1C2027",
    raised="#232831",
    hairline="#2C323C",
    strong="#3D4552",
    text="#E8ECF2",
    secondary="#A7B0BE",
    disabled="#68717F",
    accent="#5AA9F0",
    accent_tint="#1B3147",
    accent_hover="#7BBBF4",
    on_accent="#0F1B28",
    field="#8A94A1",
    ok="#4CC38A",
    attention="#E5A13A",
    error="#FF7B7F",
    info="#5AA9F0",
    ok_tint="#16302A",
    attention_tint="#35290F",
    error_tint="#3A1B1E",
    info_tint="#1B3147",
    neutral_tint="#262C35",
    calculated="#20262F",
    header="#191D23",
)


def tokens_from(palette: QPalette) -> Tokens:
    """Tokens read from the system's own palette: for a system that asks for high contrast."""

    def name(role: QPalette.ColorRole) -> str:
        return palette.color(role).name()

    role = QPalette.ColorRole
    text, base, highlight = name(role.WindowText), name(role.Base), name(role.Highlight)
    plain = dict.fromkeys(("ok_tint", "attention_tint", "error_tint", "info_tint", "neutral_tint", "accent_tint"), base)
    return Tokens(
        dark=palette.color(role.Window).lightness() < 128,
        window=name(role.Window),
        surface=base,
        raised=base,
        hairline=text,
        strong=text,
        text=text,
        secondary=text,
        disabled=palette.color(QPalette.ColorGroup.Disabled, role.WindowText).name(),
        accent=highlight,
        accent_hover=highlight,
        on_accent=name(role.HighlightedText),
        field=text,
        ok=text,
        attention=text,
        error=text,
        info=text,
        header=name(role.Button),
        calculated=name(role.Button),
        **plain,
    )


def palette_of(tokens: Tokens) -> QPalette:
    """Qt's palette for the tokens."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for target, value in {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.calculated,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.secondary,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.error,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.Light: tokens.raised,
        role.Midlight: tokens.hairline,
        role.Mid: tokens.strong,
        role.Dark: tokens.strong,
        role.Shadow: tokens.strong,
    }.items():
        palette.setColor(target, QColor(value))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, target, QColor(tokens.disabled))
    return palette


def style_sheet(tokens: Tokens) -> str:
    """The short style sheet, with the tokens put in for their `@name`, and the picture of a tick for `@tick`."""
    source = resource_path("styles", "sobaocao.qss").read_text(encoding="utf-8")
    meant = {name: value for name, value in msgspec.structs.asdict(tokens).items() if isinstance(value, str)}
    meant["tick"] = resource_path("icons", f"tick-{'dark' if tokens == DARK else 'light'}.png").as_posix()
    return re.sub(r"@(\w+)", lambda match: meant[match[1]], source)
