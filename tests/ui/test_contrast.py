"""Every pair of colours that is read, light and dark: 4.5:1 for words, 3:1 for marks and the borders of fields."""

from __future__ import annotations

from itertools import product

import pytest

from ui.theme import DARK, LIGHT, Tokens

GROUNDS = ("window", "surface", "raised")
CELLS = ("surface", "calculated", "header", "accent_tint", "error_tint", "attention_tint")
WORDS = [
    *product(("text", "secondary"), (*GROUNDS, *CELLS, "neutral_tint", "info_tint", "ok_tint")),
    *product(("ok", "attention", "error", "info", "accent"), GROUNDS),
    *((tone, f"{tone}_tint") for tone in ("ok", "attention", "error", "info", "accent")),
    *product(("ok", "attention", "error"), ("accent_tint",)),  # what is due, in a chosen row
    ("accent", "info_tint"),  # a link in a notice
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("surface", "error"),  # a count on the rail
]
MARKS = [
    *product(("accent",), (*GROUNDS, *CELLS)),  # the ring of the focus
    *product(("error", "attention", "secondary"), CELLS),
    ("field", "surface"),  # against what the field itself is filled with
    *product(("ok", "attention", "error"), ("surface",)),  # the light
]


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`, as WCAG 2 has it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 for the same colour to 21 for black on white."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_it_is_defined() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(WORDS, 4.5), (MARKS, 3.0)], ids=["words", "marks"])
def test_what_is_read_stands_out_from_its_ground(tokens: Tokens, pairs: list[tuple[str, str]], least: float) -> None:
    weak = {
        f"{ink} on {ground}": round(ratio, 2)
        for ink, ground in pairs
        if (ratio := contrast(getattr(tokens, ink), getattr(tokens, ground))) < least
    }
    assert weak == {}
