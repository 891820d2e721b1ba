"""The reports of one unit and period, read for what they fill into each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.forms.definition import FormDefinition
from app.domain.operations import ReportKey
from app.domain.workflow import State
from app.services.forms import FormShelf
from app.store.records import ReportRow
from app.store.store import Store

if TYPE_CHECKING:
    from app.domain.indicators import SharedFigures


def shared_figures(
    store: Store,
    forms: FormShelf,
    key: ReportKey,
    form: FormDefinition,
    report_of: Callable[[str], ReportRow | None],
) -> SharedFigures:
    """What a report and the others of its unit and period share; `report_of` says which report of another form counts.

    Drafts count. A report that was not begun takes part as a blank one.
    """
    # Not with the rest: a start has no use for the rules.
    from app.domain.indicators import SharedFigures, SharedReport

    own = store.report(key)
    state, cells = (own.state, own.cells) if own else (State.DRAFT, {})
    found = [SharedReport(key=key, form=form, cells=cells, state=state)]
    for code in {row.key.form for row in store.reports_in(key.unit, key.period)} - {key.form}:
        row = report_of(code)
        other = forms.find(row.form) if row else None
        report = store.report(row.key) if row and other and other.has_indicators() else None
        if other and report:
            found.append(SharedReport(key=report.key, form=other, cells=report.cells, state=report.state))
    return SharedFigures(found)
