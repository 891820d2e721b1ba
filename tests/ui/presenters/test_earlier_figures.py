"""The figures of earlier reports beside a cell: with what they calculate, whichever edition they follow."""

from __future__ import annotations

from app.domain.relations.outer import EarlierEdition
from tests.ui.fakes import opened
from ui.presenters.form_compare import earlier_figures

TYPED = {"main/a/@row": "b;A;", "main/a/c4": "3", "main/a/c5": "4"}


def test_a_report_of_the_same_edition_shows_what_it_calculates() -> None:
    previous = earlier_figures(opened({}, previous=TYPED)).previous
    assert previous is not None
    assert previous["main/a/c3"] == "7"


def test_a_report_of_another_edition_shows_what_that_calculated_and_nothing_is_worked_out_from_parts() -> None:
    found = earlier_figures(opened({}, last_year=EarlierEdition(TYPED, lambda address: True)))
    assert found.last_year == TYPED
