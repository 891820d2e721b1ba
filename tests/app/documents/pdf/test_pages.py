"""A report on paper: what stands on which page."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.documents.pdf.pages import Pages
from app.documents.pdf.writing import keep_pdf, pdf_bytes
from app.documents.placed import Paper
from app.domain.forms.loading import load_form
from app.domain.operations import ReportKey
from app.domain.relations.sheet import Sheet
from app.domain.windows import Window
from app.errors import InputError
from tests.app.documents.pdf.reading import pages_of
from ui.fonts import load_fonts

FORM = """\
code: P/1
edition: "2026"
title: Biểu thử in
unit: hồ sơ
legal_basis: Quyết định 9/2026/QĐ-UBND
senders: [commune]
receivers: {commune: Tỉnh}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 1}}
tables:
  main:
    rows: free
    total: Tổng cộng
    columns:
      - {number: A, title: Lĩnh vực, type: label}
      - title: Trong kỳ
        columns:
          - {number: 1, title: Tổng số}
          - {number: 2, title: Trực tuyến}
      - {number: 3, title: Tỷ lệ, decimals: 1}
      - {number: 4, title: Ngày, type: date}
    relations:
      - {printed: "1=2", computed: true}
"""
SECTIONS = "sections: [{key: note, title: I. Đánh giá}]\n"


def cells(rows: int) -> dict[str, str]:
    found = {"main/k0/c3": "12.5", "main/k0/c4": "2026-06-14"}
    for number in range(rows):
        row = f"main/k{number}"
        found |= {f"{row}/@row": f"{number:04d};;", f"{row}/cA": f"Dòng {number}", f"{row}/c2": "1234"}
    return found


def paper(content: dict[str, str], *, is_draft: bool = True, form: str = FORM) -> Paper:
    definition = load_form(form, "p.yaml")
    return Paper(
        key=ReportKey("u-1", "P/1", "2026-Q2"),
        form=definition,
        sheet=Sheet(definition, content),
        unit_name="UBND xã Hòa Bình",
        receiver_name="Văn phòng UBND tỉnh",
        period_title="Quý II/2026",
        window=Window(start=date(2026, 3, 15), end=date(2026, 6, 14)),
        is_draft=is_draft,
        made_at=datetime(2026, 6, 14, 14, 2),
    )


def printed(made: Paper) -> list[str]:
    return pages_of(pdf_bytes(Pages(made)))


@pytest.fixture(autouse=True)
def _fonts(qapp: QApplication) -> None:
    """The program's own letters, for a computer that has no others with all of Vietnamese."""
    load_fonts()


def squeezed(text: str) -> str:
    """Without spaces: where a line breaks depends on the letters there are."""
    return "".join(text.split())


def test_the_first_page_says_which_report_it_is_and_of_whom() -> None:
    (page,) = printed(paper(cells(2), is_draft=False))
    for said in (
        "Biểu số: P/1",
        "Ban hành theo Quyết định 9/2026/QĐ-UBND",
        "BIỂU THỬ IN",
        "Kỳ báo cáo: Quý II/2026",
        "(Từ ngày 15/03/2026 đến ngày 14/06/2026)",
        "UBND xã Hòa Bình",
        "Văn phòng UBND tỉnh",
        "Đơn vị tính: hồ sơ",
        "NGƯỜI LẬP BIỂU",
        "THỦ TRƯỞNG ĐƠN VỊ",
    ):
        assert squeezed(said) in squeezed(page)


def test_figures_and_dates_stand_as_people_write_them() -> None:
    (page,) = printed(paper(cells(2)))
    assert "Dòng 0 1.234 1.234 12,5 14/06/2026" in page
    assert "Tổng cộng 2.468 2.468" in page


def test_a_draft_says_so_on_every_page_and_a_sealed_report_on_none() -> None:
    draft = printed(paper(cells(60)))
    assert len(draft) > 1
    assert all("BẢN NHÁP" in page and "in lúc 14:02 ngày 14/06/2026" in page for page in draft)
    sealed = printed(paper(cells(60), is_draft=False))
    assert not any("BẢN NHÁP" in page or "in lúc" in page for page in sealed)


def test_the_header_is_repeated_and_pages_are_numbered_from_the_second() -> None:
    pages = printed(paper(cells(60), is_draft=False))
    header = "Lĩnh vực Trong kỳ Tỷ lệ Ngày Tổng số Trực tuyến (A) (1) (2) (3) (4)"
    assert len(pages) > 2
    assert {page.count(header) for page in pages} == {1}
    assert pages[0].startswith("Biểu số")
    assert [page.partition(" ")[0] for page in pages[1:3]] == ["2", "3"]
    assert sum(page.count("Dòng ") for page in pages) == 60


@pytest.mark.parametrize("rows", range(14, 24))
def test_signatures_never_stand_alone_on_a_page(rows: int) -> None:
    last = printed(paper(cells(rows)))[-1]
    assert "NGƯỜI LẬP BIỂU" in last
    assert "Tổng cộng" in last


def test_a_section_is_printed_below_the_table_and_goes_on_over_the_page() -> None:
    text = "\n".join(f"Đoạn số {number}." for number in range(60))
    pages = printed(paper(cells(3) | {"@text/note/body": text}, form=FORM.replace("tables:\n", SECTIONS + "tables:\n")))
    assert len(pages) > 1
    assert "I. Đánh giá Đoạn số 0." in pages[0]
    assert [f"Đoạn số {number}." in " ".join(pages) for number in (0, 30, 59)] == [True, True, True]


def test_a_row_higher_than_a_page_is_continued_on_the_next() -> None:
    words = " ".join(f"từ{number}" for number in range(2000))
    pages = printed(paper(cells(1) | {"main/k0/cA": words}))
    assert len(pages) > 1
    assert "NGƯỜI LẬP BIỂU" in pages[-1]


def test_a_table_too_wide_for_the_page_is_cut_into_parts_that_repeat_the_row_names() -> None:
    wide = FORM.replace(
        "      - {number: 3, title: Tỷ lệ, decimals: 1}\n",
        "      - {number: 3, title: Tỷ lệ, decimals: 1}\n"
        + "".join(f"      - {{number: {number}, title: Giá trị sản xuất}}\n" for number in range(5, 60)),
    )
    text = " ".join(printed(paper(cells(1), form=wide)))
    assert text.count("Dòng 0") > 1
    assert [text.count(f"({number})") for number in (1, 30, 59)] == [1, 1, 1]


def test_the_file_embeds_its_letters() -> None:
    data = pdf_bytes(Pages(paper(cells(1))))
    assert data.startswith(b"%PDF-1.6")
    assert b"/FontFile2" in data


def test_a_file_is_written_whole_or_the_old_one_stays(tmp_path: Path) -> None:
    target = tmp_path / "bao cao.pdf"
    keep_pdf(b"%PDF-1.6 one", target)
    assert target.read_bytes() == b"%PDF-1.6 one"
    with pytest.raises(InputError, match=r"print\.unwritable"):
        keep_pdf(b"two", tmp_path / "missing" / "bao cao.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["bao cao.pdf"]


def test_a_report_of_words_only_is_printed_with_letterhead_and_signatures() -> None:
    words_only = FORM[: FORM.index("tables:")] + SECTIONS
    (page,) = printed(paper({"@text/note/body": "Không có vụ việc mới."}, form=words_only))
    for said in ("Biểu số: P/1", "BIỂU THỬ IN", "I. Đánh giá", "Không có vụ việc mới.", "THỦ TRƯỞNG ĐƠN VỊ"):
        assert squeezed(said) in squeezed(page)


def test_a_report_without_a_word_or_a_table_still_has_its_page() -> None:
    words_only = FORM[: FORM.index("tables:")] + SECTIONS
    (page,) = printed(paper({}, form=words_only))
    assert squeezed("NGƯỜI LẬP BIỂU") in squeezed(page)
