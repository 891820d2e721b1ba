"""What is looked through for the hints of a report: itself, and the reports around it that this office holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.anomalies.hints import Hint
from app.domain.anomalies.looking import HISTORY_MAX, PastReport, hints_of
from app.domain.forms.definition import FormDefinition
from app.domain.operations import ReportKey
from app.domain.relations.sheet import Sheet
from app.services.neighbours import Neighbours, Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A report and those around it as they stood at one moment; reaches into no store."""

    form: FormDefinition
    cells: Mapping[str, str]
    around: Surroundings
    history: Sequence[PastReport]
    """The unit's own past, oldest first."""
    siblings: Sequence[Mapping[str, str]]
    """What the units beside it sent, as far as they may be seen."""
    accumulates: bool
    """Whether figures count from the start of a series."""

    def hints(self) -> tuple[Hint, ...]:
        """What stands out, the strongest first. On any thread: of a large report it takes most of a second."""
        sheet = Sheet(self.form, self.cells, self.around)
        return hints_of(sheet, self.history, self.siblings, accumulates=self.accumulates)


def evidence_of(key: ReportKey, form: FormDefinition, cells: Mapping[str, str], neighbours: Neighbours) -> Evidence:
    """All that the hints of a report are found in, looked up now."""
    return Evidence(
        form=form,
        cells=cells,
        around=neighbours.gathered(),
        history=[PastReport(cells=past, is_same_season=same) for past, same in neighbours.earlier(HISTORY_MAX)],
        siblings=neighbours.beside(),
        accumulates=form.window_rule(key.release).accumulates,
    )
