"""Free rows: where they stand, and order keys that two offline computers can make without meeting."""

from __future__ import annotations

from dataclasses import dataclass

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowHead:
    """What `@row` holds of a free row."""

    order: str
    """Order key; rows stand in the order of (order, row key)."""
    group: str = ""
    """Code of the group the row stands in; empty where the table has none."""
    of_which: bool = False
    """Part of the row above ("trong đó"), never added."""

    def __str__(self) -> str:
        return ";".join((self.order, self.group, "w" if self.of_which else ""))


def parse_row_head(value: str) -> RowHead | None:
    """The row head a canonical `@row` value spells; None where it is not one."""
    parts = value.split(";")
    if len(parts) != 3 or not parts[0] or set(parts[0]) - set(_DIGITS) or parts[2] not in ("", "w"):
        return None
    return RowHead(order=parts[0], group=parts[1], of_which=parts[2] == "w")


def order_between(before: str, after: str) -> str:
    """An order key strictly between two others; "" stands for the open end on either side.

    Keys are fractions in base 62 without trailing zeros, so there is always room.
    Raises ValueError unless before < after.
    """
    if after and before >= after:
        raise ValueError(f"{before!r} is not before {after!r}")
    shared = 0
    while after and shared < len(after) and (before[shared : shared + 1] or "0") == after[shared]:
        shared += 1
    if shared:
        return after[:shared] + order_between(before[shared:], after[shared:])
    low = _DIGITS.index(before[0]) if before else 0
    high = _DIGITS.index(after[0]) if after else len(_DIGITS)
    if high - low > 1:
        return _DIGITS[(low + high) // 2]
    if len(after) > 1:
        return after[0]
    return _DIGITS[low] + order_between(before[1:], "")
