"""The main window: rail, header with search and person, the pages, the status bar."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QWidget

from app.domain.bookmark import Bookmark
from app.domain.exchange import View
from app.domain.operations import ReportKey
from app.services.views import Person
from sync.events import AnswerBooked, CycleEnded, CycleStarted, Event, FileMoved, PeerHeard
from ui.bridge.errand import Errands
from ui.bridge.store_thread import StoreThread
from ui.look import Look
from ui.places import Places
from ui.presenters.sync_status import SyncStatusPresenter
from ui.services import Services
from ui.views.page import Page
from ui.widgets.frame import Frame

# Pages that a start does not show are imported when somebody first goes there.
if TYPE_CHECKING:
    from ui.opening import FormOpener
    from ui.presenters.ports import Workspace
    from ui.views.form import FormPage
    from ui.views.help import HelpSheet

log = logging.getLogger(__name__)

_TICK_MS = 30_000
"""How often countdowns and the light's age are looked at again."""
_WARM_MS = 700
"""From the idle window to the first thing done ahead of a wish: a form opened then comes up at once."""
_SYNC_MS = 1_500
"""From the idle window to the first exchange: whoever opens a report at once is served before it."""
_TRIES_MAX = 3
"""Starts that go back to the same report before anything is done there; then it may be the report that ends them."""


class MainWindow(QMainWindow):
    """The window. `idle` fires once, when the first page has been read and painted."""

    idle = Signal()

    def __init__(self, look: Look, services: Services, on_closed: Callable[[], None]) -> None:
        super().__init__()
        self._look = look
        self._services = services
        self._on_closed = on_closed
        self._me: Person | None = None
        self._told_idle = False
        self._cycle_runs = False
        self.starts_anew = False
        """Whether the person closed it to have the program started again."""
        self._form: FormPage | None = None
        self._help: HelpSheet | None = None
        self._came_from = "work"
        self._errands = Errands(self)
        self._opener: FormOpener | None = None
        self._places = self._make_places()
        self._above: QWidget | None = None
        self.setWindowTitle("Sổ Báo Cáo")
        self.setMinimumSize(QSize(1024, 520))  # 1366×768 at 125 % less the task bar and the title bar
        self.resize(1366, 728)
        self._build()
        services.bridge.event_came.connect(self._on_sync_event)
        services.wishes.changed.connect(self._on_wishes_changed)
        if services.updates is not None:
            services.updates.changed.connect(self._on_update_told)
        look.changed.connect(self.update)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()
        self._warm_later = self._once(_WARM_MS, self._on_rested)
        self._sync_later = self._once(_SYNC_MS, self.start_sync)
        for keys, act in (("Ctrl+K", self._on_search_wanted), ("F5", self.refresh), ("F1", self._on_help)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(act)
        services.desk.ask(lambda workspace: (workspace.me, workspace.go_back()), self._on_begun, self._on_unopened)

    def _once(self, after_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(act)
        return timer

    def _make_places(self) -> Places:
        places = Places(
            self._look,
            self._services,
            self._errands,
            read=self._on_read,
            saved=self._on_saved,
            start_anew=self._start_anew,
        )
        places.report_wanted.connect(self.open_report)
        places.trouble_wanted.connect(self._go_to_attention)
        places.language_chosen.connect(self.choose_language)
        places.guide_wanted.connect(self._on_guide_wanted)
        places.help_wanted.connect(self._on_help)
        places.landed.connect(self._on_landed)
        places.enrolment_wanted.connect(self._on_enrolment_wanted)
        return places

    # ---- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        services = self._services
        self._frame = Frame(self._look, services.version)
        self.rail, self.status, self._header = self._frame.rail, self._frame.status, self._frame.header
        self.rail.chosen.connect(self.show_page)
        self._header.search.textEdited.connect(self._on_search)
        self.status.pressed.connect(self._on_status_pressed)
        self.status.attention_counted.connect(self._on_attention_counted)
        self.status.update_pressed.connect(self._on_update_pressed)
        self._on_update_told()
        self._status = SyncStatusPresenter(self.status, services.desk, lambda: self._places.standing()[0])
        self.setCentralWidget(self._frame)
        if self._above is not None:
            self._frame.stand_above(self._above)
        self._show_person()

    def stand_above(self, line: QWidget) -> None:
        """Keep a line of the program's own above every page and form."""
        self._above = line
        self._frame.stand_above(line)

    @Slot(object, str)
    def _go_to_attention(self, key: ReportKey, address: str) -> None:
        self._places.attention.go_to(key, address)
        self.show_page("attention")

    @Slot()
    def _on_guide_wanted(self) -> None:
        self._places.show_guide()
        self.show_page("work")

    def _page(self, name: str) -> Page:
        page = self._places.page(name)
        self._frame.keep(page)
        return page

    def _on_begun(self, found: tuple[Person, Bookmark | None]) -> None:
        self._me, bookmark = found
        self._places.list_on(self.rail, self._me)
        self._show_person()
        if bookmark is None:
            self.show_page("work")
        elif bookmark.tries > _TRIES_MAX:
            from ui.presenters.typist import stuck_words

            self._show_lost(stuck_words(), bookmark)
        else:
            self._go_back(bookmark)

    def _go_back(self, bookmark: Bookmark) -> None:
        """Open the report that was open when the program ended, where its typist left off."""
        self._came_from = "work" if bookmark.view is View.INNER else "received"
        if self._came_from not in self._places.names:
            self._came_from = "work"
        self.rail.show_chosen(self._came_from)
        self._open(bookmark.report, bookmark.view, bookmark)
        self._status.refresh()

    def _on_lost(self, words: str, bookmark: Bookmark) -> None:
        """The report does not open any more: the work list, and what of it is nowhere else."""
        # Later: the page that says so goes away with this.
        QTimer.singleShot(0, partial(self._show_lost, words, bookmark))

    def _show_lost(self, words: str, bookmark: Bookmark) -> None:
        from ui.presenters.typist import lost_words

        if not bookmark.text:
            self._services.desk.mark(_nowhere)  # else it is told again until another report is opened
        self._leave_form()
        self.show_page("work")
        copy = partial(QGuiApplication.clipboard().setText, bookmark.text)
        self._places.work.tell(*lost_words(words, bookmark.text), copy)

    def _show_person(self) -> None:
        if self._me:
            self._header.person.setText(f"{self._me.name} · {self._me.unit_name}")

    def _on_unopened(self, _error: Exception) -> None:
        self._places.list_on(self.rail, self._me)
        self.show_page("work")  # which asks the store again, and says why it does not answer

    def _on_read(self) -> None:
        if not self._told_idle:
            self._told_idle = True
            QTimer.singleShot(0, self.idle.emit)
            self._warm_later.start()

    @Slot()
    def _on_rested(self) -> None:
        self._services.desk.ask(_import_form, _nothing, _nothing)

    @Slot()
    def start_sync_soon(self) -> None:
        """Let the engine begin when the window has had a moment for its person."""
        self._sync_later.start()

    @Slot()
    def start_sync(self) -> None:
        """Let the engine begin."""
        self._services.sync.start()
        self._services.wishes.watch_network()
        network, choices = self._services.network, self._services.settings.choices
        if network is not None and choices.office_network:
            self._errands.run(
                lambda: network.switch(on=True, typed=choices.office_addresses), _nothing_to_do, _nothing_to_do
            )

    # ---- places -----------------------------------------------------------------------------------

    @Slot(str)
    def show_page(self, name: str) -> None:
        """Go to a place: work, reports, received, attention, sync, settings."""
        page = self._page(name)
        self._put_help_away()
        if self._form is not None:
            self._leave_form()
            self._services.desk.mark(_nowhere)
        self._came_from = name
        self.rail.show_chosen(name)
        self._frame.show_page(page, page.title)
        page.take_focus()
        focused = self.focusWidget() or self  # type: ignore[truthy-bool]  # None where nothing has the focus
        if not page.isAncestorOf(focused):
            self.rail.focus_chosen()  # a page with nothing to stand on leaves the keyboard where it can go on
        self.refresh()

    def open_bundle(self, path: Path) -> None:
        """Go to where bundles are taken in, with this one."""

        def go(_: object) -> None:
            self.show_page("sync")
            self.page.take_file(path)

        # Behind the store's first answer: before it there are no places to go to.
        self._services.desk.ask(lambda _: None, go, go)

    @property
    def page(self) -> Page:
        """The page in sight, or the one a form was opened from."""
        return self._page(self._came_from)

    @property
    def look(self) -> Look:
        """Its look."""
        return self._look

    @property
    def desk(self) -> StoreThread:
        """The store's thread."""
        return self._services.desk

    @property
    def form(self) -> FormPage | None:
        """The open form."""
        return self._form

    @Slot(object, object, str)
    def open_report(self, key: ReportKey, seen: View = View.INNER, address: str = "") -> None:
        """Open a report's form, the cursor at an address where one is named; UPWARD is as an office below sent it."""
        self._open(key, seen, at=address)

    def _open(self, key: ReportKey, seen: View, back_to: Bookmark | None = None, *, at: str = "") -> None:
        from ui.opening import FormOpener

        if self._opener is None:
            self._opener = FormOpener(
                self._look,
                self._services,
                self._errands,
                read=self._on_read,
                saved=self._on_saved,
                lost=self._on_lost,
            )
        self._put_help_away()
        self._leave_form()
        page = self._opener.open(key, seen, back_to, at=at)
        page.left.connect(self._on_form_left)
        page.attention_wanted.connect(partial(self._go_to_attention, key))
        self._form = page
        self._frame.show_page(page)
        page.take_focus()

    def _leave_form(self) -> None:
        if self._form is None:
            return
        page, self._form = self._form, None
        page.close_form()
        self._frame.drop(page)
        page.deleteLater()

    @Slot()
    def _on_form_left(self) -> None:
        self.show_page(self._came_from)

    def _on_saved(self) -> None:
        self._status.refresh()
        self._services.sync.changed()

    @Slot()
    def _on_wishes_changed(self) -> None:
        self._status.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read again what is in sight."""
        self._status.refresh()
        if self._form is None:
            self.page.refresh()

    @Slot()
    def _on_tick(self) -> None:
        self._status.refresh()
        if self._form is None and self._came_from in ("work", "sync"):
            self.page.refresh()

    # ---- help -------------------------------------------------------------------------------------

    @Slot()
    def _on_help(self) -> None:
        """What the place in sight is for; the same key puts it away."""
        if self._help is not None and not self._help.isHidden():
            self._help.close_sheet()
            return
        if self._help is None:
            from ui.views.help import HelpSheet

            centre = self.centralWidget()
            assert centre is not None
            self._help = HelpSheet(self._look, centre)
        if self._form is not None:
            self._form.grid.finish_editing()  # the keyboard comes back to the grid, not to an editor that is gone
        self._help.open_at("form" if self._form is not None else self._came_from)

    def _put_help_away(self) -> None:
        if self._help is not None:
            self._help.close_sheet()

    @property
    def help(self) -> HelpSheet | None:
        """The help sheet; None before somebody first asked."""
        return self._help

    # ---- search -----------------------------------------------------------------------------------

    @Slot()
    def _on_search_wanted(self) -> None:
        if self._form is not None:
            self.show_page("reports")
        self._header.search.setFocus()
        self._header.search.selectAll()

    @Slot(str)
    def _on_search(self, text: str) -> None:
        if self._form is not None:
            self.show_page("reports")
            self._header.search.setFocus()
        if not self.page.search(text):
            self._came_from = "reports"
            page = self._page("reports")
            self.rail.show_chosen("reports")
            self._frame.show_page(page, page.title)
            page.refresh()
            page.search(text)

    # ---- what comes from elsewhere ----------------------------------------------------------------

    @Slot(object)
    def _on_sync_event(self, event: Event) -> None:
        self._status.on_event(event)
        self._places.on_event(event)
        if isinstance(event, CycleStarted | CycleEnded):
            self._cycle_runs = isinstance(event, CycleStarted)
        if isinstance(event, AnswerBooked):
            self._on_booked(event)
        elif isinstance(event, FileMoved):
            self._on_file_moved(event)
        elif isinstance(event, PeerHeard) and self._form is not None:
            self._form.presenter.booked(event.reports)
        elif isinstance(event, CycleEnded | PeerHeard) and self._form is None:
            self.page.refresh()

    def _on_file_moved(self, event: FileMoved) -> None:
        if self._form is not None:
            self._form.files.presenter.moved(event)
        if event.is_whole or event.code:
            self._status.refresh()

    def _on_booked(self, event: AnswerBooked) -> None:
        if self._form is not None:
            self._form.presenter.booked(event.booked.reports)

    @Slot(object)
    def _on_landed(self, reports: tuple[ReportKey, ...]) -> None:
        if self._form is not None:
            self._form.presenter.booked(reports)
        self._status.refresh()
        self.page.refresh()

    @Slot()
    def _on_status_pressed(self) -> None:
        self.show_page("sync")

    @Slot()
    def _on_update_told(self) -> None:
        """A version that is ready is said on every page; what can be done about it is in Cài đặt."""
        if self._services.updates is not None:
            from ui.presenters.updating import ready_words

            self.status.show_update(ready_words(self._services.updates.updates.standing))

    @Slot()
    def _on_update_pressed(self) -> None:
        self.show_page("settings")

    @Slot(int)
    def _on_attention_counted(self, count: int) -> None:
        self.rail.show_count("attention", count)

    @Slot(str)
    def choose_language(self, language: str) -> None:
        """Say everything in another language from now on."""
        self._services.translation.choose(language)
        # After the click has been served: the page it came from goes away with the rest.
        QTimer.singleShot(0, self._on_rebuild)

    @Slot()
    def _on_rebuild(self) -> None:
        self._leave_form()
        self._status.close()
        self._places.close()
        self._help = None  # it goes with the rest, and speaks the new language when it comes again
        self._build()
        self._places.list_on(self.rail, self._me)
        self.show_page("settings")

    @Slot()
    def _on_enrolment_wanted(self) -> None:
        from ui.enrolling import enrol_anew

        enrol_anew(self, self._look, self._services.desk, self._services.enrol, self._on_enrolled)

    def _on_enrolled(self) -> None:
        """This computer goes by another name, perhaps another person's: everything is read and said anew."""
        self._services.desk.open_anew()
        self._services.desk.ask(lambda workspace: workspace.me, self._on_other_person, self._on_unopened)

    def _on_other_person(self, me: Person) -> None:
        self._me = me
        self._on_rebuild()

    def _start_anew(self) -> bool:
        """Close, to be started again; False, and nothing happens, while something is carried or written."""
        if self._cycle_runs or self._errands.are_out:
            return False
        self.starts_anew = True
        QTimer.singleShot(0, self.close)  # after the click has been served
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        for timer in (self._timer, self._warm_later, self._sync_later):
            timer.stop()
        self._leave_form()
        if self._opener is not None:
            self._opener.close()
        self._on_closed()
        super().closeEvent(event)


def _import_form(workspace: Workspace) -> None:
    """Bring in what an open form asks for, on the window's side and on the store's."""
    import ui.opening  # noqa: F401  imported for the next to need it

    _ = workspace.attention, workspace.attachments, workspace.notes, workspace.first_rows, workspace.versions


def _nothing(_: object) -> None:
    return


def _nothing_to_do(_: object) -> None:
    """The settings page says what holds of it."""


def _nowhere() -> None:
    """The bookmark of somebody who has no report open."""
    return
