"""Notes beside the open form: marked, listed, written, told to whom; and what a receiver asks and does."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.domain.exchange import View
from app.domain.notes import NoteKind
from app.domain.operations import Kind
from app.domain.workflow import State
from app.errors import InputError
from app.services.views import NoteItem
from tests.gui.office import CountingChance, FakeClock
from tests.ui.fakes import KEY, NOON, FakeDesk, FakeNotes, FakeWorkspace, RecordingFormView, note_item, opened
from tests.ui.presenters.test_form import ROW
from ui.presenters import cells
from ui.presenters.form import FormPresenter
from ui.presenters.form_notes import PINS_MAX
from ui.presenters.phrases import Tone

C4, C5 = "main/a/c4", "main/a/c5"
FOUR, FIVE = (1, 3), (1, 4)
"""Where they stand in the grid."""


class Bench:
    def __init__(
        self,
        *items: NoteItem,
        half: dict[str, str] | None = None,
        seen: View = View.INNER,
        **more: object,
    ) -> None:
        self.workspace = FakeWorkspace(report=opened(ROW, **more), notes=FakeNotes(list(items), half=half or {}))
        self.view = RecordingFormView()
        self.went = 0
        self.presenter = FormPresenter(
            self.view,
            FakeDesk(self.workspace),
            KEY,
            seen=seen,
            clock=FakeClock(),
            chance=CountingChance(),
            saved=self._on_saved,
        )
        self.presenter.start()
        self.presenter.cell.choose_panel("notes")

    def _on_saved(self) -> None:
        self.went += 1

    @property
    def notes(self):  # type: ignore[no-untyped-def]  # the presenter's own
        return self.presenter.notes

    @property
    def shown(self):  # type: ignore[no-untyped-def]  # what the view was told last
        assert self.view.notes.shown is not None
        return self.view.notes.shown

    def write(self, address: str, text: str) -> None:
        """As the page writes: for whom it was shown to be."""
        self.notes.write(address, text, self.shown.shared)

    @property
    def lines(self) -> list[tuple[str, str]]:
        return [(line.heading, line.body) for line in self.shown.lines]

    def remarks(self, place: tuple[int, int]) -> int:
        row, column = place
        return self.view.rows[row].flags[column] & cells.REMARKS


def question(address: str = C4, **more: object) -> NoteItem:
    told = {"kind": NoteKind.QUESTION, "author": "Lý Thị Hoa", "office": "Sở Tư pháp", "is_open": True}
    return note_item(address, "Vì sao tăng?", **(told | more))


# Marks


def test_a_cell_with_a_note_has_its_mark_and_one_with_an_open_question_another() -> None:
    bench = Bench(note_item(C4, "đã đối chiếu"), question(C5))
    assert (bench.remarks(FOUR), bench.remarks(FIVE), bench.remarks((1, 2))) == (cells.NOTE, cells.QUESTION, 0)


def test_a_settled_question_is_marked_as_a_note() -> None:
    assert Bench(question(is_open=False)).remarks(FOUR) == cells.NOTE


def test_a_note_that_comes_marks_its_cell_alone() -> None:
    bench = Bench()
    bench.view.changed.clear()
    bench.workspace.notes.items.append(note_item(C4, "đã đối chiếu"))
    bench.presenter.booked([KEY])
    assert bench.remarks(FOUR) == cells.NOTE
    assert bench.view.changed == [FOUR]


def test_a_note_of_another_report_is_not_asked_for() -> None:
    bench = Bench()
    bench.workspace.notes.items.append(note_item(C4, "đã đối chiếu"))
    bench.presenter.booked([KEY._replace(period="2026-Q1")])
    assert bench.lines == []


def test_marks_stay_when_the_report_is_opened_again() -> None:
    bench = Bench(note_item(C4, "đã đối chiếu"))
    bench.presenter.start()
    assert bench.remarks(FOUR) == cells.NOTE


# The list


def test_the_notes_of_the_cell_come_first_oldest_first_then_the_others_in_the_order_of_the_form() -> None:
    bench = Bench(
        note_item(C5, "của (5)"),
        note_item(C4, "thứ hai"),
        note_item(C4, "thứ nhất", author="Trần Văn Bình"),
        note_item("", "chung"),
    )
    bench.presenter.moved_to(*FOUR)
    assert bench.lines == [
        ("Trần Văn Bình", "thứ nhất"),
        ("Nguyễn Thị An", "thứ hai"),
        ("Cả báo cáo", "chung"),
        ("Đất đai · (5)", "của (5)"),
    ]
    bench.presenter.moved_to(*FIVE)
    assert bench.lines[0] == ("Nguyễn Thị An", "của (5)")
    assert bench.shown.count == 4


TIMES = [
    ("today", NOON, "14:02 hôm nay"),
    ("yesterday", NOON - 86_400, "14:02 hôm qua"),
    ("before", NOON - 3 * 86_400, "14:02 11/06/2026"),
    ("a minute before midnight", NOON - 14 * 3600 - 3 * 60, "23:59 hôm qua"),
]


@pytest.mark.parametrize(("at", "said"), [case[1:] for case in TIMES], ids=[case[0] for case in TIMES])
def test_when_a_note_was_written_is_said_as_one_says_it_now(at: int, said: str) -> None:
    assert Bench(note_item("", "chung", at=at)).shown.lines[0].right == said


def test_a_line_says_who_wrote_from_which_office_for_whom_and_whether_it_has_arrived() -> None:
    bench = Bench(note_item(C5, "nội bộ", shared=False, told=False), question(C5))
    first, second = bench.shown.lines
    assert (second.heading, second.foot, second.mark) == (
        "Đất đai · (5)",
        "Nguyễn Thị An · chờ đồng bộ · chỉ trong đơn vị",
        "note",
    )
    assert (first.heading, first.foot, first.mark) == (
        "Câu hỏi · Đất đai · (5)",
        "Lý Thị Hoa · Sở Tư pháp",
        "question",
    )


def test_a_note_of_a_cell_that_is_gone_is_listed_all_the_same() -> None:
    assert Bench(note_item("main/gone/c4", "của dòng đã bỏ")).lines == [("Ô không còn trong báo cáo", "của dòng đã bỏ")]


def test_choosing_a_note_goes_to_its_cell() -> None:
    bench = Bench(note_item(C5, "của (5)"))
    bench.notes.chosen(0)
    assert bench.view.places[-1] == FIVE
    bench.notes.chosen(7)
    assert bench.view.places[-1] == FIVE


# Writing


def test_a_note_is_written_about_the_cell_in_hand_and_waits_to_go() -> None:
    bench = Bench()
    bench.presenter.moved_to(*FOUR)
    assert (bench.shown.address, bench.shown.where) == (C4, "Đất đai · (4)")
    bench.write(C4, "đã đối chiếu")
    assert bench.workspace.notes.written == [(C4, "đã đối chiếu", False)]
    assert bench.lines == [("Nguyễn Thị An", "đã đối chiếu")]
    assert bench.remarks(FOUR) == cells.NOTE
    assert bench.went == 1


def test_a_note_without_words_is_not_written() -> None:
    bench = Bench()
    bench.write(C4, " \n")
    assert bench.workspace.notes.written == []


def test_a_note_about_the_whole_report_is_a_turn_away_until_another_cell_is_in_hand() -> None:
    bench = Bench()
    bench.presenter.moved_to(*FOUR)
    assert bench.shown.other == "Ghi cho cả báo cáo"
    bench.notes.turn()
    assert (bench.shown.address, bench.shown.where, bench.shown.other) == ("", "Cả báo cáo", "Ghi cho ô đang chọn")
    bench.presenter.moved_to(*FIVE)
    assert bench.shown.address == C5


READERS = [
    ("a draft", State.DRAFT, (), "Chỉ trong đơn vị đọc được.", False),
    ("sealed", State.SEALED, (), "Chỉ trong đơn vị đọc được.", False),
    ("sent", State.SUBMITTED, (), "Sở Tư pháp cũng đọc được.", True),
    ("returned", State.RETURNED, (), "Sở Tư pháp cũng đọc được.", True),
    ("a draft, where it is asked", State.DRAFT, (question(),), "Sở Tư pháp cũng đọc được.", True),
    ("a draft, asked elsewhere", State.DRAFT, (question(C5),), "Chỉ trong đơn vị đọc được.", False),
]


@pytest.mark.parametrize(
    ("state", "items", "said", "shared"), [case[1:] for case in READERS], ids=[case[0] for case in READERS]
)
def test_who_will_read_a_note_is_said_before_and_kept(
    state: State, items: tuple[NoteItem, ...], said: str, shared: bool
) -> None:
    bench = Bench(*items, state=state, editable=state is State.DRAFT, receiver_name="Sở Tư pháp")
    bench.presenter.moved_to(*FOUR)
    assert bench.shown.readers == said
    bench.write(C4, "tăng do sáp nhập")
    assert bench.workspace.notes.written == [(C4, "tăng do sáp nhập", shared)]


def test_a_note_that_was_not_kept_stays_in_the_field_and_is_said() -> None:
    bench = Bench()
    bench.presenter.moved_to(*FOUR)
    bench.workspace.notes.failing = InputError("note.words", limit=2000)
    bench.write(C4, "a" * 3000)
    assert bench.shown.draft == "a" * 3000
    assert bench.view.notice[1] is Tone.ERROR


def test_what_is_half_written_belongs_to_its_cell_and_is_there_again() -> None:
    bench = Bench(half={C5: "chờ số của"})
    bench.presenter.moved_to(*FOUR)
    assert bench.shown.draft == ""
    bench.notes.drafted(C4, "đã đối ch")
    bench.presenter.moved_to(*FIVE)
    assert bench.shown.draft == "chờ số của"
    bench.presenter.moved_to(*FOUR)
    assert bench.shown.draft == "đã đối ch"
    assert bench.workspace.notes.half == {C5: "chờ số của", C4: "đã đối ch"}


def test_a_text_that_is_kept_already_is_not_kept_again() -> None:
    bench = Bench()
    bench.notes.drafted(C4, "")
    assert bench.workspace.notes.half == {}


# Beside the cell


def test_the_cell_bar_says_what_is_asked_where_it_has_nothing_else_to_say() -> None:
    bench = Bench(note_item(C4, "đã đối\nchiếu"), question(C4))
    bench.presenter.moved_to(*FOUR)
    assert (bench.view.bar.note, bench.view.bar.tone) == ("Câu hỏi của Sở Tư pháp: Vì sao tăng?", Tone.ATTENTION)


def test_hovering_over_a_cell_and_hearing_it_tell_of_its_notes() -> None:
    bench = Bench(note_item(C4, "đã đối chiếu"), question(C5))
    assert bench.presenter.cell.tooltip(*FOUR) == "Ghi chú của Nguyễn Thị An: đã đối chiếu"
    assert "có ghi chú" in bench.presenter.cell.spoken(*FOUR)
    assert "có câu hỏi" in bench.presenter.cell.spoken(*FIVE)
    assert "có" not in bench.presenter.cell.spoken(1, 2)


def test_opening_a_returned_report_says_what_is_asked_and_leads_there() -> None:
    bench = Bench(question(C5), state=State.RETURNED)
    assert bench.view.notice == ("Sở Tư pháp hỏi: “Vì sao tăng?”", Tone.ATTENTION, "Xem câu hỏi")
    before = bench.view.notes.came_forward
    bench.presenter.notice.answered()
    assert bench.view.notes.came_forward == before + 1
    assert bench.view.places[-1] == FIVE


def test_a_question_is_not_said_again_at_every_note() -> None:
    bench = Bench(question(C5))
    bench.presenter.notice.answered()
    bench.write(C5, "tăng do sáp nhập")
    assert bench.view.notice[0] == ""


# What a receiver does


def received(state: State = State.SUBMITTED, *items: NoteItem) -> Bench:
    return Bench(*items, seen=View.UPWARD, state=state, editable=False)


def test_a_receiver_is_told_that_the_other_office_reads_his_note() -> None:
    bench = received()
    bench.presenter.moved_to(*FOUR)
    assert bench.shown.readers == "Đơn vị báo cáo cũng đọc được."
    bench.write(C4, "xem lại")
    assert bench.workspace.notes.written == [(C4, "xem lại", True)]


def test_pinned_cells_are_marked_listed_and_let_go_by_the_same_key() -> None:
    bench = received()
    bench.presenter.moved_to(*FOUR)
    bench.notes.pin([(1, 3, 1, 4)])
    assert bench.notes.pins == {C4, C5}
    assert (bench.remarks(FOUR), bench.remarks(FIVE)) == (cells.QUESTION, cells.QUESTION)
    assert bench.lines == [
        ("Đất đai · (4)", "Sẽ hỏi ở ô này khi trả lại báo cáo."),
        ("Đất đai · (5)", "Sẽ hỏi ở ô này khi trả lại báo cáo."),
    ]
    bench.notes.pin([(1, 4, 1, 4)])
    assert (bench.notes.pins, bench.remarks(FIVE)) == ({C4}, 0)


def test_no_more_cells_are_pinned_than_a_return_can_ask_about() -> None:
    bench = received()
    bench.notes.pins = frozenset(f"main/r{number}/c4" for number in range(PINS_MAX))
    bench.presenter.moved_to(*FOUR)
    bench.notes.pin([])
    assert len(bench.notes.pins) == PINS_MAX
    assert C4 not in bench.notes.pins


ACTS = [
    ("sent", State.SUBMITTED, (True, True, False)),
    ("taken in", State.RECEIVED, (False, True, True)),
    ("accepted", State.ACCEPTED, (False, False, False)),
    ("returned", State.RETURNED, (False, False, False)),
]


@pytest.mark.parametrize(("state", "acts"), [case[1:] for case in ACTS], ids=[case[0] for case in ACTS])
def test_what_a_receiver_may_do_follows_from_the_state(state: State, acts: tuple[bool, bool, bool]) -> None:
    head = received(state).view.head
    assert (head.can_receive, head.can_return, head.can_accept) == acts


def test_who_may_not_review_is_offered_nothing() -> None:
    bench = received()
    assert bench.workspace.report is not None
    bench.workspace.report = replace(bench.workspace.report, may=frozenset({Kind.COMMENT}))
    bench.presenter.start()
    head = bench.view.head
    assert (head.can_receive, head.can_return, head.can_accept) == (False, False, False)
    assert head.denied == "Vai trò hiện tại không được: tiếp nhận, trả lại"


def test_a_report_is_given_back_with_the_reason_and_the_pinned_cells() -> None:
    bench = received()
    bench.presenter.moved_to(*FOUR)
    bench.notes.pin([(1, 3, 1, 4)])
    bench.view.answer = "Vì sao tăng?"
    bench.presenter.review.give_back(bench.presenter.report)
    assert bench.workspace.reviewing.acts == [("return", "Vì sao tăng?", C4, C5)]
    assert "Câu hỏi được ghim vào 2 ô: Đất đai · (4); Đất đai · (5)." in bench.view.asked[-1]
    assert bench.notes.pins == frozenset()
    assert bench.view.notice[0].startswith("Đã trả lại báo cáo.")
    assert bench.went == 1


@pytest.mark.parametrize("answer", [None, ""], ids=["no", "nothing written"])
def test_nothing_is_given_back_without_a_reason(answer: str | None) -> None:
    bench = received()
    bench.presenter.moved_to(*FOUR)
    bench.notes.pin([])
    bench.view.answer = answer
    bench.presenter.review.give_back(bench.presenter.report)
    assert bench.workspace.reviewing.acts == []
    assert bench.notes.pins == {C4}


def test_a_report_is_taken_in_at_once_and_accepted_after_asking() -> None:
    bench = received()
    bench.presenter.review.receive(bench.presenter.report)
    assert bench.view.asked == []
    bench.view.answer = None
    bench.presenter.review.accept(bench.presenter.report)
    bench.view.answer = ""
    bench.presenter.review.accept(bench.presenter.report)
    assert bench.workspace.reviewing.acts == [("receive",), ("accept",)]
