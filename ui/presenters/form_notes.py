"""Notes and questions beside the open report: marked in their cells, listed beside the grid, written. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from app.clock import Clock
from app.domain.exchange import View
from app.domain.narrative import section_address
from app.domain.notes import NoteKind, is_for_both
from app.domain.operations import ReportKey
from app.services.views import NoteItem, OpenReport
from ui.presenters.form_blanks import Range, addresses_in
from ui.presenters.form_notice import Say
from ui.presenters.form_tables import FormTables
from ui.presenters.form_words import CellBar, where_of
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, when_text
from ui.presenters.ports import Ask, Workspace
from ui.words import translate

PINS_MAX = 100
"""Cells that one return can ask about."""


class NotedForm(Protocol):
    """The open form, as far as its notes are concerned."""

    key: ReportKey
    tables: FormTables

    @property
    def report(self) -> OpenReport | None:
        """The report; None until it is open."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesShown:
    """The notes beside the grid."""

    address: str
    """What a note would be about; empty for the whole report."""
    where: str
    """The same in words."""
    lines: Sequence[Line]
    """Those of that place first, oldest first, then the others in the order of the form."""
    empty: str
    """Said where there is none."""
    prompt: str
    """What the field asks for."""
    shared: bool
    """Whether a note written there now is for the other office too."""
    readers: str
    """The same in words."""
    draft: str
    """What is being written there."""
    other: str
    """The way to the other thing a note can be about; empty for none."""
    count: int


class NotesView(Protocol):
    """The page beside the grid."""

    def show_notes(self, shown: NotesShown) -> None:
        """Show them; a field that is being written keeps its text and its place."""
        ...

    def come_forward(self) -> None:
        """Be the page in sight."""
        ...


class FormNotes:
    """The notes of one open form."""

    def __init__(
        self,
        form: NotedForm,
        view: NotesView,
        ask: Ask,
        *,
        seen: View,
        clock: Clock,
        say: Say,
        failed: Callable[[Exception], None],
        written: Callable[[], None],
    ) -> None:
        """`written` is told when something waits to go."""
        self._form = form
        self._view = view
        self._ask = ask
        self._seen = seen
        self._clock = clock
        self._say = say
        self._failed = failed
        self._written = written
        self._items: list[NoteItem] = []
        self._lines: list[tuple[str, Line]] = []
        self._drafts: dict[str, str] = {}
        self._whole = False
        """Whether the field is about the whole report although a cell is in hand."""
        self._was_in_hand = ""
        self._is_read = False
        self.pins: frozenset[str] = frozenset()
        """Cells that a receiver will ask about when he returns the report."""

    # ---- reading ----------------------------------------------------------------------------------

    def opened(self) -> None:
        """The report is open, or open again: mark what is known, and read what there is."""
        self._mark()
        self.refresh()

    def refresh(self) -> None:
        """Read the notes again."""
        key, seen = self._form.key, self._seen

        def read(workspace: Workspace) -> tuple[list[NoteItem], dict[str, str]]:
            return workspace.notes.of(key, seen), workspace.notes.drafts(key)

        self._ask(read, self._on_read, self._failed)

    def _on_read(self, found: tuple[list[NoteItem], dict[str, str]]) -> None:
        self._items, drafts = found
        if not self._is_read:
            self._drafts = drafts
        self._mark()
        self.show()
        if not self._is_read:
            self._is_read = True
            self._tell_questions()

    def _tell_questions(self) -> None:
        asked = [item for item in self._items if item.is_open]
        if not asked or self._seen is View.UPWARD:
            return
        said = translate("Note", "{office} hỏi: “{text}”")
        said = said.format(office=_asker(asked[0]), text=_one_line(asked[0].text))
        self._say(said, Tone.ATTENTION, translate("Note", "Xem câu hỏi"), self._show_question)

    def _show_question(self) -> None:
        self._view.come_forward()
        self._form.tables.go_to(next((item.address for item in self._items if item.is_open), ""))

    def _mark(self) -> None:
        noted = frozenset(item.address for item in self._items)
        asked = frozenset(item.address for item in self._items if item.is_open) | self.pins
        for grid in self._form.tables.grids:
            changed = (grid.noted ^ noted) | (grid.asked ^ asked)
            grid.noted, grid.asked = noted, asked
            self._form.tables.mark(changed)

    # ---- showing ----------------------------------------------------------------------------------

    def moved(self) -> None:
        """Another cell may be in hand."""
        if self._form.tables.in_hand != self._was_in_hand:
            self._was_in_hand, self._whole = self._form.tables.in_hand, False
        self.show()

    def show(self) -> None:
        """Show the notes as things stand now."""
        if self._form.report is None:
            return
        address = self.address
        oldest_first = self._items[::-1]
        here = [item for item in oldest_first if item.address == address]
        others = [item for item in oldest_first if item.address != address]
        others.sort(key=lambda item: self._place(item.address))
        self._lines = [(pin, self._pin_line(pin)) for pin in sorted(self.pins, key=self._place)]
        self._lines += [(item.address, self._line(item, names_place=False)) for item in here]
        self._lines += [(item.address, self._line(item, names_place=True)) for item in others]
        self._view.show_notes(
            NotesShown(
                address=address,
                where=self.where(address),
                lines=[line for _, line in self._lines],
                empty=self._empty_words(),
                prompt=translate("Note", "Viết ghi chú… (Shift+F2)"),
                shared=self._is_for_both(address),
                readers=self._readers(address),
                draft=self._drafts.get(address, ""),
                other=self._other(),
                count=len(self._items),
            )
        )

    def _empty_words(self) -> str:
        if self._seen is View.UPWARD:
            return translate("Note", "Muốn hỏi ở từng ô khi trả lại báo cáo: chọn ô rồi bấm Ctrl+Shift+M.")
        return translate("Note", "Chưa có ghi chú nào. Báo cáo đã chốt, đã gửi vẫn ghi chú được.")

    @property
    def address(self) -> str:
        """What a note would be about; empty for the whole report."""
        return "" if self._whole else self._form.tables.in_hand

    def _other(self) -> str:
        if not self._form.tables.in_hand:
            return ""
        if self._whole:
            return translate("Note", "Ghi cho ô đang chọn")
        return translate("Note", "Ghi cho cả báo cáo")

    def turn(self) -> None:
        """Write about the whole report instead of the cell in hand, or the other way."""
        self._whole = not self._whole
        self.show()

    def _is_for_both(self, address: str) -> bool:
        report = self._form.report
        assert report is not None
        asked = any(item.is_open and item.address == address for item in self._items)
        return self._seen is View.UPWARD or is_for_both(report.state, answers=asked)

    def _readers(self, address: str) -> str:
        if self._seen is View.UPWARD:
            return translate("Note", "Đơn vị báo cáo cũng đọc được.")
        if not self._is_for_both(address):
            return translate("Note", "Chỉ trong đơn vị đọc được.")
        report = self._form.report
        name = report.receiver_name if report else ""
        return translate("Note", "{office} cũng đọc được.").format(office=name or translate("Note", "Đơn vị nhận"))

    def where(self, address: str) -> str:
        """A place in words."""
        if not address:
            return translate("Note", "Cả báo cáo")
        report = self._form.report
        for section in report.form.sections if report else ():
            if section_address(section.key) == address:
                return section.title
        words = (where_of(grid, address) for grid in self._form.tables.grids)
        return next((one for one in words if one), translate("Note", "Ô không còn trong báo cáo"))

    def _place(self, address: str) -> tuple[int, int, int]:
        """Where an address stands in the form: the whole report first, sections last."""
        if not address:
            return (-1, 0, 0)
        for at, grid in enumerate(self._form.tables.grids):
            if address in grid.places:
                return (at, *grid.places[address])
        return (len(self._form.tables.grids), 0, 0)

    def _line(self, item: NoteItem, *, names_place: bool) -> Line:
        asks = item.kind is NoteKind.QUESTION
        who = " · ".join(part for part in (item.author, item.office) if part)
        said = [self.where(item.address)] if names_place else []
        if asks:
            said.insert(0, translate("Note", "Câu hỏi") if item.is_open else translate("Note", "Câu hỏi đã xong"))
        foot = [who] if said else []
        if not item.told:
            foot.append(translate("Note", "chờ đồng bộ"))
        if not item.shared:
            foot.append(translate("Note", "chỉ trong đơn vị"))
        return Line(
            heading=" · ".join(said) or who,
            tone=Tone.ATTENTION if item.is_open else Tone.NEUTRAL if asks else Tone.INFO,
            mark="question" if item.is_open else "ok" if asks else "note",
            right=when_text(item.at, int(self._clock.now().timestamp())),
            body=item.text,
            foot=" · ".join(foot),
        )

    def _pin_line(self, address: str) -> Line:
        return Line(
            heading=self.where(address),
            tone=Tone.ATTENTION,
            mark="question",
            body=translate("Note", "Sẽ hỏi ở ô này khi trả lại báo cáo."),
        )

    # ---- what a person does -----------------------------------------------------------------------

    def chosen(self, position: int) -> None:
        """An entry of the list was chosen: go to its cell."""
        if 0 <= position < len(self._lines):
            self._form.tables.go_to(self._lines[position][0])

    def drafted(self, address: str, text: str) -> None:
        """The field holds this; it is kept, and is no note yet."""
        if self._drafts.get(address, "") == text:
            return
        self._drafts[address] = text
        key = self._form.key
        self._ask(lambda workspace: workspace.notes.keep_draft(key, address, text), lambda _: None, self._failed)

    def write(self, address: str, text: str, shared: bool) -> None:
        """Keep what was written as a note; `shared` is what was shown to who wrote it."""
        report = self._form.report
        if report is None or not text.strip():
            return
        key, seen = self._form.key, self._seen
        self._drafts.pop(address, None)
        self._ask(
            lambda workspace: workspace.notes.write(key, report.form.hash, address, text, seen, shared=shared),
            lambda _: self._on_written(),
            lambda error: self._on_unwritten(address, text, error),
        )

    def _on_written(self) -> None:
        self._written()
        self.refresh()

    def _on_unwritten(self, address: str, text: str, error: Exception) -> None:
        self._drafts[address] = text
        self.show()
        self._failed(error)

    def pin(self, ranges: Sequence[Range]) -> None:
        """Ask about the selected cells, or what is in hand, when the report is returned; again: not any more."""
        tables = self._form.tables
        several = addresses_in(tables.grid, ranges) if ranges else (tables.in_hand,)
        wanted = frozenset(address for address in several if address)
        if not wanted or len(self.pins | wanted) > PINS_MAX:
            return
        self._view.come_forward()
        self.pins = self.pins - wanted if wanted <= self.pins else self.pins | wanted
        self._mark()
        self.show()

    def unpin(self) -> None:
        """The questions are asked."""
        self.pins = frozenset()
        self._mark()

    # ---- in other words ---------------------------------------------------------------------------

    def at(self, address: str) -> str:
        """What is written beside a cell, newest last, for who hovers over it or hears it read; empty for nothing."""
        found = [item for item in reversed(self._items) if item.address == address] if address else []
        return "\n".join(f"{self._named(item)}: {item.text}" for item in found)

    def remark(self, address: str) -> str:
        """What a screen reader adds to a cell; empty for nothing."""
        if address in self.pins or any(item.is_open and item.address == address for item in self._items):
            return translate("Note", "có câu hỏi")
        noted = bool(address) and any(item.address == address for item in self._items)
        return translate("Note", "có ghi chú") if noted else ""

    def _named(self, item: NoteItem) -> str:
        if item.is_open:
            return translate("Note", "Câu hỏi của {office}").format(office=_asker(item))
        return translate("Note", "Ghi chú của {author}").format(author=item.author)

    def with_note(self, bar: CellBar, address: str) -> CellBar:
        """The cell bar with what is asked or noted there, where it has nothing else to say."""
        if bar.note or not address:
            return bar
        here = [item for item in self._items if item.address == address]
        item = next((item for item in here if item.is_open), here[0] if here else None)
        if item is None:
            return bar
        note = f"{self._named(item)}: {_one_line(item.text)}"
        return replace(bar, note=note, tone=Tone.ATTENTION if item.is_open else Tone.NEUTRAL)


def _asker(item: NoteItem) -> str:
    return item.office or item.author


def _one_line(text: str) -> str:
    return " ".join(text.split())
