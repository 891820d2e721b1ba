"""Numbers as an official types and reads them: `1.234.567,89`.

Reading is strict: a dot groups thousands, a comma begins the decimals, and what fits only another country's way of
writing is refused with the spelling that was probably meant. What fits two ways is read the Vietnamese way and said
to be ambiguous, so that a paste can ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.domain.values import NIL, UNKNOWN, canonical_number, parse_figure

_LONGEST = 64

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r\n"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_PLAIN = (
    {ord(char): " " for char in _SPACES}
    | {ord(char): "-" for char in _DASHES}
    | {0xFF10 + digit: str(digit) for digit in range(10)}
    | {0xFF0E: ".", 0xFF0C: ",", 0xFF05: "%", 0x2026: "..."}
    | {ord(char): None for char in "\u200b\u200e\u200f\u2060\ufeff"}
)

_STATUS = re.compile(r"(?P<figure>.*\S) +(?P<status>[EP])\Z")
_UNKNOWN = re.compile(r"\.{3,}\Z")
_INTEGER = r"(?P<whole>\d+|[1-9]\d{0,2}(?:(?P<separator>[. ])\d{3})(?:(?P=separator)\d{3})*)"
_VIETNAMESE = re.compile(rf"(?P<sign>-? ?){_INTEGER}(?:,(?P<decimals>\d+))?\Z", re.ASCII)
_ENGLISH = re.compile(r"(?P<sign>-? ?)(?P<whole>\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.(?P<decimals>\d+))?\Z", re.ASCII)
_ONE_GROUP = re.compile(r"-? ?[1-9]\d{0,2}[.,]\d{3}\Z", re.ASCII)


class ReadingKind(StrEnum):
    """How a text was read."""

    BLANK = "blank"
    PLAIN = "plain"
    GROUPED = "grouped"
    SPACED = "spaced"
    MARK = "mark"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a typed text says."""

    kind: ReadingKind
    """Plain digits, dots or spaces between thousands, a mark, nothing, or not a number."""
    value: str | None = None
    """The canonical value; None for blank and refused."""
    ambiguous: bool = False
    """Whether an English-format sheet would have meant another number."""
    alternative: str | None = None
    """The other number: of an ambiguous text its English reading, of a refused one what was probably meant."""
    percent: bool = False
    """Whether a % stood behind it; it fits only a column counted in per cent."""
    reason: str = ""
    """Why it was refused: a code with words (`number.english`, `number.text`, `number.long`); else empty."""


def read_number(text: str) -> Reading:
    """What a clerk's text says; never raises.

    Full-width digits, no-break spaces, unicode minus and dashes read as their plain kin; a dash alone is the mark
    `-`, three dots or … the mark `...`; a final `E` or `P` after a space is the figure's status.
    """
    plain = text.translate(_PLAIN).strip() if len(text) <= _LONGEST else text.strip()
    if not plain:
        return Reading(kind=ReadingKind.BLANK)
    if len(plain) > _LONGEST:
        return Reading(kind=ReadingKind.REFUSED, reason="number.long")
    match = _STATUS.match(plain)
    figure, status = (match["figure"], " " + match["status"]) if match else (plain, "")
    if figure == NIL:
        return Reading(kind=ReadingKind.MARK, value=NIL + status)
    if _UNKNOWN.match(figure):
        return Reading(kind=ReadingKind.MARK, value=UNKNOWN + status)
    percent = figure.endswith("%")
    figure = figure.removesuffix("%").rstrip()
    if match := _VIETNAMESE.match(figure):
        return _read(match, figure, status, percent)
    if match := _ENGLISH.match(figure):
        meant = _canonical(match, ",") + status
        if parse_figure(meant) is not None:
            return Reading(kind=ReadingKind.REFUSED, reason="number.english", alternative=meant, percent=percent)
    return Reading(kind=ReadingKind.REFUSED, reason="number.text", percent=percent)


def _read(match: re.Match[str], figure: str, status: str, percent: bool) -> Reading:
    separator = match["separator"]
    value = _canonical(match, separator or ".") + status
    if parse_figure(value) is None:
        return Reading(kind=ReadingKind.REFUSED, reason="number.long", percent=percent)
    kind = ReadingKind.PLAIN if not separator else ReadingKind.SPACED if separator == " " else ReadingKind.GROUPED
    if not _ONE_GROUP.match(figure):
        return Reading(kind=kind, value=value, percent=percent)
    other = figure.replace(" ", "").replace(",", "")
    alternative = canonical_number(Decimal(other)) + status
    return Reading(kind=kind, value=value, ambiguous=True, alternative=alternative, percent=percent)


def _canonical(match: re.Match[str], separator: str) -> str:
    sign, whole, decimals = match["sign"].strip(), match["whole"].replace(separator, ""), match["decimals"] or "0"
    return canonical_number(Decimal(f"{sign}{whole}.{decimals}"))


def show_number(canonical: str, decimals: int = 0) -> str:
    """A canonical value as it is shown: `1234567.8` with 2 decimals is `1.234.567,80`.

    Decimals are filled up to `decimals` and never cut: what is stored is what is seen. Marks and a status stay as
    they are; a text that is not a figure is given back unchanged.
    """
    text, space, status = canonical.partition(" ")
    if parse_figure(canonical) is None or text in (NIL, UNKNOWN):
        return canonical
    sign = "-" if text.startswith("-") else ""
    whole, _, rest = text.removeprefix("-").partition(".")
    rest = rest.ljust(decimals, "0")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped}{',' if rest else ''}{rest}{space}{status}"
