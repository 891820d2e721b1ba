"""How far a figure has moved since last period."""

from __future__ import annotations

import pytest

from tests.ui.fakes import opened
from ui.presenters.form_compare import Beside, beside
from ui.presenters.form_grid import FormGrid

CASES = [
    ("12", "8", Beside(value="8", difference="+4", percent="+50%")),
    ("8", "12", Beside(value="12", difference="-4", percent="-33,3%")),
    ("1200", "1000", Beside(value="1.000", difference="+200", percent="+20%")),
    ("30", "20", Beside(value="20", difference="+10", percent="+50%", is_big=True)),
    ("2", "20", Beside(value="20", difference="-18", percent="-90%", is_big=True)),
    ("-", "20", Beside(value="20", difference="-20", percent="-100%", is_big=True)),
    ("29", "20", Beside(value="20", difference="+9", percent="+45%")),
    ("1214", "5", Beside(value="5", difference="+1.209", percent="+>999%", is_big=True)),
    ("5", "5", Beside(value="5", difference="0")),
    ("12", "0", Beside(value="0", difference="+12", is_big=True)),
    ("12", "-", Beside(value="-", difference="+12", is_big=True)),
    ("...", "5", Beside(value="5")),
    (None, "5", Beside(value="5")),
    ("5", None, Beside()),
]


@pytest.mark.parametrize(("now", "before", "expected"), CASES, ids=[f"{now} beside {old}" for now, old, _ in CASES])
def test_the_way_from_an_earlier_figure(now: str | None, before: str | None, expected: Beside) -> None:
    cells = {"main/a/@row": "b;A;", **({"main/a/c4": now} if now else {})}
    report = opened(cells)
    grid = FormGrid(report.form.tables[0], report.sheet, editable=True, name="")
    column = grid.table.columns[3]
    earlier = {"main/a/c4": before} if before else {}
    assert beside(grid, column, "main/a/c4", earlier) == expected


WORDS = [
    (Beside(value="112", difference="+8", percent="+7,1%"), "112 (+8 · +7,1%)"),
    (Beside(value="112", difference="0"), "112 (không đổi)"),
    (Beside(value="112"), "112"),
    (Beside(), ""),
]


@pytest.mark.parametrize(("figure", "said"), WORDS, ids=[said or "none" for _, said in WORDS])
def test_an_earlier_figure_in_words(figure: Beside, said: str) -> None:
    assert str(figure) == said
