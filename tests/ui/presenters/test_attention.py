"""Vướng mắc on a real office: the list, decisions, the refused tray; a view that remembers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from app.domain.conflicts import ClashedCell, Conflict
from app.domain.exchange import DeviceChange
from app.domain.operations import CellEdit, OperationId, ReportKey
from app.domain.workflow import State
from app.errors import FormError
from app.services.views import OpenReport
from app.store.records import Keep, Origin
from tests.app.services.test_attention import LAN, refuse_all, revision
from tests.app.services.test_workspace import ME, Q4, START, Office, answer
from tests.ui.fakes import FakeDesk
from ui.presenters.attention import AttentionPresenter
from ui.presenters.attention_topics import RefusedTopic, Topic
from ui.presenters.elsewhere_topics import ElsewhereTopic
from ui.presenters.form_acts import Question
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, age_words
from ui.presenters.sides import Side

X, Y = "main/k1/c4", "main/k1/c5"


class RecordingAttentionView:
    """Remembers what is shown; answers as told."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.chosen = -1
        self.rows: list[list[Side]] = []
        self.count = -1
        self.refused: RefusedTopic | None = None
        self.elsewhere: ElsewhereTopic | None = None
        self.topic: Topic | None = None
        self.row = -1
        self.said = ("", Tone.NEUTRAL)
        self.wants_reason = 0
        self.ended = 0
        self.questions: list[Question] = []
        self.answer: str | None = "gõ nhầm"
        self.path: Path | None = None

    def show_topics(self, lines: list[Line], chosen: int) -> None:
        self.lines, self.chosen = lines, chosen

    def show_conflicts(self, topic: Topic, rows: list[list[Side]], decided: int) -> None:
        self.topic, self.rows, self.count, self.refused = topic, rows, decided, None

    def show_refused(self, topic: Topic, refused: RefusedTopic) -> None:
        self.topic, self.refused, self.rows = topic, refused, refused.rows

    def show_elsewhere(self, topic: Topic, elsewhere: ElsewhereTopic) -> None:
        self.topic, self.elsewhere, self.rows = topic, elsewhere, elsewhere.rows

    def go_to_row(self, row: int) -> None:
        self.row = row

    def say(self, text: str, tone: Tone) -> None:
        self.said = (text, tone)

    def ask_reason(self, question: Question) -> str | None:
        self.questions.append(question)
        return self.answer

    def want_reason(self) -> None:
        self.wants_reason += 1

    def ask_where_to_write(self, name: str) -> Path | None:
        return self.path / f"{name}.xlsx" if self.path else None

    def decided(self) -> None:
        self.ended += 1


class Page:
    """A presenter on an office."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.view = RecordingAttentionView()
        self.changes = 0
        self.presenter = AttentionPresenter(
            self.view, FakeDesk(office.workspace), clock=office.clock, changed=self._on_changed
        )

    def _on_changed(self) -> None:
        self.changes += 1

    def type(self, *typed: tuple[str, str, str]) -> None:
        edits = [CellEdit(address, shown, value) for address, shown, value in typed]
        self.office.workspace.save(Q4, self.office.form, edits)

    def hear(self, cells: dict[str, str], rev: int, state: State = State.DRAFT) -> None:
        self.office.store.book(answer(revision(self.office, cells, state, rev)))

    def cells(self) -> dict[str, str]:
        return dict(self.office.workspace.open(Q4).cells)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    office = Office(tmp_path)
    office.store.book(answer(LAN, revision(office, {})))
    yield Page(office)
    office.store.close()


@pytest.fixture
def clashing(page: Page) -> Page:
    """Two cells that were edited in two places."""
    page.type((X, "5", "6"), (Y, "7", "9"))
    page.hear({X: "8", Y: "10"}, 2)
    page.presenter.refresh()
    return page


@pytest.fixture
def refused(page: Page) -> Page:
    """Two cells that the system did not take."""
    page.type((X, "5", "6"), (Y, "7", "9"))
    refuse_all(page.office)
    page.presenter.refresh()
    return page


def test_nothing_waits(page: Page) -> None:
    page.presenter.refresh()
    assert (page.view.lines, page.view.chosen, page.view.topic) == ([], -1, None)


def test_a_reports_conflicts_are_one_entry_with_owner_and_age(clashing: Page) -> None:
    clashing.office.clock.advance(2 * 86_400 + 60)
    clashing.presenter.refresh()
    (line,) = clashing.view.lines
    assert (line.heading, line.right, line.body, line.foot) == (
        "Sửa ở hai nơi · 2 chỗ",
        "2 ngày",
        "II.06a/VPCP/KSTT · Quý IV/2026",
        f"Người giữ: {ME.name}",
    )
    assert clashing.view.chosen == 0
    assert [[side.text for side in row] for row in clashing.view.rows] == [
        ["Đất đai", "5", "6", "8", "Để sau"],
        ["Đất đai", "7", "9", "10", "Để sau"],
    ]
    assert clashing.view.rows[0][0].notes == ("dòng 1, cột (4) · Tiếp nhận › Trong kỳ › Trực tuyến",)


def test_leaving_decides_nothing(clashing: Page) -> None:
    clashing.presenter.choose([0, 1], Keep.THEIRS)
    clashing.presenter.close()
    assert len(clashing.office.workspace.attention.conflicts()) == 2
    assert clashing.cells()[X] == "6"


def test_rows_are_decided_each_its_own_way_and_told_what_was_done(clashing: Page) -> None:
    clashing.presenter.choose([0], Keep.MINE)
    clashing.presenter.write(1, "11")
    assert clashing.view.count == 2
    clashing.presenter.apply("đối chiếu sổ gốc")
    assert (clashing.cells()[X], clashing.cells()[Y]) == ("6", "11")
    assert clashing.office.workspace.attention.conflicts() == []
    assert clashing.view.said == (
        "Đã quyết định 2 chỗ. Cả hai số và lý do còn trong Lịch sử sửa; muốn đổi lại, sửa ô như thường.",
        Tone.OK,
    )
    assert (clashing.view.lines, clashing.view.ended, clashing.changes) == ([], 1, 1)
    last = clashing.office.workspace.history(Q4, Y)[-1]
    assert (last.new, last.origin, last.reason) == ("11", Origin.DECIDED, "đối chiếu sổ gốc")


def test_a_side_is_taken_for_the_whole_report(clashing: Page) -> None:
    clashing.presenter.choose_all(Keep.THEIRS)
    clashing.presenter.apply("số trên hệ thống mới hơn")
    assert (clashing.cells()[X], clashing.cells()[Y]) == ("8", "10")


def test_what_is_decided_later_stays(clashing: Page) -> None:
    clashing.presenter.choose_all(Keep.MINE)
    clashing.presenter.choose([1], None)
    clashing.presenter.apply("sổ gốc")
    assert [row[0].notes for row in clashing.view.rows] == [
        ("dòng 1, cột (5) · Tiếp nhận › Trong kỳ › Trực tiếp, dịch vụ bưu chính",)
    ]


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_decision_without_a_reason_asks_for_it_and_keeps_the_choice(clashing: Page, reason: str) -> None:
    clashing.presenter.choose([0], Keep.MINE)
    clashing.presenter.apply(reason)
    assert clashing.view.wants_reason == 1
    assert clashing.view.said == ("Ghi lý do rồi bấm Enter: lý do đi cùng quyết định.", Tone.ATTENTION)
    assert (clashing.view.count, len(clashing.office.workspace.attention.conflicts())) == (1, 2)


def test_applying_nothing_says_how_to_choose(clashing: Page) -> None:
    clashing.presenter.apply("sổ gốc")
    assert clashing.view.said[0] == "Chưa chọn chỗ nào. Bấm 1 lấy số của đơn vị, 2 lấy số trên hệ thống."


def test_a_value_that_moved_unseen_is_told_in_words_and_the_choices_stay(clashing: Page) -> None:
    clashing.presenter.choose([0], Keep.MINE)
    clashing.presenter.write(1, "11")
    clashing.hear({X: "8", Y: "12"}, 3)
    clashing.presenter.apply("sổ gốc")
    said = (
        "Số trên hệ thống vừa thay đổi trong lúc chọn. Chưa ghi gì cả; những gì đã chọn vẫn còn."
        " Xem số mới rồi chọn lại chỗ đó."
    )
    assert clashing.view.said == (said, Tone.ERROR)
    assert [row[4].notes for row in clashing.view.rows] == [
        ("số của đơn vị",),
        ("Hệ thống vừa đổi số, chọn lại",),
    ]
    assert (clashing.view.rows[1][3].text, clashing.view.rows[1][4].text) == ("12", "11")
    clashing.presenter.choose([1], Keep.OWN)
    clashing.presenter.apply("sổ gốc")
    assert (clashing.cells()[X], clashing.cells()[Y]) == ("6", "11")


def test_nothing_moves_below_a_third_value_that_is_being_written(clashing: Page) -> None:
    clashing.presenter.writing_began()
    clashing.hear({X: "6", Y: "10"}, 3)
    clashing.presenter.refresh()
    assert len(clashing.view.rows) == 2
    clashing.presenter.write(1, "11")
    clashing.presenter.writing_ended()
    assert [[side.text for side in row] for row in clashing.view.rows] == [["Đất đai", "7", "9", "10", "11"]]


def test_a_report_whose_form_is_not_here_does_not_hide_what_waits(
    clashing: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(key: ReportKey) -> OpenReport:
        raise FormError("form.missing", hash="f")

    monkeypatch.setattr(clashing.office.workspace, "open", missing)
    clashing.presenter.refresh()
    assert clashing.view.lines[0].body == "II.06a/VPCP/KSTT · 2026-Q4"
    assert [side.text for side in clashing.view.rows[0]] == [X, "5", "6", "8", "Để sau"]


def test_a_cell_of_an_open_form_leads_to_its_own_row(clashing: Page) -> None:
    clashing.presenter.go_to(Q4, Y)
    clashing.presenter.refresh()
    assert (clashing.view.chosen, clashing.view.row) == (0, 1)
    assert clashing.presenter.place_at(1) == (Q4, Y)


def test_a_cell_without_a_conflict_leads_to_the_reports_first_entry(clashing: Page) -> None:
    clashing.presenter.go_to(Q4, "main/k1/c12")
    clashing.presenter.refresh()
    assert (clashing.view.chosen, clashing.view.row) == (0, 0)


def test_a_refusal_tells_why_what_is_safe_and_what_to_do(refused: Page) -> None:
    (line,) = refused.view.lines
    assert (line.heading, line.right, line.foot) == (
        "Bị từ chối · sửa số liệu",
        "vừa xong",
        "Báo cáo đã chốt nên không sửa được số liệu.",
    )
    assert refused.view.refused is not None
    reason = refused.view.refused.reason
    assert (reason.safe, reason.do) == ("Số liệu đã chốt vẫn nguyên.", "")  # it is open again: the hint says it
    hint = refused.view.refused.hint
    assert hint == "Báo cáo đã mở lại: bấm Đồng bộ lại, các số này đi thành một lần sửa mới."
    assert [[side.text for side in row] for row in refused.view.rows] == [["Đất đai", "6", "5"], ["Đất đai", "9", "7"]]


def test_a_refused_entry_goes_again_in_one_step(refused: Page) -> None:
    refused.presenter.send_again()
    assert (refused.view.lines, refused.changes) == ([], 1)
    assert refused.view.said[0].startswith("Đã đưa vào hàng chờ đồng bộ lại.")
    assert [len(pending.cells) for pending in refused.office.store.pending()] == [2]


def test_of_a_closed_report_nothing_goes_again_and_the_reason_is_said(refused: Page) -> None:
    refused.hear({}, 2, State.SEALED)
    refused.presenter.refresh()
    assert refused.view.refused is not None
    assert refused.view.refused.hint == "Báo cáo đang ở trạng thái “Đã chốt”; hủy chốt xong mới đồng bộ lại được."
    refused.presenter.send_again()
    assert len(refused.view.lines) == 1


def test_giving_up_asks_first_and_says_what_stays(refused: Page) -> None:
    refused.presenter.dismiss()
    (question,) = refused.view.questions
    assert question.lines == (
        "2 ô sẽ theo số trên hệ thống.",
        "Không gì bị xóa: những gì đã gõ còn trong Lịch sử sửa, kèm lý do.",
    )
    assert (refused.view.lines, refused.cells()[X]) == ([], "5")
    assert refused.office.workspace.history(Q4, X)[-1].reason == "gõ nhầm"


def test_thinking_better_of_it_changes_nothing(refused: Page) -> None:
    refused.view.answer = None
    refused.presenter.dismiss()
    refused.presenter.ask_unlock()
    assert (len(refused.view.lines), refused.changes) == (1, 0)


def test_a_report_with_its_receiver_is_asked_to_be_opened(refused: Page) -> None:
    refused.hear({}, 2, State.SUBMITTED)
    refused.presenter.refresh()
    refused.view.answer = "sót hai hồ sơ"
    refused.presenter.ask_unlock()
    (note,) = refused.office.workspace.notes.of(Q4)
    assert (note.text, note.shared) == ("Xin mở khóa: sót hai hồ sơ", True)
    assert refused.view.said == ("Đã xin mở khóa. Đơn vị nhận đọc được sau lần đồng bộ tới.", Tone.OK)
    assert len(refused.view.lines) == 1
    assert refused.view.refused is not None
    assert refused.view.refused.hint == (
        "Báo cáo đang ở trạng thái “Đã gửi”; mở khóa xong mới đồng bộ lại được."
        " Đã nhắn đơn vị nhận lúc 01:00 hôm nay: “Xin mở khóa: sót hai hồ sơ”."
    )


def test_the_tray_is_written_to_a_workbook(refused: Page, tmp_path: Path) -> None:
    refused.view.path = tmp_path
    refused.presenter.export()
    assert refused.view.said == ("Đã ghi 2 dòng vào Số bị từ chối.xlsx.", Tone.OK)
    rows = list(openpyxl.load_workbook(tmp_path / "Số bị từ chối.xlsx").active.iter_rows(min_row=3, values_only=True))
    assert rows[0][:5] == ("Báo cáo", "Việc", "Ô", "Số đã gõ", "Số trên hệ thống")
    assert rows[1][:6] == (
        "II.06a/VPCP/KSTT · Quý IV/2026",
        "sửa số liệu",
        "Đất đai · dòng 1, cột (4) · Tiếp nhận › Trong kỳ › Trực tuyến",
        "6",
        "5",
        ME.name,
    )


def test_the_report_that_waits_longest_comes_first_with_all_it_has(page: Page) -> None:
    page.type((X, "5", "6"))
    refuse_all(page.office)
    page.office.clock.advance(3600)
    page.type((Y, "7", "9"))
    page.hear({Y: "10"}, 2)
    page.presenter.refresh()
    assert [line.heading for line in page.view.lines] == ["Sửa ở hai nơi · 1 chỗ", "Bị từ chối · sửa số liệu"]
    page.presenter.show(1)
    assert page.view.refused is not None
    page.presenter.refresh()
    assert page.view.chosen == 1


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-5, "vừa xong"), (59, "vừa xong"), (60, "1 phút"), (3600, "1 giờ"), (86_399, "23 giờ"), (86_400, "1 ngày")],
)
def test_age_in_words(seconds: int, said: str) -> None:
    assert age_words(seconds) == said


def waits(*cells: ClashedCell, device: str = "d-9", seq: int = 3) -> Conflict:
    return Conflict(
        report=Q4,
        operation=OperationId(device, "e", seq),
        device=device,
        author="p9",
        at=START - 300,
        since=START - 120,
        cells=cells or (asked(),),
    )


def asked(address: str = X, mine: str | None = "7", theirs: str | None = "6") -> ClashedCell:
    return ClashedCell(address=address, base="5", mine=mine, theirs=theirs, their_author=ME.id, their_at=START - 600)


MACHINE = DeviceChange(device="d-9", unit="xa-1", name="Máy văn thư", person="p9", public_key="0b" * 32, revoked=False)


def test_what_waits_on_another_computer_is_shown_with_owner_computer_age_and_values(page: Page) -> None:
    page.office.store.book(answer(MACHINE, waits(asked(), asked("main/k1/@row", None, "V;;"))))
    page.presenter.refresh()
    (line,) = page.view.lines
    assert (line.heading, line.foot, line.tone) == (
        "Chờ ở máy khác · 2 chỗ",
        "Người giữ: Lý Thị Lan · “Máy văn thư”",
        Tone.NEUTRAL,
    )
    shown = page.view.elsewhere
    assert shown is not None
    assert shown.waits.startswith("Chờ Lý Thị Lan quyết định ở “Máy văn thư”, từ ")
    row, cell = page.view.rows
    assert [side.text for side in row[1:]] == ["Có dòng", "Không có dòng", "Có dòng"]
    assert [side.text for side in cell[1:]] == ["5", "7", "6"]
    assert [side.notes[0] for side in cell[2:]] == ["Lý Thị Lan", ME.name]


def test_nothing_is_chosen_or_applied_of_what_waits_elsewhere(page: Page) -> None:
    page.office.store.book(answer(MACHINE, waits()))
    page.presenter.refresh()
    page.presenter.choose([0], Keep.MINE)
    page.presenter.apply("sổ")
    assert page.view.count == -1
    assert page.office.store.freeze() == ()
    assert page.presenter.place_at(0) == (Q4, X)


def test_one_edit_elsewhere_is_one_topic_and_stays_in_sight(page: Page) -> None:
    page.office.store.book(answer(MACHINE, waits(), waits(asked(Y), seq=4)))
    page.presenter.refresh()
    assert len(page.view.lines) == 2
    page.presenter.show(1)
    page.presenter.refresh()
    assert (page.view.chosen, page.presenter.place_at(0)) == (1, (Q4, Y))
