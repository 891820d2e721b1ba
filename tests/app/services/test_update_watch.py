"""When a newer program is looked for and brought, what holds it up, and what is told of it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from app.domain.updates import Hold, Switch
from app.errors import AppError, PermanentError, StoreError, TransientError
from app.services.update_watch import EVERY_S, HELD_S, UpdateStanding, UpdateState, UpdateWatch
from sync.update_feed import Feed
from sync.update_roads import FolderRoad, Road
from sync.wishes import Wishes
from tests.packaging.workshop import Workshop, made_program, open_workshop
from tests.sync.fakes import FakeChance, FakeClock

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs tried here are scripts")


class FakeOffice:
    """An office whose way to central is a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.due: list[date] = []
        self.failing: AppError | None = None
        self.no_deadlines: AppError | None = None
        self.faulty: AppError | None = None
        self.looked = 0

    @contextmanager
    def central(self) -> Iterator[Road]:
        self.looked += 1
        if self.failing:
            raise self.failing
        yield FolderRoad(self.folder)

    def deadlines(self) -> list[date]:
        if self.no_deadlines:
            raise self.no_deadlines
        return self.due

    def take_forms(self, feed: Feed) -> int:
        if self.faulty:
            raise self.faulty
        return len(feed.form_offers())


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    return open_workshop(tmp_path, monkeypatch)


@pytest.fixture
def office(workshop: Workshop) -> FakeOffice:
    return FakeOffice(workshop.folder)


Watch = tuple[UpdateWatch, list[UpdateStanding]]


def watch_of(workshop: Workshop, office: FakeOffice, clock: FakeClock | None = None) -> Watch:
    told: list[UpdateStanding] = []
    watch = UpdateWatch(workshop.updating(), office, clock=clock or FakeClock(), chance=FakeChance())
    watch.listen(told.append)
    return watch, told


def states(told: list[UpdateStanding]) -> list[str]:
    found: list[str] = []
    for each in told:
        if found[-1:] != [each.state.value]:
            found.append(each.state.value)
    return found


def test_a_newer_program_is_brought_tested_and_told_of(workshop: Workshop, office: FakeOffice) -> None:
    workshop.publish("0.2.0")
    watch, told = watch_of(workshop, office)
    assert watch.look_once() == EVERY_S
    assert states(told) == ["looking", "coming", "testing", "ready"]
    standing = watch.standing
    assert (standing.version, standing.news) == ("0.2.0", {"vi": "Bản 0.2.0 có điều mới."})
    assert max(each.done for each in told) == max(each.total for each in told) > 0
    assert workshop.installation().switch().next == "0.2.0"


def test_one_that_waits_already_is_not_brought_again(workshop: Workshop, office: FakeOffice) -> None:
    workshop.publish("0.2.0")
    watch_of(workshop, office)[0].look_once()
    watch, told = watch_of(workshop, office)
    assert watch.standing.state is UpdateState.READY
    watch.look_once()
    assert states(told) == ["looking", "ready"]


def test_the_newest_takes_the_place_of_one_that_waits(workshop: Workshop, office: FakeOffice) -> None:
    for version in ("0.2.0", "0.3.0"):
        workshop.publish(version)
        watch, _ = watch_of(workshop, office)
        watch.look_once()
        assert workshop.installation().switch().next == version


def test_deadlines_are_known_before_a_program_is_put_in_line(workshop: Workshop, office: FakeOffice) -> None:
    workshop.publish("0.2.0")
    office.due = [date(2026, 10, 6)]
    clock = FakeClock("2026-10-05T08:00:00+00:00")
    watch, _ = watch_of(workshop, office, clock)
    watch.look_once()
    assert workshop.installation().switch() == Switch(next="0.2.0", holds=(Hold(1_791_133_200, 1_791_306_000),))
    assert watch.standing.held_until == 1_791_306_000


def test_where_deadlines_cannot_be_read_no_program_is_put_in_line(workshop: Workshop, office: FakeOffice) -> None:
    workshop.publish("0.2.0")
    office.no_deadlines = StoreError("store.busy")
    watch, _ = watch_of(workshop, office)
    watch.look_once()
    assert (watch.standing.state, watch.standing.code) == (UpdateState.FAILED, "store.busy")
    assert workshop.installation().switch() == Switch()


HELD = [
    ("paused", Wishes(paused=True), False),
    ("reports alone", Wishes(reports_only=True), False),
    ("quiet hours", Wishes(quiet=(14 * 60, 16 * 60)), False),
    ("a network that costs", Wishes(), True),
]


@pytest.mark.parametrize(("wishes", "metered"), [case[1:] for case in HELD], ids=[case[0] for case in HELD])
def test_any_wish_holds_it_up_and_a_person_overrides_it(
    workshop: Workshop, office: FakeOffice, wishes: Wishes, metered: bool
) -> None:
    workshop.publish("0.2.0")
    watch, _ = watch_of(workshop, office, FakeClock("2026-10-05T08:00:00+00:00"))  # 15:00 in Việt Nam
    watch.choose(wishes, metered=metered)
    assert watch.look_once() == HELD_S
    assert office.looked == 0
    watch.look()
    watch.look_once()
    assert watch.standing.state is UpdateState.READY


def test_while_an_exchange_runs_nothing_is_begun_not_even_by_hand(workshop: Workshop, office: FakeOffice) -> None:
    watch, _ = watch_of(workshop, office)
    watch.cycle(runs=True)
    watch.look()
    assert watch.look_once() == HELD_S
    assert office.looked == 0
    watch.cycle(runs=False)
    watch.look_once()
    assert office.looked == 1


class Interrupting:
    """A road on which something happens when the first piece has come."""

    def __init__(self, folder: Path, act: Callable[[], None]) -> None:
        self._road = FolderRoad(folder)
        self._act = act

    def read(self, path: str, start: int = 0) -> Iterator[bytes]:
        for piece in self._road.read(path, start):
            yield piece
            if path.startswith("content/"):
                self._act()


def interrupted(watch: UpdateWatch, workshop: Workshop, act: Callable[[], None]) -> None:
    @contextmanager
    def road() -> Iterator[Road]:
        yield Interrupting(workshop.folder, act)

    watch.look(road)


def test_a_cancelled_one_is_not_gone_on_with_until_it_is_due_again(workshop: Workshop, office: FakeOffice) -> None:
    workshop.publish("0.2.0", library=os.urandom(100_000))
    watch, _ = watch_of(workshop, office)
    interrupted(watch, workshop, watch.cancel)
    assert watch.look_once() == EVERY_S
    assert (watch.standing.state, watch.standing.version) == (UpdateState.NONE, "0.2.0")
    assert list((workshop.installation().versions / "parts").iterdir()) != []


def test_what_was_cancelled_comes_when_it_is_due_again(workshop: Workshop, office: FakeOffice) -> None:
    workshop.publish("0.2.0", library=os.urandom(100_000))
    watch, _ = watch_of(workshop, office)
    interrupted(watch, workshop, watch.cancel)
    watch.look_once()
    watch.look_once()
    assert watch.standing.state is UpdateState.READY


def test_an_exchange_that_begins_meanwhile_goes_first(workshop: Workshop, office: FakeOffice) -> None:
    workshop.publish("0.2.0", library=os.urandom(100_000))
    watch, _ = watch_of(workshop, office)
    watch._rest = lambda seconds: None  # type: ignore[method-assign]  # an exchange that takes longer than is waited
    interrupted(watch, workshop, lambda: watch.cycle(runs=True))
    assert watch.look_once() == HELD_S
    assert watch.standing.state is UpdateState.HELD


def test_a_failure_that_passes_is_tried_again_and_one_that_does_not_is_told(
    workshop: Workshop, office: FakeOffice
) -> None:
    watch, _ = watch_of(workshop, office)
    office.failing = TransientError("sync.unreachable")
    delays = [watch.look_once() for _ in range(3)]
    assert delays == [1.0, 2.0, 4.0]
    assert (watch.standing.state, watch.standing.code) == (UpdateState.FAILED, "sync.unreachable")
    office.failing = PermanentError("update.expired")
    assert watch.look_once() == EVERY_S
    assert (watch.standing.state, watch.standing.code) == (UpdateState.FAILED, "update.expired")


def test_a_faulty_form_holds_up_no_program_and_is_told(workshop: Workshop, office: FakeOffice) -> None:
    workshop.publish("0.2.0")
    office.faulty = PermanentError("update.form", form="01/TCD", edition="2027")
    watch, _ = watch_of(workshop, office)
    watch.look_once()
    assert (watch.standing.state, watch.standing.code) == (UpdateState.READY, "update.form")


def test_what_another_program_is_bringing_already_is_left_to_it_and_that_is_said(
    workshop: Workshop, office: FakeOffice
) -> None:
    workshop.publish("0.2.0")
    watch, _ = watch_of(workshop, office)
    with workshop.installation().bringing():
        assert watch.look_now(bring=True).code == "update.busy"
    assert workshop.installation().switch().next == ""
    assert watch.look_now(bring=True).state is UpdateState.READY


def test_a_test_that_a_person_stops_leaves_nothing_in_line_and_is_taken_up_another_time(
    workshop: Workshop, office: FakeOffice
) -> None:
    workshop.publish("0.2.0", "slow")
    watch, told = watch_of(workshop, office)

    def stop_while_testing(standing: UpdateStanding) -> None:
        told.append(standing)
        if standing.state is UpdateState.TESTING:
            watch.cancel()

    watch.listen(stop_while_testing)
    watch.look_once()
    assert states(told) == ["looking", "coming", "testing", "none"]
    assert workshop.installation().switch().next == ""


def test_a_look_alone_brings_nothing(workshop: Workshop, office: FakeOffice) -> None:
    workshop.publish("0.2.0")
    watch, _ = watch_of(workshop, office)
    standing = watch.look_now(bring=False)
    assert (standing.state, standing.version) == (UpdateState.HELD, "0.2.0")
    assert not (workshop.installation().versions / "coming").exists()


def test_what_is_put_off_waits_for_so_many_days(workshop: Workshop, office: FakeOffice) -> None:
    workshop.publish("0.2.0")
    watch, told = watch_of(workshop, office)
    watch.look_once()
    watch.defer(7)
    assert told[-1].deferred
    assert told[-1].held_until == 1_791_187_200 + 7 * 86_400
    watch.defer(0)
    assert (told[-1].deferred, told[-1].held_until) == (False, None)


def test_a_program_that_is_up_is_the_one_that_runs(workshop: Workshop, office: FakeOffice) -> None:
    installation = workshop.installation("0.3.0", is_base=False)
    for version in ("0.2.0", "0.3.0"):
        made_program(installation.folder(version), version)
    installation.change(lambda _: Switch(current="0.2.0", next="0.3.0", tries=1))
    clock = FakeClock()
    watch = UpdateWatch(workshop.updating(installation), office, clock=clock, chance=FakeChance())
    assert watch.standing == UpdateStanding()  # what waited is what runs
    watch.came_up()
    assert installation.switch() == Switch(current="0.3.0", since=1_791_187_200)
    assert installation.folder("0.2.0").exists()
    clock.advance(86_400)
    with installation.bringing():
        watch.came_up()
    assert installation.folder("0.2.0").exists()  # what another program brings right now is not taken from under it
    watch.came_up()
    assert not installation.folder("0.2.0").exists()


def test_what_runs_in_another_window_already_is_not_laid_out_anew(workshop: Workshop, office: FakeOffice) -> None:
    """Two offices on one computer: the window that was not restarted must leave the other one's program alone."""
    workshop.publish("0.2.0")
    watch_of(workshop, office)[0].look_once()
    workshop.installation().change(lambda _: Switch(current="0.2.0"))
    mark = workshop.installation().folder("0.2.0") / "in use"
    mark.touch()
    watch, _ = watch_of(workshop, office)
    watch.look()
    watch.look_once()
    assert mark.exists()


def test_what_did_not_come_up_is_told_at_the_next_start(workshop: Workshop, office: FakeOffice) -> None:
    bad = {"0.0.9": "update.self_test", "0.2.0": "update.first_start"}
    workshop.installation().change(lambda _: Switch(failed=bad))
    watch, _ = watch_of(workshop, office)
    assert (watch.standing.code, watch.standing.params["version"]) == ("update.first_start", "0.2.0")


def test_the_thread_looks_at_once_when_asked_and_ends_when_told(workshop: Workshop, office: FakeOffice) -> None:
    looked = threading.Event()
    watch = UpdateWatch(workshop.updating(), office, clock=FakeClock(), chance=FakeChance())
    watch.listen(lambda standing: looked.set() if standing.looked_at else None)
    watch.start()
    watch.look()
    assert looked.wait(10)
    assert watch.stop()
    assert watch.standing.looked_at == 1_791_187_200
