"""YAML with its places: every value knows its line and column, and hostile files are refused early.

Only what a definition needs is read: mappings, lists and plain texts. Values stay text until a reader asks, so that
`01` is never eight and `no` never false. Aliases are refused: they are how a small file becomes a huge one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from app.domain.vietnamese import nfc
from app.errors import FormError

SIZE_MAX = 1_000_000
DEPTH_MAX = 24
NODES_MAX = 100_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file, from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A single value."""

    place: Place
    text: str
    """As written, NFC, quotation marks taken off."""
    quoted: bool
    """Whether it stood in quotation marks or in a block."""
    offset: int
    """Columns from its place to its first letter; -1 where its letters are not written one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list."""

    place: Place
    items: tuple[YamlNode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """A mapping."""

    place: Place
    entries: dict[str, YamlNode]
    key_places: dict[str, Place]


YamlNode: TypeAlias = Text | Items | Keys


def values_of(root: YamlNode, key: str) -> Iterator[Text]:
    """Every single value that a key has anywhere under a node."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Keys):
            found = node.entries.get(key)
            if isinstance(found, Text):
                yield found
            waiting.extend(node.entries.values())
        elif isinstance(node, Items):
            waiting.extend(node.items)


def read_yaml(text: str) -> YamlNode:
    """The tree of a YAML document.

    Raises FormError `form.too_large`, `form.yaml`, `form.alias`, `form.too_deep`, `form.duplicate_key`,
    `form.empty` with line and column.
    """
    if len(text) > SIZE_MAX:
        raise FormError("form.too_large", line=1, column=1, size=len(text), limit=SIZE_MAX)
    try:
        found = _Builder().build(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        problem = (error.problem or error.context or "").replace("{", "(").replace("}", ")")
        raise FormError("form.yaml", line=line, column=column, problem=problem[:200]) from error
    except yaml.reader.ReaderError as error:
        before = text[: error.position] if isinstance(error.position, int) else ""
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        problem = f"U+{error.character:04X}" if isinstance(error.character, int) else str(error.character)
        raise FormError("form.yaml", line=line, column=column, problem=problem) from error
    except (ValueError, OverflowError) as error:
        # Why: the scanner turns absurd escapes and directives into plain ValueErrors.
        raise FormError("form.yaml", line=1, column=1, problem=str(error)[:200]) from error
    if found is None:
        raise FormError("form.empty", line=1, column=1)
    return found


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1) if mark is not None else Place(1, 1)


class _Open:
    """A list or mapping being read."""

    __slots__ = ("entries", "items", "key", "key_places", "place")

    def __init__(self, place: Place, *, is_mapping: bool) -> None:
        self.place = place
        self.items: list[YamlNode] | None = None if is_mapping else []
        self.entries: dict[str, YamlNode] = {}
        self.key_places: dict[str, Place] = {}
        self.key: str | None = None

    def take(self, node: YamlNode) -> None:
        """Put a finished node where it belongs."""
        if self.items is not None:
            self.items.append(node)
        elif self.key is None:
            if not isinstance(node, Text):
                raise FormError("form.key", line=node.place.line, column=node.place.column)
            if node.text in self.entries:
                raise FormError(
                    "form.duplicate_key", line=node.place.line, column=node.place.column, key=node.text[:80]
                )
            self.key = node.text
            self.key_places[node.text] = node.place
            # Why now: a second key with this name must be noticed even while its value is still open.
            self.entries[node.text] = node
        else:
            self.entries[self.key] = node
            self.key = None

    def close(self) -> YamlNode:
        """The finished node."""
        if self.items is not None:
            return Items(place=self.place, items=tuple(self.items))
        return Keys(place=self.place, entries=self.entries, key_places=self.key_places)


class _Builder:
    """Builds the tree without recursion, so that depth cannot exhaust the stack."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._root: YamlNode | None = None
        self._count = 0

    def build(self, events: Iterator[yaml.Event]) -> YamlNode | None:
        """The document's tree, None for an empty one."""
        for event in events:
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                place = _place(event)
                raise FormError("form.alias", line=place.line, column=place.column)
            self._take(event)
        return self._root

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._put(_text(event))
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            place = _place(event)
            if len(self._open) >= DEPTH_MAX:
                raise FormError("form.too_deep", line=place.line, column=place.column, limit=DEPTH_MAX)
            self._open.append(_Open(place, is_mapping=isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self._put(self._open.pop().close())
        elif isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
            place = _place(event)
            raise FormError("form.second_document", line=place.line, column=place.column)

    def _put(self, node: YamlNode) -> None:
        self._count += 1
        if self._count > NODES_MAX:
            raise FormError("form.too_large", line=node.place.line, column=node.place.column, size="", limit=NODES_MAX)
        if self._open:
            self._open[-1].take(node)
        else:
            self._root = node


def _text(event: yaml.ScalarEvent) -> Text:
    start, end = event.start_mark, event.end_mark
    quoted = event.style in ("'", '"')
    # Why -1: an escape or a folded line moves every later letter, so only the value's own place is sure.
    offset = -1
    text = nfc(event.value)
    if start is not None and end is not None and start.line == end.line:
        straight = end.column - start.column == len(text) + 2 * quoted
        offset = int(quoted) if straight else -1
    return Text(place=_place(event), text=text, quoted=event.style is not None, offset=offset)
