"""What is chosen for conflicts, cell by cell, and how it stands side by side."""

from __future__ import annotations

import dataclasses

import pytest
from msgspec.structs import replace

from app.domain.forms.definition import Column, ColumnType
from app.services.views import ConflictItem
from app.store.records import Decision, Keep
from tests.ui.fakes import KEY
from ui.presenters.cell_places import CellPlace, PlaceKind
from ui.presenters.conflict_choices import ConflictCell, ConflictChoices
from ui.presenters.phrases import Tone

NOON = 1_781_420_520
"""14:02 on 14/06/2026."""
WHOLE = Column(key="c4", number="4", title_path=("Tiếp nhận", "Trực tuyến"), type=ColumnType.WHOLE)
WORDS = Column(key="c2", number="2", title_path=("Lĩnh vực",), type=ColumnType.TEXT)
FIGURE = CellPlace(kind=PlaceKind.CELL, title="Đất đai", printed="dòng 3, cột (4)", path="Tiếp nhận", column=WHOLE)
NAME = CellPlace(kind=PlaceKind.CELL, title="Đất đai", column=WORDS)
ROW = CellPlace(kind=PlaceKind.ROW, title="Môi trường")
SECTION = CellPlace(kind=PlaceKind.TEXT, title="Diễn biến")


def cell(
    base: str | None = "64",
    mine: str | None = "66",
    theirs: str | None = "61",
    *,
    place: CellPlace = FIGURE,
    number: int = 1,
    row: dict[str, str] | None = None,
) -> ConflictCell:
    item = ConflictItem(
        id=number,
        key=KEY,
        address=f"main/k{number}/c4",
        base=base,
        mine=mine,
        theirs=theirs,
        mine_author="Nguyễn Thị An",
        mine_at=NOON,
        theirs_author="Lê Văn Cường",
        theirs_at=NOON - 86_400,
        opened_at=NOON,
        theirs_row=row or {},
    )
    return ConflictCell(item=item, place=place)


def test_nothing_is_chosen_to_begin_with() -> None:
    choices = ConflictChoices()
    (row,) = choices.rows([cell()])
    assert [side.text for side in row] == ["Đất đai", "64", "66", "61", "Để sau"]
    assert [side.chosen for side in row] == [False] * 5
    assert choices.decisions([cell()]) == []


def test_each_side_tells_who_when_and_how_far_from_the_base() -> None:
    (row,) = ConflictChoices().rows([cell()])
    assert row[0].notes == ("dòng 3, cột (4) · Tiếp nhận",)
    assert row[2].notes == ("Nguyễn Thị An", "14:02 14/06 · +2")
    assert row[3].notes == ("Lê Văn Cường", "14:02 13/06 · −3")


@pytest.mark.parametrize(
    ("base", "author", "told"),
    [
        ("64", "Trần Văn Bình", ("Trần Văn Bình", "14:02 12/06")),
        ("64", "", ("Từ hệ thống",)),
        (None, "", ()),
    ],
    ids=["written here", "came with the report", "was blank"],
)
def test_the_base_tells_who_wrote_it_and_when(base: str | None, author: str, told: tuple[str, ...]) -> None:
    asked = cell(base)
    known = replace(asked.item, base_author=author, base_at=NOON - 2 * 86_400 if author else 0)
    (row,) = ConflictChoices().rows([dataclasses.replace(asked, item=known)])
    assert row[1].notes == told
    assert all(note in row[1].spoken for note in told)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "shown"),
    [
        (None, "66", "61", ["(trống)", "66", "61"]),
        ("64", None, "1234567", ["64", "(trống)", "1.234.567"]),
        ("-", "66", "-", ["-", "66", "-"]),
    ],
    ids=["was blank", "one side blank", "nil"],
)
def test_values_are_shown_as_their_cells_would(
    base: str | None, mine: str | None, theirs: str | None, shown: list[str]
) -> None:
    (row,) = ConflictChoices().rows([cell(base, mine, theirs)])
    assert [side.text for side in row[1:4]] == shown


@pytest.mark.parametrize(
    ("keep", "at", "text", "said"),
    [(Keep.MINE, 2, "66", "số của đơn vị"), (Keep.THEIRS, 3, "61", "số trên hệ thống")],
)
def test_a_chosen_side_is_marked_and_said(keep: Keep, at: int, text: str, said: str) -> None:
    choices = ConflictChoices()
    choices.choose(cell(), keep)
    (row,) = choices.rows([cell()])
    assert [place for place, side in enumerate(row) if side.chosen] == [at]
    assert (row[4].text, row[4].notes) == (text, (said,))
    assert choices.decisions([cell()]) == [Decision(conflict=1, keep=keep, shown="61")]


def test_a_choice_is_taken_back() -> None:
    choices = ConflictChoices()
    choices.choose(cell(), Keep.MINE)
    choices.later(cell())
    assert choices.decisions([cell()]) == []


@pytest.mark.parametrize(("text", "value"), [("1.234", "1234"), (" 70 ", "70"), ("-", "-"), ("", None)])
def test_a_third_value_is_read_as_its_cell_reads(text: str, value: str | None) -> None:
    choices = ConflictChoices()
    choices.write(cell(), text)
    assert choices.decisions([cell()]) == [Decision(conflict=1, keep=Keep.OWN, shown="61", value=value)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [("8,5", "Ô này chỉ nhận số nguyên."), ("-3", "Ô này không nhận số âm.")],
)
def test_a_third_value_that_cannot_be_read_stays_as_typed_and_decides_nothing(text: str, problem: str) -> None:
    choices = ConflictChoices()
    choices.write(cell(), text)
    (row,) = choices.rows([cell()])
    assert (row[4].text, row[4].notes, row[4].tone, row[4].edited) == (text, (problem,), Tone.ERROR, text)
    assert choices.decisions([cell()]) == []
    assert choices.waiting([cell()]) == (1, 0)


def test_a_value_that_moved_is_asked_about_again_and_the_choice_is_kept() -> None:
    choices = ConflictChoices()
    choices.choose(cell(), Keep.MINE)
    moved = cell(theirs="63")
    (row,) = choices.rows([moved])
    assert (row[4].text, row[4].notes, row[4].tone) == ("66", ("Hệ thống vừa đổi số, chọn lại",), Tone.ATTENTION)
    assert not any(side.chosen for side in row)
    assert (choices.decisions([moved]), choices.waiting([moved])) == ([], (0, 1))
    choices.choose(moved, Keep.MINE)
    assert choices.decisions([moved]) == [Decision(conflict=1, keep=Keep.MINE, shown="63")]


def test_a_third_value_outlives_a_move_and_is_taken_again_as_it_was_typed() -> None:
    choices = ConflictChoices()
    choices.write(cell(), "70")
    moved = cell(theirs="63")
    assert choices.rows([moved])[0][4].edited == "70"
    choices.choose(moved, Keep.OWN)
    assert choices.decisions([moved]) == [Decision(conflict=1, keep=Keep.OWN, shown="63", value="70")]


def test_what_is_no_conflict_any_more_is_forgotten() -> None:
    choices = ConflictChoices()
    choices.choose(cell(number=1), Keep.MINE)
    choices.choose(cell(number=2), Keep.MINE)
    choices.keep_only({2})
    assert [one.conflict for one in choices.decisions([cell(number=1), cell(number=2)])] == [2]


def test_a_row_is_kept_or_left_out_and_takes_no_third_value() -> None:
    choices = ConflictChoices()
    row = cell("V;;", None, "V;;", place=ROW, row={"main/k1/c4": "1", "main/k1/c5": "2"})
    choices.write(row, "7")
    assert choices.decisions([row]) == []
    choices.choose(row, Keep.THEIRS)
    (shown,) = choices.rows([row])
    assert [side.text for side in shown] == ["Môi trường", "Có dòng", "Bỏ dòng", "Giữ dòng", "Giữ dòng"]
    assert shown[3].notes == ("Lê Văn Cường", "14:02 13/06 · 2 ô")
    assert not row.takes_line


def test_of_long_texts_the_part_that_differs_is_shown_and_the_whole_is_a_tip() -> None:
    base = "Mưa to từ đêm 12/6 đến sáng 13/6."
    mine, theirs = base.replace("sáng", "trưa"), base.replace("đêm", "chiều")
    (row,) = ConflictChoices().rows([cell(base, mine, theirs, place=SECTION)])
    assert [side.text for side in row[1:4]] == [base, "… trưa …", "… chiều …"]
    assert (row[2].tip, row[3].tip) == (mine, theirs)


def test_an_editor_starts_from_the_side_that_is_chosen() -> None:
    choices = ConflictChoices()
    assert choices.start_of(cell(mine="1234")) == "1234"
    choices.choose(cell(), Keep.THEIRS)
    assert choices.start_of(cell()) == "61"
