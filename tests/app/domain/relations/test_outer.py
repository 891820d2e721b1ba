"""Another report as a relation finds it: a report's content holds what was typed, never its totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from app.domain.forms.catalogue import find_form
from app.domain.forms.definition import FormDefinition
from app.domain.relations.outer import Alone, OtherReport
from app.domain.relations.sheet import Sheet

Load = Callable[[str], FormDefinition]

HELD = [
    ("a typed row", "groups", "a", True),
    ("a row that is not there", "groups", "b", False),
    ("the total", "groups", "total", True),
    ("a subtotal", "groups", "total-A", True),
    ("a subtotal of no group", "groups", "total-C", False),
    ("a total with a line where rows have none", "groups", "total.ho", False),
    ("a line of a total", "poverty", "total.ho", True),
    ("a total without its line", "poverty", "total", False),
    ("a total that the table does not have", "emulation", "total", False),
]


@pytest.mark.parametrize(("name", "row", "held"), [case[1:] for case in HELD], ids=[case[0] for case in HELD])
def test_totals_are_there_although_nobody_typed_them(form: Load, name: str, row: str, held: bool) -> None:
    report = OtherReport({"main/a/c3": "2"}, lambda _, cells: cells, form(name))
    assert report.holds("main", row) is held


class Summary(Alone):
    """The unit's report of Biểu 1: what its clerk typed, and the form it follows."""

    def __init__(self, **poor: str) -> None:
        self._cells = {f"main/{row}/c3": figure for row, figure in poor.items()}

    def form(self, code: str) -> Mapping[str, str] | None:
        """The report, for its own code."""
        return self._cells if code == "Biểu 1/HN" else None

    def definition(self, code: str) -> FormDefinition | None:
        """The shipped form."""
        return find_form(code)


@pytest.mark.parametrize(
    ("poor", "found"),
    [
        ({"a": "9", "b": "4"}, []),
        ({"a": "8", "b": "4"}, ["a.ho", "total.ho"]),
        ({"a": "8", "b": "5"}, ["a.ho", "b.ho"]),
    ],
    ids=["all agree", "one row differs", "two rows differ and their total agrees"],
)
def test_a_total_is_compared_with_what_the_other_form_makes_of_its_rows(poor: dict[str, str], found: list[str]) -> None:
    rows = {"main/a/@row": "F;;", "main/b/@row": "V;;"}
    sheet = Sheet(find_form("Biểu 2/HN"), rows | {"main/a.ho/c1": "9", "main/b.ho/c1": "4"}, Summary(**poor))
    assert [finding.row for finding in sheet.findings(complete=True) if finding.code == "relation.unequal"] == found
