"""What of a list fits what is typed."""

from __future__ import annotations

import pytest

from ui.presenters.choosing import matching

CHOICES = ("Đất đai", "Bảo trợ xã hội", "Người có công", "Xã hội hóa đất", "Hộ tịch")
CASES = [
    ("", list(CHOICES)),
    ("dat", ["Đất đai", "Xã hội hóa đất"]),
    ("ĐẤ", ["Đất đai", "Xã hội hóa đất"]),
    ("xa hoi", ["Xã hội hóa đất", "Bảo trợ xã hội"]),
    ("hoi xa", ["Bảo trợ xã hội", "Xã hội hóa đất"]),
    ("ich", []),
]


@pytest.mark.parametrize(("typed", "found"), CASES, ids=[typed or "nothing" for typed, _ in CASES])
def test_words_are_found_by_their_beginnings_without_diacritics(typed: str, found: list[str]) -> None:
    assert matching(CHOICES, typed) == found
