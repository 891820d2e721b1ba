"""The relation language, read by hand: tokens, then one function per level of the grammar.

Written from the language's description alone, slow and plain, so that the engine has something to be
compared with. A node is a tuple whose first item says what it is:

    ("ref", "3a")  ("num", Fraction)  ("sum", [(1 | -1, node)])  ("mul", [("*" | "/", node)])
    ("round", node, digits)  ("abs", node)  ("if", chain, node, node)  ("total", "3")
    ("cell", "main/r1/c3")  ("outer", where, form code, "3")
    ("range", "2", "7") only inside a sum
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

Node = tuple[Any, ...]

_TOKEN = re.compile(
    r"(?P<dots>…[.…]*|\.[.…]+)|(?P<constant>\#\d+(?:\.\d+)?)|(?P<string>\"[^\"]*\")"
    r"|(?P<ref>\d+[a-z]*|[A-Z][A-Za-z0-9]*)|(?P<name>[a-z][a-z_]*)|(?P<sign><=|>=|<|>|=)|(?P<mark>[-+*/(),%])"
)
_ALIKE = {"\u2212": "-", "×": "*", "÷": "/", ":": "/", "≤": "<=", "≥": ">="}
_OTHER_REPORTS = {"prev": "previous", "preceding": "preceding", "same_last_year": "last_year", "children": "children"}
_BESIDE_A_DIVISION = {"100", "1000", "100000"}


class Chain(NamedTuple):
    """`a = b = c <= d`: members, and the sign between each two."""

    members: list[Node]
    signs: list[str]

    def links(self) -> Iterator[tuple[Node, str, Node]]:
        """Each comparison by itself: after `=` against the first of its run, else against the neighbour."""
        first = self.members[0]
        for i, sign in enumerate(self.signs):
            if sign == "=":
                yield first, sign, self.members[i + 1]
            else:
                yield self.members[i], sign, self.members[i + 1]
                first = self.members[i + 1]


class UnreadableError(Exception):
    """The text is no relation."""


def tokens(text: str) -> list[str]:
    """The text cut into tokens, with one spelling for each sign; blanks are gone."""
    for odd, plain in _ALIKE.items():
        text = re.sub(r'"[^"]*"|' + re.escape(odd), lambda m, o=odd, p=plain: p if m[0] == o else m[0], text)  # type: ignore[misc]
    found, at = [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = _TOKEN.match(text, at)
        if match is None:
            raise UnreadableError(f"{text!r} at {at}")
        found.append("..." if match.lastgroup == "dots" else match[0])
        at = match.end()
    return [t for i, t in enumerate(found) if not (t == "%" and i and found[i - 1] == "100")]


class _Reader:
    def __init__(self, text: str, declared: set[str]) -> None:
        self.text, self.declared = text, declared
        self.rest = tokens(text)

    def next(self) -> str:
        return self.rest[0] if self.rest else ""

    def take(self, *wanted: str) -> str:
        if not self.rest or (wanted and self.rest[0] not in wanted):
            raise UnreadableError(f"{self.text!r}: {wanted} wanted before {self.rest[:3]}")
        return self.rest.pop(0)

    def chain(self) -> Chain:
        members, signs = [self.sum()], []
        while self.next() in ("=", "<", "<=", ">", ">="):
            signs.append(self.take())
            members.append(self.sum())
        if not signs:
            raise UnreadableError(f"{self.text!r}: nothing is compared")
        return Chain(members, signs)

    def sum(self) -> Node:
        sign = 1
        if self.next() in ("+", "-"):
            sign = -1 if self.take() == "-" else 1
        terms: list[tuple[int, Node]] = [(sign, self.product())]
        while self.next() in ("+", "-", "..."):
            if self.next() == "..." or self.rest[:2] == ["+", "..."]:
                if self.next() == "+":
                    self.take()
                self.take("...")
                if self.next() == "+":
                    self.take()
                sign, first = terms.pop()
                last = self.product()
                if first[0] != "ref" or last[0] != "ref":
                    raise UnreadableError(f"{self.text!r}: a range runs from a number to a number")
                terms.append((sign, ("range", first[1], last[1])))
            else:
                sign = -1 if self.take() == "-" else 1
                terms.append((sign, self.product()))
        if len(terms) == 1 and terms[0][0] == 1 and terms[0][1][0] != "range":
            return terms[0][1]
        return ("sum", terms)

    def product(self) -> Node:
        factors = [("*", self.unary())]
        while self.next() in ("*", "/"):
            factors.append((self.take(), self.unary()))
        if len(factors) == 1:
            return factors[0][1]
        if any(sign == "/" for sign, _ in factors):
            factors = [(sign, self._hundred(node)) for sign, node in factors]
        return ("mul", factors)

    def _hundred(self, node: Node) -> Node:
        if node[0] == "ref" and node[1] in _BESIDE_A_DIVISION and node[1] not in self.declared:
            return ("num", Fraction(node[1]))
        return node

    def unary(self) -> Node:
        if self.next() == "-":
            self.take()
            return ("sum", [(-1, self.unary())])
        return self.primary()

    def primary(self) -> Node:
        token = self.take()
        if token == "(":
            inside = self.sum()
            self.take(")")
            return inside
        if token.startswith("#"):
            return ("num", Fraction(token[1:]))
        if token == "0":
            return ("num", Fraction(0))
        if token[0].isdigit() or token[0].isupper():
            return ("ref", token)
        if token[0].islower():
            return self.function(token)
        raise UnreadableError(f"{self.text!r}: {token!r} begins nothing")

    def function(self, name: str) -> Node:
        self.take("(")
        made: Node
        if name in _OTHER_REPORTS:
            made = ("outer", _OTHER_REPORTS[name], "", self.reference())
        elif name == "form":
            code = self.take().strip('"')
            self.take(",")
            made = ("outer", "form", code, self.reference())
        elif name == "sum":
            made = ("total", self.reference())
        elif name == "cell":
            made = ("cell", self.take().strip('"'))
        elif name == "abs":
            made = ("abs", self.sum())
        elif name == "round":
            inside = self.sum()
            self.take(",")
            made = ("round", inside, int(self.take().lstrip("#")))
        elif name == "if":
            condition = self.chain()
            self.take(",")
            then = self.sum()
            self.take(",")
            made = ("if", condition, then, self.sum())
        else:
            raise UnreadableError(f"{self.text!r}: no function {name}")
        self.take(")")
        return made

    def reference(self) -> str:
        node = self.primary()
        if node[0] != "ref":
            raise UnreadableError(f"{self.text!r}: a number is wanted")
        return str(node[1])


class Axis(NamedTuple):
    """What the printed numbers of a relation name: the columns of a table, or its rows."""

    name: str
    """`columns` or `rows`."""
    keys: Mapping[str, str]
    """Printed number or code -> key, in declared order."""
    between: Callable[[str, str], list[str]]
    """The printed numbers from one to another, both included."""


def read_relation(text: str, axis: Axis) -> Chain:
    """The relation a text spells: ranges written out, printed numbers made keys."""
    reader = _Reader(text, set(axis.keys))
    chain = reader.chain()
    if reader.rest:
        raise UnreadableError(f"{text!r}: {reader.rest} is left over")
    named = _named(chain, axis)
    assert isinstance(named, Chain)
    return named


def _named(node: Any, axis: Axis) -> Any:
    """The same with ("ref", axis, key), ("total", key) and ("outer", where, form code, axis, key) for leaves."""
    if isinstance(node, Chain):
        return Chain([_named(member, axis) for member in node.members], node.signs)
    match node:
        case ("ref", name):
            return ("ref", axis.name, axis.keys[name])
        case ("outer", where, code, name):
            # Another form numbers its columns itself.
            letter = "c" if axis.name == "columns" else "r"
            return ("outer", where, code, axis.name, letter + name if where == "form" else axis.keys[name])
        case ("total", name):
            return ("total", "c" + name)
        case ("sum", terms):
            written = []
            for sign, term in terms:
                if term[0] == "range":
                    written += [(sign, ("ref", axis.name, axis.keys[name])) for name in axis.between(*term[1:])]
                else:
                    written.append((sign, _named(term, axis)))
            return ("sum", written)
        case ("mul", factors):
            return ("mul", [(sign, _named(factor, axis)) for sign, factor in factors])
        case tuple():
            return tuple(_named(item, axis) for item in node)
    return node


def leaves(node: Any) -> Iterator[Node]:
    """The leaves that name cells, in printed order, repetitions kept: ref, total, cell and outer nodes."""
    if isinstance(node, Chain):
        for member in node.members:
            yield from leaves(member)
    elif isinstance(node, list):
        for item in node:
            yield from leaves(item)
    elif isinstance(node, tuple) and node:
        if node[0] in ("ref", "total", "cell", "outer"):
            yield node
        else:
            for item in node:
                yield from leaves(item)
