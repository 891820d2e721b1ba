"""The figures that an office's reports of one period share: typed once, filled in wherever their indicator stands.

Only what somebody typed, and what follows from that alone, is offered to others: a figure that was itself filled in
never travels on, nor does a calculated one that a filled figure enters. So nothing echoes between two forms, and what
a report is filled with does not depend on the order in which reports are looked at. Sealing writes filled figures
into the content; from then on they are typed ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.forms.definition import FormDefinition
from app.domain.operations import ReportKey
from app.domain.relations.filling import Filling, Offer, Origin, Spot, agreed, named_cells
from app.domain.relations.sheet import Sheet
from app.domain.values import UNKNOWN
from app.domain.workflow import OPEN, State


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedReport:
    """A report as far as others are filled from it."""

    key: ReportKey
    form: FormDefinition
    cells: Mapping[str, str]
    """Its content."""
    state: State


class SharedFigures:
    """What reports of one unit and one period offer each other. At most one report of a form."""

    def __init__(self, reports: Sequence[SharedReport]) -> None:
        self._reports = {report.key: report for report in sorted(reports, key=lambda report: report.key)}
        self._sheets = {key: Sheet(report.form, report.cells) for key, report in self._reports.items()}
        """What somebody typed and what follows from it."""
        told = {key: list(self._figures(report)) for key, report in self._reports.items()}
        self._told: Mapping[ReportKey, Sequence[tuple[Spot, Offer]]] = told
        self._told = {key: list(self._own(report, told[key])) for key, report in self._reports.items()}

    def filling(self, key: ReportKey) -> Filling:
        """What the other reports offer a report."""
        offers: defaultdict[Spot, list[Offer]] = defaultdict(list)
        for other, told in self._told.items():
            if other != key:
                for spot, offer in told:
                    offers[spot].append(offer)
        return Filling(unit=key.unit, offers=offers)

    def filled(self, key: ReportKey) -> Mapping[str, str]:
        """Blank cells of a report that the others fill, with their figures; none where it is closed or not known."""
        report = self._reports.get(key)
        if report is None or report.state not in OPEN:
            return {}
        sheet = self._sheets[key]
        matched = self.filling(key).matched(report.form, sheet.rows, sheet.value)
        blank = {address: offers for address, offers in matched.items() if address not in report.cells}
        found = {address: agreed(offers) for address, offers in blank.items() if sheet.is_entry(address)}
        return {address: offer.value for address, offer in found.items() if offer is not None}

    def _figures(self, report: SharedReport) -> Iterator[tuple[Spot, Offer]]:
        """Every figure of a report that holds an indicator, by all that it answers to."""
        sheet = self._sheets[report.key]
        for cell in named_cells(report.form, report.key.unit, sheet.rows, sheet.value):
            value = sheet.value(cell.address)
            if value is not None:
                origin = Origin(
                    report=report.key,
                    edition=report.form.edition,
                    state=report.state,
                    address=cell.address,
                    column=cell.column,
                    row=cell.row,
                    calculated=not sheet.is_entry(cell.address),
                )
                offer = Offer(value, cell.unit, origin)
                yield from ((spot, offer) for spot in cell.spots)

    def _own(self, report: SharedReport, told: Sequence[tuple[Spot, Offer]]) -> Iterator[tuple[Spot, Offer]]:
        """What a report tells, without what follows from figures that others fill in."""
        filled = self.filled(report.key) if any(offer.origin.calculated for _, offer in told) else {}
        if not filled:
            yield from told
            return
        # A figure that is not known makes everything it enters not known.
        probe = Sheet(report.form, {**report.cells, **dict.fromkeys(filled, UNKNOWN)})
        for spot, offer in told:
            if not offer.origin.calculated or probe.value(offer.origin.address) == offer.value:
                yield spot, offer
