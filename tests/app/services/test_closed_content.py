"""A closed report says what it was closed with: what was typed beside that and refused is shown, and counts nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.operations import CellEdit, ReportKey
from app.domain.relations.tree import Severity
from app.domain.workflow import State
from app.services.workspace import Workspace
from tests.app.services.test_attention import LAN, X, refuse_all, revision
from tests.app.services.test_workspace import Q4, Office, answer

TOTAL = "main/k1/c3"
"""The sum of three columns, the first of them X."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """The report was sealed on another computer while 6 was typed here over 5; the system refused the 6."""
    made = Office(tmp_path)
    made.store.book(answer(LAN, revision(made, {})))
    made.workspace.save(Q4, made.form, [CellEdit(X, "5", "6")])
    made.store.book(answer(revision(made, {}, State.SEALED, rev=2)))
    refuse_all(made)
    yield made
    made.store.close()


def errors(workspace: Workspace, key: ReportKey) -> list[str]:
    sheet = workspace.open(key).sheet
    return [finding.column for finding in sheet.findings(complete=True) if finding.severity is Severity.ERROR]


def test_what_was_refused_is_in_no_figure_no_total_and_no_check_of_a_sealed_report(office: Office) -> None:
    opened = office.workspace.open(Q4)
    assert (opened.state, opened.refused) == (State.SEALED, (X,))
    assert (opened.cells[X], opened.sheet.value(X), opened.sheet.value(TOTAL)) == ("5", "5", "12")
    assert errors(office.workspace, Q4) == []


def test_a_sealed_report_is_printed_and_counted_as_it_was_sealed(office: Office) -> None:
    prepared = office.workspace.workbooks.prepared(Q4)
    assert (prepared.cells[X], prepared.paper.sheet.value(TOTAL)) == ("5", "12")
    assert [item.errors for item in office.workspace.work_list() if item.key == Q4] == [0]


def test_opened_again_the_figure_that_was_typed_stands_there_with_its_mark(office: Office) -> None:
    office.workspace.reopen(Q4, "sửa theo sổ gốc")
    opened = office.workspace.open(Q4)
    assert (opened.cells[X], opened.refused) == ("6", (X,))
    assert errors(office.workspace, Q4) != []
    (refused,) = office.workspace.attention.refused()
    assert [(cell.address, cell.value, cell.central) for cell in refused.cells] == [(X, "6", "5")]


def test_what_is_refused_stays_to_be_decided_while_the_report_is_closed(office: Office) -> None:
    (refused,) = office.workspace.attention.refused()
    assert [(cell.address, cell.value, cell.stands) for cell in refused.cells] == [(X, "6", True)]
    assert office.workspace.light_facts().refused == 1
