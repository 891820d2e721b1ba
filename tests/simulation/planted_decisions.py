"""Rules of decisions left out on purpose: who is told of them, and what an office knows. See planted.py."""

from __future__ import annotations

from typing import Any

import app.store.decided
import app.store.deciding
import central.intake.conflicts
from tests.simulation.planted import Bug, bug


def _whatever_it_knew(conflict: Any, seal: Any) -> bool:
    return bool(conflict.report == seal.report)


def _unanswered(answered_by: Any) -> Any:
    return lambda conflict, answer, holds: conflict


DECISIONS: dict[str, Bug] = {
    "a decision for what central holds is kept to oneself": bug(
        app.store.deciding.Deciding, "_kept", lambda _: lambda self, head, wanted: {}, "(a)"
    ),
    "what was decided is asked again": bug(
        app.store.deciding.Deciding, "_close", lambda _: lambda self, head, conflict, now: None, "questions end"
    ),
    "a conflict that ended by itself is kept to oneself": bug(
        app.store.decided, "close", lambda _: lambda *rest: None, "conflicts are told"
    ),
    "central takes every seal for a word that nothing is open": bug(
        central.intake.conflicts, "is_sealed_over", lambda _: _whatever_it_knew, "conflicts are told"
    ),
    "central forgets to say that a conflict was answered": bug(
        central.intake.conflicts, "answered_by", _unanswered, "conflicts are told"
    ),
}
