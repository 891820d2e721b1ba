"""What the people of a history did, as far as their program told them that it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.domain.operations import CellEdit, ReportKey


@dataclass(slots=True, kw_only=True)
class Entry:
    """One value somebody wrote into a cell, over the one he was shown."""

    number: int
    """In the order written; values are numbered too, so that no two are alike."""
    step: int
    computer: str
    report: ReportKey
    address: str
    replaced: str | None
    new: str | None
    sure: bool = True
    """Whether the program said so before it died; what is not sure may be there or not."""
    typed: bool = True
    """Whether somebody thought of it; False for what a decision or another edition put there again."""
    worn: bool = False
    """Whether a disaster befell the machine it was typed on: it then need only stand in central's history."""
    gone: bool = False
    """Whether every copy of it was destroyed."""

    def __str__(self) -> str:
        return f"{self.computer} {self.report.unit}|{self.report.period} {self.address}: {self.replaced} → {self.new}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody decided about a cell, or a row, that was edited in two places."""

    step: int
    computer: str
    report: ReportKey
    address: str
    answers: str
    """The operation that had met the conflict; empty where none had."""


@dataclass(slots=True)
class Ledger:
    """Every value written, and what befell the machines."""

    entries: list[Entry] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    """Decisions that the program said were saved."""
    restores: int = 0
    """Times that central or a computer was put back, copied or replaced: conflicts with oneself may follow."""
    moved: set[ReportKey] = field(default_factory=set)
    """Reports that went to another edition."""
    scopes_moved: bool = False
    """Whether a unit's reports became another's."""

    def write(
        self,
        step: int,
        computer: str,
        report: ReportKey,
        edits: Iterable[CellEdit],
        *,
        sure: bool = True,
        typed: bool = True,
    ) -> None:
        """Note what was written."""
        for address, replaced, new in edits:
            self.entries.append(
                Entry(
                    number=len(self.entries),
                    step=step,
                    computer=computer,
                    report=report,
                    address=address,
                    replaced=replaced,
                    new=new,
                    sure=sure,
                    typed=typed,
                )
            )

    def of(self, computer: str, since: int = 0) -> Iterator[Entry]:
        """What was written on one computer from an entry's number on."""
        return (entry for entry in self.entries[since:] if entry.computer == computer)

    def at(self, report: ReportKey, address: str) -> list[Entry]:
        """Everything written into one cell."""
        return [entry for entry in self.entries if (entry.report, entry.address) == (report, address)]
