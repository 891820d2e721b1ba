"""Undo and redo of cell edits: each step is taken back by a new edit, so nothing is rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing a person did, however many cells it touched."""

    before: Mapping[str, str | None]
    after: Mapping[str, str | None]


class EditHistory:
    """The steps of a session, without a limit."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def steps(self) -> int:
        """How many steps may be taken back."""
        return len(self._done)

    def add(self, step: Step) -> None:
        """Remember a step; what was undone before it cannot be done again."""
        self._done.append(step)
        self._undone.clear()

    @property
    def last(self) -> Step | None:
        """The step that would be taken back, or None."""
        return self._done[-1] if self._done else None

    def undo(self) -> Step | None:
        """The step to take back, or None."""
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        return step

    def redo(self) -> Step | None:
        """The step to do again, or None."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        return step
