"""Free rows: where they stand, and order keys that two offline computers can make without meeting."""

from __future__ import annotations

from functools import lru_cache

import msgspec

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_MIDDLE = "V"


class RowHead(msgspec.Struct, frozen=True, kw_only=True):
    """What `@row` holds of a free row."""

    order: str
    """Order key; rows stand in the order of (order, row key)."""
    group: str = ""
    """Code of the group the row stands in; empty where the table has none."""
    of_which: bool = False
    """Part of the row above ("trong đó"), never added."""

    def __str__(self) -> str:
        return ";".join((self.order, self.group, "w" if self.of_which else ""))


@lru_cache(maxsize=4096)
def parse_row_head(value: str) -> RowHead | None:
    """The row head a canonical `@row` value spells; None where it is not one."""
    parts = value.split(";")
    if len(parts) != 3 or not _is_key(parts[0]) or parts[2] not in ("", "w"):
        return None
    return RowHead(order=parts[0], group=parts[1], of_which=parts[2] == "w")


def order_between(before: str, after: str) -> str:
    """An order key strictly between two others; "" stands for the open end on either side.

    Keys are fractions in base 62 without trailing zeros, so there is always room. At an open end they count on in
    blocks, so that the ten-thousandth row added last still has a key of four letters.
    Raises ValueError unless before < after and both are keys.
    """
    if after and before >= after:
        raise ValueError(f"{before!r} is not before {after!r}")
    if not _is_key(before or _MIDDLE) or not _is_key(after or _MIDDLE):
        raise ValueError(f"{before!r} or {after!r} is not an order key")
    if before and not after:
        return _counted(before, _DIGITS[-1], 1)
    if after and not before:
        return _counted(after, _DIGITS[0], -1)
    return _halved(before, after)


def order_by_code(code: str) -> str:
    """An order key that follows from an official code alone: every computer gives the row the same, whatever others
    it knows. Codes of one length stand in their own order.
    """
    return "".join(letter for letter in code if letter in _DIGITS) + _MIDDLE


def _is_key(text: str) -> bool:
    return bool(text) and not set(text) - set(_DIGITS) and not text.endswith(_DIGITS[0])


def _counted(key: str, edge: str, step: int) -> str:
    """The key next to one towards an open end; `edge` is the digit that leads more and more keys there."""
    width = 2 * (len(key) - len(key.lstrip(edge))) + 2
    number = step
    for place, digit in enumerate(key[:width]):
        number += _DIGITS.index(digit) * len(_DIGITS) ** (width - 1 - place)
    digits = []
    for _ in range(width):
        number, digit_index = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit_index])
    return "".join(reversed(digits)).rstrip(_DIGITS[0])


def _halved(before: str, after: str) -> str:
    shared = 0
    while after and shared < len(after) and (before[shared : shared + 1] or _DIGITS[0]) == after[shared]:
        shared += 1
    if shared:
        return after[:shared] + _halved(before[shared:], after[shared:])
    low = _DIGITS.index(before[0]) if before else 0
    high = _DIGITS.index(after[0]) if after else len(_DIGITS)
    if high - low > 1:
        return _DIGITS[(low + high) // 2]
    if len(after) > 1:
        return after[0]
    return _DIGITS[low] + _halved(before[1:], "")
