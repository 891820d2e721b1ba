"""What is found in a report, as the window would show it after a check."""

from __future__ import annotations

from app.domain.operations import ReportKey
from app.domain.relations.findings import Finding
from app.services.workspace import Workspace


def found_in(workspace: Workspace, key: ReportKey) -> tuple[Finding, ...]:
    """Everything found when blanks are judged too."""
    return tuple(workspace.open(key).sheet.findings(complete=True))
