"""What is wrong in the open report and what stands out: the marks in the grid and the list beside it. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.addresses import TEXT
from app.domain.anomalies.hints import Hint
from app.domain.narrative import section_address
from app.domain.relations.sheet import Finding, Sheet
from app.domain.relations.tree import Severity
from ui.presenters import form_words
from ui.presenters.form_grid import FormGrid
from ui.presenters.form_words import CellBar, FindingLine, FindingList
from ui.presenters.phrases import Tone
from ui.words import language

LISTED_MAX = 100
"""Findings listed one by one; of the others the number is said."""
HINTS_MAX = 20
"""Hints listed, the strongest: who follows them up asks again."""
_ORDER = {Severity.ERROR: 0, Severity.EXPLAIN: 1, Severity.WARNING: 2, Severity.INCOMPLETE: 3}
_BLOCKING = frozenset({Severity.ERROR, Severity.EXPLAIN})


class FormFindings:
    """Findings as things stand, read from the sheet when they are asked for; hints as they were found at a check.

    A hint is listed as long as its figures stand, and never marks a cell.
    """

    def __init__(self) -> None:
        self.complete = False
        """Whether blanks are judged too: from the first check on."""
        self._sheet: Sheet | None = None
        self._grids: Sequence[FormGrid] = ()
        self._found: list[Finding] = []
        self._is_stale = True
        self._unfinished = 0
        self._hints: Sequence[Hint] = ()
        self._lines: Sequence[FindingLine] = ()

    def open(self, sheet: Sheet, grids: Sequence[FormGrid]) -> None:
        """The report was opened, or opened again."""
        self._sheet, self._grids, self._is_stale = sheet, grids, True

    def changed(self) -> None:
        """Figures moved: what was found may be otherwise."""
        self._is_stale = True

    @property
    def all(self) -> Sequence[Finding]:
        """What is wrong, errors first; what merely waits for figures is left out."""
        if self._is_stale and self._sheet is not None:
            self._is_stale = False
            found = sorted(self._sheet.findings(complete=self.complete), key=lambda one: _ORDER[one.severity])
            self._found = [one for one in found if one.severity is not Severity.INCOMPLETE]
            self._unfinished = len(found) - len(self._found)
        return self._found

    @property
    def blocking(self) -> list[Finding]:
        """What stands in the way of sealing."""
        return [one for one in self.all if one.severity in _BLOCKING and not one.reason]

    @property
    def warnings(self) -> int:
        """How many findings only warn."""
        return sum(1 for one in self.all if one.severity is Severity.WARNING)

    def mark(self) -> set[str]:
        """Mark the cells anew; those whose mark changed."""
        marks: dict[str, Severity] = {}
        for finding in self.all:
            if finding.cells and not _is_explained(finding):
                marks.setdefault(finding.cells[0], finding.severity)
        changed: set[str] = set()
        for grid in self._grids:
            prefix = f"{grid.table.key}/"
            mine = {address: severity for address, severity in marks.items() if address.startswith(prefix)}
            changed |= {
                address for address in mine.keys() | grid.marks.keys() if mine.get(address) != grid.marks.get(address)
            }
            grid.marks = mine
        return changed

    def at(self, grid: FormGrid, address: str) -> list[Finding]:
        """The findings of one cell; nothing is looked for where the cell wears no mark."""
        if address not in grid.marks:
            return []
        return [one for one in self.all if one.cells and one.cells[0] == address]

    def next_addresses(self, table: int, place: tuple[int, int], step: int) -> tuple[str, str]:
        """The cell of the next finding from a place on (step 1) or back (-1), and the one to begin again with.

        From table to table; empty for none. Hints are not walked, nor is what has its written reason: their cells
        wear no mark.
        """
        found = {one.cells[0] for one in self.all if one.cells and not _is_explained(one)}
        spots = sorted(
            ((at, grid.places[address]), address)
            for at, grid in enumerate(self._grids)
            for address in found
            if address in grid.places
        )
        here = (table, place)
        ordered = spots if step > 0 else spots[::-1]
        ahead = next((address for spot, address in ordered if (spot > here if step > 0 else spot < here)), "")
        return ahead, ordered[0][1] if ordered else ""

    def to_explain(self, address: str) -> int:
        """The listed line that wants its reason: of this cell, else the first without one; -1 where none does.

        Reads the list as it was listed last.
        """
        wanting = [at for at, line in enumerate(self._lines) if line.takes_reason]
        mine = next((at for at in wanting if self._lines[at].address == address), -1)
        return mine if mine >= 0 else next((at for at in wanting if not self._lines[at].reason), -1)

    # ---- what stands out --------------------------------------------------------------------------

    def take_hints(self, hints: Sequence[Hint]) -> None:
        """What a check found to stand out, the strongest first."""
        self._hints = hints

    @property
    def hints(self) -> list[Hint]:
        """The hints whose figures stand."""
        return [hint for hint in self._hints if self._sheet is not None and hint.stands(self._sheet)]

    def with_hint(self, bar: CellBar, address: str) -> CellBar:
        """What is said of a cell, with its hint where nothing else is."""
        sheet, mine = self._sheet, [hint for hint in self._hints if hint.address == address]
        hint = next((hint for hint in mine if sheet is not None and hint.stands(sheet)), None)
        if bar.note or hint is None:
            return bar
        return replace(bar, note=hint.message(language()), tone=Tone.INFO)

    # ---- the list ---------------------------------------------------------------------------------

    def listed(self, blanks: Sequence[FindingLine] = ()) -> FindingList:
        """The list beside the grid, as things stand now: findings, then hints, then what is blank."""
        found, hints = self.all, self.hints[:HINTS_MAX]
        lines = [self._line(finding) for finding in found[:LISTED_MAX]] + [self._hint_line(hint) for hint in hints]
        lines += blanks
        self._lines = lines
        return FindingList(lines=lines, more=max(len(found) - LISTED_MAX, 0), unfinished=self._unfinished)

    def address_of(self, position: int) -> str:
        """The cell that a listed line points at; empty where there is none."""
        return self._lines[position].address if 0 <= position < len(self._lines) else ""

    def _line(self, finding: Finding) -> FindingLine:
        address = finding.cells[0] if finding.cells else ""
        return FindingLine(
            severity=finding.severity,
            where=form_words.named_in(self._where(finding.table, address), finding.params.get("where", "")),
            message=form_words.sentence_of(finding.message(language()), finding.params),
            relation=finding.relation,
            address=address,
            key=finding.key if self._takes_reasons else "",
            reason=finding.reason,
        )

    @property
    def _takes_reasons(self) -> bool:
        return any(grid.editable for grid in self._grids)

    def _hint_line(self, hint: Hint) -> FindingLine:
        return FindingLine(
            severity=Severity.WARNING,
            where=self._where(hint.table, hint.address) if "where" in hint.params else "",
            message=form_words.sentence_of(hint.message(language()), hint.params),
            relation="",
            address=hint.address,
            key="",
            reason="",
            is_hint=True,
        )

    def _where(self, table: str, address: str) -> str:
        if table == TEXT and self._sheet is not None:
            return next((one.title for one in self._sheet.form.sections if section_address(one.key) == address), "")
        grid = next((grid for grid in self._grids if grid.table.key == table), None)
        return form_words.where_of(grid, address) if grid else ""


def _is_explained(finding: Finding) -> bool:
    return finding.severity is Severity.EXPLAIN and bool(finding.reason)
