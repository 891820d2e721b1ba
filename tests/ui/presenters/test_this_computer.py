"""What is said of this computer, and what keeps it from the system."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

from app.errors import StoreError
from app.services.views import Computer
from tests.ui.fakes import FakeDesk
from ui.presenters.phrases import Tone
from ui.presenters.this_computer import ThisComputerPresenter, anew_words, computer_rows

COMPUTER = Computer(
    address="https://baocao.tinh.gov.vn", name="Máy một cửa", person_name="Nông Thị Bích", unit_name="Phường Thục Phán"
)


class RecordingView:
    def __init__(self) -> None:
        self.rows: Sequence[tuple[str, str]] = ()
        self.said: tuple[str, Tone] | None = None

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        self.rows = rows

    def say(self, text: str, tone: Tone) -> None:
        self.said = (text, tone)


def read(workspace: object) -> RecordingView:
    view = RecordingView()
    ThisComputerPresenter(view, FakeDesk(workspace)).refresh()
    return view


def office(barred: str = "") -> SimpleNamespace:
    return SimpleNamespace(computer=COMPUTER, sync_status=lambda: SimpleNamespace(barred=barred))


def test_it_names_the_system_the_office_the_person_and_the_computer() -> None:
    assert list(read(office()).rows) == [
        ("Địa chỉ hệ thống", "https://baocao.tinh.gov.vn"),
        ("Đơn vị", "Phường Thục Phán"),
        ("Cài đặt cho", "Nông Thị Bích"),
        ("Tên máy", "Máy một cửa"),
    ]
    assert read(office()).said == ("", Tone.ERROR)


def test_a_name_that_was_not_kept_is_left_out() -> None:
    unnamed = Computer(address="https://a.vn", name="", person_name="An", unit_name="Xã")
    assert "Tên máy" not in dict(computer_rows(unnamed))


def test_what_keeps_it_from_the_system_is_said_with_what_to_do() -> None:
    view = read(office("device.revoked"))
    assert view.said == (
        (
            "Máy này đã bị thu hồi quyền đồng bộ. Số liệu trên máy vẫn còn nguyên. Hỏi người quản trị; máy còn được "
            "dùng thì xin mã cài đặt mới, rồi chọn “Cài đặt lại máy này”."
        ),
        Tone.ERROR,
    )
    assert anew_words() == "Cài đặt lại máy này…"


def test_a_store_that_does_not_answer_is_said() -> None:
    class Broken:
        @property
        def computer(self) -> Computer:
            raise StoreError("store.busy")

    view = read(Broken())
    assert view.said is not None
    assert view.said[0].startswith("Kho dữ liệu đang bận ghi việc khác.")
