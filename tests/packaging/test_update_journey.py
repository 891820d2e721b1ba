"""A program updated from a feed with self-made keys: over real HTTP and lines that break, from a stick, and back."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest

from app.clock import SystemClock
from app.domain.updates import Hold, Switch
from app.errors import AppError
from app.services.updating import Fetching, Stopped
from sync.transport import HttpTransport
from sync.update_roads import CentralRoad, FolderRoad, Road, carried_road
from tests.packaging.feed_server import serving
from tests.packaging.workshop import NOW, Workshop, made_program, open_workshop

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(os.name == "nt", reason="the programs tried here are scripts"),
]

AT = int(NOW.timestamp())
LIBRARY = random.Random(7).randbytes(400_000)
"""What no packing makes smaller."""


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    return open_workshop(tmp_path, monkeypatch)


def update(workshop: Workshop, road: Road, *, version: str = "0.1.0") -> str:
    """Bring and test what the feed offers to a program of `version`; which version that is."""
    updating = workshop.updating(workshop.installation(version, is_base=version == "0.1.0"))
    feed = updating.open_feed(road)
    offer = updating.offer(feed)
    assert offer is not None
    updating.fetch(road, updating.release(feed, offer), lambda _: True, Fetching())
    updating.try_out(offer.version, lambda _: True)
    return offer.version


def start(workshop: Workshop, *arguments: str) -> int:
    """Start the installed program, as by its icon."""
    return subprocess.run([workshop.installation().base / "sobaocao", *arguments], timeout=60, check=False).returncode


def ran(workshop: Workshop) -> list[str]:
    return (workshop.place / "installed" / "ran.txt").read_text().splitlines()


def central(url: str) -> CentralRoad:
    return CentralRoad(HttpTransport(url, "", clock=SystemClock()))


def test_over_a_line_that_breaks_from_1_to_2_and_a_broken_3_goes_back(workshop: Workshop) -> None:
    workshop.publish("0.2.0", library=LIBRARY)
    with serving(workshop.folder, cut_after=50_000) as server:
        assert update(workshop, central(server.url)) == "0.2.0"
        assert server.cuts >= 7
        assert server.content_bytes() < 410_000  # nothing came twice
    assert start(workshop) == 0
    assert ran(workshop) == ["0.2.0"]
    assert workshop.installation().switch() == Switch(current="0.2.0", since=AT)

    workshop.publish("0.3.0", "dies", library=LIBRARY)
    with serving(workshop.folder) as server:
        assert update(workshop, central(server.url), version="0.2.0") == "0.3.0"
        assert server.content_bytes() < 3_000  # a difference of one line
    assert start(workshop, "--bundle", "x.sbc") == 0
    assert ran(workshop)[1:] == ["0.3.0 --bundle x.sbc", "0.2.0 --bundle x.sbc"]
    assert start(workshop) == 0
    assert ran(workshop)[3:] == ["0.2.0"]
    assert workshop.installation().switch() == Switch(current="0.2.0", since=AT, failed={"0.3.0": "update.first_start"})


def test_a_program_that_fails_its_own_test_never_runs_and_is_not_fetched_again(workshop: Workshop) -> None:
    workshop.publish("0.2.0", "unfit")
    with pytest.raises(AppError) as caught:
        update(workshop, FolderRoad(workshop.folder))
    assert (caught.value.code, caught.value.params) == ("update.self_test", {"version": "0.2.0", "check": "store"})
    assert start(workshop) == 0
    assert ran(workshop) == ["0.1.0"]
    updating = workshop.updating()
    feed = updating.open_feed(FolderRoad(workshop.folder))
    assert updating.offer(feed) is None
    assert not workshop.installation().folder("0.2.0").exists()
    asked = updating.offer(feed, by_hand=True)
    assert asked is not None
    assert asked.version == "0.2.0"


@pytest.mark.parametrize("harm", ["no program", "no report", "another version"])
def test_a_program_that_cannot_be_tested_never_runs(workshop: Workshop, harm: str) -> None:
    updating, installation = workshop.updating(), workshop.installation()
    folder = made_program(installation.folder("0.2.0"), "0.3.0" if harm == "another version" else "0.2.0")
    if harm == "no program":
        (folder / "sobaocao").write_text("no program at all")
    if harm == "no report":
        (folder / "sobaocao").write_text("#!/bin/sh\nexit 0\n")
    with pytest.raises(AppError) as caught:
        updating.try_out("0.2.0", lambda _: True)
    assert caught.value.code == "update.self_test"
    assert installation.switch() == Switch(failed={"0.2.0": "update.self_test"})


def hanging(workshop: Workshop, version: str) -> Path:
    """A version whose self-test never ends; the file that its process writes its number to."""
    folder = made_program(workshop.installation().folder(version), version)
    number = workshop.place / "number"
    (folder / "sobaocao").write_text(f"#!/bin/sh\necho $$ > '{number}'\nexec sleep 600\n")
    return number


def test_a_self_test_that_is_stopped_ends_at_once_and_says_nothing_against_the_program(workshop: Workshop) -> None:
    number = hanging(workshop, "0.2.0")
    with pytest.raises(Stopped):
        workshop.updating().try_out("0.2.0", lambda _: not (number.exists() and number.read_text()))
    with pytest.raises(ProcessLookupError):
        os.kill(int(number.read_text()), 0)
    assert workshop.installation().switch() == Switch()
    assert workshop.installation().folder("0.2.0").exists()


def test_a_self_test_that_never_ends_is_ended(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.services.updating.SELF_TEST_SECONDS", 1)
    hanging(workshop, "0.2.0")
    with pytest.raises(AppError) as caught:
        workshop.updating().try_out("0.2.0", lambda _: True)
    assert caught.value.params == {"version": "0.2.0", "check": "time"}


def test_where_the_disk_has_no_room_nothing_is_begun_and_it_is_said_how_much_is_needed(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.publish("0.2.0", library=LIBRARY)
    free = shutil.disk_usage(workshop.place)._replace(free=150 << 20)
    monkeypatch.setattr("app.services.updating.shutil.disk_usage", lambda _: free)
    with pytest.raises(AppError) as caught:
        update(workshop, FolderRoad(workshop.folder))
    assert (caught.value.code, caught.value.params) == ("update.disk", {"needed_mb": 200, "free_mb": 150})
    assert not workshop.installation().folder("0.2.0").exists()
    assert workshop.installation().switch() == Switch()


def test_where_the_folder_takes_nothing_that_is_said_and_the_old_program_runs(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.publish("0.2.0", library=LIBRARY)

    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "no space", str(path))

    workshop.look()
    (workshop.installation().versions / "seat").write_text("ab")
    monkeypatch.setattr("app.services.updating.put_whole", full)
    with pytest.raises(AppError) as caught:
        update(workshop, FolderRoad(workshop.folder))
    assert caught.value.code == "update.write"
    assert start(workshop) == 0
    assert ran(workshop) == ["0.1.0"]


def test_from_a_stick_as_one_file(workshop: Workshop) -> None:
    workshop.publish("0.2.0")
    stick = workshop.place / "cập nhật.zip"
    workshop.feed().carry(stick)
    assert update(workshop, carried_road(stick)) == "0.2.0"
    assert start(workshop) == 0
    assert ran(workshop) == ["0.2.0"]


def test_what_came_is_kept_when_it_is_stopped_and_only_the_rest_comes(workshop: Workshop) -> None:
    workshop.publish("0.2.0", library=LIBRARY)
    updating = workshop.updating()
    with serving(workshop.folder) as server:
        road = central(server.url)
        feed = updating.open_feed(road)
        offer = updating.offer(feed)
        assert offer is not None
        release, fetching, left = updating.release(feed, offer), Fetching(), [300_000]

        def goes_on(came: int) -> bool:
            left[0] -= came
            return left[0] > 0

        with pytest.raises(Stopped):
            updating.fetch(road, release, goes_on, fetching)
        assert 300_000 <= fetching.done < 320_000
        (part,) = (workshop.installation().versions / "parts").iterdir()
        kept, again = part.stat().st_size, Fetching()
        assert kept >= 299_000
        updating.fetch(central(server.url), release, lambda _: True, again)
        assert again.done == again.total
        assert server.asked == [f"bytes={kept}-"]


def test_where_a_proxy_gives_only_whole_files_the_beginning_is_passed_over(workshop: Workshop) -> None:
    workshop.publish("0.2.0", library=LIBRARY)
    with serving(workshop.folder, parts=False) as server:
        transport = HttpTransport(server.url, "", clock=SystemClock())
        whole = max((workshop.folder / "content").iterdir(), key=lambda path: path.stat().st_size)
        rest = b"".join(transport.read(f"/updates/content/{whole.name}", 390_001))
    assert rest == whole.read_bytes()[390_001:]


def test_an_unchanged_link_is_a_link_and_a_program_may_be_started(workshop: Workshop) -> None:
    workshop.publish("0.2.0")
    update(workshop, FolderRoad(workshop.folder))
    folder = workshop.installation().folder("0.2.0")
    assert os.readlink(folder / "_internal" / "libqt.so") == "libqt.so.6"
    assert os.access(folder / "sobaocao", os.X_OK)
    assert not os.access(folder / "_internal" / "libqt.so.6", os.X_OK)


def test_what_an_earlier_try_left_behind_is_not_in_the_program(workshop: Workshop) -> None:
    workshop.publish("0.2.0")
    stranger = workshop.installation().versions / "coming" / "0.2.0" / "_internal" / "old.so"
    stranger.parent.mkdir(parents=True)
    stranger.write_bytes(b"x")
    update(workshop, FolderRoad(workshop.folder))
    names = {path.name for path in workshop.installation().folder("0.2.0").rglob("*")}
    assert names == {"sobaocao", "_internal", "libqt.so.6", "libqt.so"}
    assert not stranger.exists()


# ------------------------------------------------------------------------------------------------------------- starting


def waiting(workshop: Workshop, manner: str = "good", **changes: object) -> None:
    """A version 0.2.0 that is whole and waits."""
    installation = workshop.installation()
    made_program(installation.folder("0.2.0"), "0.2.0", manner)
    installation.change(lambda _: msgspec.structs.replace(Switch(next="0.2.0"), **changes))


def test_before_a_deadline_the_old_program_is_started(workshop: Workshop) -> None:
    waiting(workshop, holds=(Hold(AT - 10, AT + 10),))
    assert start(workshop) == 0
    assert ran(workshop) == ["0.1.0"]
    assert workshop.installation().switch().next == "0.2.0"


def test_a_command_is_not_what_a_new_program_is_tried_by(workshop: Workshop) -> None:
    waiting(workshop)
    assert start(workshop, "sync") == 0
    assert start(workshop) == 0
    assert start(workshop, "sync") == 0
    assert ran(workshop) == ["0.1.0 sync", "0.2.0", "0.2.0 sync"]


def test_a_window_that_was_closed_at_once_says_nothing_against_the_program(workshop: Workshop) -> None:
    waiting(workshop, "closed at once")
    for _ in range(5):
        assert start(workshop) == 0
    assert ran(workshop) == ["0.2.0"] * 5
    assert workshop.installation().switch() == Switch(next="0.2.0")


def test_first_starts_that_the_power_cut_off_are_tried_three_times(workshop: Workshop) -> None:
    waiting(workshop, tries=3)
    assert start(workshop) == 0
    assert ran(workshop) == ["0.1.0"]
    assert workshop.installation().switch() == Switch(failed={"0.2.0": "update.first_start"})


def test_a_version_that_was_taken_away_is_not_missed(workshop: Workshop) -> None:
    workshop.installation().change(lambda _: Switch(current="0.2.0", next="0.3.0"))
    assert start(workshop) == 0
    assert ran(workshop) == ["0.1.0"]


def test_an_installer_that_brought_something_newer_holds(workshop: Workshop) -> None:
    made_program(workshop.installation().folder("0.0.9"), "0.0.9")
    workshop.installation().change(lambda _: Switch(current="0.0.9"))
    assert start(workshop) == 0
    assert ran(workshop) == ["0.1.0"]


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b'{"current": "../../bin"}', b'{"next": 5}'], ids=repr)
def test_a_damaged_note_of_what_runs_is_as_good_as_none(workshop: Workshop, data: bytes) -> None:
    waiting(workshop)
    (workshop.installation().versions / "switch.json").write_bytes(data)
    assert start(workshop) == 0
    assert ran(workshop) == ["0.1.0"]


def test_a_program_that_says_why_it_does_not_open_is_asked_again_and_then_no_more(workshop: Workshop) -> None:
    waiting(workshop, "refuses")
    assert [start(workshop) for _ in range(4)] == [1, 1, 1, 0]
    assert ran(workshop) == ["0.2.0", "0.2.0", "0.2.0", "0.1.0"]


def test_the_old_program_goes_a_day_after_the_new_one_has_run(workshop: Workshop) -> None:
    installation = workshop.installation()
    for version in ("0.2.0", "0.3.0", "0.4.0"):
        made_program(installation.folder(version), version)

    def left(after_s: int) -> list[str]:
        installation.tidy(AT + after_s)
        return sorted(path.name for path in installation.versions.iterdir() if path.is_dir())

    installation.change(lambda _: Switch(current="0.3.0", since=AT, next="0.4.0"))
    assert left(86_399) == ["0.2.0", "0.3.0", "0.4.0"]
    assert left(86_400) == ["0.3.0", "0.4.0"]
