"""The reports a roll-up is made of, and whether it is still made of what they say now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from app.domain.canonical import content_hash
from app.domain.forms.definition import FormDefinition
from app.domain.operations import ReportKey
from app.errors import InputError


class Stamp(NamedTuple):
    """What of a source decides whether a roll-up made of it still holds."""

    key: ReportKey
    """Which report."""
    form: str
    """Hash of the form package it follows."""
    content: str
    """Hash of its content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One report of one unit and period, as it stood."""

    key: ReportKey
    """Which report."""
    cells: Mapping[str, str]
    """Its content; not to be changed while a roll-up holds it."""
    revision: int = 0
    """The central system's revision; 0 where it has none."""
    form: str = ""
    """Hash of the form package it follows; empty for the package rolled up by."""
    edition: str = ""
    """Edition of the form it follows, in the form's own words."""
    state: str = ""
    """Where the report stood (draft, sealed, …)."""
    content: str = ""
    """Hash of its content; empty where it is yet to be made."""

    def stamp(self) -> Stamp:
        """What decides whether it is still the same."""
        return Stamp(self.key, self.form, self.content or content_hash(self.form, self.cells))


class Adapted(NamedTuple):
    """A source of another edition, under the addresses of the edition rolled up by."""

    cells: Mapping[str, str]
    """Its content there."""
    own: Callable[[str], str | None]
    """From an address there to its own; None where its edition has no such cell."""


Adapt: TypeAlias = Callable[[Source], Adapted]
"""Reads a source of another edition."""


def unreadable(source: Source) -> Adapted:
    """Raises InputError `rollup.edition_unknown`: numbers mean other things from edition to edition."""
    raise InputError("rollup.edition_unknown", unit=source.key.unit, edition=source.edition or source.form)


class Staleness(NamedTuple):
    """How the sources of a roll-up differ from what there is now."""

    changed: tuple[ReportKey, ...]
    """Same report, other content or edition."""
    new: tuple[ReportKey, ...]
    """Reports that were not there."""
    gone: tuple[ReportKey, ...]
    """Reports that are no longer there."""

    @property
    def is_stale(self) -> bool:
        """Whether anything differs."""
        return bool(self.changed or self.new or self.gone)


def staleness(before: Iterable[Stamp], now: Iterable[Stamp]) -> Staleness:
    """What became of the sources of a roll-up since it was made; each list in the order of report keys."""
    old = {stamp.key: stamp for stamp in before}
    new = {stamp.key: stamp for stamp in now}
    return Staleness(
        changed=tuple(sorted(key for key in old.keys() & new.keys() if old[key] != new[key])),
        new=tuple(sorted(new.keys() - old.keys())),
        gone=tuple(sorted(old.keys() - new.keys())),
    )


def checked(form: FormDefinition, sources: Sequence[Source]) -> None:
    """Refuse what is no set of reports of one form.

    Raises InputError `rollup.form_other`, `rollup.twice`.
    """
    seen = set()
    for source in sources:
        if source.key.form != form.code:
            raise InputError("rollup.form_other", form=form.code, other=source.key.form, unit=source.key.unit)
        if source.key in seen:
            raise InputError("rollup.twice", unit=source.key.unit, period=source.key.period, release=source.key.release)
        seen.add(source.key)


def latest_releases(form: FormDefinition, sources: Iterable[Source]) -> Sequence[Source]:
    """Of each unit and period the report that counts: that of the release the form names last, the official one."""
    order = {release.code: place for place, release in enumerate(form.releases)}
    found: dict[tuple[str, str], Source] = {}
    for source in sorted(sources, key=lambda source: (order.get(source.key.release, -1), source.key.release)):
        found[source.key.unit, source.key.period] = source
    return list(found.values())
