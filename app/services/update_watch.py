"""The thread that looks for a newer program and brings it, behind everything else that is carried.

While a cycle runs it waits; of a slow line it takes a quarter. It wakes rarely, and at once when a person asks.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypedDict

from app.clock import Chance, Clock
from app.domain.updates import (
    Release,
    deadline_holds,
    deferred,
    held_by,
    held_until,
    is_here,
    proven,
    version_key,
)
from app.errors import AppError, PermanentError, TransientError
from app.services.line_share import LineShare
from app.services.updating import Fetching, Stopped, Updating
from sync.policy import next_delay_s
from sync.wishes import Wishes, may_fetch_update, minute_of_day

if TYPE_CHECKING:
    # The roads bring in the network: the window stands before that.
    from sync.update_feed import Feed
    from sync.update_roads import Road

log = logging.getLogger(__name__)

FIRST_S = 300.0
"""From the idle window to the first look."""
EVERY_S = 6 * 3_600.0
"""From one look to the next, a quarter more or less."""
HELD_S = 60.0
"""From being held up to seeing whether it goes on."""
DEADLINES_S = 1_800.0
"""Deadlines come with the exchange; so often they are looked up."""
STEPS = 200
"""So often at most is it told how far a release has come."""
DEFER_DAYS = 7

OpenRoad: TypeAlias = "Callable[[], AbstractContextManager[Road]]"
"""A way to a feed, on the calling thread. Raises AppError."""


class Office(Protocol):
    """What updates need of the office; met by office_updates.py."""

    def central(self) -> AbstractContextManager[Road]:
        """The way to central's feed. Raises AppError."""
        ...

    def deadlines(self) -> Iterable[date]:
        """The days that what is not sent yet is due. Raises AppError."""
        ...

    def take_forms(self, feed: Feed) -> int:
        """Take in the form packages of a feed; how many were new. Raises AppError."""
        ...


class UpdateState(StrEnum):
    """What is being done about updates."""

    NONE = "none"
    """Nothing newer, as far as is known."""
    LOOKING = "looking"
    COMING = "coming"
    HELD = "held"
    """Something newer waits: for a wish, for the network, or for the exchange."""
    TESTING = "testing"
    READY = "ready"
    """It runs from the next start that no hold forbids."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateStanding:
    """How it stands with updates."""

    state: UpdateState = UpdateState.NONE
    version: str = ""
    """The newer one; empty for none."""
    news: Mapping[str, str] = field(default_factory=dict)
    """Language -> what is new in it, a line each."""
    done: int = 0
    """Bytes of `total`."""
    total: int = 0
    code: str = ""
    """Of what went wrong, or holds it up."""
    params: Mapping[str, object] = field(default_factory=dict)
    held_until: int | None = None
    """Unix seconds; before that it does not run."""
    deferred: bool = False
    """Whether the person put it off."""
    looked_at: int | None = None
    """Unix seconds of the last look that succeeded."""
    forms: int = 0
    """Form packages that came with it."""


class _Fault(TypedDict, total=False):
    code: str
    params: Mapping[str, object]


class UpdateWatch:
    """Keeps an installation up to date."""

    def __init__(self, updating: Updating, office: Office, *, clock: Clock, chance: Chance) -> None:
        self._updating = updating
        self._installation = updating.installation
        self._office = office
        self._clock = clock
        self._chance = chance
        self._stirred, self._ending = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._listener: Callable[[UpdateStanding], None] = _nobody
        self._standing = self._first_standing()
        self._wishes, self._metered = Wishes(), False
        self._asked: OpenRoad | None = None
        """By this road: a person asked, and it is not done yet."""
        self._carried = False
        """It leads to what somebody carried here."""
        self._fresh = False
        """He asked just now."""
        self._cancelled = self._busy = self._by_hand = False
        self._brings = True
        """Whether what is found is fetched too."""
        self._attempt = 0
        self._minded_at = 0.0
        self._share, self._piece_at = LineShare(), 0.0

    # ---- from any thread ------------------------------------------------------------------------------------------

    @property
    def standing(self) -> UpdateStanding:
        """How it stands."""
        return self._standing

    def listen(self, listener: Callable[[UpdateStanding], None]) -> None:
        """From now on `listener` is told, on the thread of this."""
        self._listener = listener

    def came_up(self) -> None:
        """The program that asks is up: from now on it is the one that runs. Raises InputError `update.write`."""
        now = self._now()
        self._installation.change(lambda switch: proven(switch, self._installation.version, now))
        self._installation.tidy(now)

    def start(self) -> None:
        """Begins. Does nothing where it runs already."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="updates", daemon=True)
            self._thread.start()

    def stop(self, timeout_s: float = 1.0) -> bool:
        """Ends; whether it ended in time. What came is kept, and a test that runs is taken up anew another time."""
        self._listener = _nobody
        self._ending.set()
        self._stirred.set()
        if self._thread is None:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def look(self, road: OpenRoad | None = None) -> None:
        """Look at once and bring what is there, whatever holds: a person asked. `road` for another than central's."""
        self._asked, self._carried, self._fresh = road or self._office.central, road is not None, True
        self._stirred.set()

    def cancel(self) -> None:
        """Bring no more for now; what came is kept."""
        self._cancelled = True
        self._stirred.set()

    def defer(self, days: int = DEFER_DAYS) -> None:
        """Start no new program for so many days; with 0, whenever it may be. Raises InputError `update.write`."""
        until = self._now() + days * 86_400 if days else 0
        self._installation.change(lambda switch: deferred(switch, until))
        self._tell(self._standing)

    def choose(self, wishes: Wishes, *, metered: bool) -> None:
        """From now on these hold."""
        self._wishes, self._metered = wishes, metered
        self._stirred.set()

    def cycle(self, *, runs: bool) -> None:
        """Whether an exchange with central runs."""
        self._busy = runs
        self._stirred.set()

    def look_now(self, road: OpenRoad | None = None, *, bring: bool) -> UpdateStanding:
        """Look, and bring what is there, on the calling thread instead of one of its own; how it stands then."""
        self._asked, self._carried, self._brings = road or self._office.central, road is not None, bring
        self.look_once()
        return self._standing

    # ---- on its thread --------------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self.came_up()
        except AppError as error:
            log.warning("not noted that this program runs code=%s", error.code)
        due_s = FIRST_S
        while not self._ending.is_set():
            self._stirred.clear()
            if due_s > 0 and not self._fresh:
                began = self._clock.monotonic()
                self._stirred.wait(min(due_s, DEADLINES_S))
                due_s -= self._clock.monotonic() - began
            if self._ending.is_set():
                return
            if self._fresh or due_s <= 0 or (self._asked and not self._busy):
                self._fresh = False
                due_s = self.look_once()
            elif self._clock.monotonic() - self._minded_at >= DEADLINES_S:
                self._mind_deadlines_later()

    def _mind_deadlines_later(self) -> None:
        try:
            self.mind_deadlines()
            self._tell(self._standing)
        except AppError as error:
            log.info("deadlines not read code=%s", error.code)
        except Exception:
            # The thread's boundary: nothing above could catch it, and the next look may go well.
            log.exception("deadlines not read")

    def mind_deadlines(self) -> None:
        """Start no new program in the 48 hours before something is due. Raises AppError."""
        self._minded_at = self._clock.monotonic()
        holds = deadline_holds(self._office.deadlines())
        self._installation.change(lambda switch: held_by(switch, holds))

    def look_once(self) -> float:
        """Look, bring, test; seconds to the next look. By the road that a person named, if one did."""
        self._by_hand, self._cancelled = self._asked is not None, False
        if not self._may_go():
            return HELD_S
        try:
            self.mind_deadlines()
            with self._installation.bringing(), (self._asked or self._office.central)() as road:
                self._bring(road)
        except Stopped:
            if not self._cancelled:
                self._tell(replace(self._standing, state=UpdateState.HELD))
                return HELD_S
            self._tell(replace(self._standing, state=UpdateState.NONE))
        except TransientError as error:
            self._fail(error, UpdateState.HELD if self._standing.version and self._thread else UpdateState.FAILED)
            self._attempt += 1
            return next_delay_s(self._attempt, jitter=self._chance.jitter)
        except AppError as error:
            self._fail(error, UpdateState.FAILED)
        except Exception:
            # The thread's boundary, as above.
            log.exception("updates failed")
            self._fail(AppError("app.error"), UpdateState.FAILED)
        self._attempt, self._asked, self._carried = 0, None, False
        return EVERY_S * (0.75 + self._chance.jitter() / 2)

    def _bring(self, road: Road) -> None:
        self._tell(replace(self._standing, state=UpdateState.LOOKING, code="", params={}, forms=0))
        feed = self._updating.open_feed(road)
        forms, fault = self._take_forms(feed)
        offer = self._updating.offer(feed, by_hand=self._by_hand, carried=self._carried)
        now = self._now()
        if offer is None:
            self._tell(UpdateStanding(looked_at=now, forms=forms, **fault))
            return
        release = self._updating.release(feed, offer)
        found = UpdateStanding(version=offer.version, news=release.news, looked_at=now, forms=forms, **fault)
        whole = is_here(self._installation.switch(), offer.version)
        if not self._brings:
            self._tell(replace(found, state=UpdateState.READY if whole else UpdateState.HELD))
            return
        if not whole:
            self._fetch(road, release, found)
            self._tell(replace(found, state=UpdateState.TESTING))
            # What is tested loads no line and no exchange: only a person ends it, or the program.
            self._updating.try_out(offer.version, lambda _: not (self._cancelled or self._ending.is_set()))
        self._tell(replace(found, state=UpdateState.READY))

    def _take_forms(self, feed: Feed) -> tuple[int, _Fault]:
        """How many form packages came, and what was wrong with them: a faulty one holds up no program."""
        try:
            return self._office.take_forms(feed), {}
        except PermanentError as error:
            log.info("forms not taken code=%s", error.code)
            return 0, {"code": error.code, "params": error.params}

    def _fetch(self, road: Road, release: Release, found: UpdateStanding) -> None:
        fetching, told = Fetching(), 0

        def goes_on(came: int) -> bool:
            nonlocal told
            self._pace(came)
            if came and (fetching.done - told) * STEPS >= fetching.total:
                told = fetching.done
                self._tell(replace(found, state=UpdateState.COMING, done=told, total=fetching.total))
            return self._may_go()

        self._tell(replace(found, state=UpdateState.COMING))
        self._share, self._piece_at = LineShare(), self._clock.monotonic()
        self._updating.fetch(road, release, goes_on, fetching)

    def _pace(self, came: int) -> None:
        """Leave the line to others, and for as long as an exchange runs."""
        now = self._clock.monotonic()
        if came and not self._by_hand:
            self._rest(self._share.rest_s(now - self._piece_at))
        if self._busy:
            self._rest(HELD_S)
        self._piece_at = self._clock.monotonic()

    def _rest(self, seconds: float) -> None:
        self._stirred.clear()
        if not (self._ending.is_set() or self._cancelled):
            self._stirred.wait(seconds)

    def _may_go(self) -> bool:
        minute = minute_of_day(self._clock.now())
        wished = may_fetch_update(self._wishes, minute, by_hand=self._by_hand, metered=self._metered)
        return wished and not (self._ending.is_set() or self._cancelled or self._busy)

    def _now(self) -> int:
        return int(self._clock.now().timestamp())

    def _fail(self, error: AppError, state: UpdateState) -> None:
        log.info("update held up code=%s", error.code)
        self._tell(replace(self._standing, state=state, code=error.code, params=error.params))

    def _tell(self, standing: UpdateStanding) -> None:
        self._standing = self._dated(standing)
        self._listener(self._standing)

    def _dated(self, standing: UpdateStanding) -> UpdateStanding:
        switch, now = self._installation.switch(), self._now()
        return replace(standing, held_until=held_until(switch, now), deferred=switch.deferred_until > now)

    def _first_standing(self) -> UpdateStanding:
        """What is known at a start: what waits to run, or what did not come up."""
        switch = self._installation.switch()
        if switch.next and switch.next != self._installation.version:  # else it is being started right now
            return self._dated(UpdateStanding(state=UpdateState.READY, version=switch.next))
        above = [each for each in switch.failed if version_key(each) > version_key(self._installation.version)]
        if not above:
            return UpdateStanding()
        newest = max(above, key=version_key)
        return UpdateStanding(code=switch.failed[newest], params={"version": newest, "check": "…"})


def _nobody(_: object) -> None:
    return
