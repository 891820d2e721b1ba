"""The main window: rail, header with search and person, the pages, the status bar."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.clock import Chance, Clock
from app.domain.exchange import View
from app.domain.operations import ReportKey
from app.services.views import Person
from sync.events import AnswerBooked, CycleEnded, Event
from ui.bridge.errand import Errands
from ui.bridge.store_thread import StoreThread
from ui.bridge.sync_bridge import SyncBridge
from ui.look import Look
from ui.presenters.ports import SyncController
from ui.presenters.report_lists import received_presenter, reports_presenter, work_presenter
from ui.presenters.sync_status import SyncStatusPresenter
from ui.settings import Settings
from ui.translation import Translation
from ui.views.page import Page
from ui.views.report_list_page import ReportListPage
from ui.widgets.header import Header
from ui.widgets.rail import Rail
from ui.widgets.status_bar import StatusBar
from ui.words import translate

# Pages that a start does not show are imported when somebody first goes there.
if TYPE_CHECKING:
    from ui.views.form import FormPage
    from ui.views.help import HelpSheet

log = logging.getLogger(__name__)

_TICK_MS = 30_000
"""How often countdowns and the light's age are looked at again."""
_WARM_MS = 700
"""From the idle window to the first thing done ahead of a wish: a form opened then comes up at once."""
_SYNC_MS = 1_500
"""From the idle window to the first exchange: whoever opens a report at once is served before it."""
UPPER_LEVELS = frozenset({"district", "province", "ministry", "central"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What the window works with."""

    desk: StoreThread
    sync: SyncController
    bridge: SyncBridge
    settings: Settings
    translation: Translation
    clock: Clock
    chance: Chance
    version: str


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
        self._makers: dict[str, Callable[[], Page]] = {}
        self._pages: dict[str, Page] = {}
        self._form: FormPage | None = None
        self._help: HelpSheet | None = None
        self._came_from = "work"
        self._errands = Errands(self)
        self.setWindowTitle("Sổ Báo Cáo")
        self.setMinimumSize(QSize(1024, 560))
        self.resize(1366, 728)
        self._build()
        services.bridge.event_came.connect(self._on_sync_event)
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
        services.desk.ask(lambda workspace: workspace.me, self._on_person, self._on_unopened)

    def _once(self, after_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(act)
        return timer

    # ---- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        look, services = self._look, self._services
        self.rail = Rail(look)
        self.rail.chosen.connect(self.show_page)
        self._header = Header(look)
        self._header.search.textEdited.connect(self._on_search)
        self._stack = QStackedWidget()
        self.status = StatusBar(look, services.version)
        self.status.pressed.connect(self._on_status_pressed)
        self.status.attention_counted.connect(self._on_attention_counted)
        self._status = SyncStatusPresenter(self.status, services.desk)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._header)
        right.addWidget(self._stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(right, 1)
        centre = _Ground(look)
        whole = QVBoxLayout(centre)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(middle, 1)
        whole.addWidget(self.status)
        self.setCentralWidget(centre)
        self._show_person()

    def _list_places(self) -> None:
        """The places there are; a page is made when somebody first goes there."""
        self._makers = {
            "work": self._make_work,
            "reports": self._make_reports,
            "attention": self._make_attention,
            "sync": self._make_sync,
            "settings": self._make_settings,
        }
        self.rail.add("work", translate("Rail", "Việc cần làm"), "work")
        self.rail.add("reports", translate("Rail", "Báo cáo"), "reports")
        if self._me and self._me.level in UPPER_LEVELS:
            self._makers["received"] = self._make_received
            self.rail.add("received", translate("Rail", "Tổng hợp"), "received")
        self.rail.add("attention", translate("Rail", "Vướng mắc"), "attention")
        self.rail.add("sync", translate("Rail", "Đồng bộ"), "sync")
        self.rail.add("settings", translate("Rail", "Cài đặt"), "settings", last=True)

    def _make_work(self) -> Page:
        page = ReportListPage(
            self._look,
            translate("Window", "Việc cần làm"),
            self._services.desk,
            work_presenter,
            icon_name="check",
            shows_progress=True,
            on_read=self._on_read,
        )
        page.opened.connect(self.open_report)
        if not self._services.settings.choices.guided:
            page.show_guide(self._on_guided)
        return page

    def _on_guided(self) -> None:
        settings = self._services.settings
        settings.keep(replace(settings.choices, guided=True))

    def _make_reports(self) -> Page:
        title = translate("Window", "Báo cáo")
        page = ReportListPage(self._look, title, self._services.desk, reports_presenter, icon_name="reports")
        page.opened.connect(self.open_report)
        return page

    def _make_received(self) -> Page:
        title = translate("Window", "Tổng hợp")
        page = ReportListPage(self._look, title, self._services.desk, received_presenter, icon_name="received")
        page.opened.connect(self.open_received)
        return page

    def _make_attention(self) -> Page:
        from ui.views.attention import AttentionPage

        page = AttentionPage(self._look, self._services.desk)
        page.opened.connect(self.open_report)
        return page

    def _make_sync(self) -> Page:
        from ui.views.sync import SyncPage

        return SyncPage(self._look, self._services.desk, self._services.sync)

    def _make_settings(self) -> Page:
        from ui.views.settings import SettingsPage

        page = SettingsPage(self._look, self._services.settings, self._services.version)
        page.language_chosen.connect(self.choose_language)
        page.guide_wanted.connect(self._on_guide_wanted)
        page.help_wanted.connect(self._on_help)
        return page

    @Slot()
    def _on_guide_wanted(self) -> None:
        work = self._page("work")
        assert isinstance(work, ReportListPage)
        work.show_guide(self._on_guided)
        self.show_page("work")

    def _page(self, name: str) -> Page:
        page = self._pages.get(name)
        if page is None:
            page = self._pages[name] = self._makers[name]()
            self._stack.addWidget(page)
        return page

    def _on_person(self, me: Person) -> None:
        self._me = me
        self._list_places()
        self._show_person()
        self.show_page("work")

    def _show_person(self) -> None:
        if self._me:
            self._header.person.setText(f"{self._me.name} · {self._me.unit_name}")

    def _on_unopened(self, _error: Exception) -> None:
        self._list_places()
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

    # ---- places -----------------------------------------------------------------------------------

    @Slot(str)
    def show_page(self, name: str) -> None:
        """Go to a place: work, reports, received, attention, sync, settings."""
        page = self._page(name)
        self._put_help_away()
        self._leave_form()
        self._came_from = name
        self.rail.show_chosen(name)
        self._header.title.setText(page.title)
        self._header.show()
        self._stack.setCurrentWidget(page)
        page.take_focus()
        focused = self.focusWidget() or self  # type: ignore[truthy-bool]  # None where nothing has the focus
        if not page.isAncestorOf(focused):
            self.rail.focus_chosen()  # a page with nothing to stand on leaves the keyboard where it can go on
        self.refresh()

    @property
    def page(self) -> Page:
        """The page in sight, or the one a form was opened from."""
        return self._page(self._came_from)

    @property
    def desk(self) -> StoreThread:
        """The store's thread."""
        return self._services.desk

    @property
    def form(self) -> FormPage | None:
        """The open form."""
        return self._form

    @Slot(object)
    def open_report(self, key: ReportKey) -> None:
        """Open a report's form."""
        self._open(key, View.INNER)

    @Slot(object)
    def open_received(self, key: ReportKey) -> None:
        """Look at what an office below sent."""
        self._open(key, View.UPWARD)

    def _open(self, key: ReportKey, seen: View) -> None:
        from ui.presenters.edition import EditionPresenter
        from ui.presenters.form import FormPresenter
        from ui.presenters.printing import PrintPresenter
        from ui.presenters.workbook import WorkbookPresenter
        from ui.views.form import FormPage

        self._put_help_away()
        self._leave_form()
        page = FormPage(self._look, self._services.settings)
        page.left.connect(self._on_form_left)
        self._form = page
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self._header.hide()
        services = self._services
        edition = EditionPresenter(
            page.edition,
            services.desk,
            key,
            is_settled=lambda: presenter.is_settled,
            moved=lambda: presenter.moved_edition(),
        )
        page.edition.open_with(edition, page.finish_typing)
        printing = PrintPresenter(
            page.printing, services.desk, key, seen=seen, has_unread=lambda: presenter.editing.has_unread
        )
        page.printing.open_with(printing, page.finish_typing)
        presenter = FormPresenter(
            page,
            services.desk,
            key,
            seen=seen,
            clock=services.clock,
            chance=services.chance,
            saved=self._on_saved,
            opened=edition.look,
        )
        workbook = WorkbookPresenter(
            page.workbook, services.desk, self._errands, presenter, seen=seen, chance=services.chance
        )
        page.workbook.open_with(workbook, page.more, page.finish_typing)
        page.open_with(presenter)
        page.take_focus()

    def _leave_form(self) -> None:
        if self._form is None:
            return
        page, self._form = self._form, None
        page.close_form()
        self._stack.removeWidget(page)
        page.deleteLater()

    @Slot()
    def _on_form_left(self) -> None:
        self.show_page(self._came_from)

    def _on_saved(self) -> None:
        self._status.refresh()
        self._services.sync.changed()

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
        if not self.page.search(text):
            self._came_from = "reports"
            page = self._page("reports")
            self.rail.show_chosen("reports")
            self._header.title.setText(page.title)
            self._stack.setCurrentWidget(page)
            page.refresh()
            page.search(text)

    # ---- what comes from elsewhere ----------------------------------------------------------------

    @Slot(object)
    def _on_sync_event(self, event: Event) -> None:
        self._status.on_event(event)
        if "sync" in self._pages:
            from ui.views.sync import SyncPage

            sync = self._pages["sync"]
            assert isinstance(sync, SyncPage)
            sync.on_event(event)
        if isinstance(event, AnswerBooked):
            self._on_booked(event)
        elif isinstance(event, CycleEnded) and self._form is None:
            self.page.refresh()

    def _on_booked(self, event: AnswerBooked) -> None:
        if self._form is not None:
            self._form.presenter.booked(event.booked.reports)
        self._status.refresh()

    @Slot()
    def _on_status_pressed(self) -> None:
        self.show_page("sync")

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
        for page in self._pages.values():
            page.close_page()
        self._pages.clear()
        self._help = None  # it goes with the rest, and speaks the new language when it comes again
        self._build()
        self._list_places()
        self.show_page("settings")

    def closeEvent(self, event: QCloseEvent) -> None:
        for timer in (self._timer, self._warm_later, self._sync_later):
            timer.stop()
        self._leave_form()
        self._on_closed()
        super().closeEvent(event)


def _import_form(_: object) -> None:
    import ui.presenters.form
    import ui.views.form  # noqa: F401  imported for the next to need it


def _nothing(_: object) -> None:
    return


class _Ground(QWidget):
    """What everything stands on."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._look.color("window"))
