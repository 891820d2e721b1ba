"""Vướng mắc: what was edited in two places, what the system refused, what a receiver asks. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from app.clock import Clock
from app.domain.addresses import is_row_head, row_of
from app.domain.operations import ReportKey
from app.errors import StateError
from app.store.records import Keep
from ui.presenters.asking import Asking
from ui.presenters.attention_topics import RefusedTopic, Topic, TopicKind, export_heads, export_rows, read_topics
from ui.presenters.cell_places import PlaceKind
from ui.presenters.conflict_choices import ConflictCell, ConflictChoices
from ui.presenters.elsewhere_topics import ElsewhereTopic
from ui.presenters.form_acts import Question
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, error_words
from ui.presenters.ports import Desk, Workspace
from ui.presenters.question_topics import QuestionsTopic
from ui.presenters.sides import Side
from ui.words import translate

_ASKED_AGAIN = frozenset({"conflict.moved", "conflict.unknown", "refused.unknown"})
"""What was shown is no longer so: the list is read again."""


class AttentionView(Protocol):
    """What the page can show."""

    def show_topics(self, lines: list[Line], chosen: int) -> None:
        """The list; `chosen` is shown beside it, -1 for an empty list."""
        ...

    def show_conflicts(self, topic: Topic, rows: list[list[Side]], decided: int) -> None:
        """A report's conflicts; so many of them are chosen and may be applied."""
        ...

    def show_refused(self, topic: Topic, refused: RefusedTopic) -> None:
        """Something that was refused."""
        ...

    def show_questions(self, topic: Topic, questions: QuestionsTopic) -> None:
        """What a receiver asks."""
        ...

    def show_elsewhere(self, topic: Topic, elsewhere: ElsewhereTopic) -> None:
        """What waits on another computer."""
        ...

    def go_to_row(self, row: int) -> None:
        """Put the cursor on a row of what is shown."""
        ...

    def say(self, text: str, tone: Tone) -> None:
        """The line above; an empty text takes it away."""
        ...

    def ask_reason(self, question: Question) -> str | None:
        """Ask; None for no, else the reason written."""
        ...

    def want_reason(self) -> None:
        """The reason for the decisions is missing: put the cursor there."""
        ...

    def ask_where_to_write(self, name: str) -> Path | None:
        """A file to write; None where the person thought better of it."""
        ...

    def decided(self) -> None:
        """Decisions were applied: their reason is taken away."""
        ...


class AttentionPresenter:
    """The list of topics, and what a person does about one."""

    def __init__(
        self, view: AttentionView, desk: Desk, *, clock: Clock, changed: Callable[[], None] = lambda: None
    ) -> None:
        """`changed` is called when something here waits to go because of what was decided."""
        self._view = view
        self._asking = Asking(desk)
        self._clock = clock
        self._changed = changed
        self._topics: list[Topic] = []
        self._current: Topic | None = None
        self._wanted: tuple[ReportKey, str] | None = None
        self._choices = ConflictChoices()
        self._rows: list[list[Side]] = []
        self._is_busy = False
        self._is_writing = False
        self._late: list[Topic] | None = None
        """What was read while a third value was being written."""

    def close(self) -> None:
        """The view goes; answers that come later show nothing."""
        self._asking.close()

    def refresh(self) -> None:
        """Read the list again; what was chosen stays chosen."""
        now = int(self._clock.now().timestamp())
        self._asking.ask(lambda workspace: read_topics(workspace, now), self._on_topics, self._on_failed)

    def go_to(self, key: ReportKey, address: str) -> None:
        """Show what there is about a cell of a report, once the list has been read again."""
        self._wanted = (key, address)

    def writing_began(self) -> None:
        """A third value is being written: until `writing_ended` nothing moves below it."""
        self._is_writing = True

    def writing_ended(self) -> None:
        """It is written, or not."""
        self._is_writing = False
        late, self._late = self._late, None
        if late is not None:
            self._on_topics(late)

    def _on_topics(self, topics: list[Topic]) -> None:
        if self._is_writing:
            self._late = topics
            return
        before, self._topics = self._current, topics
        self._choices.keep_only({cell.item.id for topic in topics for cell in topic.cells})
        at = self._position_of(before)
        row = -1
        if self._wanted is not None:
            at, row = self._find(*self._wanted, otherwise=at)
            self._wanted = None
        self._current = topics[at] if at >= 0 else None
        self._view.show_topics([topic.line for topic in topics], at)
        self._show()
        if row >= 0:
            self._view.go_to_row(row)

    def _position_of(self, before: Topic | None) -> int:
        """Where the topic in sight is now; where it is gone, the next of its report, or the first."""
        identity = before.identity if before else None
        same = next((at for at, topic in enumerate(self._topics) if topic.identity == identity), -1)
        if same < 0 and before is not None:
            same = next((at for at, topic in enumerate(self._topics) if topic.key == before.key), -1)
        return same if same >= 0 else min(0, len(self._topics) - 1)

    def _find(self, key: ReportKey, address: str, *, otherwise: int) -> tuple[int, int]:
        """The topic and row that speak of a cell; else the beginning of the report's first topic."""
        of_report = [(at, topic.places) for at, topic in enumerate(self._topics) if topic.key == key]
        for at, addresses in of_report:
            row = next((row for row, one in enumerate(addresses) if _speaks_of(one, address)), -1)
            if row >= 0:
                return at, row
        return (of_report[0][0], 0) if of_report else (otherwise, -1)

    # ---- what is in sight -------------------------------------------------------------------------

    def show(self, position: int) -> None:
        """Another entry of the list was gone to."""
        if 0 <= position < len(self._topics) and self._topics[position] is not self._current:
            self._current = self._topics[position]
            self._view.say("", Tone.NEUTRAL)
            self._show()

    def _show(self) -> None:
        topic = self._current
        if topic is None:
            return
        if topic.refused is not None:
            self._view.show_refused(topic, topic.refused)
        elif topic.questions is not None:
            self._view.show_questions(topic, topic.questions)
        elif topic.elsewhere is not None:
            self._view.show_elsewhere(topic, topic.elsewhere)
        else:
            self._rows = self._choices.rows(topic.cells)
            self._show_conflicts(topic)

    def _show_conflicts(self, topic: Topic) -> None:
        self._view.show_conflicts(topic, self._rows, len(self._choices.decisions(topic.cells)))

    def _show_again(self, rows: Sequence[int]) -> None:
        """Some rows were chosen about: the others stand as they are, and there may be hundreds."""
        topic = self._current
        if topic is not None and topic.cells:
            for row in rows:
                if 0 <= row < len(topic.cells):
                    self._rows[row] = self._choices.row(topic.cells[row])
            self._show_conflicts(topic)

    def place_at(self, row: int) -> tuple[ReportKey, str] | None:
        """The report in sight, and the cell of a row of it; without a cell where there is none."""
        if self._current is None:
            return None
        addresses = self._current.places
        return self._current.key, addresses[row] if 0 <= row < len(addresses) else ""

    # ---- conflicts --------------------------------------------------------------------------------

    def choose(self, rows: Sequence[int], keep: Keep | None) -> None:
        """Choose one side for some rows; None decides them later."""
        for cell in self._cells(rows):
            if keep is None:
                self._choices.later(cell)
            else:
                self._choices.choose(cell, keep)
        self._show_again(rows)

    def choose_all(self, keep: Keep) -> None:
        """Choose one side for the whole report."""
        self.choose(range(len(self._current.cells) if self._current else 0), keep)

    def write(self, row: int, text: str) -> None:
        """A third value was typed."""
        for cell in self._cells([row]):
            self._choices.write(cell, text)
        self._show_again([row])

    def whole_texts(self, row: int) -> tuple[str, str, str] | None:
        """Base, mine and theirs of a row that holds words of any length; None for any other."""
        cell = next(iter(self._cells([row])), None)
        if cell is None or not (cell.place.whole(cell.item.mine) or cell.place.whole(cell.item.theirs)):
            return None
        return cell.item.base or "", cell.item.mine or "", cell.item.theirs or ""

    def text_to_write(self, row: int) -> tuple[str, str] | None:
        """Where a third version would stand, and what it starts from; None, which is said, where a row takes none."""
        cell = next(iter(self._cells([row])), None)
        if cell is None:
            return None
        if cell.place.kind is PlaceKind.ROW:
            self._view.say(translate("Attention", "Một dòng chỉ có giữ (1) hoặc bỏ (2)."), Tone.NEUTRAL)
            return None
        return cell.place.where, self._choices.start_of(cell)

    def _cells(self, rows: Sequence[int]) -> list[ConflictCell]:
        cells = self._current.cells if self._current else ()
        return [cells[row] for row in rows if 0 <= row < len(cells)]

    def apply(self, reason: str) -> None:
        """Apply what was chosen for the report in sight, with one reason."""
        topic = self._current
        if topic is None or topic.kind is not TopicKind.CONFLICTS or self._is_busy:
            return
        decisions = self._choices.decisions(topic.cells)
        if not decisions:
            self._view.say(self._nothing_words(topic), Tone.ATTENTION)
            return
        if not reason.strip():
            self._view.say(translate("Attention", "Ghi lý do rồi bấm Enter: lý do đi cùng quyết định."), Tone.ATTENTION)
            self._view.want_reason()
            return
        count = len(decisions)
        self._run(
            lambda workspace: workspace.attention.decide(decisions, reason),
            lambda: self._on_decided(count),
        )

    def _nothing_words(self, topic: Topic) -> str:
        unread, moved = self._choices.waiting(topic.cells)
        if moved:
            return translate("Attention", "Số trên hệ thống vừa đổi: xem lại rồi chọn lại chỗ đó.")
        if unread:
            return translate("Attention", "Số tự gõ chưa đọc được: sửa lại chỗ đó.")
        return translate("Attention", "Chưa chọn chỗ nào. Bấm 1 lấy số của đơn vị, 2 lấy số trên hệ thống.")

    def _on_decided(self, count: int) -> None:
        self._view.decided()
        said = translate(
            "Attention",
            "Đã quyết định {count} chỗ. Cả hai số và lý do còn trong Lịch sử sửa; muốn đổi lại, sửa ô như thường.",
        )
        self._view.say(said.format(count=count), Tone.OK)

    # ---- the refused tray -------------------------------------------------------------------------

    def send_again(self) -> None:
        """Let what is in sight go once more."""
        refused = self._refused()
        if refused is None or not refused.item.can_send_again:
            return
        said = translate("Attention", "Đã đưa vào hàng chờ đồng bộ lại. Nếu hệ thống đã có số khác, ô đó hiện ở đây.")
        entry = refused.item.id
        self._run(lambda workspace: workspace.attention.send_again(entry), lambda: self._view.say(said, Tone.OK))

    def dismiss(self) -> None:
        """Give up what is in sight, after asking for the reason."""
        refused = self._refused()
        if refused is None:
            return
        reason = self._view.ask_reason(_dismissal(refused))
        if reason:
            entry, said = refused.item.id, translate("Attention", "Đã bỏ. Số đã gõ và lý do còn trong Lịch sử sửa.")
            self._run(
                lambda workspace: workspace.attention.dismiss(entry, reason), lambda: self._view.say(said, Tone.OK)
            )

    def ask_unlock(self) -> None:
        """Ask the receiver to open the report in sight, with a reason that goes along as a note."""
        refused = self._refused()
        if refused is None or not refused.item.can_ask_unlock:
            return
        reason = self._view.ask_reason(_unlocking())
        if reason:
            key = refused.item.key
            said = translate("Attention", "Đã xin mở khóa. Đơn vị nhận đọc được sau lần đồng bộ tới.")
            text = translate("Attention", "Xin mở khóa: {reason}").format(reason=reason)
            self._run(
                lambda workspace: workspace.attention.ask_unlock(key, text), lambda: self._view.say(said, Tone.OK)
            )

    def export(self) -> None:
        """Write everything that was refused into a workbook."""
        path = self._view.ask_where_to_write(translate("Attention", "Số bị từ chối"))
        if path is None:
            return
        heads, rows = export_heads(), export_rows(self._topics)
        title = translate("Attention", "Số bị từ chối")

        def write(_: Workspace) -> None:
            # Not with the rest: it brings the writer with it.
            from app.documents.excel.listing import write_listing

            write_listing(path, title, heads, rows)

        said = translate("Attention", "Đã ghi {count} dòng vào {name}.").format(count=len(rows), name=path.name)
        self._asking.ask(write, lambda _: self._view.say(said, Tone.OK), self._on_failed)

    def _refused(self) -> RefusedTopic | None:
        return self._current.refused if self._current and not self._is_busy else None

    # ---- what comes of it -------------------------------------------------------------------------

    def _run(self, work: Callable[[Workspace], None], done: Callable[[], None]) -> None:
        def on_done(_: None) -> None:
            self._is_busy = False
            done()
            self._changed()
            self.refresh()

        self._is_busy = True
        self._asking.ask(work, on_done, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._is_busy = False
        self._view.say(error_words(error), Tone.ERROR)
        if isinstance(error, StateError) and error.code in _ASKED_AGAIN:
            self.refresh()


def _speaks_of(one: str, address: str) -> bool:
    """Whether a topic's address is a cell's own, or its row's."""
    return one == address or (is_row_head(one) and row_of(one) == row_of(address))


def _dismissal(refused: RefusedTopic) -> Question:
    count = len(refused.item.cells)
    follows = translate("Attention", "{count} ô sẽ theo số trên hệ thống.").format(count=count)
    return Question(
        title=translate("Attention", "Bỏ mục bị từ chối này?"),
        lines=(
            *((follows,) if count else ()),
            translate("Attention", "Không gì bị xóa: những gì đã gõ còn trong Lịch sử sửa, kèm lý do."),
        ),
        yes=translate("Attention", "Bỏ mục này"),
        no=translate("Attention", "Để lại"),
        reason=translate("Attention", "Lý do"),
    )


def _unlocking() -> Question:
    return Question(
        title=translate("Attention", "Xin mở khóa báo cáo?"),
        lines=(
            translate("Attention", "Báo cáo đang ở đơn vị nhận, nên chỉ nơi đó mở được: bằng cách trả lại."),
            translate("Attention", "Lời xin là một ghi chú của báo cáo; đơn vị nhận đọc được sau lần đồng bộ tới."),
        ),
        yes=translate("Attention", "Xin mở khóa"),
        no=translate("Attention", "Không xin"),
        reason=translate("Attention", "Lý do"),
    )
