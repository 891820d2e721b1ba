"""The lists an office works from: what it owes, what it has, what the offices below have sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import msgspec

from app.clock import VIETNAM, Clock
from app.domain.exchange import ObligationChange, View
from app.domain.operations import ReportKey
from app.domain.period_codes import Period
from app.domain.relations.tree import Severity
from app.domain.windows import Window
from app.domain.workflow import State
from app.errors import PeriodError
from app.services.forms import FormShelf
from app.services.neighbours import Neighbours, window_of
from app.services.views import Person, ReportSummary, SyncMark, WorkItem
from app.store.records import ReportRow, Summary
from app.store.store import Store

if TYPE_CHECKING:
    from app.domain.forms.definition import FormDefinition
    from app.domain.relations.sheet import Sheet

DONE_SHOWN_DAYS = 30
"""How long after its deadline a report that arrived stays on the work list."""
SENT = frozenset({State.SUBMITTED, State.RECEIVED, State.ACCEPTED})


class _Counts(msgspec.Struct):
    """What is counted for a list, to be kept once it is read."""

    known: dict[ReportKey, Summary] = msgspec.field(default_factory=dict)
    """What was counted earlier."""
    summaries: list[tuple[ReportKey, Summary]] = msgspec.field(default_factory=list)
    needed: dict[str, int] = msgspec.field(default_factory=dict)
    """By the form's hash."""
    windows: dict[ReportKey, Window | None] = msgspec.field(default_factory=dict)
    """Days of reports that were looked up on the way."""


class ReportLists:
    """Lists of reports, as of the moment they are asked for."""

    def __init__(self, store: Store, forms: FormShelf, clock: Clock, me: Person) -> None:
        self._store = store
        self._forms = forms
        self._clock = clock
        self._me = me

    def today(self) -> date:
        """The day it is in Việt Nam."""
        return self._clock.now().astimezone(VIETNAM).date()

    def work_list(self) -> list[WorkItem]:
        """What this office owes, by deadline; what arrived stays for 30 days after its deadline."""
        counts = _Counts()
        with self._store.of_one_moment():
            items = self._open_work(counts)
        if counts.summaries:
            self._store.keep_summaries(counts.summaries)
        for form_hash, needed in counts.needed.items():
            self._store.keep_needed(form_hash, needed)
        return items

    def _open_work(self, counts: _Counts) -> list[WorkItem]:
        today = self.today()
        open_ones = self._store.open_obligations(self._me.unit, today - timedelta(days=DONE_SHOWN_DAYS))
        rows = {row.key: row for row in self._store.report_rows(owed.report for owed in open_ones)}
        self._forms.fetch((rows.get(owed.report) or owed).form for owed in open_ones)
        counts.known = self._store.summaries(rows)
        late = self._store.late_reports()
        asked = {row.note.report: row.note.text for row in reversed(self._store.open_questions())}
        nearby = self._store.reports_nearby()
        items: list[WorkItem] = []
        unit_name = cache(self.unit_name)
        for owed in open_ones:
            row = rows.get(owed.report)
            deadline = date.fromisoformat(owed.deadline)
            days_left = (deadline - today).days
            state = row.state if row else State.DRAFT
            summary = self._summary(owed, row, counts)
            form = self._forms.find(row.form if row else owed.form)
            items.append(
                WorkItem(
                    key=owed.report,
                    form_code=owed.report.form,
                    form_title=form.title if form else "",
                    period_title=period_title(owed.report, form),
                    window=Window(start=date.fromisoformat(owed.window_start), end=date.fromisoformat(owed.window_end)),
                    deadline=deadline,
                    days_left=days_left,
                    state=state,
                    filled=summary.filled,
                    needed=summary.needed,
                    errors=summary.errors,
                    sync=sync_mark(row),
                    late=(state not in SENT and days_left < 0) or owed.report in late,
                    receiver_name=unit_name(owed.receiver, owed.window_end),
                    question=asked.get(owed.report, ""),
                    nearby=owed.report in nearby,
                    hours_left=23 - self._clock.now().astimezone(VIETNAM).hour if days_left == 0 else None,
                )
            )
        return items

    def _summary(self, owed: ObligationChange, row: ReportRow | None, counts: _Counts) -> Summary:
        if row is None:
            return self._blank_summary(owed.form, counts)
        form = self._forms.find(row.form)
        if form is None:
            return Summary(stamp=row.stamp, filled=0, needed=0, errors=0)
        window = window_of(owed.report, form, owed)
        context = Neighbours(self._store, self._forms, owed.report, form, window, windows=counts.windows)
        stamp = f"{row.stamp} {context.stamp()}".rstrip()
        known = counts.known.get(owed.report)
        if known is not None and known.stamp == stamp:
            return known
        # Not with the rest: a start reads counts that are kept, and has no use for the rules.
        from app.domain.relations.sheet import Sheet

        report = self._store.report(owed.report)
        cells: Mapping[str, str] = report.cells if report else {}
        sheet = Sheet(form, cells, context)
        filled, needed = count_filled(form, sheet)
        errors = sum(finding.severity is Severity.ERROR for finding in sheet.findings())
        summary = Summary(stamp=stamp, filled=filled, needed=needed, errors=errors)
        counts.summaries.append((owed.report, summary))
        return summary

    def _blank_summary(self, form_hash: str, counts: _Counts) -> Summary:
        """Of a report that was not begun: how much it asks for follows from the form alone."""
        needed = counts.needed[form_hash] if form_hash in counts.needed else self._store.needed(form_hash)
        if needed is None:
            form = self._forms.find(form_hash)
            if form is None:
                return Summary(stamp="", filled=0, needed=0, errors=0)
            from app.domain.relations.sheet import Sheet

            _, needed = count_filled(form, Sheet(form, {}))
            counts.needed[form_hash] = needed
        return Summary(stamp="", filled=0, needed=needed, errors=0)

    def summaries(self, view: View) -> list[ReportSummary]:
        """Reports of one view, the ones changed last first."""
        owed = {obligation.report: obligation for obligation in self._store.obligations()}
        late = self._store.late_reports()
        unit_name = cache(self.unit_name)
        found = []
        for row in self._store.reports(view):
            form = self._forms.find(row.form)
            obligation = owed.get(row.key)
            found.append(
                ReportSummary(
                    key=row.key,
                    form_code=row.key.form,
                    form_title=form.title if form else "",
                    period_title=period_title(row.key, form),
                    state=row.state,
                    deadline=date.fromisoformat(obligation.deadline) if obligation else None,
                    sync=sync_mark(row),
                    unit_name=unit_name(row.key.unit, obligation.window_end if obligation else ""),
                    changed_at=row.at or None,
                    late=row.key in late,
                )
            )
        return sorted(found, key=lambda summary: (-(summary.changed_at or 0), summary.key))

    def unit_name(self, unit: str, day: str) -> str:
        """The unit's name on an ISO day, or its newest name."""
        if not unit:
            return ""
        versions = self._store.unit_versions(unit)
        if not versions:
            return self._me.unit_name if unit == self._me.unit else ""
        on = [version for version in versions if not day or not version.valid_from or version.valid_from <= day]
        return (on or versions)[-1].name

    def next_deadline(self) -> tuple[str, int] | None:
        """Form code and days left of the nearest report that is not sent; None where all are."""
        owed = self._store.next_obligation(self._me.unit, SENT)
        return None if owed is None else (owed.report.form, (date.fromisoformat(owed.deadline) - self.today()).days)


def sync_mark(row: ReportRow | None) -> SyncMark:
    """How far a report's content has got."""
    if row is None:
        return SyncMark.NONE
    for count, mark in (
        (row.conflicts, SyncMark.CONFLICT),
        (row.refused, SyncMark.REFUSED),
        (row.waiting, SyncMark.WAITING),
        (row.in_flight, SyncMark.GOING),
        (row.base_rev, SyncMark.THERE),
    ):
        if count:
            return mark
    return SyncMark.NONE


def period_title(key: ReportKey, form: FormDefinition | None) -> str:
    """What a person calls the report's period, its release beside it; the code itself where it is none of ours."""
    title = _period_title(key.period)
    release = next((found.title for found in form.releases if found.code == key.release), "") if form else ""
    return f"{title}, {release}" if release else title


@lru_cache(maxsize=1_024)
def _period_title(code: str) -> str:
    """A list has many reports of a few periods."""
    try:
        return Period.parse(code).title()
    except PeriodError:
        return code


def count_filled(form: FormDefinition, sheet: Sheet) -> tuple[int, int]:
    """How many figures stand, and how many may be typed."""
    filled = needed = 0
    for table in form.tables:
        columns = [column.key for column in table.columns if column.is_number]
        for row in sheet.rows(table.key):
            if not row.has_figures:
                continue
            for column in columns:
                address = f"{table.key}/{row.key}/{column}"
                if sheet.is_entry(address):
                    needed += 1
                    filled += sheet.value(address) is not None
    return filled, needed
