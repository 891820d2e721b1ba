"""Reports of many units, of one period, as the report of the unit above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.domain.forms.definition import FormDefinition
from app.domain.relations.pooled_figures import Over
from app.domain.rollup.rolled import WHOLE, Member, RolledUp, rolled_up
from app.domain.rollup.sources import Adapt, Source, checked, latest_releases
from app.errors import InputError


def roll_up_units(
    form: FormDefinition,
    expected: Mapping[str, str],
    sources: Sequence[Source],
    *,
    adapt: Adapt | None = None,
    own: Mapping[str, str] | None = None,
    shares: Mapping[str, Fraction] | None = None,
    as_one: tuple[str, str] | None = None,
) -> RolledUp:
    """The reports of units as one, each column by its rule over units, in the order of unit ids.

    `expected` maps the units that have to report to their names; one without a source is missing. Of several releases
    of a unit the last one counts. `adapt` reads reports of other editions; `own` is the receiver's present content,
    whose rows keep their keys. `shares` says how much of a unit counts, where that is not the whole. `as_one` is the
    unit (id, name) they are all taken for, where a table of units is to show a row for that one alone.
    Raises InputError `rollup.form_other`, `rollup.twice`, `rollup.period_mixed`, `rollup.unit_unexpected`,
    `rollup.edition_unknown`.
    """
    checked(form, sources)
    period = sources[0].key.period if sources else ""
    for source in sources:
        if source.key.period != period:
            raise InputError("rollup.period_mixed", period=period, other=source.key.period)
        if source.key.unit not in expected:
            raise InputError("rollup.unit_unexpected", unit=source.key.unit)
    counting = {source.key.unit: source for source in latest_releases(form, sources)}
    members = [
        Member(
            unit=unit,
            period=period,
            name=expected[unit],
            source=counting.get(unit),
            share=(shares or {}).get(unit, WHOLE),
        )
        for unit in sorted(expected)
    ]
    return rolled_up(form, Over.UNITS, members, sources, adapt=adapt, own=own, as_one=as_one)
