"""What a person wants of synchronising on this computer, and what may go when. Pure: times come as arguments."""

from __future__ import annotations

from datetime import datetime

import msgspec

from app.clock import VIETNAM

DAY_MIN = 24 * 60


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What a person chose."""

    paused: bool = False
    """Nothing goes and nothing comes by itself."""
    reports_only: bool = False
    """Attached files stay where they are."""
    quiet: tuple[int, int] | None = None
    """From and to, in minutes of the day by the clock on the wall, over midnight where it ends before it begins.

    Then only what has been sealed, signed or submitted goes by itself.
    """

    def is_quiet(self, minute: int) -> bool:
        """Whether a minute of the day is within the quiet hours; those that end as they begin are none."""
        if self.quiet is None:
            return False
        start, end = self.quiet
        return start <= minute < end if start <= end else minute >= start or minute < end


def minute_of_day(now: datetime) -> int:
    """Minutes since midnight by the clock on the wall."""
    there = now.astimezone(VIETNAM)
    return there.hour * 60 + there.minute


def may_begin(wishes: Wishes, minute: int, *, by_hand: bool, urgent: bool) -> bool:
    """Whether a cycle that is due begins; `urgent` where something sealed, signed or submitted waits.

    A person who asks for one gets it.
    """
    return by_hand or (not wishes.paused and (urgent or not wishes.is_quiet(minute)))


def may_carry_files(wishes: Wishes, minute: int, *, by_hand: bool, metered: bool) -> bool:
    """Whether a cycle carries attached files; `metered` where the network costs by the byte."""
    return not wishes.reports_only and (by_hand or not (wishes.paused or metered or wishes.is_quiet(minute)))


def may_fetch_update(wishes: Wishes, minute: int, *, by_hand: bool, metered: bool) -> bool:
    """Whether a newer program may be fetched: the least of all that is carried, so any wish holds it up."""
    return by_hand or may_carry_files(wishes, minute, by_hand=False, metered=metered)
