"""What the window says of a failure nobody foresaw, and the report it offers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.errors import InputError
from ui.presenters.crash_report import CrashReportPresenter
from ui.presenters.phrases import Tone

TARGET = Path("/media/usb/bao-cao-loi.zip")
OFFER = "Lưu báo cáo lỗi…"


class Line:
    def __init__(self) -> None:
        self.said: list[tuple[str, Tone, str]] = []

    def say(self, text: str, tone: Tone, action: str = "") -> None:
        self.said.append((text, tone, action))


class Told:
    def __init__(self, failing: Exception | None = None) -> None:
        self.line = Line()
        self.times = 0
        self.written: list[Path] = []
        self.failing = failing
        self.presenter = CrashReportPresenter(self.line, self._apart, self.written.append, self._on_told)

    def _on_told(self) -> None:
        self.times += 1

    def _apart(
        self, work: Callable[[], None], done: Callable[[None], None], failed: Callable[[Exception], None]
    ) -> None:
        if self.failing is not None:
            failed(self.failing)
        else:
            done(work())


def test_it_is_said_once_what_happened_what_is_safe_and_what_to_do() -> None:
    told = Told()
    told.presenter.went_wrong()
    told.presenter.went_wrong()
    words = (
        "Chương trình vừa gặp một lỗi ngoài dự tính và đã ghi lại lỗi đó. Những gì đã nhập và lưu trên máy vẫn còn"
        " nguyên. Có thể làm tiếp; nếu một chỗ nào không còn trả lời, đóng chương trình rồi mở lại. Nên lưu báo cáo lỗi"
        " và chuyển cho người phụ trách."
    )
    assert told.line.said == [(words, Tone.ATTENTION, OFFER)]
    assert told.times == 2  # a report written later is told too


def test_after_a_sudden_end_the_next_start_offers_the_report() -> None:
    told = Told()
    told.presenter.ended_suddenly()
    ((text, tone, action),) = told.line.said
    assert text.startswith("Lần trước chương trình đã đóng đột ngột vì một lỗi. ")
    assert (tone, action, told.times) == (Tone.ATTENTION, OFFER, 1)


def test_the_report_is_written_where_the_person_chose() -> None:
    told = Told()
    told.presenter.keep_at(TARGET)
    assert told.written == [TARGET]
    assert told.line.said[0] == ("Đang lập báo cáo lỗi…", Tone.NEUTRAL, "")
    assert told.line.said[1][0].startswith("Đã lưu báo cáo lỗi. Trong đó không có số liệu, họ tên hay mật khẩu.")


def test_a_report_that_could_not_be_written_can_be_tried_again() -> None:
    told = Told(InputError("desk.report_unwritable"))
    told.presenter.keep_at(TARGET)
    text, tone, action = told.line.said[-1]
    assert text.startswith("Không ghi được báo cáo lỗi vào nơi đã chọn.")
    assert (tone, action) == (Tone.ERROR, OFFER)


def test_a_report_that_failed_for_another_reason_says_no_more_than_that() -> None:
    told = Told(RuntimeError("Nguyễn Thị An"))
    told.presenter.keep_at(TARGET)
    assert told.line.said[-1][0].startswith("Không lập được báo cáo lỗi. Số liệu không bị ảnh hưởng.")
