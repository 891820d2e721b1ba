"""A roll-up: the content its receiver's report would hold, what follows from it, and what every figure is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from app.domain.forms.definition import FormDefinition
from app.domain.operations import ReportKey
from app.domain.relations.engine import calculated_alone
from app.domain.relations.plan import plan_of
from app.domain.relations.pooled_figures import Brought, Over, brought, flags_of, status_of
from app.domain.relations.pooling import Pool, Pooling, pool
from app.domain.relations.sheet import Sheet
from app.domain.rollup.sources import Adapt, Source, Staleness, Stamp, staleness, unreadable
from app.domain.values import Status

WHOLE = Fraction(1)
_LACKING = (Brought.MISSING, Brought.BLANK, Brought.UNREADABLE, Brought.NOT_COMPARABLE, Brought.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What is expected to go into a roll-up: a unit's report, or a period's."""

    unit: str
    """Whose report."""
    period: str
    """Of which period."""
    name: str = ""
    """The unit's name; empty where it does not matter."""
    source: Source | None = None
    """The report; None where there is none."""
    share: Fraction = WHOLE
    """How much of it counts: less than the whole where only a part of its unit went into this one."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many reports brought what; over several cells, summed over them."""

    counts: Mapping[Brought, int]
    """What was brought -> how often; what never was is not there."""

    @property
    def is_complete(self) -> bool:
        """Whether every report is there and nothing in it is blank or not known."""
        return not any(self.counts.get(kind) for kind in _LACKING)


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledUp:
    """Reports as one. Positions in the compact lists are positions in `members`."""

    form: FormDefinition
    """The edition rolled up by."""
    over: Over
    """Over units or over time."""
    members: tuple[Member, ...]
    """What was expected, in the order in which `first` and `last` count."""
    sources: tuple[Source, ...]
    """Every report that was given, those too that another one stands for."""
    pool: Pool
    """The entered cells, and what each report brought to each."""
    sheet: Sheet
    """The content with everything that follows from it."""
    reports: tuple[Mapping[str, str] | None, ...]
    """The members' contents as they were read, under the addresses of this edition."""
    own_addresses: Mapping[int, Callable[[str], str | None]]
    """Of the members whose report follows another edition: from an address here to its own."""

    @property
    def content(self) -> Mapping[str, str]:
        """What the receiver's own report would hold: entered cells, rows, marks; no calculated cell."""
        return self.pool.content

    @property
    def superseded(self) -> tuple[ReportKey, ...]:
        """Reports that do not count, because a later release or a longer period holds the same figures."""
        counting = {member.source.key for member in self.members if member.source is not None}
        return tuple(source.key for source in self.sources if source.key not in counting)

    @property
    def missing(self) -> tuple[Member, ...]:
        """Units or periods without a report."""
        return tuple(member for member in self.members if member.source is None)

    @property
    def stamps(self) -> tuple[Stamp, ...]:
        """What it was made of, to be compared with what there is later."""
        return tuple(source.stamp() for source in self.sources)

    @property
    def completeness(self) -> Completeness:
        """Over all entered cells of figures and words; a missing report counts even where no cell is entered."""
        found = _counted(Counter(self.pool.given.values()))
        if self.missing:
            found.setdefault(Brought.MISSING, len(self.missing))
        return Completeness(found)

    @property
    def status(self) -> str:
        """`E` where any part of it is an estimate, by its cells or by its release, else `P`, else empty."""
        estimated = {release.code for release in self.form.releases if release.estimate}
        if any(member.source is not None and member.source.key.release in estimated for member in self.members):
            return Status.ESTIMATE.value
        return status_of(flags_of(byte for given in set(self.pool.given.values()) for byte in given))

    def value(self, address: str) -> str | None:
        """What a cell shows: rolled up, calculated or printed; canonical with its status; None for blank."""
        return self.sheet.value(address)

    def entered(self, address: str) -> tuple[str, ...]:
        """The entered cells that a cell is made of in the end: itself, or those its calculation comes down to."""
        return self.sheet.typed_for(address)

    def completeness_of(self, address: str) -> Completeness:
        """What went into one cell; of a calculated one, into all the entered cells it comes down to."""
        given = [self.pool.given[cell] for cell in self.entered(address) if cell in self.pool.given]
        return Completeness(_counted(Counter(given)))

    def stale(self, now: Iterable[Source]) -> Staleness:
        """How the reports there are now differ from those it was made of."""
        return staleness(self.stamps, (source.stamp() for source in now))


def _counted(given: Mapping[bytes, int]) -> dict[Brought, int]:
    counts: Counter[Brought] = Counter()
    for kinds, times in given.items():
        for byte, number in Counter(kinds).items():
            counts[brought(byte)] += number * times
    return dict(sorted(counts.items()))


def rolled_up(
    form: FormDefinition,
    over: Over,
    members: Sequence[Member],
    sources: Sequence[Source],
    *,
    adapt: Adapt | None,
    own: Mapping[str, str] | None,
    as_one: tuple[str, str] | None = None,
) -> RolledUp:
    """Members' reports as one.

    `adapt` reads reports of other editions. Rows that the receiver's report `own` has keep their keys and order.
    `as_one` is the unit (id, name) that all members are taken for.
    Raises InputError `rollup.edition_unknown` for a report of another edition that nothing reads.
    """
    adapted = {
        place: (adapt or unreadable)(member.source)
        for place, member in enumerate(members)
        if member.source is not None and member.source.form not in ("", form.hash)
    }
    reports = [
        None if member.source is None else adapted[place].cells if place in adapted else member.source.cells
        for place, member in enumerate(members)
    ]
    shares = [member.share for member in members]
    how = Pooling(
        over=over,
        units=[as_one or (member.unit, member.name) for member in members] if over is Over.UNITS else (),
        shares=() if all(share == 1 for share in shares) else shares,
        own=own or {},
        has={place: partial(_has, other.own) for place, other in adapted.items()},
    )
    pooled = pool(plan_of(form), reports, calculated_alone, how)
    return RolledUp(
        form=form,
        over=over,
        members=tuple(members),
        sources=tuple(sources),
        pool=pooled,
        reports=tuple(reports),
        sheet=Sheet(form, pooled.content),
        own_addresses={place: other.own for place, other in adapted.items()},
    )


def _has(own: Callable[[str], str | None], address: str) -> bool:
    return own(address) is not None
