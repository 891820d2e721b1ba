"""Reports of several editions of a form in one roll-up."""

from __future__ import annotations

import pytest

from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.relations.pooled_figures import Brought
from app.domain.rollup.editions import reader_of
from app.domain.rollup.explaining import explain
from app.domain.rollup.over_units import roll_up_units
from app.domain.rollup.sources import Adapt, Source
from app.errors import InputError
from tests.app.domain.rollup.reports import row, source


def edition(name: str, follows: str, valid_from: str, columns: str) -> FormDefinition:
    text = f"""
code: T/EDITIONS
edition: "{name}"
{follows}
valid_from: {valid_from}
title: Biểu thử
legal_basis: Văn bản thử
senders: [commune]
receivers: {{commune: Văn phòng}}
frequencies: [Q]
window: nd09
deadlines: {{commune: {{working_days: 1}}}}
tables:
  main:
    rows: [{{code: "1", title: Số liệu}}]
    columns: [{columns}]
"""
    return load_form(text, f"{name}.yaml")


OLD = edition(
    "2021", "", "2021-01-01", "{number: 1, title: Hồ sơ}, {number: 2, title: Cấp huyện}, {number: 3, title: Cấp xã}"
)
NEW = edition(
    "2025",
    'follows: "2021"',
    "2025-07-01",
    "{number: 1, title: Hồ sơ}, {number: 2, title: Cấp xã, was: 3}, {number: 3, title: Trực tuyến, was: none}",
)


def reports() -> list[Source]:
    return [
        source(OLD, "u1", row("main/r1", c1="10", c2="4", c3="6"), period="2025-Q3"),
        source(NEW, "u2", row("main/r1", c1="20", c2="15", c3="5"), period="2025-Q3"),
    ]


def test_a_report_of_an_older_edition_is_read_where_its_columns_went() -> None:
    found = roll_up_units(NEW, {"u1": "", "u2": ""}, reports(), adapt=reader_of(NEW, [OLD]))
    assert found.content == row("main/r1", c1="30", c2="21", c3="5")
    told = [(one.source.edition, one.address, one.value) for one in explain(found, "main/r1/c2").contributions]
    assert told == [("2021", "main/r1/c3", "6"), ("2025", "main/r1/c2", "15")]


def test_a_column_the_older_edition_did_not_have_is_not_comparable_rather_than_blank() -> None:
    found = roll_up_units(NEW, {"u1": "", "u2": ""}, reports(), adapt=reader_of(NEW, [OLD]))
    assert [member.unit for member in explain(found, "main/r1/c3").of_kind(Brought.NOT_COMPARABLE)] == ["u1"]
    assert found.completeness_of("main/r1/c3").is_complete is False
    assert found.completeness_of("main/r1/c1").is_complete


@pytest.mark.parametrize("adapt", [None, reader_of(NEW, [])], ids=["no reader", "a reader without it"])
def test_an_edition_nobody_can_read_is_refused_rather_than_misread(adapt: Adapt | None) -> None:
    with pytest.raises(InputError) as caught:
        roll_up_units(NEW, {"u1": "", "u2": ""}, reports(), adapt=adapt)
    assert (caught.value.code, caught.value.params["unit"]) == ("rollup.edition_unknown", "u1")
