from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from sync.wishes import Wishes
from ui.bridge.sync_wishes import SyncWishes
from ui.settings import Choices, FileSettings, SettingsInMemory


class Engine:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def choose(self, wishes: Wishes) -> None:
        self.told.append(wishes)

    def network(self, *, metered: bool, came_back: bool = False) -> None:
        self.told.append((metered, came_back))


def test_the_engine_hears_what_was_kept_before_it_starts() -> None:
    engine = Engine()
    SyncWishes(engine, SettingsInMemory(Choices(sync_paused=True, reports_only=True, quiet_hours=True, quiet_to=300)))  # type: ignore[arg-type]  # the part that is used
    assert engine.told == [Wishes(paused=True, reports_only=True, quiet=(1320, 300))]


def test_a_pause_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    SyncWishes(Engine(), FileSettings(path)).pause(paused=True)  # type: ignore[arg-type]  # as above
    again = Engine()
    wishes = SyncWishes(again, FileSettings(path))  # type: ignore[arg-type]  # as above
    assert again.told == [Wishes(paused=True)]
    wishes.pause(paused=False)
    assert FileSettings(path).choices == Choices()


def test_what_is_chosen_is_kept_and_told_at_once() -> None:
    engine, settings = Engine(), SettingsInMemory()
    wishes = SyncWishes(engine, settings)  # type: ignore[arg-type]  # as above
    heard: list[Wishes] = []
    wishes.changed.connect(lambda: heard.append(wishes.wishes))
    wishes.keep(replace(wishes.choices, quiet_hours=True, quiet_from=60, quiet_to=120))
    assert engine.told[1:] == heard == [Wishes(quiet=(60, 120))]
    assert settings.choices.quiet_hours is True


def test_the_price_of_the_network_is_told_when_it_changes() -> None:
    engine = Engine()
    wishes = SyncWishes(engine, SettingsInMemory())  # type: ignore[arg-type]  # as above
    for metered in (False, True, True, False):
        wishes.tell_metered(metered)
    assert engine.told[1:] == [(True, False), (False, False)]


def test_a_network_that_came_back_is_told_and_one_that_went_is_not() -> None:
    engine = Engine()
    wishes = SyncWishes(engine, SettingsInMemory())  # type: ignore[arg-type]  # as above
    wishes.tell_metered(True)
    for away in (False, True, True, False, False):
        wishes.tell_away(away)
    assert engine.told[2:] == [(True, True)]
