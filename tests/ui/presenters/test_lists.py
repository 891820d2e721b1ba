"""The work list, the light, receipts and cycles in words."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.exchange_state import CycleOutcome, CycleRecord
from app.domain.windows import Window
from app.domain.workflow import State
from app.services.views import Light, SyncMark, SyncStatus, WorkItem
from tests.ui.fakes import KEY, FakeDesk
from ui.presenters.lines import ReportLine
from ui.presenters.phrases import Tone, days_words, size_text
from ui.presenters.report_filters import FilterOffer, ReportFilter
from ui.presenters.report_lists import ReportListPresenter, chips_of, work_lines
from ui.presenters.sync_page import cycle_line
from ui.presenters.sync_status import light_sentence, unsent_words


def item(days: int, *, state: State = State.DRAFT, sync: SyncMark = SyncMark.NONE, title: str = "Biểu") -> WorkItem:
    return WorkItem(
        key=KEY,
        form_code="X/1",
        form_title=title,
        period_title="Quý II/2026",
        window=Window(start=date(2026, 3, 15), end=date(2026, 6, 14)),
        deadline=date.fromordinal(date(2026, 6, 14).toordinal() + days),
        days_left=days,
        state=state,
        filled=3,
        needed=8,
        errors=0,
        sync=sync,
        late=days < 0,
    )


def test_work_is_grouped_late_first_and_what_arrived_last() -> None:
    lines = work_lines(
        [
            item(20, title="xa"),
            item(-3, title="trễ"),
            item(3, title="tuần"),
            item(0, title="nay"),
            item(-1, title="xong", state=State.ACCEPTED, sync=SyncMark.THERE),
            item(1, title="chờ", state=State.SUBMITTED, sync=SyncMark.WAITING),
            item(12, title="trả", state=State.RETURNED, sync=SyncMark.THERE),
            item(-1, title="trả trễ", state=State.RETURNED, sync=SyncMark.THERE),
        ]
    )
    assert [(line.key is None, line.title) for line in lines] == [
        (True, "Quá hạn"),
        (False, "trả trễ"),
        (False, "trễ"),
        (True, "Bị trả lại"),
        (False, "trả"),
        (True, "Hôm nay và ngày mai"),
        (False, "nay"),
        (False, "chờ"),
        (True, "Tuần này"),
        (False, "tuần"),
        (True, "Sau đó"),
        (False, "xa"),
        (True, "Đã hoàn thành kỳ này"),
        (False, "xong"),
    ]


@pytest.mark.parametrize(
    ("days", "said"),
    [(2, "còn 2 ngày"), (1, "ngày mai"), (0, "hôm nay"), (-1, "quá hạn 1 ngày")],
)
def test_countdown(days: int, said: str) -> None:
    assert days_words(days) == said


CHIPS = [
    (State.SUBMITTED, "waiting", ["Chờ đồng bộ để gửi"]),
    (State.SUBMITTED, "going", ["Chờ đồng bộ để gửi"]),
    (State.SUBMITTED, "there", ["Đã gửi"]),
    (State.DRAFT, "waiting", ["Đang lập", "Chờ đồng bộ"]),
    (State.DRAFT, "there", ["Đang lập"]),
    (State.RETURNED, "conflict", ["Bị trả lại", "Sửa ở hai nơi"]),
]


@pytest.mark.parametrize(("state", "sync", "said"), CHIPS)
def test_gui_is_said_only_of_what_arrived(state: State, sync: str, said: list[str]) -> None:
    assert [text for text, _ in chips_of(state, sync)] == said


def status(light: Light, **more) -> SyncStatus:  # type: ignore[no-untyped-def]  # fields of SyncStatus
    return SyncStatus(
        **{
            "light": light,
            "code": "light.agreed",
            "at": 1781420520,
            "waiting": 0,
            "in_flight": 0,
            "conflicts": 0,
            "refused": 0,
            "last_contact_at": 1781420520,
            **more,
        }
    )


LIGHTS = [
    (status(Light.GREEN), "Khớp với hệ thống · 14:02"),
    (status(Light.AMBER, conflicts=2), "Chưa khớp · 2 chỗ sửa ở hai nơi"),
    (status(Light.AMBER, refused=1), "Chưa khớp · 1 mục bị từ chối"),
    (status(Light.AMBER, waiting=1), "Chưa khớp với hệ thống"),
    (status(Light.GREY), "Chưa kết nối được · lần cuối 14:02 14/06/2026"),
    (status(Light.GREY, last_contact_at=None), "Chưa kết nối được với hệ thống"),
]


@pytest.mark.parametrize(("shown", "sentence"), LIGHTS)
def test_the_light_says_what_it_knows(shown: SyncStatus, sentence: str) -> None:
    assert light_sentence(shown) == sentence


def test_what_waits_counts_what_is_on_its_way() -> None:
    assert unsent_words(status(Light.AMBER, waiting=2, in_flight=1)) == "3 thay đổi chờ đồng bộ"
    assert unsent_words(status(Light.GREEN)) == ""


def test_a_cycle_that_failed_says_what_it_means() -> None:
    record = CycleRecord(started_at=1, ended_at=1781420520, outcome=CycleOutcome.UNREACHABLE, code="sync.unreachable")
    line = cycle_line(record)
    assert (line.heading, line.right, line.tone) == ("Chưa kết nối được", "14:02 14/06/2026", Tone.ATTENTION)
    assert line.body not in ("", "sync.unreachable")


@pytest.mark.parametrize(("size", "said"), [(0, "0 B"), (999, "999 B"), (12_345, "12,3 kB"), (2_500_000, "2,5 MB")])
def test_sizes(size: int, said: str) -> None:
    assert size_text(size) == said


class RecordingList:
    def __init__(self) -> None:
        self.lines: list[ReportLine] = []
        self.empty = ("", "")
        self.offer: FilterOffer | None = None
        self.said_reading = 0

    def show_lines(self, lines: list[ReportLine]) -> None:
        self.lines = lines

    def show_empty(self, title: str, sentence: str) -> None:
        self.empty = (title, sentence)

    def show_filters(self, offer: FilterOffer) -> None:
        self.offer = offer

    def show_reading(self) -> None:
        self.said_reading += 1

    def show_broken(self, error: Exception) -> None:
        raise error


def test_search_finds_without_diacritics_and_says_when_there_is_nothing() -> None:
    view = RecordingList()
    lines = [
        ReportLine(title="Đất đai", key=KEY, search="dat dai quy i/2026"),
        ReportLine(title="Hộ tịch", key=KEY, search="ho tich quy ii/2026"),
    ]
    presenter = ReportListPresenter(
        view,
        FakeDesk(None),
        read=lambda workspace: lines,
        empty=lambda searching: ("không thấy" if searching else "trống", ""),
    )
    presenter.refresh()
    presenter.search("ĐẤT")
    assert [line.title for line in view.lines] == ["Đất đai"]
    presenter.search("xyz")
    assert (view.lines, view.empty[0]) == ([], "không thấy")


def filled_list() -> tuple[RecordingList, ReportListPresenter]:
    view = RecordingList()
    items = [
        item(20, title="xa"),
        item(-3, title="trễ"),
        item(12, title="trả", state=State.RETURNED, sync=SyncMark.THERE),
        item(1, title="chờ", state=State.SUBMITTED, sync=SyncMark.WAITING),
    ]
    presenter = ReportListPresenter(
        view, FakeDesk(None), read=lambda workspace: work_lines(items), empty=lambda searching: ("trống", "")
    )
    presenter.refresh()
    return view, presenter


def test_the_list_offers_what_it_can_be_narrowed_by_what_asks_for_work_first() -> None:
    view, _ = filled_list()
    assert view.offer is not None
    assert [(state, count) for state, _, count in view.offer.states] == [
        ("Bị trả lại", 1),
        ("Chờ đồng bộ để gửi", 1),
        ("Đang lập", 2),
    ]
    assert (view.offer.late, view.offer.forms, view.offer.is_worth_showing) == (1, (("X/1", "xa"),), True)
    assert view.said_reading == 1


FILTERS = [
    ("by state", ReportFilter(states=frozenset({"Đang lập"})), "", ["Quá hạn", "trễ", "Sau đó", "xa"]),
    (
        "any of two states",
        ReportFilter(states=frozenset({"Bị trả lại", "Chờ đồng bộ để gửi"})),
        "",
        ["Bị trả lại", "trả", "Hôm nay và ngày mai", "chờ"],
    ),
    ("late", ReportFilter(late=True), "", ["Quá hạn", "trễ"]),
    ("by form", ReportFilter(form="X/1", late=True), "", ["Quá hạn", "trễ"]),
    ("searched too", ReportFilter(states=frozenset({"Đang lập"})), "xa", ["xa"]),
    ("another form", ReportFilter(form="Y/2"), "", []),
]


@pytest.mark.parametrize(
    ("chosen", "searched", "titles"), [row[1:] for row in FILTERS], ids=[row[0] for row in FILTERS]
)
def test_a_filter_leaves_what_passes_under_its_groups(chosen: ReportFilter, searched: str, titles: list[str]) -> None:
    view, presenter = filled_list()
    presenter.filter(chosen)
    presenter.search(searched)
    assert [line.title for line in view.lines] == titles
    assert view.empty[0] == ("" if titles else "Không có báo cáo nào như vậy")


def test_what_is_chosen_stays_offered_when_its_last_report_goes() -> None:
    view, presenter = filled_list()
    presenter.filter(ReportFilter(states=frozenset({"Đã chốt"}), form="Y/2"))
    assert view.offer is not None
    assert ("Đã chốt", Tone.NEUTRAL, 0) in view.offer.states
    assert [code for code, _ in view.offer.forms] == ["X/1", "Y/2"]
