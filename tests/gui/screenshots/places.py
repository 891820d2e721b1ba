"""The places of the rail, what a start asks for, and a new person's first page."""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtWidgets import QApplication

from app.domain.exchange_state import Booked, LightFacts
from app.errors import InputError, StoreError
from app.services.enrolment import STORE_NAME
from app.services.update_watch import UpdateStanding, UpdateState
from app.store.keys import recovery_code
from app.store.records import Keep
from sync.events import AnswerBooked, CycleStarted
from tests.gui.office import Office
from tests.gui.screenshots import month as given
from tests.gui.screenshots.studio import Camera, Studio, spin
from tests.ui.presenters.test_updating import FakeUpdates
from ui.presenters.enrolment import Enrolled
from ui.views.attention import AttentionPage
from ui.views.enrolment import EnrolmentDialog
from ui.views.recovery import RecoveryDialog
from ui.views.settings import SettingsPage


def lists(camera: Camera) -> None:
    """What is to be done, all reports, the settings, the first steps."""
    with Studio(camera, given.month) as studio:
        studio.shoot("work")
        studio.show("reports")
        studio.shoot("reports")
        studio.show("settings")
        studio.shoot("settings")
        studio.window._on_guide_wanted()
        studio.settle()
        studio.shoot("first-steps")


def updates(camera: Camera) -> None:
    """A newer program on its way, and waiting to be started."""
    news = {
        "vi": "Dán từ Excel nhanh gấp đôi.\nThêm biểu 05/XLD theo Thông tư mới.\nSửa lỗi in biểu có hơn 40 cột.",
        "en": "Pasting from Excel is twice as fast.\nForm 05/XLD of the new circular.\nWide forms print whole again.",
    }
    found = UpdateStanding(version="0.2.0", news=news, looked_at=given.NOON - 600)
    coming = replace(found, state=UpdateState.COMING, done=1_900_000, total=4_600_000)
    ready = replace(found, state=UpdateState.READY)
    told = FakeUpdates(coming)
    with Studio(camera, given.month, updates=told) as studio:
        studio.show("settings")
        studio.shoot("update-coming")
        told.tell(ready)
        studio.settle()
        studio.shoot("update-ready")


def returned(camera: Camera) -> None:
    """A report that was given back, in the list and among what needs somebody."""

    def furnish(office: Office) -> None:
        given.month(office, waits=False)
        given.returned(office)

    with Studio(camera, furnish) as studio:
        studio.shoot("work-returned")
        studio.show("attention")
        studio.shoot("attention-questions")


def received(camera: Camera) -> None:
    """What came in from below."""
    with Studio(camera, given.province, level="province") as studio:
        studio.show("received")
        studio.shoot("received")


def attention(camera: Camera) -> None:
    """Cells edited in two places, chosen one by one; what was refused; what waits on the other computer."""

    def furnish(office: Office) -> None:
        given.month(office, waits=False)
        given.trouble(office)

    with Studio(camera, furnish) as studio:
        studio.show("attention")
        page = studio.window.page
        assert isinstance(page, AttentionPage)
        studio.shoot("attention")
        page.presenter.choose([0, 1], Keep.MINE)
        page.presenter.choose([2], Keep.THEIRS)
        studio.settle()
        studio.shoot("attention-chosen")
        page.list.setCurrentIndex(page.list.lines.index(1))
        studio.settle()
        studio.shoot("attention-refused")

    def of_the_other(office: Office) -> None:
        given.month(office, waits=False)
        given.elsewhere(office)

    with Studio(camera, of_the_other) as studio:
        studio.show("attention")
        studio.shoot("attention-elsewhere")


def sync(camera: Camera) -> None:
    """In step; with changes going; and with the network away."""

    def in_step(office: Office) -> None:
        given.month(office, waits=False)
        given.cycles(office)

    def waiting(office: Office) -> None:
        given.month(office)
        given.cycles(office)

    with Studio(camera, in_step) as studio:
        studio.show("sync")
        studio.shoot("sync")
    with Studio(camera, waiting) as studio:
        studio.show("sync")
        studio.tell(CycleStarted(at=given.NOON), _answer(changes=0))
        studio.office.clock.advance(4)
        studio.tell(_answer(changes=3))
        studio.shoot("sync-running")
    with Studio(camera, waiting) as studio:
        given.network_away(studio.office)
        studio.show("sync")
        studio.shoot("sync-failed")


def _answer(*, changes: int) -> AnswerBooked:
    """An answer of a cycle that has one change more to send."""
    return AnswerBooked(
        booked=Booked(applied=2, changes=changes),
        facts=LightFacts(waiting=1),
        bytes_up=18_400,
        bytes_down=2_300,
        more=False,
        clock_skew_s=0,
    )


def enrolment(camera: Camera) -> None:
    """Before this computer belongs to an office, and just after."""
    enrolled = Enrolled(
        person_name="Nguyễn Thị An",
        unit_name="UBND xã Hòa Bình",
        recovery_code=recovery_code(bytes(range(7, 39))),
    )
    dialog = EnrolmentDialog(camera.look, lambda *_: enrolled, computer_name="MAY-VAN-PHONG-1")
    dialog.show()
    dialog.activateWindow()
    spin(camera.app)
    camera.take("enrolment", dialog.grab)
    dialog._presenter.ask("https://baocao.thanhhoa.gov.vn", "7QXK-2M9F-TD4W-RB6H", "MAY-VAN-PHONG-1")
    end = time.monotonic() + 10
    while dialog._pages.currentIndex() == 0 and time.monotonic() < end:
        QApplication.processEvents()
    spin(camera.app)
    camera.take("enrolment-done", dialog.grab)
    dialog.close()
    dialog.deleteLater()


def enrolled_anew(camera: Camera) -> None:
    """A computer whose right was taken away: what is said of it, and the dialog that takes another code."""

    def furnish(office: Office) -> None:
        given.month(office)
        given.cycles(office)
        given.revoked(office)

    with Studio(camera, furnish) as studio:
        studio.show("sync")
        studio.shoot("sync-revoked")
        studio.show("settings")
        page = studio.window.page
        assert isinstance(page, SettingsPage)
        studio.shoot("settings-revoked")
        studio.shoot_question("enrolment-anew", page.computer.anew.click)


def recovery(camera: Camera) -> None:
    """At a start without the store's key, after a code that was copied wrong."""

    def refuse(_: str) -> None:
        raise InputError("recovery.code")

    dialog = RecoveryDialog(camera.look, StoreError("store.no_key", path=STORE_NAME), refuse)
    dialog.show()
    dialog.activateWindow()
    dialog.code.setText("XT80-BK1S-EGGB-4CXE-CP6Y-CR0V-J8JT-EHXC-H0MN-XB1X-RDK9-RSEJ-DHJ0-9SZ1")
    dialog._presenter.ask(dialog.code.text())
    end = time.monotonic() + 10
    while not dialog.problem and time.monotonic() < end:
        QApplication.processEvents()
    spin(camera.app)
    camera.take("recovery", dialog.grab)
    dialog.close()
    dialog.deleteLater()


SCENES = (lists, updates, returned, received, attention, sync, enrolment, enrolled_anew, recovery)
