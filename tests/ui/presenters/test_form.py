"""The form's presenter, without Qt."""

from __future__ import annotations

import pytest

from app.domain.exchange import Receipt, ReceiptKind
from app.domain.operations import CellEdit, Kind, ReportKey
from app.domain.relations.filling import Filling
from app.domain.relations.sheet import Sheet
from app.domain.relations.tree import Severity, Where
from app.domain.workflow import State
from app.errors import StoreError
from app.services.neighbours import Surroundings
from app.services.views import ElsewhereItem, OpenReport
from tests.gui.office import CountingChance, FakeClock
from tests.ui.fakes import KEY, NOON, FakeDesk, FakeWorkspace, RecordingFormView, opened, small_form
from ui.presenters import cells
from ui.presenters.cells import RowKind
from ui.presenters.form import FormPresenter
from ui.presenters.form_head import FormHead, head_of
from ui.presenters.phrases import Tone

ROW = {"main/a/@row": "b;A;", "main/a/c2": "Đất đai", "main/a/c4": "7", "main/a/c5": "3"}


class Bench:
    def __init__(self, content: dict[str, str] | None = None, **more) -> None:  # type: ignore[no-untyped-def]  # fields of OpenReport
        self.workspace = FakeWorkspace(report=opened(ROW if content is None else content, **more))
        self.desk = FakeDesk(self.workspace)
        self.view = RecordingFormView()
        self.commits = 0
        self.presenter = FormPresenter(
            self.view, self.desk, KEY, clock=FakeClock(), chance=CountingChance(), saved=self._on_saved
        )
        self.presenter.start()

    def _on_saved(self) -> None:
        self.commits += 1

    def text(self, row: int, column: int) -> str:
        return self.view.rows[row].texts[column]

    def flags(self, row: int, column: int) -> int:
        return self.view.rows[row].flags[column]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_rows_are_groups_entries_offers_and_a_total(bench: Bench) -> None:
    assert [(row.kind, row.title or row.texts[1]) for row in bench.view.rows] == [
        (RowKind.GROUP, "A. Nhóm một"),
        (RowKind.ENTRY, "Đất đai"),
        (RowKind.ADD, "+ Thêm dòng"),
        (RowKind.GROUP, "B. Nhóm hai"),
        (RowKind.ADD, "+ Thêm dòng"),
        (RowKind.TOTAL, "Tổng cộng"),
    ]


def test_a_typed_figure_moves_its_totals_and_is_saved_with_what_it_replaced(bench: Bench) -> None:
    bench.presenter.editor_opened(1, 3)
    bench.presenter.typed(1, 3, "1.234")
    assert (bench.text(1, 3), bench.text(1, 2), bench.text(5, 2)) == ("1.234", "1.237", "1.237")
    assert bench.desk.saves == [(CellEdit("main/a/c4", "7", "1234"),)]
    assert bench.view.saved == ("Đã lưu trên máy này 14:02:00", Tone.OK)
    assert bench.commits == 1


def test_a_cell_is_drawn_as_saved_only_after_its_commit(bench: Bench) -> None:
    bench.desk.held = True
    bench.presenter.typed(1, 3, "8")
    assert bench.flags(1, 3) & cells.WAITING
    assert bench.view.saved[0] == "Đang lưu…"
    bench.desk.release()
    assert not bench.flags(1, 3) & cells.WAITING
    assert bench.view.saved[0] == "Đã lưu trên máy này 14:02:00"


def test_an_edit_replaces_what_was_shown_when_the_editor_opened(bench: Bench) -> None:
    bench.presenter.editor_opened(1, 3)
    bench.presenter.editing._sheet.set("main/a/c4", "9")  # somebody else's value comes in meanwhile
    bench.presenter.typed(1, 3, "8")
    assert bench.desk.saves[0] == (CellEdit("main/a/c4", "7", "8"),)


def test_a_failed_commit_is_said_kept_and_sent_again_with_the_next(bench: Bench) -> None:
    bench.desk.failing = StoreError("store.full")
    bench.presenter.typed(1, 3, "8")
    assert bench.view.saved == ("Chưa lưu được", Tone.ERROR)
    assert bench.view.notice[2] == "Thử lưu lại"
    assert bench.flags(1, 3) & cells.WAITING
    bench.desk.failing = None
    bench.presenter.typed(1, 4, "2")
    assert bench.desk.saves == [(CellEdit("main/a/c4", "7", "8"), CellEdit("main/a/c5", "3", "2"))]
    assert not bench.flags(1, 3) & cells.WAITING
    assert bench.presenter.editing.is_saved


def test_the_notice_after_a_failed_commit_saves_again(bench: Bench) -> None:
    bench.desk.failing = StoreError("store.full")
    bench.presenter.typed(1, 3, "8")
    bench.desk.failing = None
    bench.presenter.notice.answered()
    assert bench.desk.saves == [(CellEdit("main/a/c4", "7", "8"),)]


UNREAD = [  # what is typed, what is said of it
    ("12a", "không phải là số"),
    ("1,234.5", "không viết theo cách của Việt Nam"),
    ("-4", "không nhận số âm"),
    ("1,5", "chỉ nhận số nguyên"),
]


@pytest.mark.parametrize(("typed", "said"), UNREAD)
def test_input_that_cannot_be_read_stays_and_is_not_saved(bench: Bench, typed: str, said: str) -> None:
    bench.presenter.typed(1, 3, typed)
    bench.presenter.moved_to(1, 3)
    assert bench.text(1, 3) == typed
    assert bench.flags(1, 3) & cells.UNREAD
    assert said in bench.view.bar.note
    assert bench.desk.saves == []
    assert bench.presenter.sealing.check() is False


def test_unread_input_goes_when_the_cell_is_typed_anew_even_with_its_old_figure(bench: Bench) -> None:
    bench.presenter.typed(1, 3, "x")
    bench.presenter.typed(1, 3, "7")
    assert (bench.text(1, 3), bench.flags(1, 3) & cells.UNREAD) == ("7", 0)
    assert bench.desk.saves == []


def test_undo_leaves_alone_what_somebody_else_changed_meanwhile(bench: Bench) -> None:
    bench.presenter.typed(1, 3, "8")
    bench.presenter.editing._sheet.set("main/a/c4", "99")
    bench.presenter.undo()
    assert bench.desk.saves == [(CellEdit("main/a/c4", "7", "8"),)]


def test_a_row_removed_takes_all_its_cells_and_comes_back_with_them(bench: Bench) -> None:
    bench.presenter.rows.remove([1])
    assert bench.desk.saves[0] == tuple(
        CellEdit(address, value, None) for address, value in sorted(ROW.items(), key=lambda cell: cell[0])
    ) or set(bench.desk.saves[0]) == {CellEdit(address, value, None) for address, value in ROW.items()}
    assert bench.view.notice[0] == "Đã bỏ dòng “Đất đai”."
    bench.presenter.notice.answered()
    assert [bench.text(1, column) for column in (1, 3, 4)] == ["Đất đai", "7", "3"]


def test_rows_named_at_an_offer_stand_in_their_group_in_the_order_typed(bench: Bench) -> None:
    bench.presenter.typed(2, 1, "Hộ tịch")
    bench.presenter.typed(3, 1, "Môi trường")
    bench.presenter.typed(6, 1, "Lý lịch tư pháp")
    assert [row.title or row.texts[1] for row in bench.view.rows if row.kind in (RowKind.GROUP, RowKind.ENTRY)] == [
        "A. Nhóm một",
        "Đất đai",
        "Hộ tịch",
        "Môi trường",
        "B. Nhóm hai",
        "Lý lịch tư pháp",
    ]


def test_a_finding_to_explain_keeps_the_report_open_until_its_reason_is_written() -> None:
    bench = Bench({**ROW, "main/a/c5": "9"})
    assert bench.presenter.sealing.check() is False
    (line,) = [line for line in bench.presenter.list_findings().lines if line.where.startswith("Đất đai")]
    assert line.severity is Severity.EXPLAIN
    assert bench.flags(1, 3) & cells.EXPLAIN
    for one in bench.presenter.list_findings().lines:
        bench.presenter.write_reason(one.key, "Hồ sơ tăng sau sắp xếp đơn vị")
    assert not bench.flags(1, 3) & cells.EXPLAIN
    assert bench.presenter.sealing.check() is True


def test_sealing_asks_first_and_no_means_nothing_happened(bench: Bench) -> None:
    bench.view.answer = None
    bench.presenter.sealing.seal()
    assert bench.view.asked[0][0] == "Chốt báo cáo này?"
    assert "1 dòng, 2 ô đã điền." in bench.view.asked[0]
    assert bench.workspace.acts == []
    bench.view.answer = ""
    bench.presenter.sealing.seal()
    assert bench.workspace.acts == ["seal"]


def test_a_report_that_is_only_read_opens_on_its_first_figure() -> None:
    bench = Bench(state=State.SEALED, editable=False)
    assert bench.view.places == [(1, 2)]
    assert bench.presenter.tables.grid.row_label(1) == "Đất đai"


def test_reopening_carries_the_reason_written() -> None:
    bench = Bench(state=State.SEALED, editable=False)
    bench.view.answer = "Sót hồ sơ"
    bench.presenter.sealing.reopen()
    assert bench.workspace.acts == ["reopen Sót hồ sơ"]


def receipt(kind: ReceiptKind = ReceiptKind.SUBMISSION, content: str = "0" * 64, minutes: int = 0) -> Receipt:
    return Receipt(
        kind=kind,
        report=KEY,
        content=content,
        device="d-1",
        epoch="e",
        seq=4,
        rev=2,
        sealed_at=0,
        received_at=1781420520 + 60 * minutes,
        deadline="2026-06-15",
        late=False,
        central="abcd",
        signature="",
    )


TOLD, TOLD_AGAIN = receipt(ReceiptKind.COMMITMENT, "c1"), receipt(ReceiptKind.COMMITMENT, "c2", minutes=40)


@pytest.mark.parametrize("state", [State.SEALED, State.SUBMITTED])
def test_a_seal_that_was_announced_and_has_not_come_is_never_said_to_be_sent(state: State) -> None:
    head = Bench(state=state, editable=False, receipts=(TOLD,)).view.head
    assert head.chips[0].text == "Đã báo chốt · 14:02 14/06/2026"
    assert head.announced == ""


def test_several_announcements_are_told_with_their_times() -> None:
    head = Bench(state=State.SEALED, editable=False, receipts=(TOLD, TOLD_AGAIN)).view.head
    assert head.chips[0].text == "Đã báo chốt · 14:42 14/06/2026"
    assert head.announced == "Đã báo chốt, chưa tới: 14:02 14/06/2026; 14:42 14/06/2026"


def test_an_announcement_that_was_redeemed_is_told_no_more() -> None:
    came = (TOLD, receipt(ReceiptKind.SEAL, "c1"))
    assert Bench(state=State.SEALED, editable=False, receipts=came).view.head.chips[0].text == "Đã chốt"


def test_what_was_sealed_since_has_its_own_word_and_the_old_announcement_is_told_beside_it() -> None:
    came = (TOLD, receipt(ReceiptKind.SEAL, "c2", minutes=50))
    head = Bench(state=State.SEALED, editable=False, receipts=came).view.head
    assert (head.chips[0].text, head.announced) == ("Đã chốt", "Đã báo chốt, chưa tới: 14:02 14/06/2026")


def test_an_announcement_is_no_word_of_a_report_that_is_open_again() -> None:
    assert Bench(receipts=(TOLD,)).view.head.chips[0].text == "Đang lập"


def limited(*may: Kind, state: State = State.DRAFT) -> FormHead:
    editable = state is State.DRAFT and Kind.EDIT in may
    return head_of(opened(ROW, state=state, editable=editable, may=frozenset(may)), own=True)


def test_what_a_role_may_not_do_is_not_offered_and_the_reason_is_said() -> None:
    head = limited(Kind.COMMENT)
    assert (head.can_seal, head.denied) == (False, "Vai trò hiện tại không được: chốt")
    head = limited(Kind.COMMENT, Kind.SUBMIT, state=State.SEALED)
    assert (head.can_submit, head.can_reopen, head.denied) == (True, False, "Vai trò hiện tại không được: hủy chốt")


def test_whoever_may_do_what_comes_next_is_told_nothing_of_roles() -> None:
    assert limited(*Kind).denied == ""
    assert limited(Kind.COMMENT, state=State.ACCEPTED).denied == ""


def test_a_role_that_types_no_figures_is_told_so() -> None:
    bench = Bench(editable=False, may=frozenset({Kind.COMMENT}))
    bench.presenter.locked_typed(1, 3)
    assert bench.view.notice[0] == "Vai trò hiện tại chỉ xem và ghi chú, không nhập số liệu."


WAITS = ElsewhereItem(
    operation="d-2/e/3",
    key=KEY,
    address="main/a/c4",
    base="1",
    mine="2",
    theirs="3",
    owner="Hoàng Văn Bình",
    device="Máy văn thư",
    typed_at=NOON - 3600,
    since=NOON - 1800,
    theirs_author="Nguyễn Thị An",
    theirs_at=NOON - 7200,
)


def test_what_waits_on_another_computer_is_said_at_the_top() -> None:
    head = head_of(opened(ROW, elsewhere=(WAITS, WAITS)), own=True)
    assert head.nearby == "2 chỗ sửa ở hai nơi, chờ quyết định ở: Máy văn thư"
    assert (head.can_seal, head.trouble) == (True, "")


def test_whoever_seals_what_waits_on_another_computer_says_why() -> None:
    bench = Bench(elsewhere=(WAITS,))
    bench.view.answer = None
    bench.presenter.sealing.seal()
    assert bench.view.asked == [
        (
            "Chốt khi còn chỗ chờ quyết định?",
            "Báo cáo này có 1 chỗ sửa ở hai nơi, chờ quyết định ở: Máy văn thư. Người giữ: Hoàng Văn Bình.",
            "Bản chốt lấy số trên hệ thống; số kia vẫn giữ ở máy đó. Lý do đi cùng bản chốt.",
            "Chốt, không chờ",
            "Để quyết định trước",
        )
    ]
    assert bench.workspace.acts == []
    bench.view.answer = "Máy kia hỏng"
    bench.presenter.sealing.seal()
    assert bench.workspace.acts == ["seal because Máy kia hỏng"]


def test_submitted_is_said_only_with_a_receipt() -> None:
    waiting = Bench(state=State.SUBMITTED, editable=False)
    assert waiting.view.head.chips[0].text == "Chờ đồng bộ để gửi"
    proven = Bench(state=State.SUBMITTED, editable=False, receipts=(receipt(),))
    assert proven.view.head.chips[0].text == "Đã gửi · 14:02 14/06/2026"


def test_a_report_received_from_below_has_arrived_and_says_so_without_a_receipt() -> None:
    report = opened({}, state=State.SUBMITTED, editable=False)
    assert head_of(report, own=False).chips[0].text == "Đã gửi"


def test_a_sealed_report_takes_nothing_and_says_how_to_change_it() -> None:
    bench = Bench(state=State.SEALED, editable=False)
    assert not bench.flags(1, 3) & cells.TYPED
    assert all(row.kind is not RowKind.ADD for row in bench.view.rows)
    bench.presenter.locked_typed(1, 3)
    assert "hủy chốt" in bench.view.notice[0]
    assert (bench.view.head.can_seal, bench.view.head.can_submit, bench.view.head.can_reopen) == (False, True, True)


def test_last_periods_rows_are_offered_for_a_blank_report_and_taken_by_the_notice() -> None:
    bench = Bench({})
    bench.workspace.start_rows = (
        CellEdit("main/p/@row", None, "b;A;"),
        CellEdit("main/p/c2", None, "Chứng thực"),
    )
    bench.presenter.start()
    assert bench.view.notice[2] == "Lấy các dòng của kỳ trước"
    bench.presenter.notice.answered()
    assert bench.text(1, 1) == "Chứng thực"


def test_the_row_is_compared_with_last_period_and_last_year() -> None:
    bench = Bench(previous={"main/a/c4": "5"}, last_year={"main/a/c4": "4"})
    bench.presenter.cell.choose_panel("compare")
    bench.presenter.moved_to(1, 3)
    title, lines = bench.view.compare
    assert title == "Đất đai"
    assert [(line.number, line.now, str(line.previous), str(line.last_year)) for line in lines] == [
        ("3", "10", "5 (+5 · +100%)", "4 (+6 · +150%)"),
        ("4", "7", "5 (+2 · +40%)", "4 (+3 · +75%)"),
        ("5", "3", "", ""),
    ]
    assert (bench.view.bar.previous, bench.view.bar.last_year) == ("5 (+2 · +40%)", "4 (+3 · +75%)")


def test_a_report_that_cannot_be_opened_is_said_in_words() -> None:
    view = RecordingFormView()
    FormPresenter(view, FakeDesk(FakeWorkspace()), KEY, clock=FakeClock(), chance=CountingChance()).start()
    assert "bị hỏng" in view.broken


def beside(last_period: str) -> OpenReport:
    """The report with a check against last period's, which says so."""
    form = small_form('{printed: "4=4 (kỳ trước)", text: "4=prev(4)"}')
    before = {"main/a/@row": "b;A;", "main/a/c4": last_period}
    around = Surroundings(before={Where.PREVIOUS: before}, shared=Filling())
    return opened(ROW, form=form, sheet=Sheet(form, ROW, around), around=around, previous=before)


def test_checks_are_judged_again_and_last_periods_figures_read_when_the_other_report_changes() -> None:
    bench = Bench()
    bench.workspace.report = beside("7")
    bench.presenter.start()
    assert bench.presenter.list_findings().lines == []
    bench.workspace.report = beside("8")
    bench.presenter.booked([ReportKey("u-9", "01/TCD", "2026-Q2")])
    assert bench.presenter.list_findings().lines == []
    bench.presenter.booked([KEY._replace(period="2026-Q1")])
    bench.presenter.moved_to(1, 3)
    assert [line.relation for line in bench.presenter.list_findings().lines] == ["4=4 (kỳ trước)"] * 2
    assert bench.flags(1, 3) & cells.ERROR
    assert bench.view.bar.previous == "8 (-1 · -12,5%)"


def test_a_row_dropped_elsewhere_is_marked_where_it_is_named(bench: Bench) -> None:
    bench.workspace.report = opened(ROW, conflicts=("main/a/@row",))
    bench.presenter.changed_outside()
    assert [bool(bench.flags(1, at) & cells.CONFLICT) for at in range(1, 4)] == [True, False, False]
    bench.presenter.moved_to(1, 1)
    assert bench.view.bar.note == "Dòng này một nơi bỏ, một nơi sửa. Bấm F4 để quyết định."
    bench.workspace.report = opened(ROW)
    bench.presenter.changed_outside()
    assert not bench.flags(1, 1) & cells.CONFLICT


def test_what_the_system_did_not_take_is_marked_in_its_cell_until_it_is_decided(bench: Bench) -> None:
    bench.workspace.report = opened(ROW, refused=("main/a/c4",))
    bench.presenter.changed_outside()
    assert bench.flags(1, 3) & cells.REFUSED
    bench.presenter.moved_to(1, 3)
    assert bench.view.bar.note == "Số đã gõ ở đây hệ thống chưa nhận. Bấm F4 để xem vì sao."
    bench.workspace.report = opened(ROW)
    bench.presenter.changed_outside()
    assert not bench.flags(1, 3) & cells.REFUSED


TROUBLE = [
    ("in a draft", {"refused": ("main/a/c4",)}, State.DRAFT,
     "Báo cáo này có 1 ô bị hệ thống từ chối: cần quyết định trước khi chốt."),
    ("in a sealed one", {"refused": ("main/a/c4",), "conflicts": ("main/a/c5",)}, State.SEALED,
     "Báo cáo này có 1 chỗ sửa ở hai nơi và 1 ô bị hệ thống từ chối: số đã gõ ở đó không nằm trong bản đã chốt."),
    ("an act", {"refused_acts": (Kind.SEAL,)}, State.DRAFT,
     "Hệ thống chưa nhận việc chốt: xem vì sao rồi làm lại."),
]  # fmt: skip


@pytest.mark.parametrize(("more", "state", "said"), [case[1:] for case in TROUBLE], ids=[case[0] for case in TROUBLE])
def test_trouble_says_what_it_means_for_the_report(more: dict[str, tuple[str, ...]], state: State, said: str) -> None:
    assert head_of(opened(ROW, state=state, **more), own=True).trouble == said


def test_a_seal_that_did_not_come_to_be_is_not_said_to_be_done_any_more(bench: Bench) -> None:
    bench.workspace.report = opened(ROW, state=State.SEALED, editable=False)
    bench.presenter.start()
    bench.presenter.notice.say("Đã chốt. Bấm Gửi để gửi báo cáo lên đơn vị nhận.", Tone.INFO)
    bench.workspace.report = opened(ROW, refused_acts=(Kind.SEAL,))
    bench.presenter.changed_outside()
    assert bench.view.notice[0] == ""


def test_before_submitting_it_is_said_that_what_is_in_trouble_does_not_go(bench: Bench) -> None:
    bench.workspace.report = opened(ROW, state=State.SEALED, editable=False, refused=("main/a/c4",))
    bench.presenter.start()
    bench.presenter.sealing.submit()
    assert "Ở 1 chỗ đang vướng mắc, báo cáo gửi đi mang số trên hệ thống, không phải số đã gõ." in bench.view.asked[-1]
