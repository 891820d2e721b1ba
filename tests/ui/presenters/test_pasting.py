"""Pasting into the open form, without Qt: what goes where, what is asked first, and that it is one step."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from app.documents.clipboard.block import BLANK, Block, CellKind, ClipCell, Source, text_cell
from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.forms.packing import pack_form, unpack_form
from app.domain.relations.sheet import Sheet
from app.errors import InputError
from tests.app.domain.legacy_writing import in_tcvn3
from tests.gui.office import CountingChance, FakeClock
from tests.ui.fakes import KEY, FakeDesk, FakeWorkspace, RecordingFormView, opened
from ui.presenters.form import FormPresenter
from ui.presenters.paste_placing import Area
from ui.presenters.pasting import copied_cells
from ui.presenters.phrases import Tone

FIXED = """
code: X/2
edition: "2026"
title: Biểu cố định
legal_basis: Mẫu thử
senders: [commune]
receivers: {commune: Tỉnh}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 1}}
tables:
  main:
    groups:
      - {code: A, title: Nhóm một}
      - {code: B, title: Nhóm hai}
    total: Tổng cộng
    columns:
      - {number: 1, title: TT, type: index}
      - {number: 2, title: Tên, type: label}
      - {number: 3, title: Tổng số}
      - {number: 4, title: Một}
      - {number: 5, title: Hai}
      - {number: 6, title: Tỷ lệ (%), type: number, decimals: 2, unit: "%"}
      - {number: 7, title: Số tiền, type: number, decimals: 1}
      - {number: 8, title: Ghi chú, type: text}
      - {number: 9, title: Ngày, type: date}
    rows:
      - {code: "01", title: Đất đai, group: A}
      - {code: "02", title: Hộ tịch, group: A}
      - {code: "03", title: Chứng thực, group: B}
    closed:
      - {rows: ["03"], columns: [5]}
    relations:
      - {printed: "3=4+5", computed: true}
"""


def fixed_form() -> FormDefinition:
    return unpack_form(pack_form(load_form(FIXED, "x.yaml")))


def cell(value: object) -> ClipCell:
    """A number, a text, or blank; a cell as it is."""
    if isinstance(value, ClipCell):
        return value
    if value is None:
        return BLANK
    if isinstance(value, str):
        return text_cell(value)
    return ClipCell(CellKind.NUMBER, str(value).replace(".", ","), Decimal(str(value)))


def block(*lines: list[object]) -> Block:
    return Block(lines=tuple(tuple(map(cell, line)) for line in lines), source=Source.HTML)


class Bench:
    def __init__(self, form: FormDefinition | None = None, content: Mapping[str, str] | None = None) -> None:
        report = opened({})
        if form is not None or content:
            form = form or report.form
            report = opened(content or {}, form=form, form_title=form.title, sheet=Sheet(form, content or {}))
        self.desk = FakeDesk(FakeWorkspace(report=report))
        self.view = RecordingFormView()
        self.presenter = FormPresenter(self.view, self.desk, KEY, clock=FakeClock(), chance=CountingChance())
        self.presenter.start()

    @property
    def grid(self):  # type: ignore[no-untyped-def]  # kept for the tests
        return self.presenter.tables.grid

    def paste(self, held: Block | None, top: int, left: int, bottom: int = -1, right: int = -1) -> None:
        area = Area(top, left, max(top, bottom), max(left, right))
        self.presenter.pasting.paste(self.grid, area, lambda: held)

    def texts(self, row: int) -> list[str]:
        return self.view.rows[row].texts

    @property
    def said(self) -> str:
        return self.view.notice[0]

    @property
    def asked(self):  # type: ignore[no-untyped-def]  # the last preview
        return self.view.pastes[-1].preview()


@pytest.fixture
def fixed() -> Bench:
    """Rows: 0 heading A, 1 Đất đai, 2 Hộ tịch, 3 heading B, 4 Chứng thực, 5 total; columns 3 and 4 are (4) and (5)."""
    return Bench(fixed_form())


@pytest.fixture
def free() -> Bench:
    """Rows: 0 heading A, 1 Đất đai, 2 offer, 3 heading B, 4 offer, 5 total."""
    return Bench(content={"main/a/@row": "b;A;", "main/a/c2": "Đất đai", "main/a/c4": "7", "main/a/c5": "3"})


# ---- where it goes --------------------------------------------------------------------------------


def test_a_block_without_doubt_is_pasted_at_once_and_the_notice_says_how_many_cells(fixed: Bench) -> None:
    fixed.paste(block([7, 3], [1200, 0]), 1, 3)
    assert [fixed.texts(row)[2:5] for row in (1, 2)] == [["10", "7", "3"], ["1.200", "1.200", "0"]]
    assert fixed.view.pastes == []
    assert fixed.view.notice == ("Đã dán 4 ô.", Tone.OK, "Hoàn tác")


def test_a_paste_is_one_step_saved_at_once_and_taken_back_at_once(fixed: Bench) -> None:
    fixed.paste(block([7, 3], [5, 0]), 1, 3)
    assert len(fixed.desk.saves) == 1
    fixed.presenter.notice.answered()
    assert [fixed.texts(row)[2:5] for row in (1, 2)] == [["", "", ""], ["", "", ""]]


def test_the_notice_takes_back_the_paste_and_nothing_else(fixed: Bench) -> None:
    fixed.paste(block([7, 3]), 1, 3)
    fixed.presenter.typed(2, 3, "9")
    fixed.presenter.notice.answered()
    assert [fixed.texts(row)[3] for row in (1, 2)] == ["7", "9"]
    assert fixed.said == "Sau khi dán đã có sửa đổi khác. Bấm Ctrl+Z để lùi từng bước."


def test_calculated_cells_are_stepped_over_and_agree(fixed: Bench) -> None:
    fixed.paste(block([10, 7, 3]), 1, 2)
    assert fixed.texts(1)[2:5] == ["10", "7", "3"]
    assert fixed.said == "Đã dán 2 ô. 1 ô do biểu tự tính, khớp với số chép."


def test_a_copied_total_that_the_form_calculates_otherwise_is_said(fixed: Bench) -> None:
    fixed.paste(block([12, 7, 3]), 1, 2)
    assert fixed.texts(1)[2:5] == ["10", "7", "3"]
    assert fixed.view.notice[:2] == (
        "Đã dán 2 ô. Biểu tính khác số chép ở 1 ô; như Đất đai · cột (3): chép 12, biểu tính 10.",
        Tone.ATTENTION,
    )


def test_a_block_with_headings_and_the_total_row_falls_into_place(fixed: Bench) -> None:
    fixed.paste(
        block(
            ["A", "Nhóm một", None, None, None],
            [1, "Đất đai", 10, 7, 3],
            [2, "Hộ tịch", 5, 5, 0],
            ["B", "NHÓM HAI", None, None, None],
            [1, "Chứng thực", 9, 9, "x"],
            [None, "Tổng cộng", 24, 21, 3],
        ),
        0,
        0,
    )
    assert [fixed.texts(row)[3:5] for row in (1, 2, 4, 5)] == [["7", "3"], ["5", "0"], ["9", "x"], ["21", "3"]]
    assert fixed.view.pastes == []
    assert fixed.said.startswith("Đã dán 5 ô. ")


def test_a_block_without_headings_steps_over_the_forms(fixed: Bench) -> None:
    fixed.paste(block([7], [5], [9]), 1, 3)
    assert [fixed.texts(row)[3] for row in (1, 2, 4)] == ["7", "5", "9"]
    assert fixed.view.pastes == []


def test_a_blank_line_may_be_a_heading_or_a_blank_row_so_it_is_asked(fixed: Bench) -> None:
    fixed.view.paste_choices = [("headings", "no")]
    fixed.paste(block([7], [None], [None], [9]), 1, 3)
    assert [choice.key for choice in fixed.asked.choices] == ["headings"]
    assert [fixed.texts(row)[3] for row in (1, 2, 4)] == ["7", "", ""]


TITLES = ["TT", "Tên", "Tổng số", "Một", "Hai"]
NUMBERS = ["(1)", "(2)", "(3)", "(4)", "(5)"]
FIGURES = [["1", "Đất đai", 10, 7, 3], ["2", "Hộ tịch", 1, 1, 0]]
HEADED = [  # the heading lines, where the block is pasted, which of its columns
    ("titles and numbers", [TITLES, NUMBERS], 0),
    ("titles written otherwise", [["tt", "TÊN", "Tổng  số", "một", "Hai"]], 0),
    ("numbers in brackets alone", [NUMBERS], 0),
    ("bare numbers below titles", [TITLES, [1, 2, 3, 4, 5]], 0),
    ("a part of the columns", [TITLES[3:], NUMBERS[3:]], 3),
]


@pytest.mark.parametrize(("headings", "left"), [case[1:] for case in HEADED], ids=[case[0] for case in HEADED])
def test_the_forms_own_headings_on_top_of_a_block_are_left_out_with_a_word(
    fixed: Bench, headings: list[list[object]], left: int
) -> None:
    fixed.paste(block(*headings, *(line[left:] for line in FIGURES)), 1, left)
    assert [fixed.texts(row)[3:5] for row in (1, 2)] == [["7", "3"], ["1", "0"]]
    assert fixed.view.pastes == []
    assert f"Bỏ {len(headings)} dòng đầu vì là tiêu đề cột của biểu." in fixed.said


NOT_HEADED = [  # lines that only look like headings
    ("a figure that is its column's number", [[4, 5]], 3),
    ("titles of other columns", [["Hai", "Một"]], 3),
    ("a title alone", [["Một"]], 3),
]


@pytest.mark.parametrize(("lines", "left"), [case[1:] for case in NOT_HEADED], ids=[case[0] for case in NOT_HEADED])
def test_what_may_be_meant_is_not_taken_for_a_heading(fixed: Bench, lines: list[list[object]], left: int) -> None:
    fixed.paste(block(*lines), 1, left)
    assert "tiêu đề" not in fixed.said


def test_a_preview_says_that_headings_are_left_out_and_counts_lines_as_they_were_copied(fixed: Bench) -> None:
    fixed.paste(block(TITLES[3:], *[[number, 0] for number in range(9)]), 1, 3)
    assert "Bỏ 1 dòng đầu vì là tiêu đề cột của biểu." in fixed.asked.told
    assert any("(từ dòng 6)" in one for one in fixed.asked.told)


def test_one_value_fills_the_selection(fixed: Bench) -> None:
    fixed.paste(block([4]), 1, 2, 5, 4)
    assert [fixed.texts(row)[3:5] for row in (1, 2, 4)] == [["4", "4"], ["4", "4"], ["4", "x"]]
    assert fixed.said == "Đã dán 5 ô."


def test_a_column_fills_each_column_of_the_selection(fixed: Bench) -> None:
    fixed.paste(block([1], [2]), 1, 3, 2, 4)
    assert [fixed.texts(row)[3:5] for row in (1, 2)] == [["1", "1"], ["2", "2"]]


def test_a_block_that_does_not_fit_the_selection_goes_in_once_from_its_corner(fixed: Bench) -> None:
    fixed.paste(block([1], [2]), 1, 3, 4, 3)
    assert [fixed.texts(row)[3] for row in (1, 2, 4)] == ["1", "2", ""]


def test_a_blank_cell_empties_and_a_merged_away_one_leaves_what_is_there(fixed: Bench) -> None:
    fixed.paste(block([1, 2], [3, 4]), 1, 3)
    fixed.paste(block([None, ClipCell(CellKind.COVERED)]), 1, 3)
    assert fixed.texts(1)[3:5] == ["", "2"]


def test_lines_go_by_their_names_where_their_order_is_another(fixed: Bench) -> None:
    fixed.paste(block(["Hộ tịch", None, 5], ["Đất đai", None, 7]), 1, 1)
    assert [fixed.texts(row)[3] for row in (1, 2)] == ["7", "5"]
    assert [(choice.key, choice.chosen) for choice in fixed.asked.choices] == [("names", "yes")]


def test_lines_go_by_their_order_where_a_person_says_so(fixed: Bench) -> None:
    fixed.view.paste_choices = [("names", "no")]
    fixed.paste(block(["Hộ tịch", None, 5], ["Đất đai", None, 7]), 1, 1)
    assert [fixed.texts(row)[3] for row in (1, 2)] == ["5", "7"]


def test_names_in_an_old_encoding_are_the_same_names(fixed: Bench) -> None:
    fixed.paste(block([in_tcvn3("Đất đai"), None, 7], [in_tcvn3("Hộ tịch"), None, 5]), 1, 1)
    assert [fixed.texts(row)[3] for row in (1, 2)] == ["7", "5"]
    assert fixed.view.pastes == []


# ---- free rows ------------------------------------------------------------------------------------


def test_lines_pasted_at_the_offer_become_rows_in_their_order(free: Bench) -> None:
    free.paste(block(["Hộ tịch", None, 5, 1], ["Chứng thực", None, 9, 0], ["Môi trường", None, 2, 2]), 2, 1)
    assert [free.texts(row)[1:5] for row in range(1, 5)] == [
        ["Đất đai", "10", "7", "3"],
        ["Hộ tịch", "6", "5", "1"],
        ["Chứng thực", "9", "9", "0"],
        ["Môi trường", "4", "2", "2"],
    ]
    assert free.view.pastes == []
    assert free.said == "Đã dán 9 ô. Thêm 3 dòng."
    free.presenter.undo()
    assert [row.title or row.texts[1] for row in free.view.rows][:3] == ["A. Nhóm một", "Đất đai", "+ Thêm dòng"]


def test_more_lines_than_rows_are_offered_as_new_rows(free: Bench) -> None:
    free.paste(block(["Đất đai", None, 8, 2], ["Hộ tịch", None, 5, 1]), 1, 1)
    assert [choice.text for choice in free.asked.choices] == ["Khối chép nhiều hơn số dòng của bảng 1 dòng."]
    assert [free.texts(row)[1:5] for row in (1, 2)] == [["Đất đai", "10", "8", "2"], ["Hộ tịch", "6", "5", "1"]]


def test_lines_too_many_may_be_left_out(free: Bench) -> None:
    free.view.paste_choices = [("rows", "no")]
    free.paste(block(["Đất đai", None, 8, 2], ["Hộ tịch", None, 5, 1]), 1, 1)
    assert [row.texts[1] for row in free.view.rows if row.title == ""][:2] == ["Đất đai", "+ Thêm dòng"]


def test_a_line_of_which_nothing_can_be_read_still_becomes_a_row(free: Bench) -> None:
    free.paste(block(["chưa rõ"]), 2, 3)
    assert free.said == "Đã dán 0 ô. Thêm 1 dòng."


def test_a_total_row_is_no_new_row(free: Bench) -> None:
    free.paste(block(["Hộ tịch", 6, 5, 1], ["Chứng thực", 9, 9, 0], [None, 15, 14, 1]), 4, 1)
    assert [row.texts[1] for row in free.view.rows[4:]] == ["Hộ tịch", "Chứng thực", "+ Thêm dòng", "Tổng cộng"]


def test_a_total_row_in_an_earlier_group_is_told_as_left_out(free: Bench) -> None:
    free.paste(block(["Hộ tịch", 6, 5, 1], ["Tổng số", 6, 5, 1]), 2, 1)
    assert free.asked.told == ("1 dòng của khối chép không có chỗ trong bảng (từ dòng 2), sẽ bỏ.",)
    assert [row.title or row.texts[1] for row in free.view.rows[2:5]] == ["Hộ tịch", "+ Thêm dòng", "B. Nhóm hai"]


def test_a_block_with_headings_fills_both_groups_of_a_new_report() -> None:
    bench = Bench()
    bench.paste(block(["Hộ tịch", None, 5, 1], ["Nhóm hai", None, None, None], ["Môi trường", None, 2, 2]), 1, 1)
    assert [row.title or row.texts[1] for row in bench.view.rows] == [
        "A. Nhóm một",
        "Hộ tịch",
        "+ Thêm dòng",
        "B. Nhóm hai",
        "Môi trường",
        "+ Thêm dòng",
        "Tổng cộng",
    ]


# ---- what is asked first --------------------------------------------------------------------------


def test_a_number_that_reads_two_ways_is_asked_and_read_as_chosen(fixed: Bench) -> None:
    fixed.view.paste_choices = [("format", "english")]
    fixed.paste(block(["12.345", "1.234"]), 1, 6)
    choice = fixed.asked.choices[0]
    assert (choice.text, [option.text for option in choice.options]) == (
        "Chưa rõ 1 số viết theo cách nào; ví dụ “12.345”.",
        ["Kiểu Việt Nam: 12.345", "Kiểu Anh – Mỹ: 12 phẩy 345"],
    )
    assert fixed.texts(1)[6:8] == ["12,3", "1.234"]


def test_an_english_number_in_a_column_of_whole_numbers_is_proposed_as_what_fits(fixed: Bench) -> None:
    fixed.paste(block(["1,234"]), 1, 3)
    assert (fixed.asked.choices[0].chosen, fixed.texts(1)[3]) == ("english", "1.234")


def test_a_block_that_proves_its_format_is_not_asked(fixed: Bench) -> None:
    fixed.paste(block(["1,234", "1,234,567"]), 1, 3)
    assert (fixed.view.pastes, fixed.texts(1)[3:5]) == ([], ["1.234", "1.234.567"])
    assert fixed.said == (
        "Đã dán 2 ô. Các số dán vào được đọc theo kiểu Anh – Mỹ (1,234.5), "
        "vì có ô “1,234,567” chỉ đọc được theo cách này."
    )


def test_a_number_of_the_sheet_itself_is_never_asked(fixed: Bench) -> None:
    fixed.paste(block([1234567]), 1, 3)
    assert (fixed.view.pastes, fixed.texts(1)[3]) == ([], "1.234.567")


def test_text_in_a_number_cell_is_told_and_the_cell_keeps_what_it_has(fixed: Bench) -> None:
    fixed.paste(block([7, 3]), 1, 3)
    fixed.paste(block([8, "chưa rõ"]), 1, 3)
    assert fixed.asked.told == ("1 ô không đọc được theo cột của biểu; các ô đó giữ nguyên như cũ.",)
    assert [(line.where, line.before, line.after) for line in fixed.asked.lines] == [
        ("Đất đai · cột (5)", "chưa rõ", "(bỏ qua)")
    ]
    assert fixed.texts(1)[3:5] == ["8", "3"]
    assert not fixed.grid.unread


ODD = [
    ("a date", ClipCell(CellKind.DATE, "25/09/2026", Decimal(46290)), "“25/09/2026” không phải là số."),
    ("a boolean", ClipCell(CellKind.BOOLEAN, "TRUE"), "“TRUE” không phải là số."),
    ("an error", ClipCell(CellKind.ERROR, "#N/A"), "“#N/A” không phải là số."),
    ("a negative number", cell(-3), "Ô này không nhận số âm."),
]


@pytest.mark.parametrize(("odd", "why"), [case[1:] for case in ODD], ids=[case[0] for case in ODD])
def test_what_is_no_figure_of_the_column_is_told(fixed: Bench, odd: ClipCell, why: str) -> None:
    fixed.paste(block([odd]), 1, 3)
    assert [line.why for line in fixed.asked.lines] == [why]
    assert fixed.texts(1)[3] == ""


def test_decimals_too_many_are_rounded_only_after_asking(fixed: Bench) -> None:
    fixed.paste(block([33.33333]), 1, 5)
    assert [(line.before, line.after) for line in fixed.asked.lines] == [("33,33333", "33,33")]
    assert fixed.texts(1)[5] == "33,33"


def test_decimals_too_many_may_be_left_out(fixed: Bench) -> None:
    fixed.view.paste_choices = [("decimals", "no")]
    fixed.paste(block([33.33333]), 1, 5)
    assert fixed.texts(1)[5] == ""


PERCENT = ClipCell(CellKind.NUMBER, "12,5%", Decimal("12.5"), percent=True)


def test_a_percentage_comes_into_a_column_of_per_cents_as_it_is_shown(fixed: Bench) -> None:
    fixed.paste(block([PERCENT]), 1, 5)
    assert (fixed.view.pastes, fixed.texts(1)[5]) == ([], "12,50")


@pytest.mark.parametrize("pasted", [PERCENT, cell("12,5%")], ids=["a number", "a text"])
def test_a_percentage_in_another_column_is_asked_and_left_out_unless_wanted(fixed: Bench, pasted: ClipCell) -> None:
    fixed.paste(block([pasted]), 1, 6)
    assert ([choice.key for choice in fixed.asked.choices], fixed.texts(1)[6]) == (["percent"], "")
    fixed.view.paste_choices = [("percent", "yes")]
    fixed.paste(block([pasted]), 1, 6)
    assert fixed.texts(1)[6] == "12,5"


def test_what_a_dressed_number_means_is_taken_only_where_wanted(fixed: Bench) -> None:
    fixed.paste(block(["1.200,5 đ"]), 1, 6)
    assert ([choice.key for choice in fixed.asked.choices], fixed.texts(1)[6]) == (["meant"], "")
    fixed.view.paste_choices = [("meant", "yes")]
    fixed.paste(block(["1.200,5 đ"]), 1, 6)
    assert fixed.texts(1)[6] == "1.200,5"


def test_text_in_an_old_encoding_is_shown_converted_and_may_be_kept(fixed: Bench) -> None:
    old = in_tcvn3("Giải quyết hồ sơ đất đai")
    fixed.paste(block([old]), 1, 7)
    assert [(line.before, line.after) for line in fixed.asked.lines] == [(old, "Giải quyết hồ sơ đất đai")]
    assert fixed.texts(1)[7] == "Giải quyết hồ sơ đất đai"
    fixed.view.paste_choices = [("legacy", "no")]
    fixed.paste(block([old]), 1, 7)
    assert fixed.texts(1)[7] == old


def test_a_text_column_keeps_leading_zeros_and_a_date_column_takes_a_date(fixed: Bench) -> None:
    fixed.paste(block(["0123", ClipCell(CellKind.DATE, "25/09/2026", Decimal(46290))]), 1, 7)
    assert (fixed.view.pastes, fixed.texts(1)[7:9]) == ([], ["0123", "25/09/2026"])


def test_words_too_long_for_a_cell_are_told_and_the_others_are_pasted(fixed: Bench) -> None:
    fixed.paste(block(["x" * 100_000], ["ngắn"]), 1, 7)
    assert fixed.asked.told == ("1 ô không đọc được theo cột của biểu; các ô đó giữ nguyên như cũ.",)
    assert [fixed.texts(row)[7] for row in (1, 2)] == ["", "ngắn"]


def test_a_value_over_a_closed_cell_is_told(fixed: Bench) -> None:
    fixed.paste(block([9, 4]), 4, 3)
    assert fixed.asked.told == ("1 ô rơi vào ô mà biểu không cho điền (x), sẽ bỏ.",)
    assert fixed.texts(4)[3:5] == ["9", "x"]


def test_what_reaches_beyond_the_table_is_told(fixed: Bench) -> None:
    fixed.paste(block(["", "5"], ["", "6"]), 4, 8)
    assert fixed.asked.told == ("2 ô nằm ngoài bên phải bảng, sẽ bỏ.",)


def test_nothing_is_pasted_where_a_person_says_no(fixed: Bench) -> None:
    fixed.view.pastes_on = False
    fixed.paste(block([8, "chưa rõ"]), 1, 3)
    assert (fixed.texts(1)[3], fixed.desk.saves, fixed.said) == ("", [], "")


# ---- a clipboard that gives nothing ---------------------------------------------------------------


def test_an_empty_clipboard_is_said(fixed: Bench) -> None:
    fixed.paste(None, 1, 3)
    assert fixed.view.notice[:2] == (
        "Chưa chép gì để dán. Chép ô ở bảng tính trước, rồi dán vào đây.",
        Tone.INFO,
    )


def test_a_refused_clipboard_is_said_in_words(fixed: Bench) -> None:
    def refuse() -> Block:
        raise InputError("clipboard.big")

    fixed.presenter.pasting.paste(fixed.grid, Area(1, 3, 1, 3), refuse)
    assert fixed.view.notice[1] is Tone.ERROR
    assert fixed.said.startswith("Khối ô vừa chép lớn hơn mọi biểu.")


def test_a_paste_over_locked_cells_alone_changes_nothing(fixed: Bench) -> None:
    fixed.paste(block([5]), 1, 2)
    assert (fixed.desk.saves, fixed.said) == ([], "Chỗ này không có ô nào nhận số dán vào.")


# ---- copying --------------------------------------------------------------------------------------


def test_copied_cells_hold_numbers_as_numbers_and_marks_as_text(free: Bench) -> None:
    free.presenter.typed(1, 4, "-")
    lines = copied_cells(free.grid, [Area(0, 0, 5, 4)])
    assert [[(one.number, one.text) if one.number is not None else one.text for one in line] for line in lines] == [
        ["", "A. Nhóm một", "", "", ""],
        ["1", "Đất đai", (Decimal(7), "7"), (Decimal(7), "7"), "-"],
        ["", "B. Nhóm hai", "", "", ""],
        ["", "Tổng cộng", (Decimal(7), "7"), (Decimal(7), "7"), (Decimal(0), "0")],
    ]


def test_a_copied_table_pasted_over_itself_changes_nothing(fixed: Bench) -> None:
    fixed.paste(block([7, 3], [5, 0], [9]), 1, 3)
    lines = copied_cells(fixed.grid, [Area(0, 0, 5, 8)])
    fixed.desk.saves.clear()
    fixed.paste(Block(lines=tuple(map(tuple, lines)), source=Source.HTML), 0, 0)
    assert (fixed.view.pastes, fixed.desk.saves) == ([], [])
