"""Numbers as an official types and reads them: `1.234.567,89`.

Reading is strict: a dot groups thousands, a comma begins the decimals, and what fits only another country's way of
writing is refused with the spelling that was probably meant. What fits two ways is read the Vietnamese way and said
to be ambiguous, so that a paste can ask; text that was pasted from an English sheet can be read as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from app.domain.values import NIL, UNKNOWN, canonical_number, parse_figure
from app.domain.vietnamese import nfc

_LONGEST = 64

# Why no tab and no line break: inside a text they stand between two figures, not between thousands.
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
# Marks that nobody sees; calculators and spreadsheets put them around what they copy.
_UNSEEN = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_PLAIN = (
    {ord(char): " " for char in _SPACES}
    | {ord(char): "-" for char in _DASHES}
    | {0xFF10 + digit: str(digit) for digit in range(10)}
    | {0xFF05: "%", 0xFF08: "(", 0xFF09: ")", 0xFF0C: ",", 0xFF0E: ".", 0x2026: "..."}
    | {ord(char): None for char in _UNSEEN}
)
_FULL_WIDTH = re.compile("[\uff05\uff08\uff09\uff0c-\uff0e\uff10-\uff19]")
_OTHER_MARKS = str.maketrans(".,", ",.")

_STATUS = re.compile(r"(?P<figure>.*\S) +(?P<status>[EP])\Z")
_UNKNOWN = re.compile(r"\.{3,}\Z")
_INTEGER = r"(?P<whole>\d+|[1-9]\d{0,2}(?:(?P<separator>[. ])\d{3})(?:(?P=separator)\d{3})*)"
_NUMBER = re.compile(rf"(?P<sign>-? ?){_INTEGER}(?:,(?P<decimals>\d+))?\Z", re.ASCII)
_ONE_GROUP = re.compile(r"-? ?[1-9]\d{0,2}[.,]\d{3}\Z", re.ASCII)
_APOSTROPHES = re.compile(r"(?P<whole>-? ?[1-9]\d{0,2}(?:['\u2019]\d{3})+)(?:[.,](?P<decimals>\d+))?\Z", re.ASCII)
_NO_APOSTROPHES = re.compile("['\u2019]")
_BRACKETS = re.compile(r"\( ?(?P<inside>[^()-]*[^()\s-]) ?\)\Z")
_MONEY = re.compile(
    r"(?:(?:₫|vn[dđ]) ?(?P<after>[^\s₫].*)|(?P<before>.*?[^\s₫]) ?(?:₫|vn[dđ]|đ|đồng))\Z", re.IGNORECASE
)
_POWER = re.compile(r"-? ?\d+(?:[.,]\d+)?[Ee][-+]?\d+\Z", re.ASCII)


class ReadingKind(StrEnum):
    """How a text was read."""

    BLANK = "blank"
    PLAIN = "plain"
    GROUPED = "grouped"
    SPACED = "spaced"
    MARK = "mark"
    REFUSED = "refused"


class NumberFormat(StrEnum):
    """Which marks group thousands and begin decimals."""

    PLAIN = "plain"
    """Neither is written: `1234`."""
    SPACED = "spaced"
    """Spaces group, and there are no decimals: `1 234`."""
    VIETNAMESE = "vietnamese"
    """`1.234,5`."""
    ENGLISH = "english"
    """`1,234.5`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a typed text says."""

    kind: ReadingKind
    """Plain digits, marks or spaces between thousands, a mark, nothing, or not a number."""
    value: str | None = None
    """The canonical value; None for blank and refused."""
    ambiguous: bool = False
    """Whether a sheet of the other format (English, or Vietnamese) would have meant another number."""
    alternative: str | None = None
    """The other number: of an ambiguous text the other format's reading, of a refused one what was probably meant."""
    percent: bool = False
    """Whether a % stood behind it; it fits only a column counted in per cent."""
    full_width: bool = False
    """Whether it was written with the wide digits or signs of an East Asian keyboard."""
    reason: str = ""
    """Why it was refused: a code with words (`number.text`, `number.english`, …); else empty."""

    @property
    def meant(self) -> str | None:
        """The number its format spells, also where brackets or a currency keep it from being read."""
        return self.alternative if self.reason in (_IN_BRACKETS, _OF_MONEY) else self.value


_IN_BRACKETS = "number.brackets"
_OF_MONEY = "number.currency"


def read_number(text: str, number_format: NumberFormat = NumberFormat.VIETNAMESE) -> Reading:
    """What a clerk's text says, with the marks of `number_format` (only `ENGLISH` makes a difference); never raises.

    Full-width digits, no-break spaces, unicode minus and dashes read as their plain kin, other scripts' digits do
    not; a dash alone is the mark `-`, three dots or … the mark `...`; a final `E` or `P` after a space is the
    figure's status. Negative numbers in brackets, amounts with their currency and powers of ten are refused by name.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return Reading(kind=ReadingKind.REFUSED, reason="number.long")
    plain = text if text.isascii() else text.translate(_PLAIN).strip()
    if not plain:
        return Reading(kind=ReadingKind.BLANK)
    match = _STATUS.match(plain)
    figure, status = (match["figure"], " " + match["status"]) if match else (plain, "")
    if figure == NIL:
        reading = Reading(kind=ReadingKind.MARK, value=NIL + status)
    elif _UNKNOWN.match(figure):
        reading = Reading(kind=ReadingKind.MARK, value=UNKNOWN + status)
    else:
        reading = _read_figure(figure, status, number_format is NumberFormat.ENGLISH)
    return reading if text.isascii() or not _FULL_WIDTH.search(text) else replace(reading, full_width=True)


def _read_figure(text: str, status: str, is_english: bool) -> Reading:
    """A number, or why it is none."""
    percent = text.endswith("%")
    figure = text.removesuffix("%").rstrip()
    if is_english:
        figure = figure.translate(_OTHER_MARKS)
    if match := _NUMBER.match(figure):
        return _read_match(match, figure, status, percent)
    if match := _NUMBER.match(figure.translate(_OTHER_MARKS)):
        return _refused("number.vietnamese" if is_english else "number.english", match, status, percent)
    return _read_dressed(figure, status, percent, is_english)


def _read_match(match: re.Match[str], figure: str, status: str, percent: bool) -> Reading:
    value = _canonical(match) + status
    if parse_figure(value) is None:
        return Reading(kind=ReadingKind.REFUSED, reason="number.long", percent=percent)
    separator = match["separator"]
    kind = ReadingKind.PLAIN if not separator else ReadingKind.SPACED if separator == " " else ReadingKind.GROUPED
    other = _NUMBER.match(figure.translate(_OTHER_MARKS)) if _ONE_GROUP.match(figure) else None
    if other is None:
        return Reading(kind=kind, value=value, percent=percent)
    return Reading(kind=kind, value=value, ambiguous=True, alternative=_canonical(other) + status, percent=percent)


def _read_dressed(figure: str, status: str, percent: bool, is_english: bool) -> Reading:
    """What is refused although a number is in it: a power of ten, apostrophes, brackets, a currency."""
    foreign = "number.vietnamese" if is_english else "number.english"
    if _POWER.match(figure):
        return Reading(kind=ReadingKind.REFUSED, reason="number.power", percent=percent)
    if match := _APOSTROPHES.match(figure):
        bare = _NUMBER.match(f"{_NO_APOSTROPHES.sub('', match['whole'])},{match['decimals'] or '0'}")
        return _refused(foreign, bare, status, percent)
    bracketed, money = _BRACKETS.match(figure), _MONEY.match(nfc(figure))
    inside = bracketed["inside"] if bracketed else (money["after"] or money["before"]) if money else ""
    percent = percent or inside.endswith("%")
    inside = inside.removesuffix("%").rstrip()
    if match := _NUMBER.match(inside):
        reason = _IN_BRACKETS if bracketed else _OF_MONEY
    else:
        match, reason = _NUMBER.match(inside.translate(_OTHER_MARKS)), foreign
    return _refused(reason, match, status, percent, is_negative=bracketed is not None)


def _refused(
    reason: str, match: re.Match[str] | None, status: str, percent: bool, *, is_negative: bool = False
) -> Reading:
    number = _canonical(match) if match else "0"
    meant = (f"-{number}" if is_negative and number != "0" else number) + status
    if match is None or parse_figure(meant) is None:
        return Reading(kind=ReadingKind.REFUSED, reason="number.text", percent=percent)
    return Reading(kind=ReadingKind.REFUSED, reason=reason, alternative=meant, percent=percent)


def _canonical(match: re.Match[str]) -> str:
    sign, whole, decimals = match["sign"].strip(), match["whole"], match["decimals"] or "0"
    return canonical_number(Decimal(f"{sign}{whole.replace(match['separator'] or '.', '')}.{decimals}"))


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
