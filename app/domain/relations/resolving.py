"""From the parse tree to the tree that is executed: names looked up, ranges written out, constants told apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lark import Token, Tree

from app.domain.relations.grammar import DEPTH_MAX, ParseTree, parse
from app.domain.relations.tree import (
    Abs,
    At,
    Axis,
    Chain,
    Choose,
    Constant,
    Factor,
    Node,
    Outer,
    Product,
    Ref,
    Round,
    Sum,
    Term,
    Total,
    Where,
)
from app.errors import RelationError

STEPS_MAX = 4000
ROUND_MAX = 12

_SCALES = frozenset(("100", "1000", "100000"))
_SIGNS = {"≤": "<=", "≥": ">="}
_WHOLE = re.compile(r"\d+\Z", re.ASCII)
_BASE = re.compile(r"(\d+)\D", re.ASCII)
_LETTERED = re.compile(r"\d+[A-Za-zĐđ]+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A column or a row that relations may name."""

    name: str
    """The printed number or code."""
    key: str
    """`c3`, `r02`."""
    is_number: bool
    """Whether it holds figures."""
    of_which: bool
    """Whether it is part of another."""
    level: int = 0
    """Depth, for rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a relation's names may mean."""

    axis: Axis
    """Whether they name columns or rows."""
    items: Sequence[Item]
    """The named ones, in declared order."""
    is_cell: Callable[[str], bool]
    """Whether an address stands for a cell of figures in this form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Numbers that a range passes over because nothing bears them."""

    printed: str
    """The range, `2..7`."""
    missing: tuple[str, ...]
    """The numbers."""
    line: int
    """Where the range ends, from 1."""
    column: int
    """The same."""


@dataclass(slots=True)
class _Resolver:
    text: str
    scope: Scope
    gaps: list[Gap] = field(default_factory=list)
    steps: int = 0
    depth: int = 0
    named_items: Mapping[str, Item] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.named_items = {item.name: item for item in reversed(self.scope.items)}

    def refuse(self, code: str, at: ParseTree | Token | None, **params: object) -> RelationError:
        """An error at a place of the text."""
        line, column = 1, 1
        if isinstance(at, Token):
            line, column = at.line or 1, at.column or 1
        elif at is not None and not at.meta.empty:
            line, column = at.meta.line, at.meta.column
        return RelationError(code, text=self.text[:80], line=line, column=column, **params)

    def chain(self, tree: ParseTree) -> Chain:
        """A comparison of two or more members."""
        members = tuple(self.expr(child) for child in tree.children if isinstance(child, Tree))
        signs = tuple(_SIGNS.get(str(child), str(child)) for child in tree.children if isinstance(child, Token))
        if not signs:
            raise self.refuse("relation.no_comparison", tree)
        return Chain(members, signs)

    def expr(self, tree: ParseTree) -> Node:
        """Terms added up."""
        self.depth += 1
        if self.depth > DEPTH_MAX:
            raise self.refuse("relation.too_deep", tree, limit=DEPTH_MAX)
        first, *tails = [child for child in tree.children if isinstance(child, Tree)]
        terms = [Term(minus=False, node=self.term(first))]
        last: tuple[ParseTree, bool] = (first, False)
        for tail in tails:
            operand = tail.children[-1]
            assert isinstance(operand, Tree)
            if tail.data == "upto":
                terms += [Term(minus=False, node=ref) for ref in self.range(last, operand, tail)]
            else:
                terms.append(Term(minus=tail.data == "minus", node=self.term(operand)))
            last = (operand, tail.data == "minus")
        self.depth -= 1
        return terms[0].node if len(terms) == 1 else Sum(tuple(terms))

    def term(self, tree: ParseTree) -> Node:
        """Factors multiplied and divided."""
        first, *rest = tree.children
        assert isinstance(first, Tree)
        if not rest:
            return self.factor(first, scaled=False)
        pairs = [(False, first)]
        for operator, operand in zip(rest[::2], rest[1::2], strict=True):
            assert isinstance(operand, Tree)
            pairs.append((str(operator) not in "*×", operand))
        # Why also inside parentheses: (9/2)*100 is printed as often as 9/2*100.
        scaled = any(divides or _divides_inside(operand) for divides, operand in pairs)
        return Product(
            tuple(Factor(divides, self.factor(operand, scaled=scaled and not divides)) for divides, operand in pairs)
        )

    def factor(self, tree: ParseTree, *, scaled: bool) -> Node:
        """One factor; `scaled` says that a bare 100 is a scale here, because something is divided beside it."""
        self.steps += 1
        if self.steps > STEPS_MAX:
            raise self.refuse("relation.too_many_steps", tree, limit=STEPS_MAX)
        token = tree.children[0]
        match tree.data:
            case "reference":
                return self.reference(str(token), tree, scaled=scaled)
            case "constant":
                return Constant(str(token).lstrip("#").strip())
            case "group":
                assert isinstance(token, Tree)
                bare = _bare(token)
                return self.factor(bare, scaled=scaled) if bare is not None else self.expr(token)
            case "negative":
                return self.negative(tree, scaled=scaled)
            case _:
                return self.call(tree)

    def negative(self, tree: ParseTree, *, scaled: bool) -> Node:
        """A factor with a minus before it."""
        self.depth += 1
        if self.depth > DEPTH_MAX:
            raise self.refuse("relation.too_deep", tree, limit=DEPTH_MAX)
        inner = tree.children[-1]
        assert isinstance(inner, Tree)
        found = Sum((Term(minus=True, node=self.factor(inner, scaled=scaled)),))
        self.depth -= 1
        return found

    def reference(self, text: str, at: ParseTree, *, scaled: bool) -> Node:
        """A reference, or one of the few bare numbers that are none."""
        name = text.rstrip("% \u00a0\t\n\r") if text.startswith("100") and text.endswith("%") else text
        declared = self.find(name)
        if name == "0" or (scaled and name in _SCALES):
            if declared is not None:
                raise self.refuse("relation.ambiguous", at, name=name)
            return Constant(name)
        if name != text:
            raise self.refuse("relation.percent", at, name=name)
        return Ref(self.item(name, at).key)

    def find(self, name: str) -> Item | None:
        """The item that bears a printed name, or None."""
        return self.named_items.get(name)

    def item(self, name: str, at: ParseTree) -> Item:
        """The item of figures that bears a printed name; refused where there is none."""
        found = self.find(name)
        if found is None:
            code = "relation.unknown_column" if self.scope.axis is Axis.COLUMNS else "relation.unknown_row"
            known = " ".join(item.name for item in self.scope.items if item.is_number)
            raise self.refuse(code, at, name=name, known=known[:200])
        if not found.is_number:
            raise self.refuse("relation.not_a_number", at, name=name)
        return found

    def range(self, start: tuple[ParseTree, bool], end: ParseTree, at: ParseTree) -> list[Node]:
        """What stands after the range's first item up to its last, in declared order."""
        names = [_bare_name(tree) for tree in (start[0], end)]
        if names[0] is None or names[1] is None or start[1]:
            raise self.refuse("relation.range_ends", at)
        first, last = self.item(names[0], start[0]), self.item(names[1], end)
        printed = f"{first.name}..{last.name}"
        between = self.columns_between if self.scope.axis is Axis.COLUMNS else self.rows_between
        inside = between(first, last)
        if inside is None:
            raise self.refuse("relation.range_descending", end, range=printed)
        for item in inside:
            if item.of_which or _LETTERED.match(item.name) or (not _WHOLE.match(item.name) and _WHOLE.match(last.name)):
                raise self.refuse("relation.range_inside", end, range=printed, name=item.name)
            if not item.is_number:
                raise self.refuse("relation.not_a_number", end, name=item.name)
        self.note_gaps(first, last, inside, end)
        self.steps += len(inside) + 1
        if self.steps > STEPS_MAX:
            raise self.refuse("relation.too_many_steps", end, limit=STEPS_MAX)
        found: list[Node] = [Ref(item.key) for item in inside]
        return found if first is last else [*found, Ref(last.key)]

    def columns_between(self, first: Item, last: Item) -> list[Item] | None:
        """Columns strictly inside a range; None where it descends. Lettered and "of which" ones are handed back too."""
        places = {item.key: place for place, item in enumerate(self.scope.items)}
        if not (_WHOLE.match(first.name) and _WHOLE.match(last.name)):
            inside = range(places[first.key] + 1, places[last.key])
            return [self.scope.items[place] for place in inside] if places[first.key] <= places[last.key] else None
        low, high = int(first.name), int(last.name)
        if low > high or places[first.key] > places[last.key]:
            return None
        found = []
        for item in self.scope.items:
            if item.key in (first.key, last.key):
                continue
            between = places[first.key] < places[item.key] < places[last.key]
            if _WHOLE.match(item.name):
                inside_range = low < int(item.name) < high
            else:
                base = _BASE.match(item.name)
                inside_range = between or (base is not None and low <= int(base[1]) < high)
            if inside_range:
                found.append(item)
        whole = all(_WHOLE.match(item.name) for item in found)
        return sorted(found, key=lambda item: int(item.name)) if whole else found

    def rows_between(self, first: Item, last: Item) -> list[Item] | None:
        """Rows strictly inside a range and at its level; None where it descends or leaves its level."""
        places = {item.key: place for place, item in enumerate(self.scope.items)}
        low, high = places[first.key], places[last.key]
        inside = [self.scope.items[place] for place in range(low + 1, high)]
        if low > high or first.level != last.level or any(item.level < first.level for item in inside):
            return None
        return [item for item in inside if item.level == first.level]

    def note_gaps(self, first: Item, last: Item, inside: Sequence[Item], at: ParseTree) -> None:
        """Remember the numbers nothing bears."""
        if not (_WHOLE.match(first.name) and _WHOLE.match(last.name)):
            return
        width = len(first.name) if first.name.startswith("0") else 1
        present = {int(item.name) for item in inside if _WHOLE.match(item.name)}
        numbers = range(int(first.name) + 1, min(int(last.name), int(first.name) + STEPS_MAX))
        missing = tuple(f"{number:0{width}d}" for number in numbers if number not in present)
        if missing:
            self.gaps.append(
                Gap(
                    printed=f"{first.name}..{last.name}", missing=missing[:20], line=at.meta.line, column=at.meta.column
                )
            )

    def call(self, tree: ParseTree) -> Node:
        """A function applied."""
        name, *arguments = tree.children
        given = [argument for argument in arguments if isinstance(argument, Tree)]
        wanted = {"round": 2, "if": 3, "form": 2}.get(str(name), 1)
        if str(name) not in FUNCTIONS:
            raise self.refuse("relation.unknown_function", tree, name=str(name), known=" ".join(sorted(FUNCTIONS)))
        if len(given) != wanted:
            raise self.refuse("relation.arguments", tree, name=str(name), wanted=wanted, given=len(given))
        self.depth += 1
        if self.depth > DEPTH_MAX:
            raise self.refuse("relation.too_deep", tree, limit=DEPTH_MAX)
        found = self.apply(str(name), given, tree)
        self.depth -= 1
        return found

    def apply(self, name: str, given: list[ParseTree], tree: ParseTree) -> Node:
        """The node of a known function with the right number of arguments."""
        match name:
            case "abs":
                return Abs(self.value(given[0]))
            case "round":
                return Round(self.value(given[0]), self.decimals(given[1]))
            case "if":
                if given[0].data != "chain":
                    raise self.refuse("relation.no_comparison", given[0])
                return Choose(self.chain(given[0]), self.value(given[1]), self.value(given[2]))
            case "sum":
                if self.scope.axis is Axis.ROWS:
                    raise self.refuse("relation.sum_of_rows", tree)
                return Total(self.named(given[0]).key)
            case "cell":
                address = self.string(given[0])
                if not self.scope.is_cell(address):
                    raise self.refuse("relation.unknown_cell", given[0], address=address[:80])
                return At(address)
            case "form":
                code, there = self.string(given[0]), _bare_name(given[1])
                if not code or there is None:
                    raise self.refuse("relation.wants_reference", given[1], name=name)
                return Outer(Where.FORM, code, ("c" if self.scope.axis is Axis.COLUMNS else "r") + there)
            case _:
                return Outer(Where(name), "", self.named(given[0]).key)

    def value(self, tree: ParseTree) -> Node:
        """An argument that is a value."""
        if tree.data != "chain" or len(tree.children) != 1 or not isinstance(tree.children[0], Tree):
            raise self.refuse("relation.wants_value", tree)
        return self.expr(tree.children[0])

    def named(self, tree: ParseTree) -> Item:
        """An argument that is one reference."""
        name = _bare_name(tree)
        if name is None:
            raise self.refuse("relation.wants_reference", tree, name="")
        return self.item(name, tree)

    def decimals(self, tree: ParseTree) -> int:
        """The second argument of `round`."""
        name = _bare_name(tree)
        if name is None or not _WHOLE.match(name) or int(name) > ROUND_MAX:
            raise self.refuse("relation.round_digits", tree, limit=ROUND_MAX)
        return int(name)

    def string(self, tree: ParseTree) -> str:
        """An argument in quotation marks."""
        if tree.data != "string":
            raise self.refuse("relation.wants_text", tree)
        return str(tree.children[0])[1:-1].strip()


FUNCTIONS = frozenset(("prev", "preceding", "same_last_year", "children", "form", "sum", "cell", "if", "round", "abs"))


def _bare(tree: ParseTree) -> ParseTree | None:
    """The factor an expression consists of, through parentheses; None where it is more than one."""
    while len(tree.children) == 1 and tree.data in ("chain", "expr", "term", "group"):
        child = tree.children[0]
        if not isinstance(child, Tree):
            return None
        tree = child
    return tree if tree.data in ("reference", "constant") else None


def _bare_name(tree: ParseTree) -> str | None:
    """The printed name an expression consists of, or None."""
    bare = _bare(tree)
    return str(bare.children[0]) if bare is not None and bare.data == "reference" else None


def _divides_inside(tree: ParseTree) -> bool:
    """Whether a factor is a parenthesised product that divides."""
    while len(tree.children) == 1 and tree.data in ("group", "expr", "term"):
        child = tree.children[0]
        if not isinstance(child, Tree):
            return False
        tree = child
    return tree.data == "term" and any(str(child) in "/:÷" for child in tree.children if isinstance(child, Token))


def read_chain(text: str, scope: Scope) -> tuple[Chain, tuple[Gap, ...]]:
    """A relation's tree, and the gaps its ranges pass over. Raises RelationError with line and column."""
    tree = parse(text)
    resolver = _Resolver(text, scope)
    chain = tree.children[0]
    assert isinstance(chain, Tree)
    return resolver.chain(chain), tuple(resolver.gaps)
