"""A table with a row for each unit is checked against what each unit below sent, however many rows that has."""

from __future__ import annotations

from app.domain.forms.loading import load_form
from app.domain.relations.filling import Filling
from app.domain.relations.sheet import Sheet
from app.services.neighbours import Surroundings

FORM = load_form(
    """\
code: T/UNITS
edition: "1"
title: Biểu thử
legal_basis: Văn bản thử
senders: [district, province]
receivers: {district: Tỉnh, province: Bộ}
frequencies: [Q]
window: nd09
deadlines: {district: {working_days: 1}, province: {working_days: 1}}
tables:
  main:
    rows: units
    columns:
      - {title: Đơn vị, type: label}
      - {number: 1, title: Số lượt}
    relations:
      - {printed: "1=cấp dưới", text: "1=children(1)"}
""",
    "units.yaml",
)
BELOW = {"d1": {"main/x1/c1": "5", "main/x2/c1": "7"}, "d2": {"main/d2/c1": "4"}}


def broken(**figures: str) -> list[str]:
    """Rows of the province's report that differ from what the districts sent."""
    cells = {f"main/{unit}/c1": text for unit, text in figures.items()}
    around = Surroundings(before={}, below=BELOW, shared=Filling())
    return [finding.row for finding in Sheet(FORM, cells, around).findings(complete=True)]


def test_a_units_row_is_the_roll_up_of_all_rows_of_its_report() -> None:
    assert broken(d1="12", d2="4") == []
    assert broken(d1="11", d2="4") == ["d1"]
    assert broken(d1="12", d2="5") == ["d2"]
