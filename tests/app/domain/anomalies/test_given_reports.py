"""Hints for whoever writes a form: what a values file's earlier reports and siblings make of its figures."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.relations.evaluation import evaluate
from app.errors import InputError
from tests.app.domain.anomalies.worlds import cells, form

QUIET = ("44", "52", "47", "65", "40", "58", "49", "1.055,0")
SHAPE = form()


def given(**values: object) -> Any:
    return evaluate(SHAPE, {"cells": cells(c2="5200"), **values})  # type: ignore[dict-item]  # whatever a file may hold


def test_hints_are_answered_only_where_there_is_something_to_compare_with() -> None:
    assert "hints" not in given()
    assert given(history=[])["hints"] == []
    assert given(siblings=[])["hints"] == []


def test_the_earlier_reports_say_what_is_usual() -> None:
    history = [cells(c2=figure) for figure in QUIET]
    (hint,) = given(history=history)["hints"]
    assert (hint["code"], hint["cells"]) == ("hint.scale", ["main/r1/c2"])
    assert (hint["params"]["median"], hint["params"]["high"]) == ("51", "1055")
    assert hint["message"].startswith("Đất đai: (2) = 5.200, thường từ 40 đến 1.055 trong 8 kỳ gần đây.")


def test_with_the_period_named_the_same_quarter_of_other_years_is_told() -> None:
    last_years = [cells(c2=figure) for figure in (45, 41, 43, 47, 46, 44, 40, 48, 5100, 42, 49, 50)]
    another = [*last_years[1:9], *last_years[:1], *last_years[9:]]
    assert given(history=last_years, period="2026-Q1")["hints"] == []
    assert len(given(history=another, period="2026-Q1")["hints"]) == 1
    assert len(given(history=last_years)["hints"]) == 1


def test_siblings_are_compared_by_their_size() -> None:
    siblings = [cells(c2=40 + at) for at in range(8)]
    assert [hint["code"] for hint in given(siblings=[*siblings, None])["hints"]] == ["hint.outlier_siblings"]


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"history": {}}, "history"),
        ({"siblings": ["x"]}, "siblings"),
        ({"history": [], "period": "quý I"}, "period"),
    ],
)
def test_what_is_no_list_of_reports_is_refused(values: dict[str, object], key: str) -> None:
    with pytest.raises(InputError, match=r"form\.values") as caught:
        given(**values)
    assert caught.value.params["key"] == key
