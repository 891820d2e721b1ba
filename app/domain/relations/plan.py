"""A form's relations, compiled: what is calculated in which order, what is judged, and what depends on what.

Made once per form and kept by the form's hash. Steps are whole columns; a report's rows come in later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from app.domain.forms.definition import FormDefinition, Relation, RollUp
from app.domain.relations.compiling import Compiler, chain_functions, decimals_at, linear
from app.domain.relations.ordering import Region, in_order
from app.domain.relations.steps import Judged, Step, StepKind, TablePlan, tables_of
from app.domain.relations.tree import At, Axis, Link, Node, Outer, Ref, Total, demanded, links, looks_outside, operands

_OF_ROWS = (StepKind.BODY, StepKind.ACROSS)


class Plan:
    """Everything about a form that does not depend on a report."""

    def __init__(self, form: FormDefinition) -> None:
        self.form = form
        self.tables = tables_of(form)
        self.table_of = {plan.table.key: plan for plan in self.tables}
        self.blocks = [(plan, line) for plan in self.tables for line in plan.lines]
        self.judged: list[Judged] = []
        steps: list[Step] = []
        for block, (plan, line) in enumerate(self.blocks):
            steps += _BlockPlanner(self, plan, line, block).plan(self.judged)
        self.steps = in_order(steps, self.blocks)
        self.relation_ids = frozenset(relation.id for table in form.tables for relation in table.relations)
        self.after_cell: dict[tuple[int, int], list[tuple[int, Region]]] = defaultdict(list)
        """(block, column) -> the steps that read it, in order, with what they read."""
        for number, step in enumerate(self.steps):
            for region in step.reads:
                self.after_cell[region.block, region.column].append((number, region))
        self.judged_after: dict[tuple[int, int], list[tuple[Judged, Region]]] = defaultdict(list)
        """(block, column) -> the links that read it."""
        for judged in self.judged:
            for region in judged.reads:
                self.judged_after[region.block, region.column].append((judged, region))
        self.fills: dict[tuple[int, int], list[Step]] = defaultdict(list)
        """(block, column) -> the steps that fill it."""
        for step in self.steps:
            self.fills[step.block, step.column].append(step)
        self.carried = [
            (judged, judged.link.left.key)
            for judged in self.judged
            if judged.relation.carried and isinstance(judged.link.left, Ref) and judged.sign == "="
        ]

    def filler(self, block: int, position: int, row: str) -> Step | None:
        """What calculates a column in a row that is no total, in every report that gives the row's parts; or None."""
        token = self.blocks[block][0].row_token(row)
        steps = (step for step in self.fills.get((block, position), ()) if step.kind in _OF_ROWS)
        return next((step for step in steps if token in step.rows), None)

    def region_of(self, address: str) -> Region | None:
        """Where a fixed cell stands; None for no cell of figures."""
        table, row, column = address.split("/")
        plan = self.table_of.get(table)
        if plan is None or column not in plan.positions:
            return None
        base, _, line = row.rpartition(".") if plan.lines != ("",) else (row, "", "")
        if line not in plan.lines:
            return None
        token = plan.row_token(base)
        if token not in plan.tokens:
            return None
        return Region(plan.first_block + plan.lines.index(line), plan.positions[column], frozenset((token,)))


class _BlockPlanner:
    """Plans one line of one table."""

    def __init__(self, whole: Plan, plan: TablePlan, line: str, block: int) -> None:
        self._whole, self._plan, self._line, self._block = whole, plan, line, block
        self._steps: list[Step] = []
        self._taken: dict[int, set[str]] = defaultdict(set)
        self._defining: dict[tuple[str, int], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        """(relation, link) -> column -> rows it calculates."""
        slots = plan.layout.slots if plan.layout else {}
        self._compilers = {
            Axis.COLUMNS: Compiler(Axis.COLUMNS, plan.positions, plan.positions),
            Axis.ROWS: Compiler(Axis.ROWS, slots, plan.positions),
        }

    def plan(self, judged: list[Judged]) -> list[Step]:
        """The steps of the block; its links are put at the end of `judged`."""
        relations = [
            relation for relation in self._plan.table.relations if not relation.lines or self._line in relation.lines
        ]
        for axis in (Axis.COLUMNS, Axis.ROWS):
            for relation in relations:
                if relation.computed and relation.axis is axis:
                    self._define(relation)
        self._add_sums()
        for relation in relations:
            for number, link in enumerate(links(relation.chain)):
                judged.append(self._judged(relation, number, link, len(judged)))
        return self._steps

    def _closed(self, column: int) -> frozenset[str]:
        """Rows whose cell in a column is closed on this line."""
        return self._plan.closed_rows(self._plan.columns[column].key, self._line)

    def _define(self, relation: Relation) -> None:
        number, link = next(((n, link) for n, link in enumerate(links(relation.chain)) if link.sign == "="), (0, None))
        if link is None or not isinstance(link.left, Ref) or looks_outside(link.right):
            return
        if relation.axis is Axis.COLUMNS:
            column = self._plan.positions[link.left.key]
            rows = self._rows(relation) - self._taken[column] - self._closed(column)
            self._define_column(relation, number, link, column, rows)
            return
        for column in self._columns(relation):
            row = link.left.key
            if row not in self._taken[column] and row not in self._closed(column):
                self._taken[column].add(row)
                self._defining[relation.id, number][column].add(row)
                self._steps.append(self._across(relation, link, column, row))

    def _define_column(self, relation: Relation, number: int, link: Link, column: int, rows: frozenset[str]) -> None:
        self._taken[column] |= rows
        self._defining[relation.id, number][column] |= rows
        terms = linear(link.right, self._plan.positions)
        same_decimals = {self._plan.decimals[position] for position, _ in terms or ()} == {self._plan.decimals[column]}
        for kind, part in ((StepKind.BODY, rows & self._plan.body), (StepKind.TOTALS, rows - self._plan.body)):
            if part:
                own = (Region(self._block, column, self._plan.body),) if kind is StepKind.TOTALS else ()
                self._steps.append(
                    Step(
                        kind=kind,
                        block=self._block,
                        column=column,
                        rows=part,
                        function=self._compilers[Axis.COLUMNS].node(link.right),
                        node=link.right,
                        terms=terms if same_decimals else None,
                        additive=terms is not None,
                        reads=(*self._reads(link.right, Axis.COLUMNS, part, column), *own),
                        same_row=self._beside(link.right, Axis.COLUMNS),
                        leaves=operands(link.right),
                        relation=relation.id,
                    )
                )

    def _across(self, relation: Relation, link: Link, column: int, row: str) -> Step:
        return Step(
            kind=StepKind.ACROSS,
            block=self._block,
            column=column,
            rows=frozenset((row,)),
            function=self._compilers[Axis.ROWS].node(link.right),
            additive=self._adds_rows(link.right),
            reads=self._reads(link.right, Axis.ROWS, frozenset(), column),
            same_row=self._beside(link.right, Axis.ROWS),
            leaves=operands(link.right),
            relation=relation.id,
        )

    def _adds_rows(self, node: Node) -> bool:
        return self._plan.layout is not None and linear(node, self._plan.layout.slots) is not None

    def _add_sums(self) -> None:
        totals = self._plan.tokens - self._plan.body
        for place, column in enumerate(self._plan.columns):
            rows = totals - self._taken[place] - self._closed(place)
            if not rows or column.roll_up_units in (RollUp.LIST, RollUp.NONE):
                continue
            reads = [Region(self._block, place, self._plan.body)]
            if column.roll_up_units is RollUp.WEIGHTED_AVG:
                reads.append(Region(self._block, self._plan.positions[column.weight_units], self._plan.body))
            self._steps.append(
                Step(kind=StepKind.SUMS, block=self._block, column=place, rows=rows, reads=tuple(reads), additive=True)
            )

    def _rows(self, relation: Relation) -> frozenset[str]:
        return self._plan.tokens if not relation.rows else frozenset(relation.rows) & self._plan.tokens

    def _columns(self, relation: Relation) -> Sequence[int]:
        if relation.columns:
            return [self._plan.positions[key] for key in relation.columns]
        return range(len(self._plan.columns))

    def _beside(self, node: Node, axis: Axis) -> tuple[int, ...]:
        places: Mapping[str, int] = self._plan.positions
        if axis is Axis.ROWS:
            assert self._plan.layout is not None
            places = self._plan.layout.slots
        return tuple(dict.fromkeys(places[leaf.key] for leaf in operands(node) if isinstance(leaf, Ref)))

    def _reads(self, node: Node, axis: Axis, rows: frozenset[str], column: int) -> tuple[Region, ...]:
        """What a node reads when it is applied to these rows (rows axis: to this column)."""
        found = []
        for leaf in operands(node):
            if isinstance(leaf, Ref) and axis is Axis.COLUMNS:
                found.append(Region(self._block, self._plan.positions[leaf.key], rows))
            elif isinstance(leaf, Ref):
                found.append(Region(self._block, column, frozenset((leaf.key,))))
            elif isinstance(leaf, Total):
                found.append(Region(self._block, self._plan.positions[leaf.key], self._plan.body, whole=True))
            elif isinstance(leaf, At):
                region = self._whole.region_of(leaf.address)
                if region is not None:
                    found.append(Region(region.block, region.column, region.rows, whole=True))
        return tuple(dict.fromkeys(found))

    def _judged(self, relation: Relation, number: int, link: Link, place: int) -> Judged:
        axis, compiler = relation.axis, self._compilers[relation.axis]
        defining = self._defining.get((relation.id, number), {})
        rows, columns = self._rows(relation), frozenset(self._columns(relation))
        if axis is Axis.COLUMNS:
            for calculated in defining.values():
                rows -= calculated
            read = [self._reads(side, axis, rows, 0) for side in self._sides(relation, link)]
        else:
            columns -= set(defining)
            read = [self._reads(side, axis, rows, c) for side in self._sides(relation, link) for c in columns]
        foreign = {column.key: column.decimals for column in self._plan.columns}
        reads_form = any(isinstance(leaf, Outer) and leaf.code for leaf in operands(link.left))
        return Judged(
            number=place,
            order=(self._plan.table.relations.index(relation), number),
            relation=relation,
            link=link,
            block=self._block,
            axis=axis,
            left=compiler.node(link.left),
            right=compiler.node(link.right),
            sign=link.sign,
            constant_left=not operands(link.left),
            constant_right=not operands(link.right),
            when=chain_functions(compiler, relation.when) if relation.when else (),
            decimals=None if link.sign != "=" or reads_form else decimals_at(link.left, foreign, 0),
            rows=rows,
            everywhere=rows == self._plan.tokens,
            columns=columns,
            sides=self._plain_sides(relation, link),
            outside=any(looks_outside(side) for side in self._sides(relation, link)),
            demanded=(*demanded(link.left), *demanded(link.right)),
            left_rows=frozenset(self._beside(link.left, axis) if axis is Axis.ROWS else ()),
            reads=tuple(dict.fromkeys(region for regions in read for region in regions)),
        )

    def _sides(self, relation: Relation, link: Link) -> tuple[Node, ...]:
        return (link.left, link.right, *(relation.when.members if relation.when else ()))

    def _plain_sides(
        self, relation: Relation, link: Link
    ) -> tuple[tuple[tuple[int, bool], ...], tuple[tuple[int, bool], ...]] | None:
        if relation.axis is Axis.ROWS or relation.when:
            return None
        left, right = (linear(side, self._plan.positions) for side in (link.left, link.right))
        if left is None or right is None:
            return None
        decimals = {self._plan.decimals[position] for position, _ in (*left, *right)}
        return (left, right) if len(decimals) == 1 else None


_plans: dict[str, Plan] = {}
_PLANS_MAX = 512


def plan_of(form: FormDefinition) -> Plan:
    """The plan of a form, from the cache where it is there. Raises RelationError `relation.cycle`."""
    plan = _plans.get(form.hash) if form.hash else None
    if plan is None:
        plan = Plan(form)
        if form.hash:
            if len(_plans) >= _PLANS_MAX:
                _plans.clear()
            _plans[form.hash] = plan
    return plan
