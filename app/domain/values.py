"""What stands in a cell, in canonical form.

A canonical value is text: a number as a plain decimal (`12`, `-3.5`, no sign on zero, no trailing
zeros after the point), the mark `-` (nil: occurred not at all, counts 0) or `...` (occurred, figure
not known), each optionally followed by a space and an SDMX observation status, `E` (estimate) or `P`
(provisional); or, in a text cell, the NFC text itself. Blank is None, never the empty string.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum

import msgspec

NIL = "-"
UNKNOWN = "..."
WORDS_MAX = 20_000
"""Longest narrative section or written reason, in characters."""

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?\Z", re.ASCII)
_UNSTORABLE = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\\ud800-\\udfff\\ufffe\\uffff]")
_DIGITS_MAX = 30


class Status(StrEnum):
    """SDMX observation status of a figure."""

    ESTIMATE = "E"
    PROVISIONAL = "P"


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A number cell, read."""

    number: Decimal | None
    """The number; 0 for nil; None where the figure is not known."""
    mark: str | None = None
    """`-` or `...`, or None for a plain number."""
    status: Status | None = None
    """Estimate or provisional, where said."""


def canonical_number(number: Decimal) -> str:
    """The one spelling of a finite number: no exponent, no trailing zeros, no negative zero."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def canonical_text(text: str) -> str | None:
    """NFC with plain line ends, without surrounding spaces; None where nothing is left.

    Control characters and halves of surrogate pairs are dropped: no database and no signature could hold them.
    """
    text = _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text).strip() or None


def is_canonical_text(text: str) -> bool:
    """Whether `canonical_text` leaves a text as it is."""
    # Nearly every text is told by this alone, at a quarter of the price: it says less than the whole, never more.
    if text.isprintable() and text == text.strip() and unicodedata.is_normalized("NFC", text):
        return bool(text)
    return canonical_text(text) == text


def parse_figure(value: str) -> Figure | None:
    """The figure a canonical value spells, or None where it is not canonical (or not a figure at all)."""
    text, space, letter = value.partition(" ")
    status: Status | None = None
    if space:
        if letter not in ("E", "P"):
            return None
        status = Status(letter)
    if text == NIL:
        return Figure(number=Decimal(0), mark=NIL, status=status)
    if text == UNKNOWN:
        return Figure(number=None, mark=UNKNOWN, status=status)
    if len(text) > _DIGITS_MAX or not _NUMBER.match(text):
        return None
    number = Decimal(text)
    return Figure(number=number, status=status) if canonical_number(number) == text else None
