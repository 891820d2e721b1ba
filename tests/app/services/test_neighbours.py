from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.forms.loading import load_form
from app.domain.operations import CellEdit, ReportKey
from tests.app.services.judged import found_in
from tests.app.services.test_workspace import Office, answer, owed

TOP = """\
code: {code}
edition: "2026"
title: Biểu thử
legal_basis: Quyết định 1/2026/QĐ-UBND
senders: [commune]
receivers: {{commune: Văn phòng UBND tỉnh}}
frequencies: [Q]
window: nd09
deadlines: {{commune: {{working_days: 2}}}}
tables:
  main:
    rows: [{{code: "1", title: Toàn xã}}]
    columns:
"""
SOURCE = TOP.format(code="S/VD") + (
    "      - {number: 1, title: Một}\n      - {number: 2, title: Hai}\n      - {number: 3, title: Cộng}\n"
    '    relations: [{printed: "3=1+2", computed: true}]\n'
)
READER = TOP.format(code="R/VD") + (
    "      - {number: 1, title: Lấy từ biểu kia}\n"
    '    relations: [{printed: "1=3 (biểu S)", text: "1=form(\\"S/VD\\", 3)"}]\n'
)
S, R = ReportKey("xa-1", "S/VD", "2026-Q4"), ReportKey("xa-1", "R/VD", "2026-Q4")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    made.store.book(
        answer(
            *(
                owed(key, made.shelf.put(load_form(text, "thu.yaml")), "2026-09-15", "2026-12-14", "2026-12-16")
                for key, text in ((S, SOURCE), (R, READER))
            )
        )
    )
    yield made
    made.store.close()


def typed(office: Office, key: ReportKey, *cells: tuple[str, str]) -> None:
    form = office.workspace.open(key).form.hash
    office.workspace.save(key, form, [CellEdit(address, None, value) for address, value in cells])


def test_a_calculated_figure_of_another_form_is_read_as_that_form_calculates_it(office: Office) -> None:
    typed(office, S, ("main/r1/c1", "4"), ("main/r1/c2", "5"))
    typed(office, R, ("main/r1/c1", "8"))
    found = found_in(office.workspace, R)
    assert [(finding.code, finding.relation) for finding in found] == [("relation.unequal", "1=3 (biểu S)")]
    assert "9" in found[0].message("vi")


def test_a_form_that_was_not_begun_is_not_judged_against(office: Office) -> None:
    typed(office, R, ("main/r1/c1", "8"))
    assert found_in(office.workspace, R) == ()
