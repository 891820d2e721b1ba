"""The reports around one: what its relations read, found in the store. Drafts count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import msgspec

from app.domain.exchange import ObligationChange, UnitChange, View
from app.domain.forms.definition import FormDefinition, Release
from app.domain.operations import ReportKey
from app.domain.period_codes import COUNT, Period, parse_frequency
from app.domain.periods import preceding_period, previous_candidates
from app.domain.relations.tree import Outer, Where, operands
from app.domain.windows import Window
from app.domain.workflow import OPEN
from app.errors import PeriodError
from app.services.forms import FormShelf
from app.services.sharing import shared_figures
from app.store.records import ReportRow
from app.store.store import Store

if TYPE_CHECKING:
    from app.domain.indicators import SharedFigures
    from app.domain.relations.filling import Filling


def window_of(key: ReportKey, form: FormDefinition, obligation: ObligationChange | None) -> Window | None:
    """The days a report covers: as its obligation says, else by the form's rule; None where dates must be given."""
    if obligation is not None and obligation.window_start and obligation.window_end:
        return Window(start=date.fromisoformat(obligation.window_start), end=date.fromisoformat(obligation.window_end))
    try:
        return form.window_rule(key.release).window(Period.parse(key.period))
    except PeriodError:
        return None


def units_on(versions: Iterable[UnitChange], day: str) -> list[UnitChange]:
    """Of each unit the version of an ISO day, by official code; without a day the newest of each that has not ended."""
    found = {
        version.unit: version
        for version in versions
        if (not day or not version.valid_from or version.valid_from <= day)
        and (not version.valid_to or (bool(day) and day <= version.valid_to))
    }
    return sorted(found.values(), key=lambda version: version.code)


def reads_of(form: FormDefinition) -> frozenset[tuple[Where, str]]:
    """The other reports that a form's relations read: which, and of another form its code."""
    members = (
        member
        for table in form.tables
        for relation in table.relations
        for chain in (relation.chain, relation.when)
        if chain is not None
        for member in chain.members
    )
    return frozenset(
        (leaf.where, leaf.code) for member in members for leaf in operands(member) if isinstance(leaf, Outer)
    )


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """The reports around one as they stood at one moment (a context, see relations/outer.py); reaches into no store."""

    before: Mapping[Where, Mapping[str, str] | None]
    """What `prev`, `preceding` and `same_last_year` read."""
    others: Mapping[str, Mapping[str, str] | None] = msgspec.field(default_factory=dict)
    """What `form` reads, by code."""
    definitions: Mapping[str, FormDefinition | None] = msgspec.field(default_factory=dict)
    """What those were filled by."""
    below: Mapping[str, Mapping[str, str] | None] = msgspec.field(default_factory=dict)
    """What `children` reads, by unit."""
    shared: Filling
    """What other forms' reports fill in by indicator."""
    rows: Mapping[str, str] = msgspec.field(default_factory=dict)
    """The cells of the rows that the form prints one of for each unit."""

    def previous(self) -> Mapping[str, str] | None:
        """The report before this one."""
        return self.before.get(Where.PREVIOUS)

    def last_year(self) -> Mapping[str, str] | None:
        """The report of the same period a year before."""
        return self.before.get(Where.LAST_YEAR)

    def preceding(self) -> Mapping[str, str] | None:
        """The report before this one in the same accumulating series."""
        return self.before.get(Where.PRECEDING)

    def form(self, code: str) -> Mapping[str, str] | None:
        """This unit's report of another form for the same period."""
        return self.others.get(code)

    def definition(self, code: str) -> FormDefinition | None:
        """What that report was filled by."""
        return self.definitions.get(code)

    def children(self) -> Sequence[Mapping[str, str] | None] | None:
        """What the units directly under this one sent of this report."""
        return list(self.below.values()) or None

    def child_units(self) -> Sequence[str]:
        """Those units."""
        return list(self.below)

    def filling(self) -> Filling:
        """What other forms' reports of this unit and period offer."""
        return self.shared

    def first_rows(self) -> Mapping[str, str]:
        """The rows that it begins with."""
        return self.rows


class Neighbours:
    """The context of one report (see relations/outer.py). Each report is looked up when a relation first asks.

    Reports of the unit itself are read as `view` shows them: its own drafts, or what it sent to this office.
    """

    def __init__(
        self,
        store: Store,
        forms: FormShelf,
        key: ReportKey,
        form: FormDefinition,
        window: Window | None,
        view: View = View.INNER,
        windows: dict[ReportKey, Window | None] | None = None,
    ) -> None:
        """`windows` keeps the days of reports looked up, for the neighbours of other reports asked right after."""
        self._store = store
        self._forms = forms
        self._key = key
        self._form = form
        self._window = window
        self._view = view
        self._windows = {} if windows is None else windows
        self._period = _period(key)
        self._found: dict[str, Mapping[str, str] | None] = {}

    def gathered(self) -> Surroundings:
        """All that the form's relations read, and the earlier reports, looked up now."""
        reads = reads_of(self._form)
        codes = {code for where, code in reads if where is Where.FORM}
        before = {Where.PREVIOUS: self.previous(), Where.LAST_YEAR: self.last_year()}
        if (Where.PRECEDING, "") in reads:
            before[Where.PRECEDING] = self.preceding()
        return Surroundings(
            before=before,
            others={code: self.form(code) for code in codes},
            definitions={code: self.definition(code) for code in codes},
            below=dict(self._sent_below) if (Where.CHILDREN, "") in reads else {},
            shared=self.filling(),
            rows=self.first_rows(),
        )

    def first_rows(self) -> Mapping[str, str]:
        """The rows that the form prints one of for each unit: the units directly under this one, or itself.

        By unit id, named as the units are on the last day of the window; none in a report that takes no figures here.
        """
        # Not with the rest: a list of work asks for no rows, and this brings in the rules.
        from app.domain.relations.laying import has_rows_of_units, rows_of_units

        if not (has_rows_of_units(self._form) and self._takes_figures):
            return {}
        units = [(one.unit, one.code, one.name) for one in self._units_below()]
        return rows_of_units(self._form, units or [(self._key.unit, "", self._own_name())])

    def _own_name(self) -> str:
        me = self._store.identity()
        if me is not None and me.unit == self._key.unit:
            return me.unit_name
        versions = self._store.unit_versions(self._key.unit)
        return versions[-1].name if versions else ""

    @cached_property
    def _takes_figures(self) -> bool:
        """Whether figures may be typed into the report here."""
        rows = self._store.report_rows([self._key]) if self._view is View.INNER else None
        return rows is not None and all(row.state in OPEN and not row.read_only for row in rows)

    def filling(self) -> Filling:
        """What other forms' reports of this unit and period offer; nothing to a report that takes no figures here."""
        # Not with the rest: the rules are of use once a report is opened, and the window stands before that.
        from app.domain.relations.filling import Filling

        takes = self._form.has_indicators() and self._takes_figures
        return self._shared.filling(self._key) if takes else Filling()

    @cached_property
    def _shared(self) -> SharedFigures:
        return shared_figures(self._store, self._forms, self._key, self._form, self._report_of)

    def stamp(self) -> str:
        """Changes whenever a report that the form's relations read may have changed; empty where they read none."""
        reads = reads_of(self._form)
        codes = {code or self._key.form for where, code in reads if where is not Where.CHILDREN}
        found = [self._store.changes_of([self._key.unit], code, self._view) for code in sorted(codes)]
        if (Where.CHILDREN, "") in reads:
            units = [unit.unit for unit in self._units_below()]
            found.append(self._store.changes_of(units, self._key.form, View.UPWARD))
        if self._form.has_indicators() or any(where is Where.FORM for where, _ in reads):
            found.append(self._store.changes_in(self._key.unit, self._key.period))
        return " ".join(found)

    def previous_key(self) -> ReportKey | None:
        """The report of this form and unit whose window ends the day before this one's begins, or None.

        Of several the one of the same frequency, then of the longest window, then the last release.
        """
        if self._window is None or self._period is None:
            return None
        others: list[tuple[ReportKey, Period, Window]] = []
        rows = self._store.reports_of(self._key.unit, self._key.form, self._view)
        for row in sorted(rows, key=lambda row: -_place(self._form, row.key)):
            period = _period(row.key)
            window = self._window_of(row)
            if row.key != self._key and period is not None and window is not None:
                others.append((row.key, period, window))
        return next(iter(previous_candidates(self._period, self._window, others)), None)

    def _window_of(self, row: ReportRow) -> Window | None:
        if row.key not in self._windows:
            form = self._forms.find(row.form) or self._form
            self._windows[row.key] = window_of(row.key, form, self._store.obligation(row.key))
        return self._windows[row.key]

    def previous(self) -> Mapping[str, str] | None:
        """The report before this one."""
        return self._once("previous", self.previous_key)

    def last_year(self) -> Mapping[str, str] | None:
        """The report of the same period a year before."""
        return self._once("last_year", lambda: self._shifted(self._period and self._period.last_year()))

    def preceding(self) -> Mapping[str, str] | None:
        """The report before this one in the same accumulating series: release, bulletin or year-to-date period."""
        return self._once("preceding", self._preceding_key)

    def _preceding_key(self) -> ReportKey | None:
        if self._period is None:
            return None
        place = _place(self._form, self._key)
        if place > 0:
            return self._earlier_release(self._period, self._form.releases[place - 1])
        before = preceding_period(self._period, self._form.window_rule(self._key.release))
        rows = self._store.reports_of(self._key.unit, self._key.form, self._view) if before else []
        keys = [row.key for row in rows if before and row.key.period == before.code]
        return max(keys, key=lambda key: _place(self._form, key), default=None)

    def _earlier_release(self, period: Period, release: Release) -> ReportKey | None:
        """The release before this one: of the same period, or of a shorter one that counts from the same day."""
        frequency, number = parse_frequency(release.frequency or period.frequency)
        if frequency is period.frequency:
            return self._key._replace(release=release.code)
        numbers = [number] if number else range(COUNT.get(frequency, 0), 0, -1)
        for one in numbers:
            shorter = Period(frequency=frequency, year=period.year, number=one)
            key = self._key._replace(period=shorter.code, release=release.code)
            window = window_of(key, self._form, self._store.obligation(key))
            if window and self._window and window.start == self._window.start and window.end < self._window.end:
                return key
        return None

    def _shifted(self, period: Period | None) -> ReportKey | None:
        return None if period is None else self._key._replace(period=period.code)

    def form(self, code: str) -> Mapping[str, str] | None:
        """This unit's report of another form for the same period: of the same release first, else of the last one.

        What is filled in there counts as if it were typed.
        """
        if f"form {code}" not in self._found:
            row = self._report_of(code)
            self._found[f"form {code}"] = self._as_shown(row) if row else None
        return self._found[f"form {code}"]

    def _as_shown(self, row: ReportRow) -> Mapping[str, str] | None:
        cells, form = self._cells(row.key), self._forms.find(row.form)
        if cells is None or form is None or self._view is not View.INNER or not form.has_indicators():
            return cells
        return {**cells, **self._shared.filled(row.key)}

    def definition(self, code: str) -> FormDefinition | None:
        """What the report that `form(code)` gives was filled by."""
        row = self._report_of(code)
        return self._forms.find(row.form) if row else None

    def _report_of(self, code: str) -> ReportRow | None:
        rows = self._store.reports_of(self._key.unit, code, self._view)

        def fitness(row: ReportRow) -> tuple[bool, int, int]:
            form = self._forms.find(row.form)
            return row.key.release == self._key.release, _place(form, row.key) if form else -1, row.at

        return max((row for row in rows if row.key.period == self._key.period), key=fitness, default=None)

    def children(self) -> Sequence[Mapping[str, str] | None] | None:
        """What the units directly under this one sent of this report, in the order of their codes.

        None stands for a report that is awaited and not there, and for the whole where no unit under this one sends.
        """
        return [cells for _, cells in self._sent_below] or None

    def child_units(self) -> Sequence[str]:
        """Those units, in the same order."""
        return [unit for unit, _ in self._sent_below]

    def earlier(self, limit: int) -> list[tuple[Mapping[str, str], bool]]:
        """The unit's last reports of this form, frequency and release before this one, oldest first.

        Each with whether it is of the same period of another year; of an event its own bulletins.
        """
        mine = self._period
        if mine is None:
            return []
        found = []
        for row in self._store.reports_of(self._key.unit, self._key.form, self._view):
            period = _period(row.key)
            alike = period and row.key.release == self._key.release and _series(period) == _series(mine)
            if period and alike and (period.year, period.number) < (mine.year, mine.number):
                found.append((period, row.key))
        found.sort(key=lambda one: (one[0].year, one[0].number))
        return [
            (cells, period.is_season_of(mine))
            for period, key in found[-limit:]
            if (cells := self._cells(key)) is not None
        ]

    def beside(self) -> list[Mapping[str, str]]:
        """What the units beside this one sent of this report; empty for this office's own: it does not see theirs."""
        if self._view is not View.UPWARD:
            return []
        parents = {version.parent for version in units_on(self._store.unit_versions(self._key.unit), self._day)}
        units = [unit for parent in parents if parent for unit in units_on(self._store.children(parent), self._day)]
        keys = [self._key._replace(unit=unit.unit) for unit in units if unit.unit != self._key.unit]
        return [cells for key in keys if (cells := self._cells(key, View.UPWARD)) is not None]

    @property
    def _day(self) -> str:
        return self._window.end.isoformat() if self._window else ""

    def _units_below(self) -> list[UnitChange]:
        return units_on(self._store.children(self._key.unit), self._day)

    @cached_property
    def _sent_below(self) -> list[tuple[str, Mapping[str, str] | None]]:
        found = [(unit.unit, *self._sent_by(unit)) for unit in self._units_below()]
        return [(unit, cells) for unit, cells, awaited in found if awaited or cells is not None]

    def _sent_by(self, unit: UnitChange) -> tuple[Mapping[str, str] | None, bool]:
        """What a unit under this one sent, and whether a report of it is awaited."""
        key = self._key._replace(unit=unit.unit)
        owed = self._store.obligation(key)
        awaited = unit.level in self._form.senders if owed is None else not owed.withdrawn
        return self._cells(key, View.UPWARD), awaited

    def _once(self, name: str, key: object) -> Mapping[str, str] | None:
        if name not in self._found:
            assert callable(key)
            found = key()
            self._found[name] = None if found is None else self._cells(found)
        return self._found[name]

    def _cells(self, key: ReportKey, view: View | None = None) -> Mapping[str, str] | None:
        report = self._store.report(key, view or self._view)
        if report is None:
            return None
        if key.form != self._key.form or report.form == self._form.hash:
            return report.cells
        # Not with the rest: the rules are of use once a report is opened, and the window stands before that.
        from app.domain.forms.migration import read_as

        # Another edition numbers its cells otherwise; what they mean is not known while its package is not here.
        filled_by = self._forms.find(report.form)
        return None if filled_by is None else read_as(self._forms.between(filled_by, self._form), report.cells)


def _period(key: ReportKey) -> Period | None:
    return _period_of(key.period)


@lru_cache(maxsize=1024)
def _period_of(code: str) -> Period | None:
    try:
        return Period.parse(code)
    except PeriodError:
        return None


def _series(period: Period) -> tuple[str, str]:
    """What periods that follow one another share."""
    return period.frequency.value, period.key


def _place(form: FormDefinition, key: ReportKey) -> int:
    """Where a report's release stands among the form's, from 0; -1 where it is none of them."""
    return next((at for at, release in enumerate(form.releases) if release.code == key.release), -1)
