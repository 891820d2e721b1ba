"""The sync page in words: what differs and where it is seen to, receipts, the history of cycles."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from app.domain.attachments import Transfer
from app.domain.exchange import EMPTY_DIGEST, Digest, Receipt, ReceiptKind
from app.domain.exchange_state import CycleOutcome, CycleRecord, LightFacts
from app.domain.operations import ReportKey
from app.services.views import SyncStatus, WaitingReport
from sync.events import StateChanged
from sync.state import SyncState
from tests.ui.fakes import NOON, FakeDesk
from ui.presenters.phrases import Tone
from ui.presenters.receipts import receipt_line, receipt_text
from ui.presenters.sync_cycles import cycle_line, cycle_lines, runs_of, span_words
from ui.presenters.sync_differing import Place
from ui.presenters.sync_page import SyncPageLines, SyncPagePresenter

OURS = Digest(sum="0" * 63 + "1", count=1)
LEVEL = LightFacts(ours=OURS, theirs=OURS, agreed_at=NOON, last_contact_at=NOON)
A, B = ReportKey("xa-1", "II.06a", "2026-Q2"), ReportKey("xa-1", "01/TCD", "2026-Q2")


def cycle(minutes_ago: int, outcome: CycleOutcome = CycleOutcome.DONE, **more) -> CycleRecord:  # type: ignore[no-untyped-def]  # fields of CycleRecord
    ended = NOON - 60 * minutes_ago
    told = {"started_at": ended - 2, "ended_at": ended, "requests": 1, "bytes_up": 300, "bytes_down": 700}
    return CycleRecord(outcome=outcome, **(told | more))


@dataclass
class Office:
    """What the page asks of the workspace."""

    facts: LightFacts = LEVEL
    conflicted: list[tuple[ReportKey, str]] = field(default_factory=list)
    tray: list[tuple[ReportKey, str]] = field(default_factory=list)
    pending: list[WaitingReport] = field(default_factory=list)
    files: list[Transfer] = field(default_factory=list)
    proofs: list[Receipt] = field(default_factory=list)
    records: list[CycleRecord] = field(default_factory=list)
    barred: str = ""

    @property
    def attention(self) -> SimpleNamespace:
        return SimpleNamespace(
            conflicts=lambda: [SimpleNamespace(key=key, address=address) for key, address in self.conflicted],
            refused=lambda: [
                SimpleNamespace(key=key, cells=[SimpleNamespace(address=address)] if address else [])
                for key, address in self.tray
            ],
        )

    @property
    def attachments(self) -> SimpleNamespace:
        return SimpleNamespace(waiting=lambda: self.files)

    def light_facts(self) -> LightFacts:
        return self.facts

    def reports(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(key=A, form_code="II.06a", period_title="Quý II/2026")]

    def waiting(self) -> list[WaitingReport]:
        return self.pending

    def receipts(self) -> list[Receipt]:
        return self.proofs

    def cycles(self) -> list[CycleRecord]:
        return self.records

    def sync_status(self) -> SyncStatus:
        return SyncStatus(
            light="amber", code="light.waiting", at=NOON, waiting=0, in_flight=0, conflicts=0, refused=0,
            last_contact_at=NOON, clock_skew_s=-300, barred=self.barred,
        )  # fmt: skip


class Recording:
    """Remembers the lists."""

    def __init__(self) -> None:
        self.lines = SyncPageLines(differing=[], went=[], cycles=[])
        self.skew = ""
        self.enrolment_offered = False

    def show_page(self, lines: SyncPageLines) -> None:
        self.lines = lines

    def show_skew(self, text: str) -> None:
        self.skew = text

    def offer_enrolment(self, offered: bool) -> None:
        self.enrolment_offered = offered

    def show_broken(self, error: Exception) -> None:
        raise error


def opened(office: Office) -> tuple[Recording, SyncPagePresenter]:
    view = Recording()
    presenter = SyncPagePresenter(view, FakeDesk(office))
    presenter.refresh()
    return view, presenter


def waits(key: ReportKey, *, cells: int = 0, files: int = 0, acts: tuple[str, ...] = (), in_flight: bool = False):  # type: ignore[no-untyped-def]  # a WaitingReport
    return WaitingReport(
        key=key,
        form_code=key.form,
        form_title="Biểu thử",
        period_title="Quý II/2026",
        cells=cells,
        acts=acts,
        in_flight=in_flight,
        files=files,
    )


def test_everything_that_differs_is_named_down_to_the_report_with_its_place() -> None:
    office = Office(
        facts=LightFacts(ours=OURS, theirs=OURS, last_contact_at=NOON, differing=(B,)),
        conflicted=[(A, "main/r1/c1"), (B, "main/r9/c2"), (A, "main/r2/c1")],
        tray=[(A, "main/r3/c4"), (B, "")],
        pending=[waits(A, cells=2, files=1, acts=("report.edit", "report.seal")), waits(B, in_flight=True)],
        files=[Transfer(hash="aa", name="anh.jpg", size=800_000, done=200_000, report=A)],
    )
    view, presenter = opened(office)
    shown = [(line.heading, line.right, line.body, line.foot) for line in view.lines.differing]
    assert shown == [
        ("II.06a · Quý II/2026", "Sửa ở hai nơi", "2 chỗ chờ chọn số đúng", ""),
        ("01/TCD · 2026-Q2", "Sửa ở hai nơi", "1 chỗ chờ chọn số đúng", ""),
        ("II.06a · Quý II/2026", "Bị từ chối", "1 mục chờ xem lại", ""),
        ("01/TCD · 2026-Q2", "Bị từ chối", "1 mục chờ xem lại", ""),
        (
            "01/TCD · 2026-Q2",
            "Khác hệ thống",
            "Bản trên máy này khác bản trên hệ thống; lần đồng bộ tới sẽ tự lấy lại.",
            "",
        ),
        ("II.06a · Quý II/2026", "Chờ đồng bộ", "Biểu thử", "Gồm 2 ô, 1 tệp đính kèm, chốt"),
        ("01/TCD · Quý II/2026", "Chờ đồng bộ", "Biểu thử", ""),
        ("anh.jpg", "Đã lên 25 %", "II.06a · Quý II/2026", "Tệp đính kèm, 800,0 kB"),
    ]
    assert [presenter.place_at(row) for row in range(-1, 9)] == [
        None,
        Place(A, "main/r1/c1", needs_person=True),
        Place(B, "main/r9/c2", needs_person=True),
        Place(A, "main/r3/c4", needs_person=True),
        Place(B, "", needs_person=True),
        Place(B),
        Place(A),
        Place(B),
        Place(A),
        None,
    ]
    assert view.skew.startswith("Đồng hồ máy này nhanh 5 phút")


@pytest.mark.parametrize(
    ("facts", "headings"),
    [
        pytest.param(LEVEL, [], id="level"),
        pytest.param(LightFacts(), [], id="never reached"),
        pytest.param(LightFacts(ours=OURS, last_contact_at=NOON), ["Chưa đối chiếu xong"], id="no digest"),
        pytest.param(
            LightFacts(ours=OURS, theirs=EMPTY_DIGEST, last_contact_at=NOON),
            ["Số liệu hai bên chưa giống nhau"],
            id="another digest",
        ),
    ],
)
def test_where_nothing_waits_the_comparison_itself_is_named(facts: LightFacts, headings: list[str]) -> None:
    view, presenter = opened(Office(facts=facts))
    assert [line.heading for line in view.lines.differing] == headings
    assert presenter.place_at(0) is None


# ---- cycles ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "said"),
    [
        pytest.param(
            cycle(0, sent=3, received=2),
            ("Xong", Tone.OK, "3 mục lên hệ thống, 2 mục về máy này", "Trong 2 giây · Lên 300 B, về 700 B"),
            id="done",
        ),
        pytest.param(
            cycle(0),
            ("Xong", Tone.OK, "Không có gì mới ở hai phía", "Trong 2 giây · Lên 300 B, về 700 B"),
            id="nothing",
        ),
        pytest.param(
            cycle(0, CycleOutcome.STOPPED, sent=1),
            ("Dừng giữa chừng", Tone.NEUTRAL, "1 mục lên hệ thống", "Trong 2 giây · Lên 300 B, về 700 B"),
            id="stopped",
        ),
        pytest.param(
            cycle(0, CycleOutcome.STOPPED),
            ("Dừng giữa chừng", Tone.NEUTRAL, "Phần còn lại đi ở lần sau.", "Trong 2 giây · Lên 300 B, về 700 B"),
            id="stopped at once",
        ),
        pytest.param(
            cycle(0, CycleOutcome.UNREACHABLE, code="sync.central_failed", detail='{"status": "502"}'),
            (
                "Chưa đồng bộ được",
                Tone.ATTENTION,
                "Hệ thống đang gặp sự cố (mã 502).",
                "Trong 2 giây · Lên 300 B, về 700 B",
            ),
            id="the world failed",
        ),
        pytest.param(
            cycle(0, CycleOutcome.REFUSED, code="device.revoked", detail="no JSON"),
            (
                "Bị từ chối",
                Tone.ERROR,
                "Máy này đã bị thu hồi quyền đồng bộ.",
                "Trong 2 giây · Lên 300 B, về 700 B",
            ),
            id="a person has to act",
        ),
    ],
)
def test_a_cycle_in_words(record: CycleRecord, said: tuple[str, Tone, str, str]) -> None:
    line = cycle_line(record)
    assert (line.heading, line.tone, line.body, line.foot) == said
    assert line.right == "14:02 14/06/2026"


def test_a_failed_cycle_that_is_opened_says_what_is_safe_what_to_do_and_the_code() -> None:
    record = cycle(0, CycleOutcome.UNREACHABLE, code="sync.central_failed", detail='{"status": "502"}')
    line = cycle_line(record, is_open=True)
    assert line.body.split("\n") == [
        "Hệ thống đang gặp sự cố (mã 502).",
        "Số liệu đã lưu trên máy này và sẽ tự đồng bộ lại.",
        "Nếu kéo dài nhiều giờ, xin báo người quản trị.",
    ]
    assert line.foot.split("\n") == [
        "Trong 2 giây · Lên 300 B, về 700 B",
        "Chi tiết kỹ thuật: sync.central_failed · status=502 · lần cuối từ 14:01:58 đến 14:02:00 · 1 lượt hỏi",
    ]


def test_cycles_that_say_the_same_are_one_line_and_those_that_moved_something_are_not() -> None:
    away = {"outcome": CycleOutcome.UNREACHABLE, "code": "sync.unreachable"}
    records = [cycle(1), cycle(3), cycle(5, sent=1), cycle(7, sent=1), cycle(9, **away), cycle(11, **away), cycle(13)]
    lines = cycle_lines(runs_of(records))
    assert [(line.heading, line.right) for line in lines] == [
        ("Xong · 2 lần", "14:01 14/06/2026"),
        ("Xong", "13:57 14/06/2026"),
        ("Xong", "13:55 14/06/2026"),
        ("Chưa đồng bộ được · 2 lần", "13:53 14/06/2026"),
        ("Xong", "13:49 14/06/2026"),
    ]
    assert lines[0].foot == "Từ 13:58 14/06/2026 · Lên 600 B, về 1,4 kB"


@pytest.mark.parametrize(
    ("count", "lines"), [pytest.param(0, 0, id="none"), pytest.param(1, 1, id="one"), pytest.param(500, 500, id="many")]
)
def test_the_history_holds_as_many_as_there_are(count: int, lines: int) -> None:
    view, _ = opened(Office(records=[cycle(minute, sent=1) for minute in range(count)]))
    assert len(view.lines.cycles) == lines


def test_a_run_that_was_opened_stays_so_when_another_cycle_joins_it() -> None:
    failure = {"outcome": CycleOutcome.UNREACHABLE, "code": "sync.unreachable"}
    office = Office(records=[cycle(5, sent=1), cycle(7, **failure)])
    view, presenter = opened(office)
    presenter.turn_cycle(1)
    assert "sync.unreachable" in view.lines.cycles[1].foot
    office.records = [cycle(3, sent=2), cycle(5, sent=1), cycle(6, **failure), cycle(7, **failure)]
    presenter.refresh()
    assert ["sync.unreachable" in line.foot for line in view.lines.cycles] == [False, False, True]
    presenter.turn_cycle(2)
    assert "sync.unreachable" not in view.lines.cycles[2].foot


@pytest.mark.parametrize(
    ("code", "heading"),
    [
        ("device.revoked", "Bị từ chối"),
        ("chain.broken", "Bị từ chối"),
        ("sync.refused", "Bị từ chối"),
        ("sync.proxy", "Chưa đồng bộ được"),
        ("sync.insecure_address", "Chưa đồng bộ được"),
        ("store.full", "Chưa đồng bộ được"),
        ("app.error", "Chưa đồng bộ được"),
    ],
)
def test_only_what_the_system_turned_down_is_called_refused(code: str, heading: str) -> None:
    line = cycle_line(cycle(0, CycleOutcome.REFUSED, code=code))
    assert (line.heading, line.tone, line.mark) == (heading, Tone.ERROR, "error")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "dưới 1 giây"), (1, "1 giây"), (59, "59 giây"), (60, "1 phút 0 giây"), (754, "12 phút 34 giây")],
)
def test_how_long_a_cycle_took(seconds: int, said: str) -> None:
    assert span_words(seconds) == said


# ---- receipts ----------------------------------------------------------------------------------------------------


def receipt(kind: ReceiptKind = ReceiptKind.SUBMISSION, **more) -> Receipt:  # type: ignore[no-untyped-def]  # fields of Receipt
    told = {
        "report": A, "content": "c0" * 32, "device": "d-1", "epoch": "e0" * 8, "seq": 11, "rev": 3,
        "sealed_at": NOON - 60, "received_at": NOON, "deadline": "2026-06-15", "late": False,
        "central": "5f1c90d27a3e8b44", "signature": "ab" * 64,
    }  # fmt: skip
    return Receipt(kind=kind, **(told | more))


@pytest.mark.parametrize(
    ("proof", "body", "tone"),
    [
        pytest.param(receipt(), "Đã gửi · đúng hạn", Tone.OK, id="submitted in time"),
        pytest.param(receipt(late=True), "Đã gửi · quá hạn", Tone.ATTENTION, id="submitted late"),
        pytest.param(receipt(deadline=""), "Đã gửi", Tone.OK, id="submitted without a deadline"),
        pytest.param(receipt(ReceiptKind.SEAL), "Hệ thống đã nhận bản chốt", Tone.OK, id="sealed"),
        pytest.param(
            receipt(ReceiptKind.SEAL, late=True),
            "Hệ thống đã nhận bản chốt · quá hạn",
            Tone.ATTENTION,
            id="sealed late",
        ),
        pytest.param(receipt(ReceiptKind.COMMITMENT), "Hệ thống đã nhận lời báo chốt", Tone.OK, id="announced"),
        pytest.param(receipt(ReceiptKind.REDEMPTION), "Hệ thống đã nhận đúng bản đã báo chốt", Tone.OK, id="redeemed"),
    ],
)
def test_what_a_receipt_proves(proof: Receipt, body: str, tone: Tone) -> None:
    line = receipt_line(proof, "II.06a · Quý II/2026")
    told = ("II.06a", f"Quý II/2026 · {body}", tone, "14:02 14/06/2026")
    assert (line.heading, line.body, line.tone, line.right) == told


def test_an_announcement_whose_content_has_not_come_is_told_as_such_however_old() -> None:
    awaited = receipt(ReceiptKind.COMMITMENT, content="a1" * 32, received_at=NOON - 9_000)
    redeemed = receipt(ReceiptKind.COMMITMENT, content="b2" * 32, received_at=NOON - 8_000)
    came = receipt(ReceiptKind.SEAL, content="b2" * 32, received_at=NOON - 7_000)
    others = [receipt(seq=at, received_at=NOON + at) for at in range(60)]
    view, _ = opened(Office(proofs=[awaited, redeemed, came, *others]))
    assert len(view.lines.went) == 51
    last = view.lines.went[-1]
    assert (last.body, last.tone) == ("Quý II/2026 · Đã báo chốt, bản chốt chưa tới", Tone.ATTENTION)


def test_a_receipt_is_copied_with_all_that_verifies_it() -> None:
    older, newer = receipt(received_at=NOON - 3600), receipt(seq=12)
    _, presenter = opened(Office(proofs=[older, newer]))
    assert presenter.receipt_at(0) == receipt_text(newer, "II.06a · Quý II/2026")
    assert presenter.receipt_at(0).split("\n") == [
        "BIÊN NHẬN CỦA HỆ THỐNG",
        f"Báo cáo: II.06a · Quý II/2026 ({A})",
        "Nội dung: Đã gửi · đúng hạn",
        "Hệ thống nhận lúc: 14:02:00 14/06/2026",
        "Chốt lúc, theo giờ của máy lập: 14:01:00 14/06/2026",
        "Hạn gửi: 15/06/2026",
        f"Mã nội dung: {'c0' * 32}",
        f"Máy, đợt, số, bản: d-1, {'e0' * 8}, 12, 3",
        "Khóa của hệ thống: 5f1c90d27a3e8b44",
        f"Chữ ký: {'ab' * 64}",
    ]
    assert (presenter.receipt_at(1).split("\n")[3], presenter.receipt_at(2)) == (
        "Hệ thống nhận lúc: 13:02:00 14/06/2026",
        "",
    )


def test_a_cycle_that_reached_nobody_says_so_once() -> None:
    line = cycle_line(cycle(0, CycleOutcome.UNREACHABLE, code="sync.unreachable"))
    assert (line.heading, line.body) == ("Chưa đồng bộ được", "Chưa kết nối được với hệ thống.")


def test_a_cycle_that_came_to_nothing_is_told_apart_from_one_that_reached_nobody() -> None:
    line = cycle_line(cycle(0, CycleOutcome.STUCK, code="sync.no_progress"), is_open=True)
    assert (line.heading, line.tone) == ("Chưa xong", Tone.ATTENTION)
    assert line.body.splitlines() == [
        "Hệ thống trả lời nhưng phiên đồng bộ không tiến thêm được.",
        "Số liệu đã lưu trên máy này vẫn còn nguyên.",
        "Máy sẽ tự thử lại; nếu lặp lại, chuyển tệp chẩn đoán cho người quản trị.",
    ]


def test_a_computer_that_is_not_let_in_is_told_first_what_to_do_and_offered_it() -> None:
    view, presenter = opened(Office(facts=LightFacts(ours=OURS, last_contact_at=NOON), barred="device.revoked"))
    assert [(line.heading, line.body, line.foot) for line in view.lines.differing] == [
        (
            "Máy này đã bị thu hồi quyền đồng bộ.",
            "Hỏi người quản trị; máy còn được dùng thì xin mã cài đặt mới, rồi chọn “Cài đặt lại máy này”.",
            "Số liệu trên máy vẫn còn nguyên.",
        )
    ]
    assert (presenter.enrols_at(0), presenter.place_at(0), view.enrolment_offered) == (True, None, True)
    assert not presenter.enrols_at(1)


def test_what_is_not_proven_yet_needs_nobody_where_the_computer_is_let_in() -> None:
    view, presenter = opened(Office(facts=LightFacts(ours=OURS, last_contact_at=NOON)))
    assert view.lines.differing[0].body.endswith("Không phải làm gì.")
    assert (presenter.enrols_at(0), view.enrolment_offered) == (False, False)


@pytest.mark.parametrize(
    ("code", "offered"),
    [("sync.not_enrolled", True), ("device.cloned", True), ("sync.unreachable", False), ("", False)],
)
def test_what_the_engine_could_not_even_begin_for_is_offered_too(code: str, offered: bool) -> None:
    view, presenter = opened(Office(facts=LightFacts(ours=OURS, theirs=OURS)))
    presenter.on_event(StateChanged(state=SyncState.SIGNED_OUT, code=code))
    assert view.enrolment_offered is offered
