"""The work list, the light, receipts and cycles in words."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from app.domain.windows import Window
from app.domain.workflow import State
from app.services.views import SyncMark, WorkItem
from tests.ui.fakes import KEY, FakeDesk
from ui.presenters.lines import ReportLine
from ui.presenters.phrases import Tone, days_words, size_text
from ui.presenters.report_filters import FilterOffer, ReportFilter, offer_of
from ui.presenters.report_lists import ReportListPresenter, chips_of, work_line, work_lines


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


@pytest.mark.parametrize(
    ("filled", "needed", "nearby", "note", "shown"),
    [
        (0, 0, False, "Chưa nhập số", 0),
        (0, 0, True, "Máy khác đã có số", 0),
        (0, 8, False, "Chưa nhập số", 8),
        (0, 8, True, "Máy khác đã có số", 0),
        (3, 8, True, "Chưa nhập số", 8),
    ],
    ids=["nobody began", "begun elsewhere", "nothing typed", "typed elsewhere", "typed here too"],
)
def test_figures_on_the_offices_other_computer_are_told_where_none_stand_here(
    filled: int, needed: int, nearby: bool, note: str, shown: int
) -> None:
    owed = replace(item(3), filled=filled, needed=needed, nearby=nearby)
    line = work_line(owed)
    assert (line.note, line.needed) == (note, shown)  # a line with a number of figures shows them, not the note


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


COUNTDOWNS = [
    (2, None, "còn 2 ngày"),
    (1, None, "ngày mai"),
    (0, None, "hôm nay"),
    (0, 3, "còn 3 giờ"),
    (0, 1, "còn 1 giờ"),
    (0, 0, "còn dưới 1 giờ"),
    (-1, None, "quá hạn 1 ngày"),
    (-2, None, "quá hạn 2 ngày"),
]


@pytest.mark.parametrize(("days", "hours", "said"), COUNTDOWNS)
def test_countdown(days: int, hours: int | None, said: str) -> None:
    assert days_words(days, hours) == said


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


def test_states_are_offered_in_the_order_a_report_goes_through_them() -> None:
    states = (State.ACCEPTED, State.SUBMITTED, State.SIGNED, State.DRAFT, State.RETURNED, State.SEALED, State.RECEIVED)
    lines = work_lines([item(3, state=state, sync=SyncMark.THERE) for state in states])
    assert [state for state, _, _ in offer_of(lines, ReportFilter()).states] == [
        "Bị trả lại",
        "Đang lập",
        "Đã chốt",
        "Đã ký",
        "Đã gửi",
        "Đã tiếp nhận",
        "Đã chấp nhận",
    ]
