from __future__ import annotations

import pytest

from app.domain.attachments import Transfer
from app.domain.exchange_state import Booked, CycleOutcome, CycleRecord, LightFacts
from app.domain.operations import ReportKey
from sync.events import AnswerBooked, CycleEnded, CycleStarted, FileMoved, StateChanged
from sync.state import SyncState
from ui.presenters.sync_progress import Progress, SyncMeter, is_over, left_words

REPORT = ReportKey("xa-1", "F", "2026-Q3")
RECORD = CycleRecord(started_at=0, ended_at=1, outcome=CycleOutcome.DONE)


RESTS = StateChanged(state=SyncState.IDLE, retry_in_s=120.0)
GOES_ON = StateChanged(state=SyncState.IDLE, retry_in_s=1.0)


def booked(went: int, left: int = 0, *, came: int = 0, more: bool = False) -> AnswerBooked:
    return AnswerBooked(
        booked=Booked(applied=went, changes=came),
        facts=LightFacts(waiting=left),
        bytes_up=9_000,
        bytes_down=1_000,
        more=more,
        clock_skew_s=0,
    )


def moved(name: str, done: int, size: int, *, outward: bool = True, code: str = "") -> FileMoved:
    return FileMoved(hash=name, name=f"{name}.pdf", done=done, size=size, outward=outward, code=code)


def heard(meter: SyncMeter, *told) -> list[Progress | None]:  # type: ignore[no-untyped-def]  # (seconds, event)
    return [meter.heard(event, float(now)) for now, event in told]


def test_a_cycle_that_is_over_with_its_first_exchange_shows_nothing() -> None:
    told = [(0, CycleStarted(at=0)), (1, booked(3)), (1, CycleEnded(record=RECORD, facts=None)), (1, RESTS)]
    assert heard(SyncMeter(), *told) == [None, None, None, None]


def test_items_bytes_speed_and_time_left_of_what_goes() -> None:
    found = heard(
        SyncMeter(), (0, CycleStarted(at=0)), (5, booked(10, 90)), (10, booked(10, 80)), (15, booked(20, 60, came=4))
    )
    assert found[1:] == [
        Progress(text="Đã lên 10 trên 100 mục · 9,0 kB lên, 1,0 kB về · đang ước tính thời gian còn lại", part=100),
        Progress(text="Đã lên 20 trên 100 mục · 18,0 kB lên, 2,0 kB về · 2,0 kB/giây · còn dưới 1 phút", part=200),
        Progress(
            text="Đã lên 40 trên 100 mục, 4 mục về máy này · 27,0 kB lên, 3,0 kB về · 2,0 kB/giây · còn dưới 1 phút",
            part=400,
        ),
    ]


def test_of_what_comes_nobody_knows_how_much_there_is() -> None:
    first, second = heard(SyncMeter(), (2, booked(0, came=50, more=True)), (4, booked(0, came=30, more=True)))
    assert first == Progress(
        text="50 mục về máy này · 9,0 kB lên, 1,0 kB về · đang ước tính thời gian còn lại", part=None
    )
    assert second is not None
    assert (second.text[:21], second.part) == ("80 mục về máy này · 1", None)


def test_the_bar_never_goes_back_whatever_is_typed_meanwhile() -> None:
    found = heard(SyncMeter(), (1, booked(50, 50)), (2, booked(1, 500)), (3, booked(400, 101)), (4, booked(101)))
    assert [progress.part for progress in found if progress] == [500, 500, 817, 1000]


def test_a_new_cycle_begins_at_nothing() -> None:
    meter = SyncMeter()
    heard(meter, (1, booked(50, 50)), (2, CycleEnded(record=RECORD, facts=None)), (3, CycleStarted(at=0)))
    (found,) = heard(meter, (4, booked(1, 9)))
    assert found is not None
    assert found.part == 100


def test_files_are_counted_together() -> None:
    meter = SyncMeter()
    meter.expect(
        Transfer(hash=name, name=f"{name}.pdf", size=100_000, done=done, report=REPORT)
        for name, done in (("a", 0), ("b", 50_000))
    )
    found = heard(
        meter,
        (0, CycleStarted(at=0)),
        (2, moved("a", 20_000, 100_000)),
        (4, moved("a", 40_000, 100_000)),
        (10, moved("a", 100_000, 100_000)),
    )
    assert found[1:] == [
        Progress(
            text="Đưa tệp lên: “a.pdf” · xong 0 trên 2 tệp · 70,0 kB trong 200,0 kB · đang ước tính thời gian còn lại",
            part=350,
        ),
        Progress(
            text="Đưa tệp lên: “a.pdf” · xong 0 trên 2 tệp · 90,0 kB trong 200,0 kB · 10,0 kB/giây · còn dưới 1 phút",
            part=450,
        ),
        Progress(
            text="Đưa tệp lên: “a.pdf” · xong 1 trên 2 tệp · 150,0 kB trong 200,0 kB · 10,0 kB/giây · sắp xong",
            part=750,
        ),
    ]


def test_a_file_that_goes_no_further_is_not_waited_for() -> None:
    meter = SyncMeter()
    first, second = heard(meter, (0, moved("a", 0, 90_000)), (1, moved("a", 0, 90_000, code="sync.file_hash")))
    assert first is not None
    assert second == Progress(text="Đưa tệp lên: “a.pdf” · 0 B trong 0 B · đang ước tính thời gian còn lại", part=None)


def test_a_file_that_is_fetched_says_so_though_nobody_told_of_it_before() -> None:
    (found,) = heard(SyncMeter(), (1, moved("a", 30_000, 60_000, outward=False)))
    assert found == Progress(
        text="Tải tệp về: “a.pdf” · 30,0 kB trong 60,0 kB · đang ước tính thời gian còn lại", part=500
    )


def test_files_that_go_on_with_the_next_cycle_are_counted_as_one_and_the_bar_never_goes_back() -> None:
    meter = SyncMeter()
    meter.expect(Transfer(hash=name, name=f"{name}.pdf", size=100_000, done=0, report=REPORT) for name in ("a", "b"))
    first = heard(meter, (2, moved("a", 100_000, 100_000)), (3, GOES_ON))
    meter.expect([Transfer(hash="b", name="b.pdf", size=100_000, done=0, report=REPORT)])
    second = heard(meter, (4, CycleStarted(at=0)), (5, booked(0)), (6, moved("b", 20_000, 100_000)), (7, RESTS))
    third = heard(meter, (8, moved("b", 30_000, 100_000)))
    assert [one.part for one in (*first, *second, *third) if one] == [500, 600, 300]


@pytest.mark.parametrize(
    ("event", "over"),
    [
        pytest.param(RESTS, True, id="rests"),
        pytest.param(GOES_ON, False, id="goes on at once"),
        pytest.param(StateChanged(state=SyncState.WAITING, retry_in_s=1.0), True, id="failed"),
        pytest.param(StateChanged(state=SyncState.PAUSED), True, id="paused"),
        pytest.param(StateChanged(state=SyncState.RUNNING), False, id="runs"),
        pytest.param(CycleEnded(record=RECORD, facts=None), False, id="a cycle ended, and perhaps goes on"),
    ],
)
def test_when_nothing_goes_on_any_more(event, over: bool) -> None:  # type: ignore[no-untyped-def]  # any event
    assert is_over(event) is over


def test_what_else_the_engine_tells_is_no_progress() -> None:
    assert SyncMeter().heard(RESTS, 1.0) is None


@pytest.mark.parametrize(
    ("left_s", "said"),
    [
        (None, "đang ước tính thời gian còn lại"),
        (0.0, "sắp xong"),
        (9.9, "sắp xong"),
        (10.0, "còn dưới 1 phút"),
        (60.0, "còn dưới 1 phút"),
        (60.1, "còn khoảng 2 phút"),
        (89 * 60.0, "còn khoảng 89 phút"),
        (90 * 60.0, "còn khoảng 2 giờ"),
    ],
)
def test_the_time_left_in_words(left_s: float | None, said: str) -> None:
    assert left_words(left_s) == said
