"""What waits for a person, topic by topic: read on the desk's thread, whole, so that the window only shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

import msgspec

from app.domain.operations import Kind, ReportKey
from app.domain.workflow import OPEN, State
from app.errors import AppError
from app.messages import Words, unsaid, words
from app.services.views import ConflictItem, OpenReport, RefusedItem
from ui.presenters.acts import act_words
from ui.presenters.cell_places import CellPlaces
from ui.presenters.conflict_choices import ConflictCell
from ui.presenters.elsewhere_topics import ElsewhereTopic, elsewhere_by_operation
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, age_words, moment_text, state_words, technical_line, when_text
from ui.presenters.ports import Workspace
from ui.presenters.question_topics import QuestionsTopic, questions_by_report
from ui.presenters.sides import Side
from ui.words import language, translate

_SEALED = "report.sealed"


class TopicKind(Enum):
    """What a topic is about."""

    CONFLICTS = auto()
    """Everything of one report that was edited in two places."""
    REFUSED = auto()
    """One thing that the system did not take."""
    QUESTIONS = auto()
    """What a receiver asks about one report."""
    ELSEWHERE = auto()
    """What one edit on another computer of the office clashed with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedTopic:
    """Something the system did not take, in words."""

    item: RefusedItem
    reason: Words
    rows: list[list[Side]]
    """Where, as typed, what the system holds."""
    places: tuple[str, ...]
    """The cells' addresses, row by row."""
    hint: str
    """How it can go again, or why not."""
    technical: str
    """What the administrator finds it by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """An entry of the list, and what is shown beside it."""

    kind: TopicKind
    key: ReportKey
    report: str
    """The report's code and period."""
    title: str
    """The form's title."""
    opened_at: int
    """Since when it waits; Unix seconds."""
    line: Line
    cells: tuple[ConflictCell, ...] = ()
    """Of conflicts."""
    refused: RefusedTopic | None = None
    questions: QuestionsTopic | None = None
    elsewhere: ElsewhereTopic | None = None

    @property
    def identity(self) -> tuple[TopicKind, ReportKey, int | str]:
        """The same when the list is read again."""
        of_several = self.refused.item.id if self.refused else self.elsewhere.operation if self.elsewhere else 0
        return self.kind, self.key, of_several

    @property
    def places(self) -> Sequence[str]:
        """The addresses of its cells, row by row."""
        told = self.refused or self.questions or self.elsewhere
        return told.places if told else [cell.item.address for cell in self.cells]


class _Reports:
    """Each report is opened once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._places: dict[ReportKey, CellPlaces] = {}

    def places(self, key: ReportKey) -> CellPlaces:
        if key not in self._places:
            self._places[key] = CellPlaces(key, self._opened(key))
        return self._places[key]

    def _opened(self, key: ReportKey) -> OpenReport | None:
        try:
            return self._workspace.open(key)
        except AppError:
            return None  # its form is not here, say: what waits is told all the same


def read_topics(workspace: Workspace, now: int) -> list[Topic]:
    """Every topic, report by report, the one that waits longest first; `now` in Unix seconds."""
    reports = _Reports(workspace)
    by_report: dict[ReportKey, list[ConflictItem]] = {}
    for item in workspace.attention.conflicts():
        by_report.setdefault(item.key, []).append(item)
    found = [_conflicts(reports.places(key), items, now) for key, items in by_report.items()]
    for refused in workspace.attention.refused():
        told = _told_receiver(workspace, refused, now) if refused.can_ask_unlock else ""
        found.append(_refused(reports.places(refused.key), refused, now, told))
    asked = questions_by_report(workspace.notes.open_questions(), reports.places, now, age_words)
    found += [_questions(places, questions) for places, questions in asked]
    waiting = elsewhere_by_operation(workspace.attention.elsewhere(), reports.places, now, age_words)
    found += [_elsewhere(places, elsewhere) for places, elsewhere in waiting]
    since: dict[ReportKey, int] = {}
    for topic in found:
        since[topic.key] = min(topic.opened_at, since.get(topic.key, topic.opened_at))
    return sorted(found, key=lambda topic: (since[topic.key], str(topic.key), topic.kind.value, topic.opened_at))


def _conflicts(places: CellPlaces, items: Sequence[ConflictItem], now: int) -> Topic:
    cells = tuple(
        ConflictCell(item=item, place=places.place(item.address, item.mine_row or item.theirs_row)) for item in items
    )
    owners = ", ".join(dict.fromkeys(item.mine_author for item in items if item.mine_author))
    opened_at = min(item.opened_at for item in items)
    heading = translate("Attention", "Sửa ở hai nơi · {count} chỗ").format(count=len(cells))
    return Topic(
        kind=TopicKind.CONFLICTS,
        key=places.key,
        report=places.name,
        title=places.title,
        opened_at=opened_at,
        cells=cells,
        line=Line(
            heading=heading,
            tone=Tone.ERROR,
            mark="conflict",
            right=age_words(now - opened_at),
            body=places.name,
            foot=translate("Attention", "Người giữ: {owners}").format(owners=owners) if owners else "",
        ),
    )


def _questions(places: CellPlaces, questions: QuestionsTopic) -> Topic:
    return Topic(
        kind=TopicKind.QUESTIONS,
        key=places.key,
        report=places.name,
        title=places.title,
        opened_at=questions.opened_at,
        line=questions.line,
        questions=questions,
    )


def _elsewhere(places: CellPlaces, elsewhere: ElsewhereTopic) -> Topic:
    return Topic(
        kind=TopicKind.ELSEWHERE,
        key=places.key,
        report=places.name,
        title=places.title,
        opened_at=elsewhere.opened_at,
        line=elsewhere.line,
        elsewhere=elsewhere,
    )


def _told_receiver(workspace: Workspace, item: RefusedItem, now: int) -> str:
    """What this office told the receiver of the report since something of it was refused; empty for nothing."""
    for note in workspace.notes.of(item.key):
        if note.shared and not note.office and not note.address and note.at >= item.opened_at:
            said = translate("Attention", "Đã nhắn đơn vị nhận lúc {time}: “{text}”.")
            return said.format(time=when_text(note.at, now), text=note.text)
    return ""


def _refused(places: CellPlaces, item: RefusedItem, now: int, told: str) -> Topic:
    reason = words(item.code, item.params, language=language())
    if item.code == _SEALED:
        # What to do about it depends on where the report is by now, and the hint says that.
        reason = msgspec.structs.replace(reason, do="")
    refused = translate("Attention", "Bị từ chối")
    return Topic(
        kind=TopicKind.REFUSED,
        key=places.key,
        report=places.name,
        title=places.title,
        opened_at=item.opened_at,
        line=Line(
            heading=f"{refused} · {act_words(item.kind)}",
            tone=Tone.ERROR,
            mark="error",
            right=age_words(now - item.opened_at),
            body=places.name,
            foot=reason.what,
        ),
        refused=RefusedTopic(
            item=item,
            reason=reason,
            rows=_refused_rows(places, item),
            places=tuple(cell.address for cell in item.cells),
            hint=f"{_hint(item)} {told}".rstrip(),
            technical=technical_line(item.code, unsaid(item.code, item.params), item.operation),
        ),
    )


def _refused_rows(places: CellPlaces, item: RefusedItem) -> list[list[Side]]:
    who, when = item.author or "—", moment_text(item.at)
    rows = []
    for cell in item.cells:
        place = places.place(cell.address)
        notes = (who, when)
        if not cell.stands:
            notes = (f"{who} · {when}", translate("Attention", "Ô này đã mang số khác"))
        rows.append(
            [
                place.side,
                Side(
                    text=place.words(cell.value),
                    notes=notes,
                    figure=place.is_figure,
                    strong=True,
                    tip=place.whole(cell.value),
                ),
                Side(
                    text=place.words(cell.central),
                    figure=place.is_figure,
                    strong=True,
                    tip=place.whole(cell.central),
                ),
            ]
        )
    return rows


def _hint(item: RefusedItem) -> str:
    if item.can_send_again and item.code == _SEALED:
        return translate("Attention", "Báo cáo đã mở lại: bấm Đồng bộ lại, các số này đi thành một lần sửa mới.")
    if item.can_send_again:
        return translate("Attention", "Xong chỗ vướng thì bấm Đồng bộ lại: các số này đi thành một lần sửa mới.")
    if item.kind != Kind.EDIT:
        return translate("Attention", "Việc này không tự làm lại: mở báo cáo, xem lại rồi làm lại nếu vẫn đúng.")
    if item.state in (State.SEALED, State.SIGNED):
        said = translate("Attention", "Báo cáo đang ở trạng thái “{state}”; hủy chốt xong mới đồng bộ lại được.")
        return said.format(state=state_words(item.state))
    if item.state not in OPEN:
        said = translate("Attention", "Báo cáo đang ở trạng thái “{state}”; mở khóa xong mới đồng bộ lại được.")
        return said.format(state=state_words(item.state))
    return translate("Attention", "Mở báo cáo và gõ số vào đúng ô của phiên bản biểu hiện nay.")


def export_rows(topics: Iterable[Topic]) -> list[tuple[str, ...]]:
    """Every refused cell as a row: report, act, cell, as typed, what the system holds, by whom, when, why."""
    found: list[tuple[str, ...]] = []
    for topic in topics:
        if topic.refused is None:
            continue
        item = topic.refused.item
        about = (topic.report, act_words(item.kind))
        why = (item.author, moment_text(item.at), str(topic.refused.reason))
        for where, typed, central in topic.refused.rows:
            place = " · ".join((where.text, *where.notes))
            found.append((*about, place, typed.tip or typed.text, central.tip or central.text, *why))
        if not topic.refused.rows:
            found.append((*about, "", "", "", *why))
    return found


def export_heads() -> tuple[str, ...]:
    """The heads of an export, column by column."""
    return (
        translate("Attention", "Báo cáo"),
        translate("Attention", "Việc"),
        translate("Attention", "Ô"),
        translate("Attention", "Số đã gõ"),
        translate("Attention", "Số trên hệ thống"),
        translate("Attention", "Người gõ"),
        translate("Attention", "Lúc"),
        translate("Attention", "Vì sao bị từ chối"),
    )
