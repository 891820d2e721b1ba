"""Long texts in few words: their beginning, or what two of them differ in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

_MORE = "…"


def excerpt(text: str, length: int = 120) -> str:
    """A text on one line, cut between words after `length` characters."""
    plain = " ".join(text.split())
    if len(plain) <= length:
        return plain
    return (plain[: length + 1].rpartition(" ")[0] or plain[:length]) + _MORE


def differing(old: str, new: str, length: int = 80) -> tuple[str, str]:
    """What of an old text became what of a new one, in whole words; the whole of either where the other is blank."""
    if not old or not new:
        return excerpt(old, length), excerpt(new, length)
    before, after = old.split(), new.split()
    head, tail = common_ends(before, after)
    return _cut(before, head, tail, length), _cut(after, head, tail, length)


def common_ends(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """How many first and how many last parts two sequences share, none counted twice."""
    head = _shared(one, other)
    return head, min(_shared(one[::-1], other[::-1]), min(len(one), len(other)) - head)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(words: list[str], head: int, tail: int, length: int) -> str:
    middle = " ".join(words[head : len(words) - tail])
    if not middle:
        return _MORE
    return f"{_MORE + ' ' if head else ''}{excerpt(middle, length)}{' ' + _MORE if tail else ''}".strip()
