"""What a new computer's first dialog says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.errors import TransientError
from ui.presenters.enrolment import Enrolled, EnrolmentPresenter

OFFICE = Enrolled(person_name="Nông Thị Bích", unit_name="Phường Thục Phán", recovery_code="AAAA-BBBB")


class RecordingView:
    def __init__(self) -> None:
        self.said: list[tuple[str, ...]] = []

    def show_busy(self, sentence: str) -> None:
        self.said.append(("busy", sentence))

    def show_problem(self, sentence: str) -> None:
        self.said.append(("problem", sentence))

    def show_done(self, welcome: str, recovery_code: str) -> None:
        self.said.append(("done", welcome, recovery_code))


class HeldErrand:
    """Runs nothing until it is told to."""

    def __init__(self) -> None:
        self.held: list[Callable[[], None]] = []

    def run(
        self, work: Callable[[], Enrolled], done: Callable[[Enrolled], None], failed: Callable[[Exception], None]
    ) -> None:
        def errand() -> None:
            try:
                answer = work()
            except Exception as error:  # noqa: BLE001 - the port answers with whatever went wrong
                failed(error)
            else:
                done(answer)

        self.held.append(errand)


@pytest.mark.parametrize(
    ("address", "code", "name", "missing"),
    [
        ("", "AB", "PC", "Xin nhập địa chỉ của hệ thống."),
        ("https://a.vn", "  ", "PC", "Xin nhập mã cài đặt do người quản trị cấp."),
        ("https://a.vn", "AB", "", "Xin đặt tên cho máy này."),
    ],
)
def test_a_missing_field_is_named_and_nothing_is_asked(address: str, code: str, name: str, missing: str) -> None:
    view, errand = RecordingView(), HeldErrand()
    EnrolmentPresenter(view, errand, lambda *_: OFFICE).ask(address, code, name)
    assert view.said == [("problem", missing)]
    assert errand.held == []


def test_the_code_is_sent_as_printed_however_it_was_typed() -> None:
    asked: list[tuple[str, str, str]] = []

    def enrol(*typed: str) -> Enrolled:
        asked.append((typed[0], typed[1], typed[2]))
        return OFFICE

    view, errand = RecordingView(), HeldErrand()
    EnrolmentPresenter(view, errand, enrol).ask(" https://a.vn ", "xe6q-a1g9 tzcj", "PC 1")
    errand.held[0]()
    assert asked == [("https://a.vn", "XE6Q-A1G9TZCJ", "PC 1")]
    assert view.said[-1] == ("done", "Máy này đã được cài đặt cho Nông Thị Bích, Phường Thục Phán.", "AAAA-BBBB")


def test_a_second_press_while_it_runs_asks_nothing() -> None:
    view, errand = RecordingView(), HeldErrand()
    presenter = EnrolmentPresenter(view, errand, lambda *_: OFFICE)
    presenter.ask("https://a.vn", "AB", "PC")
    presenter.ask("https://a.vn", "AB", "PC")
    assert len(errand.held) == 1


def test_a_failure_says_what_happened_and_leaves_the_fields_to_try_again() -> None:
    def enrol(*_: str) -> Enrolled:
        raise TransientError("sync.unreachable")

    view, errand = RecordingView(), HeldErrand()
    presenter = EnrolmentPresenter(view, errand, enrol)
    presenter.ask("https://a.vn", "AB", "PC")
    errand.held[0]()
    assert view.said[-2:] == [("busy", ""), ("problem", "Chưa kết nối được với hệ thống. Xem lại dây mạng hoặc Wi-Fi.")]
    presenter.ask("https://a.vn", "AB", "PC")
    assert len(errand.held) == 2


def test_where_there_are_drafts_already_a_failure_also_says_what_is_safe() -> None:
    def enrol(*_: str) -> Enrolled:
        raise TransientError("sync.unreachable")

    view, errand = RecordingView(), HeldErrand()
    EnrolmentPresenter(view, errand, enrol, anew=True).ask("https://a.vn", "AB", "PC")
    errand.held[0]()
    assert view.said[-1] == (
        "problem",
        (
            "Chưa kết nối được với hệ thống. Số liệu đã lưu trên máy này và sẽ tự đồng bộ khi có mạng. "
            "Xem lại dây mạng hoặc Wi-Fi."
        ),
    )
