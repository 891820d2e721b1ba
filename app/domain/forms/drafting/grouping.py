"""What a sum covers: whether its terms are the whole of a heading, as the parts of a total are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.forms.drafting.printed import Node, PrintedColumn, PrintedGroup, leaves_of
from app.domain.forms.drafting.wording import is_ratio, is_total
from app.domain.vietnamese import fold


@dataclass(slots=True)
class HeadingTree:
    """The headings of a table, asked about by column number."""

    nodes: Sequence[Node]
    """The top headings."""
    totals: set[str] = field(default_factory=set)
    """Numbers of the columns a relation defines as a sum."""

    def is_inside_group_of(self, total: str, parts: Sequence[str]) -> bool:
        """Whether the parts lie under the heading the total stands under: the nearest that holds more than it."""
        group = self._around(list(self.nodes), total)
        return group is not None and set(parts) <= set(group)

    def _around(self, nodes: Sequence[Node], number: str) -> list[str] | None:
        """The numbers under the innermost heading over a number that holds another figure too."""
        for node in nodes:
            if isinstance(node, PrintedGroup) and number in _numbers(node.parts) and len(_numbers(node.parts)) > 1:
                return self._around(node.parts, number)
        found = _numbers(nodes)
        return found if number in found else None

    def is_whole(self, terms: Sequence[str], total: str) -> bool:
        """Whether terms are all the parts of some heading, or the same part of each of its headings."""
        given = set(terms)
        if len(given) != len(terms) or len(given) < 2:
            return False
        return any(
            given == self._parts(group, given, total) or self._is_across(group, terms) for group in self._groups(terms)
        )

    def nearly(self, terms: Sequence[str], total: str) -> tuple[str, str] | None:
        """The term that is probably misprinted and the one probably meant; None where nothing suggests one.

        So it is where one exchange makes the terms the whole of a heading, and the term to go is out of place there:
        inside a part of that heading, or nowhere under it beside two or more that are.
        """
        given = set(terms)
        if len(given) < 2 or self.is_whole(terms, total):
            return None
        for group in self._groups(terms):
            wanted = self._parts(group, given, total)
            odd, missing = given - wanted, wanted - given
            if len(odd) != 1 or len(missing) != 1:
                continue
            (wrong,), (right,) = odd, missing
            if wrong in _numbers(group) or len(given & wanted) > 1:
                return wrong, right
        return None

    def left_out(self, terms: Sequence[str], total: str) -> str:
        """The one part of a heading that terms pass over; empty where they are whole, or further from it.

        The whole table is no such heading: what stands there side by side need not belong together.
        """
        given = set(terms)
        if len(given) < 2 or self.is_whole(terms, total):
            return ""
        for group in self._groups(terms)[:-1]:
            missing = self._parts(group, given, total) - given
            if len(missing) == 1 and given < self._parts(group, given, total):
                return next(iter(missing))
        return ""

    def _groups(self, terms: Sequence[str]) -> list[Sequence[Node]]:
        """The headings that hold any of the terms, innermost first, the whole table last."""
        found: list[Sequence[Node]] = []

        def walk(nodes: Sequence[Node]) -> None:
            for node in nodes:
                if isinstance(node, PrintedGroup) and set(terms) & set(_numbers(node.parts)):
                    walk(node.parts)
            found.append(nodes)

        walk(self.nodes)
        return found

    def _parts(self, nodes: Sequence[Node], given: set[str], total: str) -> set[str]:
        """The numbers that make up a heading: each column, and for a heading inside its total or its parts."""
        found: set[str] = set()
        own = self._total_of(nodes)
        for node in nodes:
            if isinstance(node, PrintedColumn):
                is_part = node.is_figure and not node.of_which and not is_ratio(node.title) and "%" not in node.unit
                if is_part and node.number and node.number not in (own, total):
                    found.add(node.number)
                continue
            inside = self._parts(node.parts, given, total)
            sub_total = self._total_of(node.parts)
            is_spelled_out = bool(inside) and inside <= given
            found |= inside if is_spelled_out or not sub_total or sub_total == total else {sub_total}
        return found

    def _total_of(self, nodes: Sequence[Node]) -> str:
        """The number of a heading's own total: its first column, where a relation or its words say so."""
        first = nodes[0] if nodes else None
        if not isinstance(first, PrintedColumn) or not first.is_figure or len(nodes) < 2:
            return ""
        return first.number if first.number in self.totals or is_total(first.title) else ""

    def _is_across(self, nodes: Sequence[Node], terms: Sequence[str]) -> bool:
        """Whether terms take the column of one name from each heading of a group."""
        groups = [node for node in nodes if isinstance(node, PrintedGroup)]
        taken = [[leaf for leaf in leaves_of(group) if leaf.number in terms] for group in groups]
        if len(groups) < 2 or any(len(leaves) != 1 for leaves in taken) or len(terms) != len(groups):
            return False
        return len({fold(leaves[0].title) for leaves in taken}) == 1


def _numbers(nodes: Sequence[Node]) -> list[str]:
    return [leaf.number for node in nodes for leaf in leaves_of(node) if leaf.number and leaf.is_figure]
