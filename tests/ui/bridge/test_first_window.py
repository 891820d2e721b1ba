"""One window for each data folder: whoever comes second hands over what it was asked for."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.errors import StoreError
from ui.bridge.first_window import FirstWindow, Wish, socket_address

ROOT = Path(__file__).resolve().parents[3]
SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from ui.bridge.first_window import FirstWindow, Wish
application = QCoreApplication([])
first = FirstWindow(Path(sys.argv[1]))
print(first.claim(Wish(bundle=sys.argv[2]), patience_ms=5_000), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path) -> Iterator[FirstWindow]:
    made = FirstWindow(tmp_path)
    assert made.claim(Wish())
    yield made
    made.release()


def second(folder: Path, bundle: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SECOND, str(folder), bundle],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_the_second_hands_over_what_it_was_asked_for_and_is_told_that_it_is_second(
    first: FirstWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    first.listen()
    with qtbot.waitSignal(first.wished, timeout=15_000) as heard:
        other = second(tmp_path, "/media/usb/Gói báo cáo.sbc")
    assert heard.args == [Wish(bundle="/media/usb/Gói báo cáo.sbc")]
    assert other.communicate("")[0] == "False\n"


def test_a_second_waits_for_a_first_that_is_still_opening(first: FirstWindow, qtbot: QtBot, tmp_path: Path) -> None:
    other = second(tmp_path, "a.sbc")
    qtbot.wait(1_500)
    with qtbot.waitSignal(first.wished, timeout=15_000):
        first.listen()
    assert other.communicate("")[0] == "False\n"


def test_two_folders_have_a_window_each(first: FirstWindow, tmp_path: Path) -> None:
    elsewhere = tmp_path / "b"
    elsewhere.mkdir()
    other = FirstWindow(elsewhere)
    assert other.claim(Wish())
    assert socket_address(elsewhere) != socket_address(tmp_path)
    other.release()


def test_a_first_that_does_not_answer_is_said(first: FirstWindow, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        FirstWindow(tmp_path).claim(Wish(), patience_ms=400)
    assert caught.value.code == "desk.not_answering"


def test_what_a_killed_first_left_is_taken_over(qtbot: QtBot, tmp_path: Path) -> None:
    killed = second(tmp_path)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "True\n"
    (tmp_path / "window.socket").touch()
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    heir = FirstWindow(tmp_path)
    assert heir.claim(Wish(), patience_ms=400)
    heir.listen()
    with qtbot.waitSignal(heir.wished, timeout=15_000):
        other = second(tmp_path, "x.sbc")
    other.communicate("")
    heir.release()


def test_after_the_first_was_closed_the_next_is_first(first: FirstWindow, tmp_path: Path) -> None:
    first.listen()
    first.release()
    following = FirstWindow(tmp_path)
    assert following.claim(Wish(), patience_ms=400)
    following.release()


@pytest.mark.parametrize("said", [b"\xff\xfe\n", b'{"bundle":7}\n', b"[]\n"])
def test_what_is_no_wish_is_not_passed_on(first: FirstWindow, qtbot: QtBot, tmp_path: Path, said: bytes) -> None:
    from PySide6.QtNetwork import QLocalSocket

    heard: list[object] = []
    first.wished.connect(heard.append)
    first.listen()
    socket = QLocalSocket()
    socket.connectToServer(socket_address(tmp_path))
    with qtbot.waitSignal(socket.disconnected, timeout=5_000):
        socket.write(said)
    assert heard == []


def test_a_folder_with_a_long_path_listens_elsewhere(qtbot: QtBot, tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 90)
    deep.mkdir()
    address = socket_address(deep)
    assert len(address) <= 100
    made = FirstWindow(deep)
    assert made.claim(Wish())
    made.listen()
    with qtbot.waitSignal(made.wished, timeout=15_000):
        other = second(deep, "x.sbc")
    other.communicate("")
    made.release()


@pytest.mark.skipif(sys.platform == "win32", reason="a folder without the right to write")
def test_a_folder_that_takes_no_lock_is_named_unwritable(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        FirstWindow(tmp_path / "gone").claim(Wish(), patience_ms=200)
    assert caught.value.code == "store.unwritable"


def test_a_lock_left_before_a_power_cut_by_a_process_of_the_same_number_is_taken_over(
    qtbot: QtBot, tmp_path: Path
) -> None:
    left = FirstWindow(tmp_path)
    assert left.claim(Wish())
    lock = tmp_path / "window.lock"
    written = lock.read_bytes()
    left.release()
    lock.write_bytes(written)
    again = FirstWindow(tmp_path)
    assert again.claim(Wish(), patience_ms=5_000)
    again.release()
