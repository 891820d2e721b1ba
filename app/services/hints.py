"""The hints of a report: what stands out beside the reports around it that this office holds."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.anomalies.hints import Hint
from app.domain.anomalies.looking import HISTORY_MAX, PastReport, hints_of
from app.domain.forms.definition import FormDefinition
from app.domain.operations import ReportKey
from app.domain.relations.sheet import Sheet
from app.services.neighbours import Neighbours


def hints_beside(
    key: ReportKey, form: FormDefinition, cells: Mapping[str, str], neighbours: Neighbours
) -> tuple[Hint, ...]:
    """What stands out in a report beside the unit's past and, in one received, its siblings; the strongest first."""
    history = [PastReport(cells=past, is_same_season=same) for past, same in neighbours.earlier(HISTORY_MAX)]
    accumulates = form.window_rule(key.release).accumulates
    return hints_of(Sheet(form, cells, neighbours), history, neighbours.beside(), accumulates=accumulates)
