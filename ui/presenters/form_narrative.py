"""The narrative sections of the open form: what each says and lacks; what is typed goes the way of every cell.

Knows no Qt. A text is never rewritten while it is typed: what is kept is the text made canonical, what is shown stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.addresses import TEXT
from app.domain.forms.definition import Section
from app.domain.narrative import Piece, PieceKind, pieces_of, plain_text, section_address
from app.domain.relations.sheet import Sheet
from app.domain.relations.tree import Severity
from app.domain.values import canonical_text
from app.services.views import OpenReport
from ui.presenters.figure_choice import FigureChoice
from ui.presenters.form_editing import FormEditing
from ui.presenters.form_findings import FormFindings
from ui.presenters.form_grid import FormGrid
from ui.presenters.form_words import CellBar, sentence_of, severity_tone
from ui.presenters.phrases import Tone
from ui.words import language, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionShown:
    """One section as the page shows it."""

    key: str
    title: str
    guidance: str
    required: bool
    text: str
    """What the editor holds; with its figures put in where nothing is typed any more."""
    preview: tuple[Piece, ...]
    """How the text reads in the report; empty where it names no figure."""
    note: str
    """What is wrong, or what there is to know; empty for nothing."""
    tone: Tone
    saving: str
    """How far what was typed is from the disk; empty where it is there."""
    editable: bool
    can_start: bool
    """Whether last period's text is offered."""


class NarrativeView(Protocol):
    """What the page of sections can show."""

    def show_sections(self, sections: list[SectionShown]) -> None:
        """All sections anew."""
        ...

    def section_changed(self, section: SectionShown, *, rewrite: bool) -> None:
        """One section reads otherwise; `rewrite` puts its text into the editor."""
        ...

    def go_to_section(self, key: str) -> None:
        """Put the cursor into a section's editor."""
        ...

    def show_words(self, key: str, start: int, end: int) -> None:
        """Bring a section into sight, and select words of it where `start` is not negative; the keyboard stays."""
        ...


def is_section(address: str) -> bool:
    """Whether an address is a section's."""
    return address.startswith(f"{TEXT}/")


class FormNarrative:
    """The sections of one report. `typed` is told every change of a text; `commit` writes what was changed."""

    def __init__(
        self,
        view: NarrativeView,
        *,
        entered: Callable[[str], None],
        left: Callable[[], None],
        went_on: Callable[[], None] = lambda: None,
    ) -> None:
        """`entered` is told the address of the section whose editor took the cursor, `left` that none has it now,
        `went_on` that the text of one changed."""
        self._view = view
        self._entered = entered
        self._left = left
        self._went_on = went_on
        self._report: OpenReport | None = None
        self._grids: Sequence[FormGrid] = ()
        self._editing: FormEditing | None = None
        self._findings: FormFindings | None = None
        self._sections: tuple[Section, ...] = ()
        self._pending: dict[str, str] = {}
        """Section -> its text, where it was typed and is not written yet."""
        self._notes: dict[str, tuple[str, Tone]] = {}
        """What was found of the sections when findings were listed last: looking takes longer than a key may."""
        self._shown: dict[str, SectionShown] = {}
        self._current = ""
        self.conflicts: frozenset[str] = frozenset()
        """Addresses edited in two places."""
        self.in_sight = False
        """Whether the sections stand where a table would."""

    # ---- opening and refreshing -------------------------------------------------------------------

    def open(self, report: OpenReport, grids: Sequence[FormGrid], editing: FormEditing, findings: FormFindings) -> None:
        """The report was opened, or opened again."""
        self._report, self._grids, self._editing, self._findings = report, grids, editing, findings
        self._sections = report.form.sections
        keys = {section.key for section in self._sections if report.editable}
        self._pending = {key: text for key, text in self._pending.items() if key in keys}
        self.conflicts = frozenset(report.conflicts)
        self.in_sight = self.has_sections and (self.in_sight or not report.form.tables)
        self._current = self._current if any(one.key == self._current for one in self._sections) else ""
        self._notes = self._look()
        self._shown = {section.key: self._read(section) for section in self._sections}
        if self.has_sections:
            self._view.show_sections(list(self._shown.values()))

    @property
    def has_sections(self) -> bool:
        """Whether the form has any."""
        return bool(self._sections)

    @staticmethod
    def tab_title() -> str:
        """What the switch to the sections says."""
        return translate("Narrative", "Lời văn")

    @staticmethod
    def clash_words() -> str:
        """What is said when somebody else wrote a section meanwhile."""
        return translate("Narrative", "Người khác vừa sửa mục này trước đó. Cả hai bản đều được giữ ở Vướng mắc.")

    def judged(self) -> None:
        """Findings were listed: show those of the sections."""
        self._notes = self._look()
        self.refresh()

    def _look(self) -> dict[str, tuple[str, Tone]]:
        return {section.key: self._found(section) for section in self._sections}

    def refresh(self) -> None:
        """Figures or texts moved: show what reads otherwise now; at once, or when somebody looks."""
        for section in self._sections if self.in_sight else ():
            self._refresh(section)

    def show(self, in_sight: bool) -> None:
        """The sections come into sight, or go out of it."""
        if not in_sight:
            self.commit()
        self.in_sight = in_sight and self.has_sections
        self.judged()

    def _refresh(self, section: Section) -> None:
        old, new = self._shown[section.key], self._read(section)
        # An editor that shows the same words, spaced as they were typed, is left alone.
        rewrite = section.key not in self._pending and canonical_text(old.text) != canonical_text(new.text)
        if new != old:
            self._shown[section.key] = new
            self._view.section_changed(new, rewrite=rewrite)

    @property
    def _sheet(self) -> Sheet:
        assert self._report is not None
        return self._report.sheet

    def _read(self, section: Section) -> SectionShown:
        assert self._report is not None
        kept = self._sheet.cells().get(section_address(section.key), "")
        text = self._pending.get(section.key, kept)
        editable = self._report.editable
        preview = pieces_of(text, self._sheet) if editable and "{" in text else ()
        note, tone = self._conflict(section) or self._notes[section.key]
        return SectionShown(
            key=section.key,
            title=section.title,
            guidance=section.guidance,
            required=section.required,
            text=text if editable else plain_text(text, self._sheet),
            preview=preview if any(piece.kind is not PieceKind.WORDS for piece in preview) else (),
            note=note,
            tone=tone,
            saving=self._saving(section),
            editable=editable,
            can_start=editable and not text.strip() and bool(self._earlier().get(section_address(section.key))),
        )

    def _earlier(self) -> Mapping[str, str]:
        """The report whose words this one may start with: the bulletin or release before it, else last period's."""
        assert self._report is not None
        around = self._report.around
        return (around.preceding() if around else None) or self._report.previous or {}

    def _saving(self, section: Section) -> str:
        if section.key in self._pending:
            return translate("Narrative", "Đang soạn, chưa lưu")
        if self._editing and self._editing.waits(section_address(section.key)):
            return translate("Narrative", "Chưa lưu xong")
        return ""

    def _conflict(self, section: Section) -> tuple[str, Tone] | None:
        if section_address(section.key) not in self.conflicts:
            return None
        return translate("Narrative", "Mục này được sửa ở hai nơi. Bấm F4 để quyết định."), Tone.ERROR

    def _found(self, section: Section) -> tuple[str, Tone]:
        for finding in self._findings.all if self._findings else ():
            if finding.table == TEXT and finding.row == section.key and finding.severity is not Severity.INCOMPLETE:
                said = sentence_of(finding.message(language()), finding.params)
                return said, severity_tone(finding.severity)
        return "", Tone.NEUTRAL

    # ---- what is typed ----------------------------------------------------------------------------

    def typed(self, key: str, text: str) -> None:
        """The editor of a section holds this now."""
        section = self._section(key)
        if section is None or not self._report or not self._report.editable:
            return
        self._pending[key] = text
        self._refresh(section)
        self._went_on()

    def entered(self, key: str) -> None:
        """The cursor is in a section: what comes from outside for it waits until it leaves."""
        self._current = key
        self._entered(section_address(key))

    def left(self, key: str) -> None:
        """The cursor left a section: what was typed there is written."""
        self._commit(key)
        self._left()

    def commit(self) -> None:
        """Write whatever was typed and is not written yet, each section as one step."""
        for key in list(self._pending):
            self._commit(key)

    def _commit(self, key: str) -> None:
        section = self._section(key)
        if key not in self._pending or section is None or self._editing is None:
            return
        self._write(section, self._pending.pop(key))

    def _write(self, section: Section, text: str) -> None:
        assert self._editing is not None
        address, value = section_address(section.key), canonical_text(text)
        if value != self._sheet.cells().get(address):
            self._editing.write({address: value})
        self._editing.is_left(address)
        self._refresh(section)

    @property
    def is_pending(self) -> bool:
        """Whether anything was typed that is not written yet."""
        return bool(self._pending)

    @property
    def being_typed(self) -> tuple[str, str | None]:
        """Address and text of the section that was typed and is not written yet; no text where there is none."""
        return next(((section_address(key), text) for key, text in self._pending.items()), ("", None))

    def type_on(self, address: str, text: str) -> bool:
        """Put a text that was typed before into its section's editor, to go on; whether the section is there."""
        section = self._section(self.section_of((address,)))
        if section is None:
            return False
        self._pending[section.key] = text
        self._shown[section.key] = shown = self._read(section)
        self._view.section_changed(shown, rewrite=True)
        self._view.go_to_section(section.key)
        return True

    def start_from_previous(self, key: str) -> None:
        """Put last period's text into an empty section, to go on from."""
        section, shown = self._section(key), self._shown.get(key)
        if section is not None and shown is not None and shown.can_start:
            self._pending.pop(key, None)
            self._write(section, self._earlier()[section_address(key)])
            self._view.go_to_section(key)

    def figures(self) -> FigureChoice:
        """What may be put into a text."""
        return FigureChoice(self._grids, self._sheet)

    def _section(self, key: str) -> Section | None:
        return next((section for section in self._sections if section.key == key), None)

    # ---- where the person looks -------------------------------------------------------------------

    def section_of(self, addresses: Collection[str]) -> str:
        """Key of the first section among some addresses; empty for none."""
        return next((one.key for one in self._sections if section_address(one.key) in addresses), "")

    def go_to(self, key: str) -> None:
        """Put the cursor into a section."""
        self._view.go_to_section(key)

    def show_words(self, key: str, start: int, end: int) -> None:
        """Show letters of a section's text, from `start` to before `end`; a negative start is its title."""
        self._current = key
        self._view.show_words(key, start, end)

    @property
    def sections(self) -> list[SectionShown]:
        """The sections as they are shown, in their order."""
        return list(self._shown.values())

    @property
    def current_position(self) -> int:
        """Which section has the cursor, or had it last; the first where none had."""
        return next((at for at, one in enumerate(self._sections) if one.key == self._current), 0)

    def finding_after(self, step: int, *, around: bool) -> str:
        """Address of the next section that lacks something (step 1), or of the one before (-1); empty for none.

        From the section with the cursor on, and if `around` from the other end too.
        """
        order = self._sections if step > 0 else self._sections[::-1]
        here = next((at for at, one in enumerate(order) if self.in_sight and one.key == self._current), -1)
        ahead = (*order[here + 1 :], *(order[: here + 1] if around else ()))
        return next((section_address(one.key) for one in ahead if self._found(one)[0]), "")

    @property
    def current_key(self) -> str:
        """The section the cursor is in, or was in last; empty for none."""
        return self._current

    @property
    def current_address(self) -> str:
        """Address of the section the cursor is in, or was in last; empty for none."""
        return section_address(self._current) if self._current else ""

    @property
    def current_title(self) -> str:
        """Its heading."""
        section = self._section(self._current)
        return section.title if section else ""

    def bar(self) -> CellBar | None:
        """What is said below the page of the section with the cursor."""
        section = self._section(self._current)
        if section is None:
            return None
        if self._report and self._report.editable:
            note = translate("Narrative", "Ctrl+I: chèn số liệu · “- ” ở đầu dòng: gạch đầu dòng")
        else:
            note = ""
        return CellBar(address=section.title, path="", previous="", last_year="", note=note, tone=Tone.NEUTRAL)
