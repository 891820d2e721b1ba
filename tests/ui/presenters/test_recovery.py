"""What is said while a store is opened by its printed code."""

from __future__ import annotations

from collections.abc import Callable

from app.errors import InputError, StoreError
from ui.presenters.ports import in_place
from ui.presenters.recovery import RecoveryPresenter


class RecordingView:
    def __init__(self) -> None:
        self.busy: list[str] = []
        self.problems: list[str] = []
        self.is_open = False

    def show_busy(self, sentence: str) -> None:
        self.busy.append(sentence)

    def show_problem(self, sentence: str) -> None:
        self.problems.append(sentence)

    def show_open(self) -> None:
        self.is_open = True


def asked(recover: Callable[[str], None], code: str = "AAAA") -> RecordingView:
    view = RecordingView()
    RecoveryPresenter(view, in_place, recover).ask(code)
    return view


def failing(error: Exception) -> Callable[[str], None]:
    def recover(_: str) -> None:
        raise error

    return recover


def test_nothing_typed_asks_for_the_code_and_tries_nothing() -> None:
    tried: list[str] = []
    view = asked(tried.append, "  ")
    assert (view.problems, view.busy, tried) == (["Xin nhập mã khôi phục trên bản đã in."], [], [])


def test_the_right_code_opens() -> None:
    tried: list[str] = []
    view = asked(tried.append)
    assert (view.is_open, view.problems, view.busy) == (True, [""], ["Đang mở kho dữ liệu…", ""])
    assert tried == ["AAAA"]


def test_a_slip_of_the_pen_is_said_so() -> None:
    view = asked(failing(InputError("recovery.code")))
    assert view.problems[-1].startswith("Mã khôi phục không đúng. Không có gì bị thay đổi.")
    assert (view.is_open, view.busy[-1]) == (False, "")


def test_a_code_of_another_computer_is_told_apart_from_it() -> None:
    view = asked(failing(StoreError("store.wrong_key")))
    assert view.problems[-1] == (
        "Mã này không phải của kho dữ liệu trên máy này. Không có gì bị thay đổi. Xin tìm bản in của đúng máy này."
    )


def test_what_else_goes_wrong_is_said_in_its_own_words() -> None:
    assert asked(failing(StoreError("store.busy"))).problems[-1].startswith("Kho dữ liệu đang bận ghi việc khác.")
    assert asked(failing(OSError("x"))).problems[-1] != ""


def test_a_second_press_while_it_is_opened_tries_nothing() -> None:
    held: list[object] = []
    presenter = RecoveryPresenter(RecordingView(), lambda *work: held.append(work), lambda _: None)
    presenter.ask("AAAA")
    presenter.ask("AAAA")
    assert len(held) == 1
