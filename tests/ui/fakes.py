"""A desk that answers at once or when told to, a workspace of few words, and a view that remembers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.anomalies.hints import Hint
from app.domain.bookmark import Bookmark
from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.forms.packing import pack_form, unpack_form
from app.domain.notes import NoteKind
from app.domain.operations import CellEdit, ReportKey
from app.domain.relations.sheet import Sheet
from app.domain.workflow import State
from app.errors import StoreError
from app.services.views import NoteItem, OpenReport, SaveOutcome, SealOutcome
from ui.presenters.form_blanks import BlankAnswer
from ui.presenters.form_notes import NotesShown
from ui.presenters.paste_question import PasteQuestion
from ui.presenters.phrases import Tone

KEY = ReportKey("u-1", "II.06a/VPCP/KSTT", "2026-Q2")


class FakeDesk:
    """Answers at once; while `held`, keeps saves until `release`."""

    def __init__(self, workspace: object) -> None:
        self.workspace = workspace
        self.held = False
        self.failing: Exception | None = None
        self.saves: list[tuple[CellEdit, ...]] = []
        self.where: Callable[[], Bookmark | None] = lambda: None
        self.clashes: tuple[str, ...] = ()
        self._waiting: list[Callable[[], None]] = []

    def ask(self, work, done, failed) -> None:  # type: ignore[no-untyped-def]  # the port's generics
        try:
            answer = work(self.workspace)
        except Exception as error:  # noqa: BLE001 - the port answers with whatever went wrong
            failed(error)
        else:
            done(answer)

    def save(
        self,
        key: ReportKey,
        form_hash: str,
        edits: Sequence[CellEdit],
        done: Callable[[SaveOutcome], None],
        failed: Callable[[Exception], None],
    ) -> None:
        def answer() -> None:
            if self.failing:
                failed(self.failing)
                return
            self.saves.append(tuple(edits))
            saved = tuple(edit.address for edit in edits if edit.address not in self.clashes)
            done(SaveOutcome(saved=saved, clashes=self.clashes))

        if self.held:
            self._waiting.append(answer)
        else:
            answer()

    def mark(self, where: Callable[[], Bookmark | None]) -> None:
        self.where = where

    def release(self) -> None:
        waiting, self._waiting = self._waiting, []
        for answer in waiting:
            answer()


class FakeEvidence:
    """What a fake workspace's hints are found in."""

    def __init__(self, standing_out: tuple[Hint, ...]) -> None:
        self._standing_out = standing_out

    def hints(self) -> tuple[Hint, ...]:
        return self._standing_out


@dataclass
class FakeNotes:
    """Notes of one report, kept in lists."""

    items: list[NoteItem] = field(default_factory=list)
    """The newest first."""
    written: list[tuple[str, str, bool]] = field(default_factory=list)
    """(address, text, for both)."""
    half: dict[str, str] = field(default_factory=dict)
    failing: Exception | None = None

    def of(self, key: ReportKey, view: object = None) -> list[NoteItem]:
        return list(self.items)

    def drafts(self, key: ReportKey) -> dict[str, str]:
        return dict(self.half)

    def keep_draft(self, key: ReportKey, address: str, text: str) -> None:
        self.half[address] = text

    def write(  # type: ignore[no-untyped-def]  # as the port says
        self, key: ReportKey, form_hash: str, address: str, text: str, view: object = None, *, shared: bool
    ):
        if self.failing:
            raise self.failing
        self.written.append((address, text, shared))
        self.items.insert(0, note_item(address, text, shared=shared, told=False))


@dataclass
class FakeReviewing:
    """What a receiver did."""

    acts: list[tuple[str, ...]] = field(default_factory=list)

    def receive(self, key: ReportKey) -> None:
        self.acts.append(("receive",))

    def accept(self, key: ReportKey) -> None:
        self.acts.append(("accept",))

    def give_back(self, key: ReportKey, reason: str, cells: Sequence[str] = ()) -> None:
        self.acts.append(("return", reason, *cells))


@dataclass
class FakeFirstRows:
    """What a report can begin with."""

    last_period: tuple[CellEdit, ...]

    def of_last_period(self, key: ReportKey) -> tuple[CellEdit, ...]:
        return self.last_period


@dataclass
class FakeWorkspace:
    """What a form's presenter asks of the office."""

    report: OpenReport | None = None
    acts: list[str] = field(default_factory=list)
    start_rows: tuple[CellEdit, ...] = ()
    standing_out: tuple[Hint, ...] = ()
    outcome: SealOutcome = field(default_factory=lambda: SealOutcome(sealed=True))
    refusal: Exception | None = None
    """Why nothing is sealed."""
    notes: FakeNotes = field(default_factory=FakeNotes)
    reviewing: FakeReviewing = field(default_factory=FakeReviewing)

    def open(self, key: ReportKey, view: object = None) -> OpenReport:
        if self.report is None:
            raise StoreError("store.damaged")
        return self.report

    @property
    def first_rows(self) -> FakeFirstRows:
        return FakeFirstRows(self.start_rows)

    def seal(self, key: ReportKey, *, filled: Mapping[str, str] | None = None, reason: str = "") -> SealOutcome:
        if self.refusal:
            raise self.refusal
        taken = "".join(f" {address}={value}" for address, value in sorted((filled or {}).items()))
        self.acts.append(f"seal{taken}{f' because {reason}' if reason else ''}")
        return self.outcome

    def submit(self, key: ReportKey) -> None:
        self.acts.append("submit")

    def reopen(self, key: ReportKey, reason: str) -> None:
        self.acts.append(f"reopen {reason}")

    def evidence(self, key: ReportKey, view: object = None) -> FakeEvidence:
        return FakeEvidence(self.standing_out)

    def history(self, key: ReportKey, address: str) -> list[object]:
        return []

    def person_name(self, person: str) -> str:
        return {"p-an": "Nguyễn Thị An"}.get(person, person)


class RecordingNarrativeView:
    """Remembers the sections and which texts were put into their editors."""

    def __init__(self) -> None:
        self.sections: dict = {}
        self.rewritten: list[tuple[str, str]] = []
        self.went_to: list[str] = []
        self.selected = ("", "")

    def show_sections(self, sections: list) -> None:
        self.sections = {section.key: section for section in sections}

    def section_changed(self, section, *, rewrite: bool) -> None:  # type: ignore[no-untyped-def]  # as the port says
        self.sections[section.key] = section
        if rewrite:
            self.rewritten.append((section.key, section.text))

    def go_to_section(self, key: str) -> None:
        self.went_to.append(key)

    def show_words(self, key: str, start: int, end: int) -> None:
        self.went_to.append(key)
        self.selected = (key, self.sections[key].text[start:end] if start >= 0 else "")


class RecordingNotesView:
    """Remembers the notes it was last told to show."""

    def __init__(self) -> None:
        self.shown: NotesShown | None = None
        self.came_forward = 0

    def show_notes(self, shown: NotesShown) -> None:
        self.shown = shown

    def come_forward(self) -> None:
        self.came_forward += 1


class RecordingFormView:
    """Remembers what it was last told to show."""

    def __init__(self) -> None:
        self.narrative = RecordingNarrativeView()
        self.notes = RecordingNotesView()
        self.tabs: list[str] = []
        self.tab: tuple[int, bool] = (0, False)
        self.head = self.shape = self.bar = None
        self.rows: list = []
        self.saved: tuple[str, Tone] = ("", Tone.NEUTRAL)
        self.notice: tuple[str, Tone, str] = ("", Tone.NEUTRAL, "")
        self.places: list[tuple[int, int]] = []
        self.changed: list[tuple[int, int]] = []
        self.asked: list[tuple[str, ...]] = []
        self.answer: str | None = ""
        self.about_blanks: tuple[BlankAnswer, int] | None = None
        """None answers as `answer` does."""
        self.broken = ""
        self.compare: tuple[str, Sequence] = ("", [])
        self.history: tuple[str, Sequence] = ("", [])
        self.lists = 0
        self.pastes: list[PasteQuestion] = []
        self.paste_choices: list[tuple[str, str]] = []
        """(choice, option) taken in the preview before it is answered."""
        self.pastes_on = True

    def show_head(self, head) -> None:  # type: ignore[no-untyped-def]  # as the port says; kept for the test
        self.head = head

    def show_saved(self, text: str, tone: Tone) -> None:
        self.saved = (text, tone)

    def show_tables(self, titles: Sequence[str], chosen: int) -> None:
        self.tabs = list(titles)

    def show_tab(self, position: int, *, narrative: bool) -> None:
        self.tab = (position, narrative)

    def show_grid(self, shape, rows, longest: Mapping[int, int]) -> None:  # type: ignore[no-untyped-def]  # as above
        self.shape, self.rows = shape, rows

    def replace_rows(self, rows) -> None:  # type: ignore[no-untyped-def]  # as above
        self.rows = rows

    def cells_changed(self, places: Sequence[tuple[int, int]]) -> None:
        self.changed.extend(places)

    def findings_changed(self) -> None:
        self.lists += 1

    def show_bar(self, bar) -> None:  # type: ignore[no-untyped-def]  # as above
        self.bar = bar

    def show_compare(self, title: str, lines: Sequence) -> None:
        self.compare = (title, lines)

    def show_history(self, title: str, lines: Sequence) -> None:
        self.history = (title, lines)

    def show_notice(self, text: str, tone: Tone, action: str = "") -> None:
        self.notice = (text, tone, action)

    def go_to(self, row: int, column: int) -> None:
        self.places.append((row, column))

    def ask(self, title: str, lines: Sequence[str], yes: str, no: str, *, reason: str = "") -> str | None:
        self.asked.append((title, *lines, yes, no))
        return self.answer

    def ask_paste(self, question: PasteQuestion) -> bool:
        self.pastes.append(question)
        for key, option in self.paste_choices:
            question.choose(key, option)
        return self.pastes_on

    def ask_about_blanks(self, question, left: str, rows) -> tuple[BlankAnswer, int]:  # type: ignore[no-untyped-def]  # as above
        self.asked.append((question.title, left, *(f"{row.label}: {', '.join(row.columns)}" for row in rows)))
        seals = BlankAnswer.SEAL if self.answer is not None else BlankAnswer.LOOK
        return self.about_blanks or (seals, -1)

    def show_broken(self, text: str) -> None:
        self.broken = text


NOON = 1_781_420_520
"""14:02 on 14/06/2026."""


def note_item(address: str, text: str, **more) -> NoteItem:  # type: ignore[no-untyped-def]  # any field of NoteItem
    told = {"kind": NoteKind.NOTE, "author": "Nguyễn Thị An", "office": "", "at": NOON, "shared": True}
    return NoteItem(key=KEY, address=address, text=text, **({"is_open": False, "told": True} | told | more))


def small_form(*relations: str) -> FormDefinition:
    """TT, name, three whole columns with one sum and one thing to explain; free rows in two groups.

    `relations` are further entries of the table, as in a definition.
    """
    text = """
code: X/1
edition: "2026"
title: Biểu thử
legal_basis: Mẫu thử
senders: [commune]
receivers: {commune: Tỉnh}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 1}}
tables:
  main:
    rows: free
    groups:
      - {code: A, title: Nhóm một}
      - {code: B, title: Nhóm hai}
    total: Tổng cộng
    columns:
      - {number: 1, title: TT, type: index}
      - {number: 2, title: Tên, type: label}
      - {number: 3, title: Tổng số}
      - {number: 4, title: Một}
      - {number: 5, title: Hai}
    relations:
      - {printed: "3=4+5", computed: true}
      - {printed: "4>=5", severity: explain}
"""
    text += "".join(f"      - {relation}\n" for relation in relations)
    return unpack_form(pack_form(load_form(text, "x.yaml")))


def opened(cells: Mapping[str, str], *, state: State = State.DRAFT, editable: bool = True, **more) -> OpenReport:  # type: ignore[no-untyped-def]  # any field of OpenReport
    form = small_form()
    return OpenReport(
        **{
            "key": KEY,
            "form": form,
            "form_title": form.title,
            "period_title": "Quý II/2026",
            "state": state,
            "sheet": Sheet(form, cells),
            "cells": dict(cells),
            "editable": editable,
            "window": None,
            "deadline": None,
            "last_saved_at": None,
            "previous": None,
            "last_year": None,
            **more,
        }
    )
