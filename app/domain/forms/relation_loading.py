"""The relations of a table: their keys, their text, their names."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace as replaced

from app.domain.forms.definition import FormDefinition, Relation, RowsKind
from app.domain.forms.nodes import Items, Keys, Place, Text, YamlNode
from app.domain.forms.reading import Problems, Reader
from app.domain.forms.tables import TableDraft
from app.domain.relations.resolving import Item, Scope, read_chain
from app.domain.relations.steps import is_cell, tables_of
from app.domain.relations.tree import Axis, Chain, Ref, Severity, links, looks_outside
from app.errors import RelationError

RELATIONS_MAX = 1000

_SEVERITIES = (Severity.ERROR.value, Severity.EXPLAIN.value, Severity.WARNING.value)


class RelationReader:
    """Reads the relations of one table into its draft."""

    def __init__(self, draft: TableDraft, problems: Problems) -> None:
        self._draft = draft
        self._problems = problems

    def read_all(self, form: FormDefinition) -> None:
        """Read every relation of the table; `form` holds the tables without relations, for fixed cells."""
        draft = self._draft
        node = draft.reader.node("relations")
        if node is None:
            return
        if not isinstance(node, Items):
            self._problems.add("form.wants_list", node.place, key="relations")
            return
        if len(node.items) > RELATIONS_MAX:
            self._problems.add("form.too_large", node.place, size=len(node.items), limit=RELATIONS_MAX)
            return
        tables = tables_of(form)
        scopes = {
            Axis.COLUMNS: Scope(
                axis=Axis.COLUMNS,
                items=[
                    Item(name=c.number, key=c.key, is_number=c.is_number, of_which=c.of_which)
                    for c in draft.table.columns
                    if c.number
                ],
                is_cell=lambda address: is_cell(tables, address),
            ),
            Axis.ROWS: Scope(
                axis=Axis.ROWS,
                items=[
                    Item(name=r.code, key=r.key, is_number=True, of_which=r.of_which, level=r.level)
                    for r in draft.table.rows
                ],
                is_cell=lambda address: is_cell(tables, address),
            ),
        }
        for item in node.items:
            self._relation(item, scopes)

    def _relation(self, node: YamlNode, scopes: Mapping[Axis, Scope]) -> None:
        draft = self._draft
        if isinstance(node, Text):
            node = Keys(place=node.place, entries={"printed": node}, key_places={"printed": node.place})
        given = draft.reader.as_mapping(node, "relations")
        if given is None:
            return
        axis = Axis(given.choice("axis", [axis.value for axis in Axis], Axis.COLUMNS))
        printed = given.text("printed", required=True, most=5000)
        key = "text" if given.has("text") else "printed"
        fixed = draft.table.rows_kind is RowsKind.FIXED
        if axis is Axis.ROWS and not fixed:
            self._problems.add("form.rows_axis", given.place_of("axis"))
        wrong = "columns" if axis is Axis.COLUMNS else "rows"
        if given.has(wrong):
            self._problems.add("form.wrong_axis", given.key_place(wrong), key=wrong, axis=axis.value)
        rows = draft.names.rows_in(given) if axis is Axis.COLUMNS else ()
        columns = draft.names.columns_in(given) if axis is Axis.ROWS else ()
        lines = draft.names.lines_in(given)
        readable = axis is Axis.COLUMNS or fixed
        chain = self._chain(given, key, scopes[axis]) if readable else None
        when = self._chain(given, "when", scopes[axis]) if given.has("when") and readable else None
        relation_id = given.text("id", most=40)
        severity = Severity(given.choice("severity", _SEVERITIES, Severity.ERROR))
        computed, carried = given.flag("computed"), given.flag("carried")
        message, when_text = given.text("message", most=500), given.text("when")
        given.finish()
        if chain is None:
            return
        text = given.text(key, most=5000)
        relation = Relation(
            id=self._identity(relation_id, axis, text, (*rows, *columns, *lines), given),
            printed=printed,
            text=text,
            axis=axis,
            chain=chain,
            rows=rows,
            columns=columns,
            lines=lines,
            when=when,
            when_text=when_text,
            severity=severity,
            computed=computed,
            carried=carried,
            message=message,
        )
        if carried and not _offers(relation):
            self._problems.add("form.carried", given.place_of("carried"))
        draft.relations.append((relation, given.place))

    def _identity(self, given: str, axis: Axis, text: str, limits: Sequence[str], reader: Reader) -> str:
        """The given id, or one that follows from what the relation says."""
        taken = {relation.id for relation, _ in self._draft.relations}
        if given:
            if given in taken or not given.isascii() or not given.replace("_", "").replace("-", "").isalnum():
                self._problems.add("form.duplicate", reader.place_of("id"), name=given)
            return given
        said = "\n".join((self._draft.key, axis.value, "".join(text.split()), *limits))
        base = f"{self._draft.key}-{hashlib.blake2b(said.encode(), digest_size=5).hexdigest()}"
        number = 1
        identity = base
        while identity in taken:
            number += 1
            identity = f"{base}-{number}"
        return identity

    def _chain(self, given: Reader, key: str, scope: Scope) -> Chain | None:
        node = given.node(key)
        if not isinstance(node, Text) or not node.text.strip():
            if node is not None and not isinstance(node, Text):
                self._problems.add("form.wants_text", node.place, key=key)
            return None
        try:
            chain, gaps = read_chain(node.text, scope)
        except RelationError as error:
            self._problems.add_error(error, _inside(node, error.params.get("line"), error.params.get("column")))
            return None
        for gap in gaps:
            place = _inside(node, gap.line, gap.column)
            self._problems.add("relation.gap", place, is_hint=True, range=gap.printed, missing=", ".join(gap.missing))
        return chain


def _inside(node: Text, line: object, column: object) -> Place:
    """The place in the file of a place in a text's own letters."""
    if node.offset < 0 or not isinstance(line, int) or not isinstance(column, int) or line != 1:
        return node.place
    return replaced(node.place, column=node.place.column + node.offset + column - 1)


def _offers(relation: Relation) -> bool:
    first = next((link for link in links(relation.chain) if link.sign == "="), None)
    return first is not None and isinstance(first.left, Ref) and looks_outside(first.right)
