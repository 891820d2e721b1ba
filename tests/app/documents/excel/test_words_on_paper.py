"""The words of a report on paper: their figures are those of the table."""

from __future__ import annotations

from datetime import UTC, datetime

from app.documents.excel.placing import Paper, Style, place_report
from app.domain.forms.catalogue import find_form
from app.domain.operations import ReportKey
from app.domain.relations.sheet import Sheet


def test_a_section_is_printed_with_its_figures_put_in() -> None:
    form = find_form("BCN/TTLT43")
    cells = {"main/rNG03/c1": "1240", "@text/course/body": "Có {NG03/1} người bị thương.\n- Mất tích: {NG02/1}"}
    paper = Paper(
        key=ReportKey("u-1", form.code, "2026-E-bao-so-3.01"),
        form=form,
        sheet=Sheet(form, cells),
        unit_name="UBND xã Hòa Bình",
        receiver_name="",
        period_title="",
        window=None,
        is_draft=True,
        made_at=datetime(2026, 6, 14, tzinfo=UTC),
    )
    words = "\n".join(cell.text for cell in place_report(paper)[-1].cells if cell.style is Style.SECTION_TEXT)
    assert "Có 1.240 người bị thương.\n- Mất tích: (chưa có số)" in words
