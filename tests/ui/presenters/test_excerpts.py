"""Long texts in few words."""

from __future__ import annotations

import pytest

from ui.presenters.excerpts import differing, excerpt

CASES = [
    ("the first text", "", "Mưa to", ("", "Mưa to")),
    ("one word in the middle", "Có hai người chết", "Có ba người chết", ("… hai …", "… ba …")),
    ("more at the end", "Mưa to", "Mưa to kèm gió", ("…", "… kèm gió")),
    ("a word twice", "a a", "a", ("… a", "…")),
    ("all of it", "Mưa", "Nắng", ("Mưa", "Nắng")),
]


@pytest.mark.parametrize(("old", "new", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_two_texts_are_told_apart_by_what_differs(old: str, new: str, expected: tuple[str, str]) -> None:
    assert differing(old, new) == expected


def test_a_long_text_is_cut_between_words_and_put_on_one_line() -> None:
    assert excerpt("Mưa to\n- gió mạnh cấp 9", 13) == "Mưa to - gió…"
    assert excerpt("Mưa to", 6) == "Mưa to"
    assert excerpt("a" * 9, 4) == "aaaa…"
