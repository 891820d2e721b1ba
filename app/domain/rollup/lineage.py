"""Figures compared over time for a unit that was merged, split or retyped: what stood for it before, and how much.

A unit that went whole into today's one, straight or through others, counts whole. Of one that was split the parts
that went elsewhere are not known: without a share somebody gives, the figures are not comparable, and it is said why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from app.domain.forms.definition import FormDefinition
from app.domain.rollup.over_units import roll_up_units
from app.domain.rollup.rolled import WHOLE, RolledUp
from app.domain.rollup.sources import Adapt, Source
from app.domain.units import Lineage, UnitData
from app.errors import InputError
from app.messages import words

Shares: TypeAlias = Mapping[tuple[str, str], Fraction]
"""(old unit, new unit) -> how much of the old one went there; (unit, unit) for what stayed."""


class Why(StrEnum):
    """Why figures cannot be compared; the values are codes of words."""

    SPLIT = "rollup.split_no_share"
    """Only a part of a unit went into this one."""
    PART_LEFT = "rollup.part_left"
    """A part of this unit went into another one."""
    NOT_YET = "rollup.did_not_exist"
    """It did not exist, and the data name nothing that it came from."""
    ENDED = "rollup.ended"
    """It did no longer exist."""
    CIRCLE = "rollup.lineage_circle"
    """The data say that a unit went into itself."""


class NotComparable(NamedTuple):
    """One reason."""

    why: Why
    """Which."""
    old: str
    """Id of the unit whose figures would be needed."""
    old_name: str
    """Its name then."""
    new: str = ""
    """Id of the unit a part of it went to; empty where that is not the reason."""
    new_name: str = ""
    """Its name."""

    def message(self, language: str = "vi") -> str:
        """The reason in words."""
        params = {"old": self.old_name or self.old, "new": self.new_name or self.new}
        return words(self.why.value, params, language=language).what


class Origin(NamedTuple):
    """A unit that stood for today's one."""

    unit: str
    """Its id."""
    name: str
    """Its name then."""
    share: Fraction
    """How much of it went into today's one."""


@dataclass(frozen=True, slots=True)
class Origins:
    """What stood for a unit on an earlier day."""

    units: tuple[Origin, ...]
    """By id; those whose share is known."""
    reasons: tuple[NotComparable, ...]
    """Why the figures of then cannot be compared; empty where they can."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier period's figures as those of today's unit."""

    origins: Origins
    """Whose figures they are."""
    rolled: RolledUp | None
    """The figures; None where they are not comparable."""


def compared(
    form: FormDefinition,
    units: UnitData,
    unit: str,
    on: date,
    sources: Sequence[Source],
    *,
    shares: Shares | None = None,
    adapt: Adapt | None = None,
) -> Comparison:
    """The figures of an earlier period for a unit as it is today: those of what stood for it on the day `on`.

    Each column follows its rule over units. A given share counts that much of each figure that is added up, as an
    estimate (`E`); what cannot be shared out stays blank. `sources` are the reports of then, of the units that
    `origins` names.
    Raises InputError `rollup.share`, and what `roll_up_units` raises.
    """
    found = origins(units, unit, on, shares=shares)
    if found.reasons:
        return Comparison(found, None)
    rolled = roll_up_units(
        form,
        {origin.unit: origin.name for origin in found.units},
        sources,
        adapt=adapt,
        shares={origin.unit: origin.share for origin in found.units},
        as_one=(unit, _name(units, unit, None)),
    )
    return Comparison(found, rolled)


def origins(units: UnitData, unit: str, on: date, *, shares: Shares | None = None) -> Origins:
    """What stood for a unit on an earlier day.

    Raises InputError `rollup.share` for a share outside 0 … 1, and for shares of one unit that make more than it.
    """
    given: dict[str, Fraction] = {}
    for (old, new), share in (shares or {}).items():
        given[old] = given.get(old, Fraction(0)) + share
        if share <= 0 or given[old] > 1:
            raise InputError("rollup.share", old=old, new=new, share=share)
    return _Walk(units, unit, on, shares or {}).origins()


def _name(units: UnitData, unit: str, on: date | None) -> str:
    """A unit's name on a day, else its last."""
    version = units.version(unit, on) if on is not None else None
    history = units.history(unit)
    return version.name if version is not None else history[-1].name if history else ""


class _Walk:
    """The way back from a unit over the changes after a day."""

    def __init__(self, units: UnitData, unit: str, on: date, shares: Shares) -> None:
        self._units, self._unit, self._on, self._shares = units, unit, on, shares
        self._behind = self._closure()
        self._reasons: dict[NotComparable, None] = {}

    def origins(self) -> Origins:
        """What is found."""
        found = []
        for unit in sorted(self._behind):
            if self._units.version(unit, self._on) is not None:
                share = self._share(unit, ())
                if share is not None:
                    found.append(Origin(unit, _name(self._units, unit, self._on), share))
            elif not self._into(unit):
                self._say(self._why_absent(unit), unit)
        return Origins(tuple(found), tuple(self._reasons))

    def _closure(self) -> set[str]:
        """The unit and everything that went into it after the day, straight or through others."""
        found, waiting = {self._unit}, [self._unit]
        while waiting:
            for edge in self._into(waiting.pop()):
                if edge.old not in found:
                    found.add(edge.old)
                    waiting.append(edge.old)
        return found

    def _into(self, unit: str) -> list[Lineage]:
        return [edge for edge in self._units.predecessors(unit) if edge.on > self._on]

    def _share(self, unit: str, path: tuple[str, ...]) -> Fraction | None:
        """How much of a unit is in today's one; None where that is not known, and it is said why."""
        if unit in path:
            self._say(Why.CIRCLE, unit)
            return None
        ways = [edge for edge in self._units.successors(unit) if edge.on > self._on]
        if unit == self._unit:
            return self._stayed(unit, ways)
        here = [(edge, self._share(edge.new, (*path, unit))) for edge in ways if edge.new in self._behind]
        stays = any(self._units.version(unit, edge.on) is not None for edge in ways)
        if len(here) == len(ways) and not stays and all(share == WHOLE for _, share in here):
            return WHOLE
        parts = [self._part(edge, share) for edge, share in here]
        return None if None in parts else sum((part for part in parts if part is not None), Fraction(0))

    def _stayed(self, unit: str, ways: Sequence[Lineage]) -> Fraction | None:
        """How much of today's unit is left of what it was."""
        if not ways or (unit, unit) in self._shares:
            return self._shares.get((unit, unit), WHOLE)
        self._say(Why.PART_LEFT, unit, ways[0].new)
        return None

    def _part(self, edge: Lineage, share: Fraction | None) -> Fraction | None:
        if share is None:
            return None
        if not edge.is_split:
            return share
        given = self._shares.get((edge.old, edge.new))
        if given is None:
            self._say(Why.SPLIT, edge.old, edge.new)
            return None
        return given * share

    def _why_absent(self, unit: str) -> Why:
        history = self._units.history(unit)
        ended = bool(history) and (history[-1].valid_to or date.max) < self._on
        return Why.ENDED if ended else Why.NOT_YET

    def _say(self, why: Why, old: str, new: str = "") -> None:
        new_name = _name(self._units, new, None) if new else ""
        self._reasons[NotComparable(why, old, _name(self._units, old, self._on), new, new_name)] = None
