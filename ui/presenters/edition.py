"""A newer edition of the open report's form: said quietly, previewed, taken, and taken back. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from typing import Protocol

from app.domain.forms.definition import FormDefinition
from app.domain.forms.migration import Migration, Return
from app.domain.operations import ReportKey
from app.domain.relations.sheet import Sheet
from app.errors import StateError
from app.services.views import OpenReport
from ui.presenters.asking import Asking
from ui.presenters.edition_words import EditionQuestion, back_question, edition_name, move_question, moved_words
from ui.presenters.phrases import Tone, error_words
from ui.presenters.ports import Desk, Workspace
from ui.words import translate


class EditionView(Protocol):
    """What the line about editions can show."""

    def say(self, text: str, tone: Tone, action: str = "") -> None:
        """The line above the grid; empty text takes it away. `action` is what its button says."""
        ...

    def ask_edition(self, question: EditionQuestion) -> bool:
        """The preview of a move; whether the person wants it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A move that was taken, and can be taken back."""

    migration: Migration
    said: str
    """What was said of it."""


class EditionPresenter:
    """Offers the edition in force to a draft that was begun with an older one."""

    def __init__(
        self,
        view: EditionView,
        desk: Desk,
        key: ReportKey,
        *,
        is_settled: Callable[[], bool],
        moved: Callable[[], None],
        moves: MutableMapping[ReportKey, Done] | None = None,
    ) -> None:
        """`is_settled` says whether all that was typed is read and on disk; `moved` opens the report again.

        `moves` outlives the page: a report opened again still offers its way back.
        """
        self._view = view
        self._asking = Asking(desk)
        self._key = key
        self._is_settled = is_settled
        self._moved = moved
        self._report: OpenReport | None = None
        self._offered: FormDefinition | None = None
        self._moves = {} if moves is None else moves
        self._is_said = False
        """Whether the way back stands there, or was closed by the person."""
        self._is_asking = False

    def close(self) -> None:
        """The page goes."""
        self._asking.close()

    def look(self, report: OpenReport) -> None:
        """The report was opened, or opened again: see whether its form has a newer edition."""
        self._report, self._offered = report, None
        done = self._done
        if done and done.migration.new != report.form.hash:
            del self._moves[self._key]
        elif done and report.editable:
            if not self._is_said:
                self._say_done(done)
            return  # what was done stays said, with the way back
        self._is_said = False
        self._view.say("", Tone.NEUTRAL)
        if report.editable:
            self._asking.ask(lambda workspace: workspace.versions.newer(self._key), self._on_newer, self._on_failed)

    def answered(self) -> None:
        """The line's button was pressed: show what a move would do, or go back."""
        report, newer = self._report, self._offered
        done = self._done.migration if self._done else None
        if self._is_asking or report is None:
            return  # pressed twice: the first press is still being answered
        if done is not None:
            self._is_asking = True
            self._asking.ask(
                lambda workspace: _way_back(workspace, report, done),
                lambda answer: self._on_way_back(done, *answer),
                self._on_failed,
            )
        elif newer is not None:
            self._is_asking = True
            name = edition_name(newer, report.form)
            self._asking.ask(
                lambda workspace: _preview(workspace, report, newer),
                lambda answer: self._on_preview(name, *answer),
                self._on_failed,
            )

    def _on_newer(self, newer: FormDefinition | None) -> None:
        if newer is None or self._report is None:
            return
        self._offered = newer
        said = translate("Edition", "Biểu này có {name}.").format(name=edition_name(newer, self._report.form))
        self._view.say(said, Tone.INFO, translate("Edition", "Xem trước khi chuyển"))

    def _on_preview(self, name: str, shown: Migration, question: EditionQuestion) -> None:
        if not self._can_go():
            return
        if self._view.ask_edition(question):
            self._asking.ask(
                lambda workspace: _move(workspace, self._key, shown),
                lambda migration: self._on_moved(migration, name),
                self._on_failed,
            )
        else:
            self._is_asking = False
            self._view.say("", Tone.NEUTRAL)

    def _on_moved(self, migration: Migration, name: str) -> None:
        self._is_asking = False
        done = self._moves[self._key] = Done(migration=migration, said=moved_words(migration, name))
        self._say_done(done)
        self._moved()

    def _on_way_back(self, done: Migration, shown: Return, question: EditionQuestion) -> None:
        if not self._can_go():
            return
        if shown.lost and not self._view.ask_edition(question):
            self._is_asking = False
            return
        self._asking.ask(
            lambda workspace: _move_back(workspace, self._key, done, shown), self._on_back, self._on_failed
        )

    def _on_back(self, _: Return) -> None:
        self._is_asking = False
        self._moves.pop(self._key, None)
        self._moved()  # which looks again, and offers the newer edition again

    @property
    def _done(self) -> Done | None:
        return self._moves.get(self._key)

    def _say_done(self, done: Done) -> None:
        self._is_said = True
        self._view.say(done.said, Tone.OK, self._action())

    def _can_go(self) -> bool:
        if self._is_settled():
            return True
        self._is_asking = False
        said = translate("Edition", "Có ô chưa lưu hoặc chưa đọc được số. Sửa các ô đó rồi chuyển sau.")
        self._view.say(said, Tone.ATTENTION, self._action())
        return False

    def _on_failed(self, error: Exception) -> None:
        self._is_asking = False
        self._view.say(error_words(error), Tone.ERROR, self._action())

    def _action(self) -> str:
        if self._done:
            return translate("Edition", "Chuyển lại phiên bản cũ")
        return translate("Edition", "Xem trước khi chuyển") if self._offered else ""


# On the desk's thread: naming every cell of a large form takes longer than the window may wait.


def _preview(workspace: Workspace, report: OpenReport, newer: FormDefinition) -> tuple[Migration, EditionQuestion]:
    migration = workspace.versions.preview(report.key, newer.hash)
    now = Sheet(report.form, workspace.open(report.key).cells)
    return migration, move_question(report.form, newer, now, migration)


def _move(workspace: Workspace, key: ReportKey, shown: Migration) -> Migration:
    if workspace.versions.preview(key, shown.new) != shown:
        raise StateError("report.changed")  # what was previewed is no longer so
    return workspace.versions.move(key, shown.new)


def _way_back(workspace: Workspace, report: OpenReport, done: Migration) -> tuple[Return, EditionQuestion]:
    returned = workspace.versions.preview_back(report.key, done)
    now = Sheet(report.form, workspace.open(report.key).cells)
    return returned, back_question(report.form, now, returned)


def _move_back(workspace: Workspace, key: ReportKey, done: Migration, shown: Return) -> Return:
    if workspace.versions.preview_back(key, done) != shown:
        raise StateError("report.changed")
    return workspace.versions.move_back(key, done)
