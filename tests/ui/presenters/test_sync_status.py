"""The light in words: at every state the sentence that is true of it, and what else the status bar says."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.domain.exchange import EMPTY_DIGEST, Digest
from app.domain.exchange_state import Booked, CycleOutcome, CycleRecord, LightFacts
from app.domain.operations import ReportKey
from app.messages import words
from app.services.light import light_of
from app.services.views import SyncStatus
from sync.events import AnswerBooked, CycleEnded, CycleStarted, FileMoved, StateChanged
from sync.state import SyncState
from sync.wishes import Wishes
from tests.ui.fakes import NOON, FakeDesk
from ui.presenters.phrases import Tone
from ui.presenters.sync_standing import standing_words
from ui.presenters.sync_status import SyncStatusPresenter, light_sentence, skew_words, unsent_words

OURS = Digest(sum="0" * 63 + "1", count=1)
PROVEN = LightFacts(ours=OURS, theirs=OURS, agreed_at=NOON, last_contact_at=NOON)
REPORT = ReportKey("xa-1", "F", "2026-Q3")


def status_of(facts: LightFacts, now: int = NOON, *, skew_s: int | None = None) -> SyncStatus:
    shown = light_of(facts, now)
    return SyncStatus(
        light=shown.light,
        code=shown.code,
        at=shown.at,
        waiting=facts.waiting,
        in_flight=facts.in_flight,
        conflicts=facts.conflicts,
        refused=facts.refused,
        uploading=facts.uploading,
        last_contact_at=facts.last_contact_at,
        clock_skew_s=skew_s,
    )


SENTENCES = [
    ("proven", {}, 0, "green", "Khớp với hệ thống · 14:02"),
    ("proven a while ago", {}, 899, "green", "Khớp với hệ thống · 14:02"),
    ("edited in two places", {"conflicts": 2, "waiting": 1}, 0, "amber", "Chưa khớp · 2 chỗ sửa ở hai nơi"),
    ("refused", {"refused": 1}, 0, "amber", "Chưa khớp · 1 mục bị từ chối"),
    ("something waits", {"waiting": 1}, 0, "amber", "Chưa khớp · còn thay đổi chờ đồng bộ"),
    ("without an answer", {"in_flight": 1}, 0, "amber", "Chưa khớp · còn thay đổi hệ thống chưa xác nhận"),
    ("a file waits", {"uploading": 1}, 0, "amber", "Chưa khớp · còn tệp đính kèm chờ đồng bộ"),
    ("a report differs", {"differing": (REPORT,)}, 0, "amber", "Chưa khớp · số liệu hai bên chưa giống nhau"),
    ("the digests differ", {"theirs": EMPTY_DIGEST}, 0, "amber", "Chưa khớp · số liệu hai bên chưa giống nhau"),
    ("no digest", {"theirs": None}, 0, "amber", "Chưa khớp · chưa đối chiếu xong với hệ thống"),
    ("never agreed", {"agreed_at": None}, 0, "amber", "Chưa khớp · chưa đối chiếu xong với hệ thống"),
    ("silent for a quarter", {}, 901, "grey", "Chưa kết nối được · lần cuối 14:02 14/06/2026"),
    ("silent, work waits", {"waiting": 3}, 901, "grey", "Chưa kết nối được · lần cuối 14:02 14/06/2026"),
    ("never reached", {"last_contact_at": None}, 0, "grey", "Chưa kết nối được với hệ thống"),
    ("the clock went back", {}, -60, "grey", "Chưa rõ · đồng hồ máy này vừa bị lùi lại"),
]


@pytest.mark.parametrize(
    ("facts", "later_s", "light", "sentence"), [case[1:] for case in SENTENCES], ids=[case[0] for case in SENTENCES]
)
def test_the_sentence_beside_the_light(facts: dict[str, object], later_s: int, light: str, sentence: str) -> None:
    shown = status_of(replace(PROVEN, **facts), NOON + later_s)  # type: ignore[arg-type]  # fields of many types
    assert (shown.light.value, light_sentence(shown)) == (light, sentence)


def test_what_waits_counts_what_is_on_its_way_and_files_apart() -> None:
    assert unsent_words(status_of(replace(PROVEN, waiting=2, in_flight=1))) == "3 thay đổi chờ đồng bộ"
    assert unsent_words(status_of(replace(PROVEN, waiting=1, uploading=2))) == (
        "1 thay đổi chờ đồng bộ · 2 tệp chờ đồng bộ"
    )
    assert unsent_words(status_of(PROVEN)) == ""


@pytest.mark.parametrize(
    ("skew_s", "said"),
    [
        pytest.param(None, "", id="not known yet"),
        pytest.param(0, "", id="level"),
        pytest.param(119, "", id="hardly"),
        pytest.param(-119, "", id="hardly, the other way"),
        pytest.param(
            120, "Đồng hồ máy này chậm 2 phút so với hệ thống: hạn gửi tính theo giờ hệ thống.", id="two minutes slow"
        ),
        pytest.param(
            -310, "Đồng hồ máy này nhanh 5 phút so với hệ thống: hạn gửi tính theo giờ hệ thống.", id="minutes fast"
        ),
        pytest.param(
            -7 * 3600, "Đồng hồ máy này nhanh 7 giờ so với hệ thống: hạn gửi tính theo giờ hệ thống.", id="hours"
        ),
        pytest.param(
            3 * 86_400, "Đồng hồ máy này chậm 3 ngày so với hệ thống: hạn gửi tính theo giờ hệ thống.", id="days"
        ),
    ],
)
def test_a_clock_that_is_off_is_said_from_two_minutes_on(skew_s: int | None, said: str) -> None:
    assert skew_words(status_of(PROVEN, skew_s=skew_s)) == said


@pytest.mark.parametrize(
    ("wishes", "metered", "said"),
    [
        pytest.param(Wishes(), False, "", id="nothing holds back"),
        pytest.param(Wishes(paused=True, reports_only=True), True, "Đã tạm dừng đồng bộ", id="paused before all"),
        pytest.param(Wishes(quiet=(22 * 60, 6 * 60 + 30)), True, "Giờ yên lặng đến 06:30", id="quiet"),
        pytest.param(Wishes(quiet=(8 * 60, 9 * 60)), False, "", id="quiet at another time"),
        pytest.param(Wishes(reports_only=True), True, "Chỉ đồng bộ báo cáo", id="only reports"),
        pytest.param(Wishes(), True, "Mạng tính tiền theo dung lượng: tệp đính kèm chờ", id="metered"),
    ],
)
def test_what_holds_synchronising_back(wishes: Wishes, metered: bool, said: str) -> None:
    short, meaning = standing_words(wishes, 23 * 60, metered=metered)
    assert (short, bool(meaning)) == (said, bool(said))


class Recording:
    """Remembers the words about the engine."""

    def __init__(self) -> None:
        self.busy = ""
        self.light = ("", "")

    def show_light(self, light: str, sentence: str) -> None:
        self.light = (light, sentence)

    def show_unsent(self, text: str) -> None: ...
    def show_deadline(self, text: str, tone: Tone) -> None: ...
    def show_attention(self, count: int) -> None: ...
    def show_busy(self, text: str) -> None:
        self.busy = text


class Office:
    """A workspace that knows its status."""

    facts = PROVEN

    def sync_status(self) -> SyncStatus:
        return status_of(self.facts)


RECORD = CycleRecord(started_at=NOON, ended_at=NOON, outcome=CycleOutcome.DONE)


def test_what_the_engine_does_is_said_and_afterwards_what_holds_it_back() -> None:
    view, standing = Recording(), ["Đã tạm dừng đồng bộ"]
    presenter = SyncStatusPresenter(view, FakeDesk(Office()), lambda: standing[0])
    presenter.refresh()
    said = [view.busy]
    for event in (
        StateChanged(state=SyncState.RUNNING),
        CycleStarted(at=NOON),
        FileMoved(hash="aa", name="a.pdf", done=500, size=1_000, outward=True),
        CycleEnded(record=RECORD, facts=None),
        StateChanged(state=SyncState.PAUSED),
    ):
        presenter.on_event(event)
        said.append(view.busy)
    standing[0] = ""
    presenter.on_event(StateChanged(state=SyncState.IDLE))
    assert [*said, view.busy] == [
        "Đã tạm dừng đồng bộ",
        "Đang đồng bộ…",
        "Đang đồng bộ…",
        "Đang đưa tệp lên: “a.pdf”, 500 B trong 1,0 kB",
        "Đã tạm dừng đồng bộ",
        "Đã tạm dừng đồng bộ",
        "",
    ]
    assert view.light == ("green", "Khớp với hệ thống · 14:02")


def test_the_light_is_asked_for_again_with_every_answer() -> None:
    office, view = Office(), Recording()
    presenter = SyncStatusPresenter(view, FakeDesk(office))
    presenter.refresh()
    office.facts = replace(PROVEN, conflicts=1)
    presenter.on_event(
        AnswerBooked(booked=Booked(), facts=LightFacts(), bytes_up=0, bytes_down=0, more=True, clock_skew_s=0)
    )
    assert view.light == ("amber", "Chưa khớp · 1 chỗ sửa ở hai nơi")


def test_what_a_person_has_to_see_to_is_said_with_what_it_names() -> None:
    view = Recording()
    presenter = SyncStatusPresenter(view, FakeDesk(Office()))
    params = {"part": "kết quả"}
    presenter.on_event(StateChanged(state=SyncState.BLOCKED, code="sync.receipt_invalid", params=params))
    assert view.busy == words("sync.receipt_invalid", params).what
    assert "{" not in view.busy


def test_that_the_system_cannot_be_reached_is_said_until_the_next_try() -> None:
    view = Recording()
    presenter = SyncStatusPresenter(view, FakeDesk(Office()))
    presenter.on_event(StateChanged(state=SyncState.WAITING, code="sync.unreachable", retry_in_s=40.0))
    assert view.busy == "Chưa kết nối được với hệ thống."
    presenter.on_event(StateChanged(state=SyncState.RUNNING))
    assert view.busy == "Đang đồng bộ…"


@pytest.mark.parametrize(
    ("facts", "code", "busy"),
    [
        pytest.param(LightFacts(), "sync.unreachable", "", id="the light says that it was never reached"),
        pytest.param(
            replace(PROVEN, last_contact_at=NOON - 901), "sync.unreachable", "", id="the light says since when"
        ),
        pytest.param(PROVEN, "sync.unreachable", "Chưa kết nối được với hệ thống.", id="the light does not say it yet"),
        pytest.param(LightFacts(), "sync.busy", "Hệ thống đang bận.", id="another reason than that it is not reached"),
    ],
)
def test_that_the_system_is_not_reached_is_said_once(facts: LightFacts, code: str, busy: str) -> None:
    office, view = Office(), Recording()
    office.facts = facts
    presenter = SyncStatusPresenter(view, FakeDesk(office))
    presenter.on_event(StateChanged(state=SyncState.WAITING, code=code, retry_in_s=40.0))
    presenter.refresh()
    assert view.busy == busy


@pytest.mark.parametrize(
    ("facts", "later_s", "sentence"),
    [
        ({"theirs": None}, 0, "Chưa khớp · máy này cần cài đặt lại"),
        ({"waiting": 2}, 0, "Chưa khớp · máy này cần cài đặt lại"),
        ({}, 3_600, "Chưa kết nối được · máy này cần cài đặt lại"),
    ],
    ids=["not proven", "something waits", "long ago"],
)
def test_a_computer_that_is_not_let_in_says_so_whatever_else_holds(
    facts: dict[str, object], later_s: int, sentence: str
) -> None:
    status = status_of(replace(PROVEN, **facts), NOON + later_s)  # type: ignore[arg-type]  # fields of many types
    assert light_sentence(replace(status, barred="device.revoked")) == sentence
