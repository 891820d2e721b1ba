"""The printed relations: which can be executed, which lock their total, which look like misprints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.forms.drafting.grouping import HeadingTree
from app.domain.forms.drafting.numbering import executable_text, is_relation, reads_previous, separate
from app.domain.forms.drafting.printed import PrintedRelation, PrintedRow, PrintedTable, RelationText
from app.domain.forms.drafting.questions import Ledger
from app.domain.forms.drafting.wording import is_total
from app.domain.relations.resolving import Item, Scope, read_chain
from app.domain.relations.tree import Axis, Chain, Node, Product, Ref, Sum, children_of, looks_outside, operands
from app.errors import RelationError

RELATIONS_MAX = 900
_NAME = r"[0-9A-ZĐ]+(?:\.[0-9A-Z]+)*[a-zđ]?"
_OWN = re.compile(rf"\s*[(\[]?\s*({_NAME})\s*[)\]]?\s*(?=[=<>≤≥])")
_NAMES = re.compile(rf"(?<![\w.])(?:{_NAME})(?![\w])")
_RANGE = re.compile(r"(\d+)\s*[)\]]?\s*\+?\s*(?:\.{2,}|…)[.…\s]*\+?\s*[(\[]?\s*(\d+)")
_SIGNS = re.compile(r"[=<>≤≥]+")


def named_in(texts: Sequence[RelationText]) -> set[str]:
    """Every number and code that relations name, those inside ranges too: the columns that must hold figures."""
    return {name for text in texts for name in (*_NAMES.findall(text.printed), *_ranged(text.printed), text.number)}


def added_in(texts: Sequence[RelationText]) -> set[str]:
    """The numbers and codes that relations add up: no "trong đó" stands over a part that is added."""
    members = [member for text in texts for member in _SIGNS.split(text.printed)]
    sums = [member for member in members if "+" in member or _RANGE.search(member)]
    return {name for member in sums for name in (*_NAMES.findall(member), *_ranged(member))}


def _ranged(text: str) -> Iterator[str]:
    for match in _RANGE.finditer(text):
        low, high = int(match[1][:4]), int(match[2][:4])
        yield from map(str, range(low, min(high, low + 400) + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A relation that can be executed."""

    source: RelationText
    printed: str
    text: str
    axis: Axis
    chain: Chain

    @property
    def left(self) -> str:
        """The number or code alone on its left; empty where something else stands there."""
        member = self.chain.members[0]
        return member.key[1:] if isinstance(member, Ref) else ""

    @property
    def sums(self) -> list[list[str]]:
        """The terms of each member on the right that only adds; empty for any other."""
        return [_terms(member) for member in self.chain.members[1:]]


def read_relations(table: PrintedTable, texts: Sequence[RelationText], ledger: Ledger) -> None:
    """Write a table's relations, and ask about those that cannot be executed or look misprinted."""
    _Relations(table, ledger).read(texts)


class _Relations:
    def __init__(self, table: PrintedTable, ledger: Ledger) -> None:
        self._table = table
        self._ledger = ledger
        self._scopes = {Axis.COLUMNS: _column_scope(table), Axis.ROWS: _row_scope(table)}
        self._tree = HeadingTree(table.columns)
        self._depends: dict[str, set[str]] = {}

    def read(self, texts: Sequence[RelationText]) -> None:
        """Read, judge and write them, in the order they are printed."""
        read: list[_Read] = []
        for text in texts[:RELATIONS_MAX]:
            for one in self._read(text):
                if any(known.text == one.text and known.axis is one.axis for known in read):
                    self._ledger.tell("draft.relation_again", one.source.cell, printed=one.printed)
                else:
                    read.append(one)
        for text in texts[RELATIONS_MAX:]:
            self._ledger.ask("draft.relations_too_many", text.cell, printed=text.printed)
        self._tree.totals = {one.left for one in read if one.axis is Axis.COLUMNS and one.left and any(one.sums)}
        self._table.relations = [self._written(one) for one in read]
        for code, locks in (("draft.relation_locks", True), ("draft.relation_checks", False)):
            some = [relation for relation in self._table.relations if relation.computed is locks]
            if some:
                said = "; ".join(relation.printed for relation in some)
                self._ledger.tell(code, *(relation.cell for relation in some), printed=said)

    # Reading

    def _read(self, source: RelationText) -> Iterator[_Read]:
        """A text's relations: the whole text, or its pieces where it is several."""
        whole = self._attempt(source, source.printed)
        if isinstance(whole, _Read):
            yield whole
            return
        pieces = separate(source.printed)
        if len(pieces) < 2 or not all(is_relation(piece) for piece in pieces):
            self._unread(source, source.printed, whole)
            return
        for piece in pieces:
            one = self._attempt(source, piece)
            if isinstance(one, _Read):
                yield one
            else:
                self._unread(source, piece, one)

    def _unread(self, source: RelationText, printed: str, error: RelationError) -> None:
        self._ledger.ask("draft.relation_unread", source.cell, cause=error, printed=printed)

    def _attempt(self, source: RelationText, printed: str) -> _Read | RelationError:
        """A relation read on the axis its names belong to, or why it cannot be."""
        text = executable_text(printed)
        own = _OWN.match(text)
        if own is None and source.number:
            text = f"{source.number}={text.lstrip('= ')}"
        axis = source.axis or self._axis(text)
        scope = self._scopes[axis]
        failed: RelationError | None = None
        for spelled in (text, _spelled_as_declared(text, scope)):
            try:
                chain, gaps = read_chain(spelled, scope)
            except RelationError as error:
                failed = failed or error
                continue
            one = _Read(source=source, printed=printed, text=spelled, axis=axis, chain=chain)
            if one.left and any(
                one.left in _names(member) for member in chain.members[1:] if not looks_outside(member)
            ):
                return RelationError("relation.itself", text=printed, name=one.left)
            self._say_how(one, has_own=own is not None, is_respelled=spelled != text)
            for gap in gaps:
                missing = ", ".join(gap.missing)
                self._ledger.tell(
                    "draft.relation_gap", source.cell, printed=printed, range=gap.printed, missing=missing
                )
            return one
        assert failed is not None
        return failed

    def _axis(self, text: str) -> Axis:
        """Rows where all names are codes of rows and not all are numbers of columns."""
        names = set(_NAMES.findall(text))
        columns, rows = ({item.name for item in self._scopes[axis].items} for axis in (Axis.COLUMNS, Axis.ROWS))
        return Axis.ROWS if names and names <= rows and not names <= columns else Axis.COLUMNS

    def _say_how(self, one: _Read, *, has_own: bool, is_respelled: bool) -> None:
        """Say where the text that is executed is not what is printed, or stands at another column."""
        cell = one.source.cell
        if reads_previous(one.printed):
            self._ledger.ask("draft.relation_previous", cell, printed=one.printed, read=one.text)
        elif not has_own:
            self._ledger.tell("draft.relation_completed", cell, printed=one.printed, read=one.text)
        elif self._stands_elsewhere(one):
            self._ledger.ask("draft.relation_elsewhere", cell, printed=one.printed, number=one.source.number)
        if is_respelled:
            self._ledger.ask("draft.relation_respelled", cell, printed=one.printed, read=one.text)
        if cell.formula:
            self._ledger.ask("draft.relation_formula", cell, printed=one.printed, read=one.text)

    def _stands_elsewhere(self, one: _Read) -> bool:
        """Whether a relation is printed at a column it does not define, and does not compare."""
        number = one.source.number
        if not number or not one.left or number == one.left:
            return False
        return one.chain.signs[0] == "=" or all(number not in _names(member) for member in one.chain.members)

    # Judging

    def _written(self, one: _Read) -> PrintedRelation:
        outside = any(looks_outside(member) for member in one.chain.members)
        computed = not outside and self._locks(one)
        return PrintedRelation(
            printed=one.printed,
            text=one.text,
            cell=one.source.cell,
            axis=one.axis,
            computed=computed,
            is_soft=outside,
            left=one.left,
            is_carried=outside and bool(one.left) and one.chain.signs[0] == "=" and looks_outside(one.chain.members[1]),
        )

    def _locks(self, one: _Read) -> bool:
        """Whether the relation calculates its left cell and locks it; a doubtful one only checks."""
        suspect = self._suspects(one) if one.axis is Axis.COLUMNS else set()
        if one.axis is Axis.COLUMNS and self._lacks_hundred(one):
            self._ledger.ask("draft.relation_percent", one.source.cell, printed=one.printed, meant=f"{one.text}*100")
            suspect.add(0)
        if one.chain.signs[0] != "=" or not one.left or 0 in suspect:
            return False
        first = one.chain.members[1]
        known = f"{one.axis}:{one.left}"
        parts = {f"{one.axis}:{name}" for name in _names(first)}
        is_free = known not in self._depends and not any(self._reaches(part, known) for part in parts)
        if not is_free or not self._is_total_of(one, first):
            return False
        self._depends[known] = parts
        return True

    def _lacks_hundred(self, one: _Read) -> bool:
        """Whether a quotient is not multiplied by 100, although its column counts per cent."""
        column = next((leaf for leaf in self._table.leaves() if leaf.number == one.left), None)
        is_share = isinstance(one.chain.members[1], Product) and len(one.chain.members) == 2
        is_percent = column is not None and "%" in (column.measure, column.title[-1:])
        return is_share and is_percent and "100" not in one.text

    def _is_total_of(self, one: _Read, first: Node) -> bool:
        """Whether the left cell follows from the first member: a formula, its own group, or members that agree."""
        names = _names(first)
        if any(isinstance(node, Product) for node in _inside(first)):
            return True
        if max(Counter(names).values(), default=0) > 1:
            return False
        if one.axis is Axis.ROWS:
            return self._is_total_row(one.left, names)
        if self._tree.is_inside_group_of(one.left, names):
            return True
        sums = one.sums
        return len(sums) > 1 and all(self._tree.is_whole(terms, one.left) for terms in sums)

    def _is_total_row(self, total: str, parts: Sequence[str]) -> bool:
        rows = {row.code: (place, row) for place, row in enumerate(self._table.rows)}
        place, row = rows[total]
        if is_total(row.title):
            return True
        inside: set[str] = set()
        for other in self._table.rows[place + 1 :]:
            if other.level <= row.level:
                break
            inside.add(other.code)
        return set(parts) <= inside

    def _suspects(self, one: _Read) -> set[int]:
        """Places of the members that look misprinted; each is asked about, and left as it is printed."""
        found: set[int] = set()
        for place, (sign, terms) in enumerate(zip(one.chain.signs, one.sums, strict=True)):
            if sign != "=":
                continue
            twice = [name for name, count in Counter(terms).items() if count > 1]
            if twice:
                self._ledger.ask("draft.relation_twice", one.source.cell, printed=one.printed, number=twice[0])
                found.add(place)
                continue
            odd = self._tree.nearly(terms, one.left)
            if odd is not None:
                meant = _exchanged(one.text, place + 1, *odd)
                self._ledger.ask(
                    "draft.relation_misprint",
                    one.source.cell,
                    printed=one.printed,
                    wrong=odd[0],
                    right=odd[1],
                    meant=meant,
                )
                found.add(place)
            elif missing := self._tree.left_out(terms, one.left):
                self._ledger.ask("draft.relation_skips", one.source.cell, printed=one.printed, number=missing)
        return found

    def _reaches(self, start: str, goal: str) -> bool:
        """Whether a cell is calculated, through others, from a goal."""
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            name = waiting.pop()
            if name == goal:
                return True
            if name not in seen:
                seen.add(name)
                waiting.extend(self._depends.get(name, ()))
        return False


def _column_scope(table: PrintedTable) -> Scope:
    items = [
        Item(name=column.number, key=f"c{column.number}", is_number=column.is_figure, of_which=column.of_which)
        for column in table.leaves()
        if column.number
    ]
    return Scope(axis=Axis.COLUMNS, items=items, is_cell=lambda _: False)


def _row_scope(table: PrintedTable) -> Scope:
    rows: Sequence[PrintedRow] = table.rows if table.rows_kind == "fixed" else ()
    items = [
        Item(name=row.code, key=f"r{row.code}", is_number=True, of_which=row.of_which, level=row.level) for row in rows
    ]
    return Scope(axis=Axis.ROWS, items=items, is_cell=lambda _: False)


def _spelled_as_declared(text: str, scope: Scope) -> str:
    """A text whose numbers are written with the leading zeros they are declared with, or without them."""
    spelled: Mapping[int, str] = {
        int(item.name): item.name for item in scope.items if item.name.isascii() and item.name.isdigit()
    }
    return re.sub(r"(?<![\w.#])\d{1,3}(?![\w.])", lambda match: spelled.get(int(match[0]), match[0]), text)


def _names(node: Node) -> list[str]:
    return [leaf.key[1:] for leaf in operands(node) if isinstance(leaf, Ref)]


def _inside(node: Node) -> Iterator[Node]:
    yield node
    for child in children_of(node):
        yield from _inside(child)


def _terms(member: Node) -> list[str]:
    """The names a member adds; empty where it does anything else."""
    if not isinstance(member, Sum) or any(term.minus or not isinstance(term.node, Ref) for term in member.terms):
        return []
    return _names(member)


def _exchanged(text: str, member: int, wrong: str, right: str) -> str:
    """A chain with one number exchanged in one of its members."""
    ends = [0, *(match.end() for match in _SIGNS.finditer(text)), len(text)]
    start, end = ends[member], ends[member + 1]
    inside = re.sub(rf"(?<![\w.]){re.escape(wrong)}(?![\w.])", right, text[start:end])
    return text[:start] + inside + text[end:]
