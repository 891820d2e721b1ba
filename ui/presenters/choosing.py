"""What of a list still fits what is typed: without diacritics, by the beginnings of words. Text is never completed."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.vietnamese import fold


def matching(choices: Sequence[str], typed: str) -> list[str]:
    """The choices in which every typed word begins a word, those that begin as typed first; all for a blank."""
    wanted = fold(typed)
    if not wanted:
        return list(choices)
    first, later = [], []
    for choice in choices:
        folded = fold(choice)
        if folded.startswith(wanted):
            first.append(choice)
        elif all(f" {word}" in f" {folded}" for word in wanted.split()):
            later.append(choice)
    return first + later
