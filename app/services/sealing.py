"""What sealing writes into a report, and what keeps a report from being sealed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.domain.operations import CellEdit
from app.domain.relations.tree import Severity

if TYPE_CHECKING:
    from app.domain.relations.findings import Finding
    from app.domain.relations.sheet import Sheet


def offered(sheet: Sheet) -> dict[str, str]:
    """Starts that other reports offer for cells that are blank."""
    return {address: value for address, value in sheet.carried().items() if sheet.value(address) is None}


def brought_values(sheet: Sheet, bring: Sequence[str]) -> tuple[CellEdit, ...]:
    """What sealing writes in, by address: the offered values of the named cells, and all that stands there unwritten:
    what other forms fill in, and rows laid over.
    """
    values = offered(sheet)
    values = {address: values[address] for address in bring if address in values} | {**sheet.filled(), **sheet.laid}
    return tuple(CellEdit(address, None, values[address]) for address in sorted(values))


def blocking_findings(sheet: Sheet) -> tuple[Finding, ...]:
    """Findings that keep a report from being sealed: errors, and those that lack their written reason."""
    return tuple(
        finding
        for finding in sheet.findings(complete=True)
        if finding.severity is Severity.ERROR or (finding.severity is Severity.EXPLAIN and not finding.reason.strip())
    )
