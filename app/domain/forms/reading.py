"""Reading keys out of a definition: each problem is noted with its place, and reading goes on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from app.domain.forms.definition import NEW
from app.domain.forms.nodes import Items, Keys, Place, Text, YamlNode
from app.domain.values import canonical_text
from app.errors import AppError

PROBLEMS_MAX = 100

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with a definition, or worth a look."""

    code: str
    """Stable code, `form.*` or `relation.*`."""
    line: int
    """From 1."""
    column: int
    """From 1."""
    params: dict[str, object]
    """What its words need."""
    is_hint: bool = False
    """Whether the definition is usable all the same."""


@dataclass(slots=True)
class Problems:
    """The problems of one definition, in the order they were met."""

    found: list[Problem] = field(default_factory=list)

    def add(self, code: str, place: Place, *, is_hint: bool = False, **params: object) -> None:
        """Note a problem."""
        if len(self.found) < PROBLEMS_MAX:
            self.found.append(Problem(code=code, line=place.line, column=place.column, params=params, is_hint=is_hint))

    def add_error(self, error: AppError, place: Place) -> None:
        """Note an error of ours at a place."""
        params = {name: value for name, value in error.params.items() if name not in ("line", "column", "path")}
        if len(self.found) < PROBLEMS_MAX:
            self.found.append(Problem(code=error.code, line=place.line, column=place.column, params=params))

    @property
    def errors(self) -> Sequence[Problem]:
        """Those that make the definition unusable."""
        return [problem for problem in self.found if not problem.is_hint]


class Reader:
    """Reads one mapping. Every key must be asked for; `finish` notes those nobody knows."""

    def __init__(self, keys: Keys, problems: Problems) -> None:
        self.place = keys.place
        self.problems = problems
        self._keys = keys
        self._asked: set[str] = set()

    def node(self, key: str) -> YamlNode | None:
        """A key's value; None where it is not there, or is written as nothing (`key:`, `key: null`)."""
        self._asked.add(key)
        node = self._keys.entries.get(key)
        if isinstance(node, Text) and not node.quoted and node.text in ("", "null", "~"):
            return None
        return node

    def place_of(self, key: str) -> Place:
        """Where a key's value stands; the mapping's own place where it is not there."""
        node = self._keys.entries.get(key)
        return node.place if node is not None else self.place

    def key_place(self, key: str) -> Place:
        """Where a key itself stands."""
        return self._keys.key_places.get(key, self.place)

    def has(self, key: str) -> bool:
        """Whether a key has a value."""
        return self.node(key) is not None

    def text(self, key: str, default: str = "", *, required: bool = False, most: int = 2000) -> str:
        """A text, NFC, without surrounding spaces."""
        node = self.node(key)
        if node is None:
            if required:
                self.problems.add("form.key_missing", self.place, key=key)
            return default
        return self.as_text(node, key, most) or default

    def as_text(self, node: YamlNode, key: str, most: int = 2000) -> str:
        """A node that must be a text; empty where it is none."""
        if not isinstance(node, Text):
            self.problems.add("form.wants_text", node.place, key=key)
            return ""
        text = canonical_text(node.text) or ""
        if len(text) > most or any(ord(letter) < 32 and letter not in "\n\t" for letter in text):
            self.problems.add("form.value", node.place, key=key, text=text[:40], wanted=f"≤ {most}")
            return ""
        return text

    def origin(self, taken: set[str]) -> str:
        """What `was` says: the number or code in the edition before, which no two parts of a list (`taken`) share."""
        was = without_parentheses(self.text("was", most=40))
        if was in taken:
            self.problems.add("form.was_twice", self.place_of("was"), name=was)
        elif was and was != NEW:
            taken.add(was)
        return was

    def flag(self, key: str, default: bool = False) -> bool:
        """`true` or `false`."""
        node = self.node(key)
        if node is None:
            return default
        if isinstance(node, Text) and node.text in ("true", "false"):
            return node.text == "true"
        self.problems.add("form.value", node.place, key=key, text=_short(node), wanted="true, false")
        return default

    def number(self, key: str, default: int, low: int, high: int) -> int:
        """A whole number between two bounds."""
        node = self.node(key)
        if node is None:
            return default
        if isinstance(node, Text) and len(node.text) < 10:
            try:
                value = int(node.text)
            except ValueError:
                value = low - 1
            if low <= value <= high:
                return value
        self.problems.add("form.value", node.place, key=key, text=_short(node), wanted=f"{low}..{high}")
        return default

    def day(self, key: str) -> date | None:
        """A date, `2026-07-01`."""
        node = self.node(key)
        if node is None:
            return None
        if isinstance(node, Text):
            try:
                return date.fromisoformat(node.text)
            except ValueError:
                pass
        self.problems.add("form.value", node.place, key=key, text=_short(node), wanted="2026-07-01")
        return None

    def choice(self, key: str, choices: Collection[str], default: str) -> str:
        """One of some words."""
        node = self.node(key)
        if node is None:
            return default
        if isinstance(node, Text) and node.text in choices:
            return node.text
        self.problems.add("form.value", node.place, key=key, text=_short(node), wanted=", ".join(choices))
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text stands for a list of one."""
        return tuple(text for text, _ in self.placed_texts(key))

    def placed_texts(self, key: str) -> Sequence[tuple[str, Place]]:
        """The same, each with its place."""
        node = self.node(key)
        if node is None:
            return ()
        nodes = node.items if isinstance(node, Items) else (node,)
        found = [(self.as_text(item, key, 200), item.place) for item in nodes]
        return [(text, place) for text, place in found if text]

    def mapping(self, key: str, *, required: bool = False) -> Reader | None:
        """A nested mapping."""
        node = self.node(key)
        if node is None:
            if required:
                self.problems.add("form.key_missing", self.place, key=key)
            return None
        return self.as_mapping(node, key)

    def as_mapping(self, node: YamlNode, key: str) -> Reader | None:
        """A node that must be a mapping."""
        if isinstance(node, Keys):
            return Reader(node, self.problems)
        self.problems.add("form.wants_mapping", node.place, key=key)
        return None

    def mappings(self, key: str, *, required: bool = False) -> Sequence[Reader]:
        """A list of mappings."""
        node = self.node(key)
        if node is None:
            if required:
                self.problems.add("form.key_missing", self.place, key=key)
            return ()
        if not isinstance(node, Items):
            self.problems.add("form.wants_list", node.place, key=key)
            return ()
        return [reader for item in node.items if (reader := self.as_mapping(item, key)) is not None]

    def keys(self) -> Iterable[str]:
        """Every key written."""
        return self._keys.entries

    def attempt(self, key: str, make: Callable[[], T], default: T) -> T:
        """What `make` returns; an error of ours is noted at the key."""
        try:
            return make()
        except AppError as error:
            self.problems.add_error(error, self.place_of(key))
            return default

    def finish(self) -> None:
        """Note the keys nobody asked for, with the ones that would have been known."""
        for key in self._keys.entries:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                self.problems.add("form.key_unknown", self.key_place(key), key=key[:80], known=known)


def without_parentheses(number: str) -> str:
    """A printed number as it is referred to: `(3)` is 3."""
    return number[1:-1].strip() if number.startswith("(") and number.endswith(")") else number


def _short(node: YamlNode) -> str:
    return node.text[:40] if isinstance(node, Text) else "…"
