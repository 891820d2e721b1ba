"""Looking for what stands out in the open report beside its unit's past. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.domain.anomalies.hints import Hint
from app.domain.exchange import View
from app.domain.operations import ReportKey
from ui.presenters.ports import Apart, Ask

if TYPE_CHECKING:
    from app.services.hints import Evidence


class FormHints:
    """The search for hints of one open form: they come after the findings, and never instead of them."""

    def __init__(
        self, key: ReportKey, seen: View, ask: Ask, apart: Apart, found: Callable[[Sequence[Hint]], None]
    ) -> None:
        """`found` is told the hints, the strongest first; perhaps after the page is gone."""
        self._key = key
        self._seen = seen
        self._ask = ask
        self._apart = apart
        self._found = found

    def look(self) -> None:
        """Look now; nothing is said where it does not succeed."""
        self._ask(lambda workspace: workspace.evidence(self._key, self._seen), self._weigh, lambda _: None)

    def _weigh(self, evidence: Evidence | None) -> None:
        # Apart from the store: what is typed meanwhile waits for nothing before it is saved.
        self._apart(evidence.hints if evidence else tuple, self._found, lambda _: None)
