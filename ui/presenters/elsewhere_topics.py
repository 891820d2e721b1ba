"""What waits for a decision on other computers of the office, as topics of Vướng mắc: to be seen, not decided here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.domain.operations import ReportKey
from app.services.views import ElsewhereItem
from ui.presenters.cell_places import CellPlace, CellPlaces
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, moment_text, when_text
from ui.presenters.sides import Side
from ui.words import translate


@dataclass(frozen=True, slots=True, kw_only=True)
class ElsewhereTopic:
    """What one edit on another computer clashed with, in words."""

    operation: str
    """Which edit."""
    waits: str
    """Who is asked, on which computer, and since when."""
    rows: list[list[Side]]
    """Where, base, mine, theirs."""
    places: tuple[str, ...]
    """The cells' addresses, row by row."""
    opened_at: int
    line: Line


def elsewhere_by_operation(
    items: Iterable[ElsewhereItem], places: Callable[[ReportKey], CellPlaces], now: int, age: Callable[[int], str]
) -> list[tuple[CellPlaces, ElsewhereTopic]]:
    """What waits elsewhere, edit by edit; `age` says in words how long something has waited."""
    groups: dict[str, list[ElsewhereItem]] = {}
    for item in items:
        groups.setdefault(item.operation, []).append(item)
    return [(places(group[0].key), _topic(places(group[0].key), group, now, age)) for group in groups.values()]


def _topic(places: CellPlaces, items: Sequence[ElsewhereItem], now: int, age: Callable[[int], str]) -> ElsewhereTopic:
    first = items[0]
    device = f"“{first.device}”" if first.device else translate("Attention", "máy khác")
    owner = first.owner or "—"
    heading = translate("Attention", "Chờ ở máy khác · {count} chỗ").format(count=len(items))
    return ElsewhereTopic(
        operation=first.operation,
        waits=translate("Attention", "Chờ {owner} quyết định ở {device}, từ {time}.").format(
            owner=owner, device=device, time=when_text(first.since, now)
        ),
        rows=[_row(places.place(item.address), item) for item in items],
        places=tuple(item.address for item in items),
        opened_at=first.since,
        line=Line(
            heading=heading,
            tone=Tone.NEUTRAL,
            mark="conflict",
            right=age(now - first.since),
            body=places.name,
            foot=translate("Attention", "Người giữ: {owner} · {device}").format(owner=owner, device=device),
        ),
    )


def _row(place: CellPlace, item: ElsewhereItem) -> list[Side]:
    return [
        place.side,
        _side(place, item.base, ()),
        _side(place, item.mine, (item.owner or "—", moment_text(item.typed_at)), strong=True),
        _side(place, item.theirs, (item.theirs_author or "—", moment_text(item.theirs_at)), strong=True),
    ]


def _side(place: CellPlace, value: str | None, notes: tuple[str, ...], *, strong: bool = False) -> Side:
    return Side(text=place.words(value), notes=notes, figure=place.is_figure, strong=strong, tip=place.whole(value))
