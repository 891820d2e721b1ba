"""The places of the window, each made when somebody first goes there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from app.domain.exchange import View
from app.domain.operations import ReportKey
from app.services.views import Person
from sync.events import Event, PeerHeard, StateChanged
from sync.wishes import minute_of_day
from ui.bridge.errand import Errands
from ui.look import Look
from ui.presenters.report_lists import received_presenter, reports_presenter, work_presenter
from ui.presenters.sync_standing import standing_words
from ui.services import Services
from ui.views.page import Page
from ui.views.report_list_page import ReportListPage
from ui.widgets.rail import Rail
from ui.words import translate

# Pages that a start does not show are imported when somebody first goes there.
if TYPE_CHECKING:
    from ui.presenters.sync_differing import Place
    from ui.views.attention import AttentionPage
    from ui.views.sync import SyncPage
    from ui.widgets.office_network import OfficeNetworkCard
    from ui.widgets.this_computer import ThisComputerCard
    from ui.widgets.update_card import UpdateCard

_UPPER_LEVELS = frozenset({"district", "province", "ministry", "central"})


class Places(QObject):
    """The pages. They go together, when the window speaks another language."""

    report_wanted = Signal(object, object, str)
    """A report: its key, seen as which View, the cursor at this address (empty for where it was)."""
    trouble_wanted = Signal(object, str)
    """What waits for a decision about a report, at this address first."""
    language_chosen = Signal(str)
    guide_wanted = Signal()
    help_wanted = Signal()
    landed = Signal(object)
    """These reports came in by a bundle."""
    enrolment_wanted = Signal()
    """This computer is to be enrolled anew."""

    def __init__(
        self,
        look: Look,
        services: Services,
        errands: Errands,
        *,
        read: Callable[[], None],
        saved: Callable[[], None],
        start_anew: Callable[[], bool],
    ) -> None:
        """`read` is told when the first list has been read, `saved` when something may wait to be synchronised.

        `start_anew` closes the program, to be started again; False while it cannot.
        """
        super().__init__()
        self._start_anew = start_anew
        self._look = look
        self._services = services
        self._errands = errands
        self._read = read
        self._saved = saved
        self._me: Person | None = None
        self._pages: dict[str, Page] = {}
        self._sync: SyncPage | None = None
        self._network: OfficeNetworkCard | None = None
        self._met: tuple[str, int] | None = None
        self._engine: StateChanged | None = None
        """What the engine last did: the page that says it may be made after that."""
        self._makers: dict[str, Callable[[], Page]] = {}

    def list_on(self, rail: Rail, me: Person | None) -> None:
        """What there is for a person, where it is chosen from."""
        self._me = me
        self._makers = {
            "work": self._make_work,
            "reports": self._make_reports,
            "attention": self._make_attention,
            "sync": self._make_sync,
            "settings": self._make_settings,
        }
        rail.add("work", translate("Rail", "Việc cần làm"), "work")
        rail.add("reports", translate("Rail", "Báo cáo"), "reports")
        if me and me.level in _UPPER_LEVELS:
            self._makers["received"] = self._make_received
            rail.add("received", translate("Rail", "Tổng hợp"), "received")
        rail.add("attention", translate("Rail", "Vướng mắc"), "attention")
        rail.add("sync", translate("Rail", "Đồng bộ"), "sync")
        rail.add("settings", translate("Rail", "Cài đặt"), "settings", last=True)

    @property
    def names(self) -> frozenset[str]:
        """The places there are."""
        return frozenset(self._makers)

    def page(self, name: str) -> Page:
        """A place's page."""
        page = self._pages.get(name)
        if page is None:
            page = self._pages[name] = self._makers[name]()
        return page

    def close(self) -> None:
        """The pages go."""
        for page in self._pages.values():
            page.close_page()
        self._pages.clear()
        self._sync = self._network = None

    def on_event(self, event: Event) -> None:
        """Something happened to the synchronising."""
        if isinstance(event, StateChanged):
            self._engine = event
        if self._sync is not None:
            self._sync.on_event(event)
        if isinstance(event, PeerHeard):
            self._met = (event.device, int(self._services.clock.now().timestamp()))
            self._tell_met()

    # ---- lists of reports -------------------------------------------------------------------------

    @property
    def work(self) -> ReportListPage:
        """What is to be done."""
        page = self.page("work")
        assert isinstance(page, ReportListPage)
        return page

    def _make_work(self) -> Page:
        page = ReportListPage(
            self._look,
            translate("Window", "Việc cần làm"),
            self._services.desk,
            work_presenter,
            icon_name="check",
            shows_progress=True,
            on_read=self._read,
        )
        page.opened.connect(self._on_opened)
        if not self._services.settings.choices.guided:
            page.show_guide(self._on_guided)
        return page

    def show_guide(self) -> None:
        """Show the first steps again, above what is to be done."""
        self.work.show_guide(self._on_guided)

    def _on_guided(self) -> None:
        settings = self._services.settings
        settings.keep(replace(settings.choices, guided=True))

    def _make_reports(self) -> Page:
        title = translate("Window", "Báo cáo")
        page = ReportListPage(self._look, title, self._services.desk, reports_presenter, icon_name="reports")
        page.opened.connect(self._on_opened)
        return page

    def _make_received(self) -> Page:
        title = translate("Window", "Tổng hợp")
        page = ReportListPage(self._look, title, self._services.desk, received_presenter, icon_name="received")
        page.opened.connect(self._on_received_opened)
        return page

    @Slot(object)
    def _on_opened(self, key: ReportKey) -> None:
        self.report_wanted.emit(key, View.INNER, "")

    @Slot(object)
    def _on_received_opened(self, key: ReportKey) -> None:
        self.report_wanted.emit(key, View.UPWARD, "")

    # ---- what waits for a decision ----------------------------------------------------------------

    @property
    def attention(self) -> AttentionPage:
        """What waits for a person's decision."""
        from ui.views.attention import AttentionPage

        page = self.page("attention")
        assert isinstance(page, AttentionPage)
        return page

    def _make_attention(self) -> Page:
        from ui.views.attention import AttentionPage

        page = AttentionPage(self._look, self._services.desk, self._services.clock, self._saved)
        page.opened.connect(self._on_opened_at)
        return page

    @Slot(object, str)
    def _on_opened_at(self, key: ReportKey, address: str) -> None:
        self.report_wanted.emit(key, View.INNER, address)

    # ---- synchronising, settings ------------------------------------------------------------------

    def _make_sync(self) -> Page:
        from ui.views.sync import SyncPage
        from ui.widgets.usb_bundle import UsbBundle

        services = self._services
        usb = UsbBundle(self._look, services.desk, self._errands.run, services.clock)
        usb.landed.connect(self.landed)
        page = SyncPage(self._look, services.desk, services.sync, services.wishes, self.standing, services.clock, usb)
        page.place_wanted.connect(self._on_place_wanted)
        page.enrolment_wanted.connect(self.enrolment_wanted)
        if self._engine is not None:
            page.on_event(self._engine)
        self._sync = page
        return page

    def _network_card(self, services: Services) -> OfficeNetworkCard | None:
        if services.network is None:
            return None
        from ui.widgets.office_network import OfficeNetworkCard

        self._network = OfficeNetworkCard(self._look, services.network, services.settings, self._errands.run)
        self._tell_met()
        return self._network

    def _tell_met(self) -> None:
        """Tell the settings, where they are there, which of the office's computers was met last."""
        if self._network is not None and self._met is not None:
            from ui.presenters.office_network import Met

            self._network.meets(Met(*self._met))

    def _computer_card(self, services: Services) -> ThisComputerCard:
        from ui.widgets.this_computer import ThisComputerCard

        card = ThisComputerCard(self._look, services.desk)
        card.enrolment_wanted.connect(self.enrolment_wanted)
        return card

    def _update_card(self, services: Services) -> UpdateCard:
        from ui.widgets.update_card import UpdateCard

        card = UpdateCard(self._look, services.version)
        if services.updates is None:
            card.explain(services.updates_off)
        else:
            card.serve(services.updates, self._errands.run, services.clock, self._start_anew)
        return card

    def standing(self) -> tuple[str, str]:
        """What holds the synchronising back, in short words and in a sentence; both empty for nothing."""
        services = self._services
        minute = minute_of_day(services.clock.now())
        return standing_words(services.wishes.wishes, minute, metered=services.wishes.metered)

    @Slot(object)
    def _on_place_wanted(self, place: Place) -> None:
        if place.needs_person:
            self.trouble_wanted.emit(place.key, place.address)
            return
        mine = self._me is None or place.key.unit == self._me.unit
        self.report_wanted.emit(place.key, View.INNER if mine else View.UPWARD, place.address)

    def _make_settings(self) -> Page:
        from ui.views.settings import SettingsPage

        services = self._services
        page = SettingsPage(
            self._look,
            services.settings,
            services.wishes,
            self._update_card(services),
            self._computer_card(services),
            self._network_card(services),
        )
        page.language_chosen.connect(self.language_chosen)
        page.guide_wanted.connect(self.guide_wanted)
        page.help_wanted.connect(self.help_wanted)
        return page
