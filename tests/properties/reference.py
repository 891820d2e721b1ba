"""A slow, obviously right evaluator of a form: everything is worked out again until nothing moves.

It shares nothing with the engine it is compared with: its own reading of the language and of the form,
exact fractions, no order of calculation, no cache. What it gives is what `sobaocao forms eval` prints,
without the words: `{"computed": {...}, "findings": [...]}`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.properties.reference_form import Column, Form, Relation, Row, Table
from tests.properties.reference_language import Chain, Node, leaves

# What stands in a cell, or comes out of an expression, beside a Fraction.
BLANK = "blank"  # not yet filled, or not computable
UNKNOWN = "unknown"  # the mark `...`
CLOSED = "closed"  # cannot apply: as if it were not printed
MISSING = "missing"  # another report that is not there

Value = Fraction | str
Cells = Mapping[str, str]


class CycleError(Exception):
    """The calculated cells never come to rest."""


def evaluate(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the contract of `forms eval` asks for, findings without `message`."""
    return _Report(form, values).outcome()


def half_up(value: Fraction, decimals: int) -> Fraction:
    """`value` rounded to `decimals` digits, halves away from zero."""
    scaled = value * 10**decimals
    whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if scaled >= 0 else -whole, 10**decimals)


def spelled(value: Fraction) -> str:
    """The canonical text of a value with an end: no exponent, no trailing zeros, no negative zero."""
    sign, whole, rest = "-" if value < 0 else "", abs(value) // 1, abs(value) % 1
    digits = ""
    while rest:
        digits += str(rest * 10 // 1)
        rest = rest * 10 % 1
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def add(terms: Sequence[tuple[int, Value]], constant: Fraction = Fraction(0)) -> Value:
    """Terms and a constant added up: a blank counts nothing beside a filled one, all blank is blank."""
    values = [value for _, value in terms]
    if MISSING in values:
        return MISSING
    present = [(sign, value) for sign, value in terms if value != CLOSED]
    if terms and not present:
        return CLOSED
    if any(value == UNKNOWN for _, value in present):
        return UNKNOWN
    filled = [sign * value for sign, value in present if isinstance(value, Fraction)]
    if present and not filled:
        return BLANK
    return sum(filled, constant)


def multiply(factors: Sequence[tuple[str, Value]]) -> Value:
    """Factors from left to right: blank where one is blank or something is divided by zero."""
    for special in (MISSING, CLOSED, BLANK, UNKNOWN):
        if any(value == special for _, value in factors):
            return special
    product = Fraction(1)
    for sign, value in factors:
        assert isinstance(value, Fraction)
        if sign == "*":
            product *= value
        elif value == 0:
            return BLANK
        else:
            product /= value
    return product


def holds(left: Fraction, sign: str, right: Fraction) -> bool:
    """Whether a comparison holds."""
    return {"=": left == right, "<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]


def figure(text: str | None) -> Value:
    """What a cell of another report holds."""
    match = _FIGURE.match(text or "")
    if match is None:
        return BLANK
    return (
        {"-": Fraction(0), "...": UNKNOWN}[match["figure"]] if match["figure"] in MARKS else Fraction(match["figure"])
    )


def _address(table: str, row: str, line: str, column: str) -> str:
    return f"{table}/{row}.{line}/{column}" if line else f"{table}/{row}/{column}"


def only_adds(node: Node) -> bool:
    """Whether an expression is nothing but cells of its own row added and taken away."""
    return node[0] == "ref" or (node[0] == "sum" and all(only_adds(term) for _, term in node[1]))


def folded(text: str) -> str:
    """A label without case, accents and doubled spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").split())


def _of_other_form(cells: Cells, table: str, row: str, line: str, column: str) -> str | None:
    """Another form's cell: the same row, the row without its line, else the only row there is."""
    if not any(address.startswith(f"{table}/") for address in cells):
        table = "main"
    keys = {address.split("/")[1] for address in cells if address.startswith(f"{table}/")}
    for key in (f"{row}.{line}" if line else row, row):
        if key in keys:
            return cells.get(f"{table}/{key}/{column}")
    bare = {key.split(".")[0] for key in keys if not key.startswith("total")}
    if len(bare) != 1:
        return None
    only = bare.pop()
    key = f"{only}.{line}" if f"{only}.{line}" in keys else only
    return cells.get(f"{table}/{key}/{column}")


MARKS = ("-", "...")
_FIGURE = re.compile(r"(?P<figure>-?\d+(?:\.\d+)?|-|\.\.\.)(?: (?P<status>[EP]))?\Z", re.ASCII)


class _Report:
    def __init__(self, form: Form, values: Mapping[str, Any]) -> None:
        self.form, self.values = form, values
        self.cells: dict[str, str] = dict(values.get("cells", {}))
        self.findings: list[dict[str, Any]] = []
        self.others: dict[int, _Report] = {}
        self.children: Cells | None = None
        self.rows = {table.key: self._rows(table) for table in form.tables}
        self.total_only = {a.rpartition("/")[0] for a in self.cells if a.endswith("/@total_only")}
        self.calculations = self._calculations()
        self.typed = self._typed()
        self.now: dict[str, Value] = {}
        self._settle()
        self.statuses = self._statuses()

    # ------------------------------------------------------------------ rows
    def _rows(self, table: Table) -> list[Row]:
        """The rows that may be typed, as they are shown: group by group, those of no group first."""
        place = {code: number for number, code in enumerate(table.groups, 1)}
        return sorted(self._unsorted(table), key=lambda row: place.get(row.group, 0))

    def _unsorted(self, table: Table) -> list[Row]:
        if table.kind == "fixed":
            return table.rows
        rows = {
            row["key"]: Row(key=row["key"], group=row.get("group") or "", of_which=bool(row.get("of_which")))
            for row in self.values.get("rows", {}).get(table.key, [])
        }
        for address in self.cells:
            parts = address.split("/")
            if len(parts) == 3 and parts[0] == table.key:
                key = parts[1].split(".")[0] if table.lines else parts[1]
                if not key.startswith("total"):
                    rows.setdefault(key, Row(key=key))
        return list(rows.values())

    def _totals(self, table: Table) -> list[tuple[str, list[Row]]]:
        """Every total row's key, and the rows it adds."""
        added = [row for row in self.rows[table.key] if not row.of_which]
        totals = []
        if table.subtotals:
            totals += [(f"total-{code}", [row for row in added if row.group == code]) for code in table.groups]
        if table.total:
            totals.append(("total", added))
        return totals

    def _places(self, table: Table) -> list[tuple[str, str, str]]:
        """Every row of the table as (row key without its line, line, key in addresses), totals last."""
        keys = [row.key for row in self.rows[table.key]] + [key for key, _ in self._totals(table)]
        return [(key, line, f"{key}.{line}" if line else key) for key in keys for line in table.lines or [""]]

    # ------------------------------------------------------------------ which cells are calculated, and how
    def _calculations(self) -> dict[str, tuple[str, Any]]:
        """address -> ("relation", (table, row, line, column, node)) or ("total", (table, rows, line, column))."""
        found: dict[str, tuple[str, Any]] = {}
        for table in self.form.tables:
            totals = dict(self._totals(table))
            for row, line, key in self._places(table):
                for column in table.figures():
                    address = f"{table.key}/{key}/{column.key}"
                    if table.is_closed(row, line, column.key):
                        continue
                    node = self._definition(table, row, line, column)
                    if f"{table.key}/{row}" in self.total_only:
                        continue
                    if self._only_total(table, row):
                        # The mark travels up: what a row gave without its parts can only be added.
                        node = None if node is not None and only_adds(node) else node
                    if node is not None:
                        found[address] = ("relation", (table, row, line, column, node))
                    elif row in totals:
                        found[address] = ("total", (table, totals[row], line, column))
        return found

    def _definition(self, table: Table, row: str, line: str, column: Column) -> Node | None:
        """The right side that calculates a cell; a column's relation goes before a row's."""
        for axis, name in (("columns", column.key), ("rows", row)):
            for relation in table.relations:
                if relation.axis == axis and self._applies(relation, row, line, column):
                    first = relation.definition()
                    if first is not None and first[0] == ("ref", axis, name):
                        return first[1]
        return None

    def _applies(self, relation: Relation, row: str, line: str, column: Column | None) -> bool:
        if relation.lines and line not in relation.lines:
            return False
        if relation.axis == "columns":
            return not relation.rows or row in relation.rows
        return not relation.columns or (column is not None and column.key in relation.columns)

    # ------------------------------------------------------------------ what was typed
    def _typed(self) -> dict[str, Value]:
        typed: dict[str, Value] = {}
        for address, text in self.cells.items():
            if address in self.calculations or "/@" in address or address.startswith("@"):
                continue
            code, value = self._read(address, text)
            if code:
                self._find(code, "error", "", address.split("/")[1] if address.count("/") == 2 else "", [address])
            elif value is not None:
                typed[address] = value
        return typed

    def _read(self, address: str, text: str) -> tuple[str, Value | None]:
        parts = address.split("/")
        table = self.form.table(parts[0])
        if len(parts) != 3 or table is None:
            return "cell.unknown", None
        place = next(((row, line) for row, line, key in self._places(table) if key == parts[1]), None)
        column = table.column(parts[2])
        if place is None or column is None or place[0] in dict(self._totals(table)):
            return "cell.unknown", None
        if table.is_closed(*place, column.key):
            return "value.closed", None
        if column.type not in ("whole", "number"):
            return "", None
        if _FIGURE.match(text) is None:
            return "value.type", None
        value = figure(text)
        if isinstance(value, Fraction) and value != half_up(value, column.decimals):
            return "value.type", None
        if isinstance(value, Fraction) and value < 0 and not column.signed:
            return "value.range", None
        return "", value

    # ------------------------------------------------------------------ calculation
    def _settle(self) -> None:
        for _ in range(len(self.calculations) + 2):
            after = dict(self.typed)
            for address, (kind, how) in self.calculations.items():
                value = self._by_relation(*how) if kind == "relation" else self._by_adding(*how)
                if isinstance(value, Fraction):
                    after[address] = half_up(value, how[3].decimals)
                elif value == UNKNOWN:
                    after[address] = UNKNOWN
            if after == self.now:
                return
            self.now = after
        raise CycleError(self.form.code)

    def _by_relation(self, table: Table, row: str, line: str, column: Column, node: Node) -> Value:
        return self._value(node, table, row, line, column.key)

    def _by_adding(self, table: Table, rows: list[Row], line: str, column: Column) -> Value:
        values = [self._cell(_address(table.key, row.key, line, column.key)) for row in rows]
        weights = [self._cell(_address(table.key, row.key, line, column.weight)) for row in rows]
        return self._rolled_up(column, values, weights)

    def _rolled_up(self, column: Column, values: list[Value], weights: list[Value]) -> Value:
        """Several figures as one, by the column's rule over units."""
        if column.rule in ("sum", "recompute"):
            return add([(1, value) for value in values]) if values else BLANK
        if column.rule == "weighted_avg":
            both = [pair for pair in zip(values, weights, strict=True) if not {BLANK, CLOSED} & set(pair)]
            if any(UNKNOWN in pair for pair in both):
                return UNKNOWN
            pairs = [(v, w) for v, w in both if isinstance(v, Fraction) and isinstance(w, Fraction)]
            weight = sum((weight for _, weight in pairs), Fraction(0))
            return sum((value * w for value, w in pairs), Fraction(0)) / weight if weight else BLANK
        filled = [value for value in values if isinstance(value, Fraction) or value == UNKNOWN]
        if not filled or column.rule in ("none", "list"):
            return BLANK
        if column.rule == "max":
            return UNKNOWN if UNKNOWN in filled else max(value for value in filled if isinstance(value, Fraction))
        return {"first": filled[0], "last": filled[-1]}[column.rule]

    def _parts(self, kind: str, table: Table, what: Any, line: str, column: Column, node: Node = ()) -> list[str]:
        """Addresses a calculated cell is made of."""
        if kind == "total":
            return [_address(table.key, row.key, line, column.key) for row in what]
        parts = []
        for leaf in leaves(node):
            if leaf[0] == "total":
                parts += self._added(table, line, leaf[1])
            elif leaf[0] != "outer":
                parts.append(self._address(leaf, table, what, line, column.key))
        return parts

    def _statuses(self) -> dict[str, str]:
        """Estimates stay estimates: address -> `E` or `P`, of what was typed and of what was made of it."""
        found = {}
        for address in self.typed:
            match = _FIGURE.match(self.cells.get(address, ""))
            if match and match["status"]:
                found[address] = match["status"]
        for _ in self.calculations:
            for address, (kind, how) in self.calculations.items():
                parts = {found.get(part, "") for part in self._parts(kind, *how)}
                status = next((status for status in "EP" if status in parts), "")
                if status and address in self.now:
                    found[address] = status
        return found

    # ------------------------------------------------------------------ expressions
    def _cell(self, address: str) -> Value:
        """What a cell of this report holds in the round before."""
        parts = address.split("/")
        table = self.form.table(parts[0])
        if table is not None and len(parts) == 3:
            row, line = next(((r, li) for r, li, key in self._places(table) if key == parts[1]), (parts[1], ""))
            if table.is_closed(row, line, parts[2]):
                return CLOSED
        return self.now.get(address, BLANK)

    def _address(self, leaf: Node, table: Table, row: str, line: str, column: str) -> str:
        """The address of a leaf that names one cell here, or there under the same address."""
        if leaf[0] == "cell":
            return str(leaf[1])
        axis, key = leaf[-2:]
        row, column = (row, key) if axis == "columns" else (key, column)
        return _address(table.key, row, line, column)

    def _added(self, table: Table, line: str, column: str) -> list[str]:
        """A column's cells that a total adds."""
        return [_address(table.key, row.key, line, column) for row in self.rows[table.key] if not row.of_which]

    def _value(self, node: Node, table: Table, row: str, line: str, column: str) -> Value:
        here = (table, row, line, column)
        match node[0]:
            case "num":
                return node[1]  # type: ignore[no-any-return]
            case "ref" | "cell":
                return self._cell(self._address(node, *here))
            case "outer":
                return self._outer(node, *here)
            case "total":
                cells = [(1, self._cell(address)) for address in self._added(table, line, node[1])]
                return add(cells) if cells else BLANK
            case "sum":
                constants = [(sign, term) for sign, term in node[1] if not list(leaves(term))]
                others = [(sign, term) for sign, term in node[1] if list(leaves(term))]
                constant = add([(sign, self._value(term, *here)) for sign, term in constants])
                if not isinstance(constant, Fraction):
                    return constant
                return add([(sign, self._value(term, *here)) for sign, term in others], constant)
            case "mul":
                return multiply([(sign, self._value(factor, *here)) for sign, factor in node[1]])
            case "abs":
                inside = self._value(node[1], *here)
                return abs(inside) if isinstance(inside, Fraction) else inside
            case "round":
                inside = self._value(node[1], *here)
                return half_up(inside, node[2]) if isinstance(inside, Fraction) else inside
            case "if":
                truth = self._condition(node[1], *here)
                if isinstance(truth, str):
                    return truth
                return self._value(node[2] if truth else node[3], *here)
        raise AssertionError(node)

    def _condition(self, chain: Chain, table: Table, row: str, line: str, column: str) -> bool | str:
        """Whether every link holds; else the first reason why none can say."""
        here = (table, row, line, column)
        links = [
            (left, self._value(left, *here), sign, self._value(right, *here)) for left, sign, right in chain.links()
        ]
        specials = [value for _, a, _, b in links for value in (a, b) if isinstance(value, str)]
        if specials:
            return MISSING if MISSING in specials else specials[0]
        return all(self._compare(left, a, sign, b, *here) for left, a, sign, b in links)

    # ------------------------------------------------------------------ other reports
    def _outer(self, leaf: Node, table: Table, row: str, line: str, column: str) -> Value:
        _, where, code, axis, key = leaf
        row, column = (row, key) if axis == "columns" else (key, column)
        if where == "children":
            return self._over_children(table, row, line, column)
        if where == "form":
            cells = self.values.get("forms", {}).get(code)
            return MISSING if cells is None else figure(_of_other_form(cells, table.key, row, line, column))
        cells = self.values.get(where)
        if cells is None:
            return MISSING
        return self._elsewhere(cells, table, row, line, column)

    def _elsewhere(self, cells: Cells, table: Table, row: str, line: str, column: str) -> Value:
        """The cell of another report of this form that answers to one here: as given, else as worked out there."""
        address = _address(table.key, self._same_row(table, row, cells), line, column)
        return figure(cells[address]) if address in cells else self._other(cells).now.get(address, BLANK)

    def _other(self, cells: Cells) -> _Report:
        """Another report of this form, worked out with nothing around it; once, for it is asked of every cell."""
        if id(cells) not in self.others:
            self.others[id(cells)] = _Report(self.form, {"cells": cells})
        return self.others[id(cells)]

    def _same_row(self, table: Table, row: str, cells: Cells) -> str:
        """The row's key in another report: its own, else that of the only row there with the same label."""
        present = {address.split("/")[1].split(".")[0] for address in cells if address.startswith(f"{table.key}/")}
        if table.kind == "fixed" or row in present or row.startswith("total"):
            return row
        label_column = table.label_column()
        given = {r["key"]: r.get("label") for r in self.values.get("rows", {}).get(table.key, [])}
        label = given.get(row) or self.cells.get(f"{table.key}/{row}/{label_column}") or ""
        alike = [
            r
            for r in sorted(present)
            if label and folded(cells.get(f"{table.key}/{r}/{label_column}", "")) == folded(label)
        ]
        return alike[0] if len(alike) == 1 else row

    def _over_children(self, table: Table, row: str, line: str, column: str) -> Value:
        children = self.values.get("children")
        if not children:
            return MISSING
        if table.is_closed(row, line, column):
            return CLOSED
        if self.children is None:
            self.children = self._children_as_one(children)
        return self._elsewhere(self.children, table, row, line, column)

    def _children_as_one(self, children: Sequence[Cells]) -> Cells:
        """The report that the children's reports make together: what was entered, by each column's rule."""
        cells: dict[str, str] = {}
        for table in self.form.tables:
            for key, keys in self._rows_of_children(table, children):
                cells[f"{table.key}/{key}/@row"] = "V;;"
                label = table.label_column()
                for child, there in zip(children, keys, strict=True):
                    words = child.get(f"{table.key}/{there}/{label}")
                    if words and table.kind != "fixed":
                        cells.setdefault(f"{table.key}/{key}/{label}", words)
                for line in table.lines or [""]:
                    for column in table.figures():
                        if table.is_closed(key, line, column.key) or self._definition(table, key, line, column):
                            continue
                        values, weights = (
                            [
                                BLANK if there is None else self._worked_out(child, table, there, line, name)
                                for child, there in zip(children, keys, strict=True)
                            ]
                            for name in (column.key, column.weight)
                        )
                        value = self._rolled_up(column, values, weights)
                        if isinstance(value, Fraction):
                            cells[_address(table.key, key, line, column.key)] = spelled(half_up(value, column.decimals))
                        elif value == UNKNOWN:
                            cells[_address(table.key, key, line, column.key)] = "..."
        return cells

    def _worked_out(self, cells: Cells, table: Table, row: str, line: str, column: str) -> Value:
        return self._other(cells).now.get(_address(table.key, row, line, column), BLANK)

    def _rows_of_children(self, table: Table, children: Sequence[Cells]) -> list[tuple[str, list[str | None]]]:
        """Every row of the children, with its key in each of them: the same key, else words that only one row has."""
        if table.kind == "fixed":
            return [(row.key, [row.key] * len(children)) for row in table.rows]
        found: list[tuple[str, str, list[str | None]]] = []
        for place, child in enumerate(children):
            keys = [row.key for row in self._other(child).rows[table.key]]
            words = {key: folded(child.get(f"{table.key}/{key}/{table.label_column()}", "")) for key in keys}
            names = {key: word if list(words.values()).count(word) == 1 else "" for key, word in words.items()}
            above = len(found)
            for key in keys:
                same = [one for one in found if one[0] == key]
                alike = [one for one in found if names[key] and one[1] == names[key]][:1]
                if not same and alike and alike[0][2][place] is None and alike[0][0] not in keys:
                    same = alike
                if not same:
                    same = [(key, names[key], [None] * len(children))]
                    found.insert(above, same[0])
                same[0][2][place] = key
                above = found.index(same[0]) + 1
        return [(key, places) for key, _, places in found]

    # ------------------------------------------------------------------ judging
    def _compare(
        self, left: Node, a: Value, sign: str, b: Value, table: Table, row: str, line: str, column: str
    ) -> bool:
        assert isinstance(a, Fraction)
        assert isinstance(b, Fraction)
        # How exact another form's column is, this form does not know.
        if sign != "=" or any(leaf[:2] == ("outer", "form") for leaf in leaves(left)):
            return holds(a, sign, b)
        decimals = self._decimals(left, table, column)
        return half_up(a, decimals) == half_up(b, decimals)

    def _decimals(self, node: Node, table: Table, column: str) -> int:
        """Of a side: those of its most exact column."""
        found = [0]
        for leaf in leaves(node):
            home, key = table, column
            if leaf[0] == "cell":
                home, key = self.form.table(leaf[1].split("/")[0]) or table, leaf[1].split("/")[2]
            elif leaf[-2] == "columns" or leaf[0] == "total":
                key = leaf[-1]
            named = home.column(key)
            found.append(named.decimals if named else 0)
        return max(found)

    def _judge(self) -> None:
        for table in self.form.tables:
            for relation in table.relations:
                for row, line, _ in self._places(table):
                    if relation.axis == "columns":
                        if self._applies(relation, row, line, None):
                            self._judge_here(relation, table, row, line, "")
                    elif _left_row(relation.chain) == row:
                        for column in table.figures():
                            if self._applies(relation, row, line, column):
                                self._judge_here(relation, table, row, line, column.key)

    def _only_total(self, table: Table, row: str) -> bool:
        """Whether a row gave its totals alone; the mark travels up to the totals it is added to."""
        below = dict(self._totals(table)).get(row, [])
        return any(f"{table.key}/{key}" in self.total_only for key in (row, *(r.key for r in below)))

    def _operands(self, left: Node, right: Node, table: Table, row: str, line: str, column: str) -> list[str]:
        """The cells of this report a link reads, each once: the left one, then the others as printed."""
        cells: list[str] = []
        for leaf in (*leaves(left), *leaves(right)):
            if leaf[0] == "total":
                cells += self._added(table, line, leaf[1])
            elif leaf[0] != "outer":
                cells.append(self._address(leaf, table, row, line, column))
        return list(dict.fromkeys(cells))

    def _judge_here(self, relation: Relation, table: Table, row: str, line: str, column: str) -> None:
        here = (table, row, line, column)
        if relation.when is not None and not all(
            self._verdict(left, sign, right, *here) is True for left, sign, right in relation.when.links()
        ):
            return
        for left, sign, right in relation.chain.links():
            standing = [row] if relation.axis == "columns" else [r[-1] for r in leaves(left) if r[0] == "ref"]
            if any(self._only_total(table, key) for key in standing):
                continue
            if self._verdict(left, sign, right, *here) is False:
                cells = self._operands(left, right, *here)
                code = "relation.unequal" if sign == "=" else "relation.order"
                place = cells[0].split("/")[1] if cells else row
                self._find(code, relation.severity, relation.printed, place, cells)

    def _verdict(
        self, left: Node, sign: str, right: Node, table: Table, row: str, line: str, column: str
    ) -> bool | None:
        """Whether a link holds; None where there is nothing to judge. A blank side beside a filled one counts zero."""
        here = (table, row, line, column)
        a, b = self._value(left, *here), self._value(right, *here)
        if {MISSING, CLOSED, UNKNOWN} & {a, b} or a == b == BLANK:
            return None
        if BLANK in (a, b) and not (list(leaves(left)) and list(leaves(right))):
            return None
        a, b = (Fraction(0) if value == BLANK else value for value in (a, b))
        return self._compare(left, a, sign, b, *here)

    def _find(self, code: str, severity: str, relation: str, row: str, cells: list[str]) -> None:
        self.findings.append({"code": code, "severity": severity, "relation": relation, "row": row, "cells": cells})

    def outcome(self) -> dict[str, Any]:
        """What the contract asks for."""
        for address, (_, how) in self.calculations.items():
            value = self.now.get(address, BLANK)
            if isinstance(value, Fraction) and value < 0 and not how[3].signed:
                self._find("value.range", "error", "", address.split("/")[1], [address])
        self._judge()
        for key in self.form.required:
            if not self.cells.get(f"@text/{key}/body"):
                self._find("section.missing", "error", "", key, [f"@text/{key}/body"])
        computed = {}
        for address in self.calculations:
            value = self.now.get(address, BLANK)
            if value != BLANK:
                text = spelled(value) if isinstance(value, Fraction) else "..."
                computed[address] = f"{text} {self.statuses[address]}" if address in self.statuses else text
        return {"computed": computed, "findings": self.findings}


def _left_row(chain: Chain) -> str:
    """The row a relation among rows stands at: the first it names."""
    return next(str(leaf[-1]) for leaf in leaves(chain) if leaf[0] == "ref")
