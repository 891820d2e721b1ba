"""From the text of a definition to the definition, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from app.domain.forms.definition import Column, FormDefinition, Relation, RowsKind, Table
from app.domain.forms.indicator_loading import read_indicators
from app.domain.forms.nodes import Keys, Place, YamlNode, read_yaml, values_of
from app.domain.forms.packing import hashed
from app.domain.forms.reading import Problem, Problems, Reader
from app.domain.forms.regime import (
    check_every_level_has_a_deadline,
    read_deadlines,
    read_frequencies,
    read_levels,
    read_receivers,
    read_releases,
    read_sections,
    read_window,
)
from app.domain.forms.relation_loading import RelationReader
from app.domain.forms.tables import (
    CELLS_MAX,
    Names,
    TableDraft,
    read_closed,
    read_groups,
    read_header,
    read_lines,
    read_rows,
    read_total,
    settle_roll_up,
)
from app.domain.periods import ND09
from app.domain.relations.plan import Plan
from app.domain.relations.tree import Axis, Ref, links, looks_outside
from app.errors import FormError, RelationError

STEPS_MAX = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What became of a text."""

    form: FormDefinition | None
    """The definition; None where it cannot be used."""
    problems: Sequence[Problem]
    """Errors and hints, in the order of the file."""


def check_form(text: str) -> Checked:
    """Read a definition and list everything wrong with it."""
    problems = Problems()
    try:
        form = _Loader(problems).load(read_yaml(text))
    except FormError as error:
        line, column = error.params.get("line", 1), error.params.get("column", 1)
        place = Place(line if isinstance(line, int) else 1, column if isinstance(column, int) else 1)
        problems.add_error(error, place)
        form = None
    ordered = sorted(problems.found, key=lambda problem: (problem.line, problem.column))
    return Checked(form=None if problems.errors else form, problems=ordered)


def load_form(text: str, path: str) -> FormDefinition:
    """The definition a YAML text holds; `path` names it in errors.

    Raises FormError with the first problem's code and its path, line and column.
    """
    checked = check_form(text)
    if checked.form is None:
        first = next(problem for problem in checked.problems if not problem.is_hint)
        raise FormError(first.code, path=path, line=first.line, column=first.column, **first.params)
    return checked.form


class _Loader:
    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def load(self, root: YamlNode) -> FormDefinition | None:
        """The definition, possibly faulty: the problems say."""
        if not isinstance(root, Keys):
            self.problems.add("form.wants_mapping", root.place, key="code")
            return None
        reader = Reader(root, self.problems)
        # Why first: nothing else of a secret definition is looked at, nor repeated in messages.
        if reader.flag("secret"):
            self.problems.add("form.secret", reader.place_of("secret"))
            return None
        form = self._regime(reader)
        if not form.follows:
            for origin in values_of(root, "was"):
                self.problems.add("form.was_of_what", origin.place, name=origin.text[:40])
        drafts = self._tables(reader, form.unit)
        reader.finish()
        if not drafts and not form.sections:
            self.problems.add("form.key_missing", reader.place, key="tables")
        bare = msgspec.structs.replace(form, tables=tuple(draft.table for draft in drafts))
        for draft in drafts:
            RelationReader(draft, self.problems).read_all(bare)
        if self.problems.errors:
            return None
        whole = msgspec.structs.replace(form, tables=tuple(self._finished(draft) for draft in drafts))
        if self.problems.errors:
            return None
        return hashed(whole) if self._can_be_calculated(whole, drafts, reader) else None

    def _regime(self, reader: Reader) -> FormDefinition:
        frequencies = read_frequencies(reader)
        window = read_window(reader, required=True) or ND09
        releases = read_releases(reader, window, frequencies)
        deadlines = read_deadlines(reader, window, frequencies, required=not any(r.deadlines for r in releases))
        senders = read_levels(reader, "senders")
        check_every_level_has_a_deadline(reader, senders, deadlines, releases)
        valid_from, valid_to = reader.day("valid_from"), reader.day("valid_to")
        if valid_from and valid_to and valid_to < valid_from:
            self.problems.add("form.validity", reader.place_of("valid_to"))
        code, edition = reader.text("code", required=True, most=80), reader.text("edition", required=True, most=40)
        follows = reader.text("follows", most=40)
        if follows and follows == edition:
            self.problems.add("form.follows_itself", reader.place_of("follows"), edition=edition)
        return FormDefinition(
            code=code,
            edition=edition,
            follows=follows,
            title=reader.text("title", required=True, most=500),
            unit=reader.text("unit", most=100),
            valid_from=valid_from,
            valid_to=valid_to,
            legal_basis=reader.text("legal_basis", required=True),
            provisional=reader.flag("provisional"),
            note=reader.text("note", most=4000),
            guidance=reader.text("guidance", most=20_000),
            senders=senders,
            receivers=read_receivers(reader),
            method=reader.text("method"),
            frequencies=frequencies,
            window=window,
            deadlines=deadlines,
            releases=releases,
            sections=read_sections(reader),
            tables=(),
        )

    def _tables(self, reader: Reader, unit: str) -> list[TableDraft]:
        given = reader.mapping("tables")
        if given is None:
            return []
        drafts = []
        keys = sorted(given.keys(), key=lambda key: key != "main")
        for key in keys:
            if not key.isascii() or not key.replace("_", "").isalnum() or len(key) > 40:
                self.problems.add("form.value", given.key_place(key), key="tables", text=key[:40], wanted="a-z, 0-9, _")
            table = given.mapping(key)
            if table is not None:
                drafts.append(self._table(key, table, unit))
        if drafts and drafts[0].key != "main":
            self.problems.add("form.no_main", given.place)
        given.finish()
        return drafts

    def _table(self, key: str, reader: Reader, unit: str) -> TableDraft:
        header = read_header(reader, reader.text("unit", unit, most=100))
        groups, lines = read_groups(reader), read_lines(reader)
        kind, rows = read_rows(reader, groups, lined=bool(lines))
        has_total, total_title = read_total(reader)
        columns = tuple(draft.column for draft in header.columns)
        names = Names(
            columns=columns,
            rows=rows if kind is RowsKind.FIXED else (),
            groups=groups,
            lines=lines,
            has_total=has_total,
            subtotals=reader.flag("subtotals"),
        )
        if len(columns) * max(len(rows), 1) * max(len(lines), 1) > CELLS_MAX:
            self.problems.add("form.too_large", reader.place, size=len(columns) * len(rows), limit=CELLS_MAX)
        table = Table(
            key=key,
            title=reader.text("title", most=500),
            columns=columns,
            header=header.header(),
            rows_kind=kind,
            rows=rows,
            groups=groups,
            subtotals=names.subtotals,
            has_total=has_total,
            total_title=total_title,
            lines=lines,
            closed=read_closed(reader, names),
            indicators=read_indicators(reader, names),
        )
        draft = TableDraft(key, reader, table, header, names)
        reader.node("relations")
        reader.finish()
        return draft

    # The whole

    def _finished(self, draft: TableDraft) -> Table:
        relations = tuple(relation for relation, _ in draft.relations)
        computed, carried = _calculated_columns(relations), _offered_columns(relations)
        columns: list[Column] = []
        for entry in draft.header.columns:
            is_computed = entry.column.key in computed
            units, weight_units = settle_roll_up(
                draft.reader, entry, entry.roll_up_units, draft.table.columns, computed=is_computed
            )
            time, weight_time = settle_roll_up(
                draft.reader, entry, entry.roll_up_time, draft.table.columns, computed=is_computed
            )
            columns.append(
                msgspec.structs.replace(
                    entry.column,
                    computed=is_computed,
                    carried=entry.column.key in carried,
                    roll_up_units=units,
                    roll_up_time=time,
                    weight_units=weight_units,
                    weight_time=weight_time,
                )
            )
        return msgspec.structs.replace(draft.table, columns=tuple(columns), relations=relations)

    def _can_be_calculated(self, form: FormDefinition, drafts: Sequence[TableDraft], reader: Reader) -> bool:
        places = {relation.id: place for draft in drafts for relation, place in draft.relations}
        if sum(_size(relation, table) for table in form.tables for relation in table.relations) > STEPS_MAX:
            self.problems.add("relation.too_many_steps", reader.place, limit=STEPS_MAX)
            return False
        try:
            plan = Plan(form)
        except RelationError as error:
            place = places.get(str(error.params.get("relation", "")), reader.place)
            self.problems.add_error(error, place)
            return False
        defining = {step.relation for step in plan.steps}
        for table in form.tables:
            for relation in table.relations:
                if relation.computed and relation.id not in defining:
                    self.problems.add(
                        "relation.only_checks", places[relation.id], is_hint=True, printed=relation.printed
                    )
        return True


def _size(relation: Relation, table: Table) -> int:
    """About how many steps judging a relation takes at one row; a row relation is planned for each column."""
    columns = len(table.columns) if relation.axis is Axis.ROWS else 1
    return len(msgspec.json.encode(relation.chain)) // 8 * columns * max(len(table.lines), 1)


def _calculated_columns(relations: Sequence[Relation]) -> set[str]:
    """Keys of the columns some relation calculates on every row."""
    found = set()
    for relation in relations:
        first = next((link for link in links(relation.chain) if link.sign == "="), None)
        whole = not (relation.rows or relation.lines) and relation.axis is Axis.COLUMNS
        if relation.computed and whole and first and isinstance(first.left, Ref) and not looks_outside(first.right):
            found.add(first.left.key)
    return found


def _offered_columns(relations: Sequence[Relation]) -> set[str]:
    found = set()
    for relation in relations:
        first = next((link for link in links(relation.chain) if link.sign == "="), None)
        if relation.carried and relation.axis is Axis.COLUMNS and first and isinstance(first.left, Ref):
            found.add(first.left.key)
    return found
