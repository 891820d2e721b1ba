"""What is said of updates, and what a person can do about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import InputError
from app.services.update_watch import OpenRoad, UpdateStanding, UpdateState
from sync.update_roads import ZipRoad
from sync.wishes import Wishes
from tests.gui.office import FakeClock
from ui.presenters.phrases import Tone
from ui.presenters.ports import in_place
from ui.presenters.updating import UpdatePresenter, UpdateShown, nothing_shown, ready_words, update_shown

NOW = 1_781_420_520
"""14:02 on 14 June 2026 in Việt Nam."""
READY = UpdateStanding(state=UpdateState.READY, version="0.2.0", news={"vi": "Nhanh hơn."}, looked_at=NOW - 60)

SIGNATURE = (
    "Bản cập nhật không do nơi phát hành ký. Chưa cài gì; chương trình và số liệu vẫn nguyên. "
    "Không dùng bản cập nhật này; xin báo người quản trị."
)
FIRST_START = (
    "Bản 0.2.0 không mở được trên máy này. Máy đã trở lại bản trước; số liệu vẫn nguyên. "
    "Chờ bản sau, hoặc chuyển tệp chẩn đoán cho người quản trị."
)
WRITE = (
    "Không ghi được bản mới vào máy. Chương trình đang dùng và số liệu vẫn nguyên. "
    "Đóng chương trình rồi mở lại; nếu lặp lại, xin báo người quản trị.\n"
    "Chi tiết kỹ thuật: update.write · detail=errno 28"
)


class FakeUpdates:
    """Remembers what was asked of it."""

    def __init__(self, standing: UpdateStanding | None = None) -> None:
        self.standing = standing or UpdateStanding()
        self.asked: list[object] = []
        self.roads: list[OpenRoad | None] = []
        self.failing: Exception | None = None
        self.listener: Callable[[UpdateStanding], None] = lambda _: None

    def tell(self, standing: UpdateStanding) -> None:
        self.standing = standing
        self.listener(standing)

    def listen(self, listener: Callable[[UpdateStanding], None]) -> None:
        self.listener = listener

    def choose(self, wishes: Wishes, *, metered: bool) -> None:
        self.asked.append((wishes, metered))

    def look(self, road: OpenRoad | None = None) -> None:
        self.roads.append(road)

    def cancel(self) -> None:
        self.asked.append("cancel")

    def defer(self, days: int) -> None:
        if self.failing:
            raise self.failing
        self.standing = replace(self.standing, deferred=days > 0)

    def stop(self) -> bool:
        return True


class RecordingView:
    def __init__(self) -> None:
        self.shown: list[UpdateShown] = []
        self.said: list[tuple[str, Tone]] = []

    def show_update(self, shown: UpdateShown) -> None:
        self.shown.append(shown)

    def say(self, text: str, tone: Tone) -> None:
        self.said.append((text, tone))


STANDINGS = [
    ("at first", UpdateStanding(), "Đang dùng bản 0.1.0.", "Chưa kiểm tra lần nào.", Tone.NEUTRAL),
    (
        "the newest",
        UpdateStanding(looked_at=NOW - 60),
        "Đang dùng bản mới nhất: 0.1.0.",
        "Kiểm tra lúc 14:01 hôm nay.",
        Tone.NEUTRAL,
    ),
    (
        "new forms",
        UpdateStanding(looked_at=NOW, forms=2),
        "Đang dùng bản mới nhất: 0.1.0.",
        "Đã nhận 2 biểu mẫu mới. Kiểm tra lúc 14:02 hôm nay.",
        Tone.NEUTRAL,
    ),
    (
        "held up",
        UpdateStanding(state=UpdateState.HELD, version="0.2.0", looked_at=NOW),
        "Đang dùng bản 0.1.0. Có bản 0.2.0.",
        "Máy sẽ tải tiếp khi đường mạng rảnh; bấm Kiểm tra ngay để tải luôn. Kiểm tra lúc 14:02 hôm nay.",
        Tone.INFO,
    ),
    (
        "ready",
        READY,
        "Bản 0.2.0 đã sẵn sàng, chạy từ lần mở chương trình sau.",
        "Kiểm tra lúc 14:01 hôm nay.",
        Tone.OK,
    ),
    (
        "ready after a deadline",
        replace(READY, held_until=1_781_542_800),  # the end of 15 June in Việt Nam
        "Bản 0.2.0 đã sẵn sàng, chạy từ lần mở chương trình sau 15/06/2026.",
        "Trong 48 giờ trước hạn gửi, máy không đổi bản. Kiểm tra lúc 14:01 hôm nay.",
        Tone.OK,
    ),
    (
        "refused",
        UpdateStanding(state=UpdateState.FAILED, code="update.signature"),
        "Đang dùng bản 0.1.0.",
        SIGNATURE,
        Tone.NEUTRAL,
    ),
    (
        "gone back",
        UpdateStanding(code="update.first_start", params={"version": "0.2.0", "check": "window"}, looked_at=NOW - 60),
        "Đang dùng bản 0.1.0.",
        f"{FIRST_START} Kiểm tra lúc 14:01 hôm nay.\nChi tiết kỹ thuật: update.first_start · check=window",
        Tone.NEUTRAL,
    ),
]


@pytest.mark.parametrize(
    ("standing", "text", "also", "tone"), [c[1:] for c in STANDINGS], ids=[c[0] for c in STANDINGS]
)
def test_how_it_stands(standing: UpdateStanding, text: str, also: str, tone: Tone) -> None:
    shown = update_shown(standing, version="0.1.0", now=NOW)
    assert (shown.text, shown.also, shown.tone) == (text, also, tone)


DOING = [
    ("looking", UpdateStanding(state=UpdateState.LOOKING), "Đang kiểm tra…", None),
    ("reckoning", UpdateStanding(state=UpdateState.COMING, version="0.2.0"), "Đang xem cần tải những gì…", None),
    (
        "coming",
        UpdateStanding(state=UpdateState.COMING, version="0.2.0", done=1_500_000, total=6_000_000),
        "Đang tải 1,5 MB / 6,0 MB",
        250,
    ),
    ("testing", UpdateStanding(state=UpdateState.TESTING, version="0.2.0"), "Đang thử bản mới trên máy này…", None),
]


@pytest.mark.parametrize(
    ("standing", "progress", "part"), [case[1:] for case in DOING], ids=[case[0] for case in DOING]
)
def test_what_is_being_done(standing: UpdateStanding, progress: str, part: int | None) -> None:
    shown = update_shown(standing, version="0.1.0", now=NOW)
    assert (shown.progress, shown.part) == (progress, part)
    assert not shown.can_look


def test_what_is_new_is_told_with_it() -> None:
    assert update_shown(READY, version="0.1.0", now=NOW).news == "Nhanh hơn."


def test_where_somebody_else_looks_after_it_that_is_said() -> None:
    shown = nothing_shown("update.managed", "0.1.0")
    assert shown.text == "Đang dùng bản 0.1.0."
    assert shown.also == ("Chương trình trên máy này do người quản trị hoặc hệ điều hành cập nhật. Không cần làm gì.")
    assert (shown.can_look, shown.can_defer, shown.can_resume) == (False, False, False)


def presenter(updates: FakeUpdates, *, starts_anew: bool = True) -> tuple[UpdatePresenter, RecordingView]:
    view = RecordingView()
    return UpdatePresenter(view, updates, in_place, FakeClock(), "0.1.0", lambda: starts_anew), view


RESTARTS = [
    ("ready", READY, True),
    ("before a deadline", replace(READY, held_until=NOW + 60), False),
    ("put off", replace(READY, held_until=NOW + 60, deferred=True), False),
    ("still tested", replace(READY, state=UpdateState.TESTING), False),
    ("not fetched", replace(READY, state=UpdateState.HELD), False),
]


@pytest.mark.parametrize(("standing", "offered"), [case[1:] for case in RESTARTS], ids=[case[0] for case in RESTARTS])
def test_a_restart_is_offered_where_it_brings_the_new_version(standing: UpdateStanding, offered: bool) -> None:
    assert update_shown(standing, version="0.1.0", now=NOW).can_restart is offered


def test_while_something_is_on_its_way_it_is_not_started_anew_and_that_is_said() -> None:
    made, view = presenter(FakeUpdates(READY), starts_anew=False)
    made.restart()
    assert view.said == [("Đang đồng bộ hoặc đang ghi tệp: chờ xong rồi bấm lại.", Tone.ATTENTION)]


def test_a_new_version_is_put_off_and_taken_up_again() -> None:
    updates = FakeUpdates(READY)
    made, view = presenter(updates)
    made.show()
    made.defer()
    made.defer(0)
    assert [(each.can_defer, each.can_resume) for each in view.shown] == [(True, False), (False, True), (True, False)]


def test_what_could_not_be_put_off_is_said() -> None:
    updates = FakeUpdates(READY)
    updates.failing = InputError("update.write", detail="errno 28")
    made, view = presenter(updates)
    made.defer()
    assert view.said == [
        (WRITE, Tone.ERROR),
    ]


def test_a_file_that_was_carried_here_is_looked_into(tmp_path: Path) -> None:
    updates = FakeUpdates()
    made, _ = presenter(updates)
    made.look()
    made.look_in(tmp_path / "cập nhật.zip")
    by_central, by_stick = updates.roads
    assert by_central is None
    assert by_stick is not None
    with by_stick() as road:
        assert isinstance(road, ZipRoad)


def test_what_comes_after_the_page_is_gone_shows_nothing() -> None:
    made, view = presenter(FakeUpdates(READY))
    made.close()
    made.show()
    assert view.shown == []


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (READY, "Bản 0.2.0 đã sẵn sàng"),
        (replace(READY, held_until=NOW + 3_600), "Bản 0.2.0 đã sẵn sàng"),
        (replace(READY, held_until=NOW + 3_600, deferred=True), ""),
        (UpdateStanding(state=UpdateState.COMING, version="0.2.0"), ""),
        (UpdateStanding(), ""),
    ],
    ids=["ready", "before a deadline", "put off", "coming", "nothing"],
)
def test_on_every_page_only_a_version_that_is_ready_is_told(standing: UpdateStanding, said: str) -> None:
    assert ready_words(standing) == said
