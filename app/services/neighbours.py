"""The reports around one: what its relations read, found in the store. Drafts count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.exchange import ObligationChange, View
from app.domain.forms.definition import FormDefinition
from app.domain.operations import ReportKey
from app.domain.period_codes import Period
from app.domain.periods import preceding_period, previous_candidates
from app.domain.windows import Window, WindowRule
from app.errors import PeriodError
from app.services.forms import FormShelf
from app.store.records import ReportRow
from app.store.store import Store


def window_rule(form: FormDefinition, release: str) -> WindowRule:
    """The rule for the days that a release of a form covers."""
    own = next((found.window for found in form.releases if found.code == release), None)
    return own or form.window


def window_of(key: ReportKey, form: FormDefinition, obligation: ObligationChange | None) -> Window | None:
    """The days a report covers: as its obligation says, else by the form's rule; None where dates must be given."""
    if obligation is not None and obligation.window_start and obligation.window_end:
        return Window(start=date.fromisoformat(obligation.window_start), end=date.fromisoformat(obligation.window_end))
    try:
        return window_rule(form, key.release).window(Period.parse(key.period))
    except PeriodError:
        return None


@dataclass(frozen=True, slots=True)
class _Other:
    key: ReportKey
    order: int
    """Place of its release in the form, the last first."""


class Neighbours:
    """The context of one report (see relations/outer.py). Each report is looked up when a relation first asks."""

    def __init__(
        self, store: Store, forms: FormShelf, key: ReportKey, form: FormDefinition, window: Window | None
    ) -> None:
        self._store = store
        self._forms = forms
        self._key = key
        self._form = form
        self._window = window
        self._found: dict[str, Mapping[str, str] | None] = {}

    def previous_key(self) -> ReportKey | None:
        """The report of this form and unit whose window ends the day before this one's begins, or None."""
        if self._window is None:
            return None
        releases = [release.code for release in self._form.releases]
        others: list[tuple[_Other, Period, Window]] = []
        for row in self._store.reports_of(self._key.unit, self._key.form):
            if row.key == self._key:
                continue
            window = window_of(row.key, self._form, self._store.obligation(row.key))
            if window is not None:
                order = releases.index(row.key.release) if row.key.release in releases else -1
                others.append((_Other(row.key, -order), Period.parse(row.key.period), window))
        others.sort(key=lambda other: other[0].order)
        found = previous_candidates(Period.parse(self._key.period), self._window, others)
        return found[0].key if found else None

    def previous(self) -> Mapping[str, str] | None:
        """The report before this one."""
        return self._once("previous", self.previous_key)

    def last_year(self) -> Mapping[str, str] | None:
        """The report of the same period a year before."""
        return self._once("last_year", lambda: self._shifted(Period.parse(self._key.period).last_year()))

    def preceding(self) -> Mapping[str, str] | None:
        """The report before this one in the same accumulating series: release, bulletin or year-to-date period."""
        return self._once("preceding", self._preceding_key)

    def _preceding_key(self) -> ReportKey | None:
        releases = [release.code for release in self._form.releases]
        place = releases.index(self._key.release) if self._key.release in releases else 0
        if place > 0:
            return self._key._replace(release=releases[place - 1])
        return self._shifted(
            preceding_period(Period.parse(self._key.period), window_rule(self._form, self._key.release))
        )

    def _shifted(self, period: Period | None) -> ReportKey | None:
        return None if period is None else self._key._replace(period=period.code)

    def form(self, code: str) -> Mapping[str, str] | None:
        """This unit's report of another form for the same period: the same release first, else the last one made."""
        if f"form {code}" not in self._found:
            row = self._report_of(code)
            self._found[f"form {code}"] = self._cells(row.key) if row else None
        return self._found[f"form {code}"]

    def definition(self, code: str) -> FormDefinition | None:
        """What the report that `form(code)` gives was filled by."""
        row = self._report_of(code)
        return self._forms.find(row.form) if row else None

    def _report_of(self, code: str) -> ReportRow | None:
        rows = [row for row in self._store.reports_of(self._key.unit, code) if row.key.period == self._key.period]
        return max(rows, key=lambda row: (row.key.release == self._key.release, row.at), default=None)

    def children(self) -> Sequence[Mapping[str, str] | None] | None:
        """What the units directly under this one sent of this report, in the order of their codes; None for no unit."""
        day = self._window.end.isoformat() if self._window else ""
        units = {
            version.unit: version.code
            for version in self._store.children(self._key.unit)
            if (not version.valid_from or version.valid_from <= day)
            and (not version.valid_to or day <= version.valid_to)
        }
        if not units:
            return None
        ordered = sorted(units, key=lambda unit: units[unit])
        return [self._cells(self._key._replace(unit=unit), View.UPWARD) for unit in ordered]

    def _once(self, name: str, key: object) -> Mapping[str, str] | None:
        if name not in self._found:
            assert callable(key)
            found = key()
            self._found[name] = None if found is None else self._cells(found)
        return self._found[name]

    def _cells(self, key: ReportKey, view: View = View.INNER) -> Mapping[str, str] | None:
        report = self._store.report(key, view)
        return None if report is None else report.mine
