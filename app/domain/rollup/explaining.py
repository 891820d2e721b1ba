"""A figure of a roll-up expanded: the cells, versions and units it came from, and what did not come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.domain.addresses import parse_address
from app.domain.forms.definition import Column, RollUp
from app.domain.relations.arithmetic import BLANK, Value
from app.domain.relations.content import base_of
from app.domain.relations.outer import value_of
from app.domain.relations.plan import plan_of
from app.domain.relations.pooled_figures import Brought, brought, lacks_edge, rule_over
from app.domain.relations.pooled_rows import PooledRow
from app.domain.relations.pooling import cell_prefix
from app.domain.relations.rolling import entering
from app.domain.relations.sheet import Sheet
from app.domain.relations.steps import TablePlan
from app.domain.rollup.rolled import Member, RolledUp
from app.domain.rollup.sources import Source
from app.errors import CellError


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one cell of one report brought."""

    member: Member
    """Whose report, of which period."""
    source: Source
    """The report: its release, revision, edition and content."""
    address: str
    """The cell in the report, as its own edition names it."""
    value: str
    """What stands there, canonical with its status."""
    kind: Brought
    """How it was read."""
    counts: bool
    """Whether the result is made of it."""
    weight_address: str = ""
    """The cell it is weighed by; empty for none."""
    weight: str = ""
    """What stands there; empty for blank."""
    cells: tuple[str, ...] = ()
    """What the report itself calculated the value from; empty where it was typed."""
    weight_cells: tuple[str, ...] = ()
    """The same of the weight."""

    @property
    def share(self) -> Fraction:
        """How much of it counts."""
        return self.member.share


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What one cell of a roll-up is made of."""

    address: str
    """The cell."""
    value: str | None
    """What it shows; None for blank."""
    rule: RollUp
    """How the reports' cells became one; `recompute` for what is calculated on the roll-up itself."""
    relation: str = ""
    """The relation that calculates it, as printed; empty where none does."""
    parts: tuple[str, ...] = ()
    """Cells of the roll-up that it is calculated from, each to be expanded in turn."""
    contributions: tuple[Contribution, ...] = ()
    """What the reports brought, in the order of the members."""
    lacking: tuple[tuple[Member, Brought], ...] = ()
    """Whose reports brought nothing, and why."""

    @property
    def so_far(self) -> Sequence[Contribution]:
        """What is known and counts, also where the whole is not known."""
        return [one for one in self.contributions if one.counts and one.kind is not Brought.UNKNOWN]

    def of_kind(self, kind: Brought) -> Sequence[Member]:
        """The members that brought this: missing, blank, nil, not known, …"""
        given = [(one.member, one.kind) for one in self.contributions]
        return [member for member, found in (*given, *self.lacking) if found is kind]


def explain(rolled: RolledUp, address: str) -> Explanation:
    """What a cell of a roll-up is made of. Raises CellError `cell.unknown` for no cell of it."""
    table, row, key = parse_address(address)
    plan = plan_of(rolled.form).table_of.get(table)
    column = plan.table.column(key) if plan is not None else None
    if plan is None or column is None:
        raise CellError("cell.unknown", address=address[:200])
    value = rolled.value(address)
    made = rolled.sheet.made_of(address)
    if made is not None:
        return Explanation(
            address=address, value=value, rule=_sums(made.relation, column), relation=made.relation, parts=made.cells
        )
    base = (base_of(plan, row) if column.is_number else row) or row
    pooled = rolled.pool.rows.get(f"{table}/{base}")
    if pooled is None:
        raise CellError("cell.unknown", address=address[:200])
    return _Expansion(rolled, plan, pooled, column, row[len(base) + 1 :]).explanation(address, value)


def _sums(relation: str, column: Column) -> RollUp:
    """The rule of a calculated cell: a total without a relation adds its rows by the column's rule over units."""
    return RollUp.RECOMPUTE if relation else column.roll_up_units


class _Expansion:
    """One entered cell being expanded."""

    def __init__(self, rolled: RolledUp, plan: TablePlan, row: PooledRow, column: Column, line: str) -> None:
        self._rolled, self._plan, self._row, self._column, self._line = rolled, plan, row, column, line
        self._block = plan.first_block + (plan.lines.index(line) if column.is_number else 0)
        self._sheets: dict[int, Sheet] = {}
        self._rule, self._weight = rule_over(column, rolled.over)

    def explanation(self, address: str, value: str | None) -> Explanation:
        """The cell with every place it is made of."""
        given = self._rolled.pool.given.get(address)
        if given is None:
            # Closed by the form, or words that name the row: nothing was rolled up.
            return Explanation(address=address, value=value, rule=RollUp.NONE)
        texts = [self._text(place, self._column.key) for place in range(len(given))]
        kinds = [brought(byte) for byte in given]
        weights: list[str | None] = [None] * len(given)
        if self._weight:
            weights = [self._text(place, self._weight) for place in range(len(given))]
        counting = set(self._entering(kinds, texts, weights)) if value is not None else set()
        contributions, lacking = [], []
        for place, kind in enumerate(kinds):
            member = self._rolled.members[self._row.members[place]]
            text, source = texts[place], member.source
            if text is None or source is None:
                lacking.append((member, kind))
                continue
            contributions.append(
                Contribution(
                    member=member,
                    source=source,
                    address=self._own(place, self._column.key),
                    value=text,
                    kind=kind,
                    counts=place in counting,
                    weight_address=self._own(place, self._weight) if self._weight else "",
                    weight=weights[place] or "",
                    cells=self._cells(place, self._column.key),
                    weight_cells=self._cells(place, self._weight),
                )
            )
        return Explanation(
            address=address,
            value=value,
            rule=self._rule,
            contributions=tuple(contributions),
            lacking=tuple(lacking),
        )

    def _entering(
        self, kinds: Sequence[Brought], texts: Sequence[str | None], weights: Sequence[str | None]
    ) -> list[int]:
        """The places the result is made of."""
        if not self._column.is_number:
            filled = [place for place, kind in enumerate(kinds) if kind is Brought.FIGURE]
            return {RollUp.FIRST: filled[:1], RollUp.LAST: filled[-1:]}.get(self._rule, filled)
        if lacks_edge(self._rule, self._rolled.over, kinds):
            return []
        values: list[Value] = [
            value_of(text) if kind >= Brought.UNKNOWN else BLANK for text, kind in zip(texts, kinds, strict=True)
        ]
        return entering(self._rule, values, [value_of(weight) for weight in weights])

    def _text(self, place: int, column: str) -> str | None:
        """What a cell holds at one place: typed there, else as its own report calculates it."""
        address, member = self._address(place, column), self._row.members[place]
        report = self._rolled.reports[member]
        if report is None or not address:
            return None
        return self._sheet(member).value(address) if self._is_calculated(column) else report.get(address)

    def _cells(self, place: int, column: str) -> tuple[str, ...]:
        """What a report calculated a cell from in the end; empty where it was typed."""
        if not self._is_calculated(column):
            return ()
        member, address = self._row.members[place], self._address(place, column)
        typed = self._sheet(member).typed_for(address)
        return tuple(self._in_its_edition(member, cell) for cell in typed if cell != address)

    def _is_calculated(self, column: str) -> bool:
        """Whether reports that give the row's parts calculate the column."""
        position = self._plan.positions.get(column)
        if position is None:
            return False
        return plan_of(self._rolled.form).filler(self._block, position, self._row.key) is not None

    def _sheet(self, member: int) -> Sheet:
        if member not in self._sheets:
            self._sheets[member] = Sheet(self._rolled.form, self._rolled.reports[member] or {})
        return self._sheets[member]

    def _address(self, place: int, column: str) -> str:
        """The cell at one place; empty where there is no such row."""
        key = self._row.keys[place]
        return "" if key is None else cell_prefix(self._plan, key, self._line) + column

    def _own(self, place: int, column: str) -> str:
        return self._in_its_edition(self._row.members[place], self._address(place, column))

    def _in_its_edition(self, member: int, address: str) -> str:
        own = self._rolled.own_addresses.get(member)
        return (own(address) if own else None) or address
