from __future__ import annotations

import pytest

from ui.models.tips import plain_tip

CASES = [
    ("plain words", "Ghi chú của An: đã đối chiếu", "Ghi chú của An: đã đối chiếu"),
    ("a comparison", "(3) < (4)\n(5) > 2", "(3) < (4)\n(5) > 2"),
    ("a picture", 'Xem: <img src="x">', "<span>Xem: &lt;img src=&quot;x&quot;&gt;</span>"),
    ("lines", "<b>a</b>\nb", "<span>&lt;b&gt;a&lt;/b&gt;<br>b</span>"),
]


@pytest.mark.parametrize(("text", "tip"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_tooltip_shows_the_very_words(text: str, tip: str) -> None:
    assert plain_tip(text) == tip
