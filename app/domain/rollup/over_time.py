"""Reports of one unit, of the periods inside a longer one, as the report of that period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.domain.forms.definition import FormDefinition
from app.domain.period_codes import COUNT, MONTHS, Frequency, Period, parse_frequency
from app.domain.relations.pooled_figures import Over
from app.domain.rollup.rolled import Member, RolledUp, rolled_up
from app.domain.rollup.sources import Adapt, Source, checked, latest_releases
from app.domain.windows import WindowKind
from app.errors import InputError, PeriodError


def roll_up_time(
    form: FormDefinition,
    period: Period,
    sources: Sequence[Source],
    *,
    adapt: Adapt | None = None,
    own: Mapping[str, str] | None = None,
) -> RolledUp:
    """A unit's reports of the periods inside a longer one as one, each column by its rule over time.

    Of several releases of a period the last one counts; a report whose months lie in those of another one stands back
    (windows that accumulate: only the last one counts; of an event: the last bulletin). Months that no report covers
    are missing: a sum is then one of what is there, while an opening or closing figure that its period does not
    say is not known.
    Raises InputError `rollup.form_other`, `rollup.twice`, `rollup.unit_mixed`, `rollup.edition_unknown`; PeriodError
    `rollup.period_parts`, `rollup.period_outside`, `rollup.period_overlap`.
    """
    checked(form, sources)
    unit = sources[0].key.unit if sources else ""
    for source in sources:
        if source.key.unit != unit:
            raise InputError("rollup.unit_mixed", unit=unit, other=source.key.unit)
    spans = [_span(form, period, source) for source in latest_releases(form, sources)]
    counting = _apart(period, [one for one in spans if not any(_holds(other, one) for other in spans)])
    members = [Member(unit=unit, period=str(one.period), source=one.source) for one in _filled(form, period, counting)]
    return rolled_up(form, Over.TIME, members, sources, adapt=adapt, own=own)


def sub_periods(period: Period, frequency: Frequency) -> tuple[Period, ...]:
    """The periods of a frequency that make up a longer one, in order; empty where none do (weeks, events, 9M in S)."""
    if period.frequency not in MONTHS or frequency not in MONTHS or period.frequency is frequency:
        return ()
    first, last = period.months()
    size = MONTHS[frequency]
    if (last - first + 1) % size or (first - 1) % size:
        return ()
    return tuple(
        Period(frequency=frequency, year=period.year, number=number)
        for number in range((first - 1) // size + 1, last // size + 1)
    )


class _Span(NamedTuple):
    """A period with the months (of an event: the bulletins) its figures cover, from 1 in its year."""

    first: int
    last: int
    period: Period
    source: Source | None


def _span(form: FormDefinition, whole: Period, source: Source) -> _Span:
    period = Period.parse(source.key.period)
    if period.frequency is Frequency.EVENT and whole.frequency is Frequency.EVENT:
        inside = (period.year, period.key) == (whole.year, whole.key)
        first, last = 0, period.number
    elif period.frequency in MONTHS and whole.frequency in MONTHS:
        inside = period.year == whole.year and _lies_in(period.months(), whole.months())
        first, last = (1 if _accumulates(form, source) else period.months()[0]), period.months()[1]
    else:
        raise PeriodError("rollup.period_parts", text=whole.code, part=period.code)
    if not inside:
        raise PeriodError("rollup.period_outside", text=whole.code, part=period.code)
    return _Span(first, last, period, source)


def _accumulates(form: FormDefinition, source: Source) -> bool:
    return form.window_rule(source.key.release).kind is WindowKind.CUMULATIVE


def _lies_in(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


def _holds(wide: _Span, one: _Span) -> bool:
    """Whether a report's figures are in another one's; of two over the same months the one of the longer period."""
    if not _lies_in(one[:2], wide[:2]) or wide is one:
        return False
    return wide[:2] != one[:2] or MONTHS.get(wide.period.frequency, 0) > MONTHS.get(one.period.frequency, 0)


def _apart(whole: Period, spans: Iterable[_Span]) -> list[_Span]:
    ordered = sorted(spans, key=lambda one: one[:2])
    for one, other in pairwise(ordered):
        if other.first <= one.last:
            raise PeriodError("rollup.period_overlap", text=whole.code, part=one.period.code, other=other.period.code)
    return ordered


def _filled(form: FormDefinition, whole: Period, spans: Sequence[_Span]) -> list[_Span]:
    """The spans with the missing periods between them."""
    if whole.frequency not in MONTHS:
        return list(spans)
    sizes = _sizes(form, whole, spans)
    last = whole.months()[1]
    found: list[_Span] = []
    # Why the least: reports that accumulate begin with the year, and so does a later half of it then.
    month = min([whole.months()[0], *(one.first for one in spans)])
    for one in [*spans, _Span(last + 1, last + 1, whole, None)]:
        found += _missing(whole.year, month, one.first - 1, sizes)
        month = one.last + 1
        if one.source is not None:
            found.append(one)
    return found


def _sizes(form: FormDefinition, whole: Period, spans: Sequence[_Span]) -> list[Frequency]:
    """The frequencies to name missing months by: those of the reports that are there, the form's, then months."""
    used = {one.period.frequency for one in spans}
    of_form = {parse_frequency(text)[0] for text in form.frequencies} & MONTHS.keys()
    shorter = [frequency for frequency in MONTHS if MONTHS[frequency] < MONTHS[whole.frequency]]
    order = sorted(shorter, key=lambda one: (one not in used, one not in of_form, -MONTHS[one]))
    return [frequency for frequency in order if frequency in used | of_form] + [Frequency.MONTH]


def _missing(year: int, first: int, last: int, sizes: Sequence[Frequency]) -> Iterable[_Span]:
    """Periods that fill the months from first to last."""
    while first <= last:
        for frequency in sizes:
            number, rest = divmod(first - 1, MONTHS[frequency])
            if not rest and number < COUNT[frequency] and first + MONTHS[frequency] - 1 <= last:
                period = Period(frequency=frequency, year=year, number=number + 1)
                yield _Span(*period.months(), period, None)
                first += MONTHS[frequency]
                break
