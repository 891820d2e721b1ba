"""What receivers ask about this office's reports, as topics of Vướng mắc."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.operations import ReportKey
from app.services.views import NoteItem
from ui.presenters.cell_places import CellPlaces
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, when_text
from ui.presenters.sides import Side
from ui.words import translate


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsTopic:
    """What a receiver asks about one report, in words."""

    asked: str
    """Who asks, and since when."""
    text: str
    """What, whole."""
    rows: list[list[Side]]
    """Where, and what is asked there."""
    places: tuple[str, ...]
    """The cells' addresses, row by row; empty for the whole report."""
    opened_at: int
    line: Line


def questions_by_report(
    items: Sequence[NoteItem], places: Callable[[ReportKey], CellPlaces], now: int, age: Callable[[int], str]
) -> list[tuple[CellPlaces, QuestionsTopic]]:
    """The open questions, report by report; `age` says in words how long something has waited."""
    by_report: dict[ReportKey, list[NoteItem]] = {}
    for item in items:
        by_report.setdefault(item.key, []).append(item)
    return [(places(key), _topic(places(key), asked, now, age)) for key, asked in by_report.items()]


def _topic(places: CellPlaces, items: Sequence[NoteItem], now: int, age: Callable[[int], str]) -> QuestionsTopic:
    office = next((item.office or item.author for item in items), "")
    opened_at = min(item.at for item in items)
    cells = sum(1 for item in items if item.address)
    heading = translate("Attention", "Câu hỏi của cấp trên")
    if cells:
        heading += " · " + translate("Attention", "{count} ô").format(count=cells)
    return QuestionsTopic(
        asked=translate("Attention", "{office} trả lại báo cáo, {time}:").format(
            office=office, time=when_text(opened_at, now)
        ),
        text="\n".join(dict.fromkeys(item.text for item in items)),
        rows=[_row(places, item, now) for item in items],
        places=tuple(item.address for item in items),
        opened_at=opened_at,
        line=Line(
            heading=heading,
            tone=Tone.ATTENTION,
            mark="question",
            right=age(now - opened_at),
            body=places.name,
            foot=office,
        ),
    )


def _row(places: CellPlaces, item: NoteItem, now: int) -> list[Side]:
    where = places.place(item.address).side if item.address else Side(text=translate("Note", "Cả báo cáo"), strong=True)
    who = " · ".join((item.author, when_text(item.at, now)))
    return [where, Side(text=" ".join(item.text.split()), notes=(who,), tip=item.text)]
