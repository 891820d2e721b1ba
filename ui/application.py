"""The one entry to the window: what it needs, how it is built.

`app.bootstrap` knows the concrete classes and gives:

    workspace_factory   called once, on the store's own thread; gives a Workspace that belongs to it. A `close()`
                        of it, where there is one, is called there at the end.
    sync_factory        called once, with the listener to give the engine's runner; gives its SyncController.
                        The listener may be called from any thread.
    settings            where choices of language, theme and density are kept (ui/settings.py).
    clock, chance       app/clock.py.
    network             switches the office network on and off; None where there is none.
    updates             keeps this program up to date; None where it does not, for the reason `updates_off` (a code).
    enrol               makes this computer another device of the system, while its window is open.
    version             the program's version, for the status bar.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from app import __version__
from app.clock import Chance, Clock
from app.errors import AppError
from app.messages import explain
from app.resources import resource_path
from sync.events import Listener
from ui.bridge.collector import Collector
from ui.bridge.store_thread import StoreThread
from ui.bridge.sync_bridge import SyncBridge
from ui.bridge.sync_wishes import SyncWishes
from ui.bridge.update_bridge import UpdateBridge
from ui.look import Look
from ui.services import Services
from ui.settings import Settings
from ui.theme import Density, ThemeMode
from ui.translation import Translation
from ui.window import MainWindow
from ui.words import translate

if TYPE_CHECKING:
    from app.services.crashes import CrashReports
    from ui.bridge.first_window import FirstWindow, Wish
    from ui.presenters.crash_report import CrashReportPresenter
    from ui.presenters.enrolment import Enrol
    from ui.presenters.ports import NetworkSwitch, SyncController, Updates, Workspace
    from ui.presenters.recovery import Recover

ICON_SIZES = (32, 48, 128, 256)
"""Pixels; the pictures in resources/icons."""

FOLDER_NAME = "SoBaoCao"
"""Made in a folder that a person chose for the store, so that its files lie among no others."""

LISTEN_MS = 3_000
"""From building the window to hearing other starts; they wait longer than that."""

SyncFactory: TypeAlias = "Callable[[Listener], SyncController]"

_TITLE_BAR = 32
"""Height of what the system puts above a window."""


def make_application(arguments: list[str]) -> QApplication:
    """The Qt application, or the one that is there already."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        # Not by setStyle, which hands the style back: its Python class alone is a fortieth of a start.
        app = QApplication([*arguments, "-style", "Fusion"])
    app.setApplicationName("Sổ Báo Cáo")
    app.setApplicationDisplayName("Sổ Báo Cáo")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("sobaocao")
    icon = QIcon()
    for size in ICON_SIZES:
        icon.addFile(str(resource_path("icons", f"sobaocao-{size}.png")), QSize(size, size))
    app.setWindowIcon(icon)
    return app


def build_window(
    app: QApplication,
    workspace_factory: Callable[[], Workspace],
    sync_factory: SyncFactory,
    *,
    settings: Settings,
    clock: Clock,
    chance: Chance,
    version: str,
    enrol: Enrol,
    look: Look | None = None,
    network: NetworkSwitch | None = None,
    updates: Updates | None = None,
    updates_off: str = "update.not_installed",
) -> MainWindow:
    """The main window, not shown yet, with its store thread started and the engine not.

    Closing the window stops the engine, then finishes and closes the store's thread. Call on the thread of `app`.
    """
    translation = Translation(app)
    translation.choose(settings.choices.language)
    look = look or make_look(app, settings)
    collector = Collector()  # before the first thread begins
    bridge = SyncBridge()
    controller = sync_factory(bridge.listener)
    desk = StoreThread(workspace_factory)
    bridge.setParent(desk)

    def on_closed() -> None:
        if network is not None:
            network.switch(on=False)
        if updates is not None:
            updates.stop()
        controller.stop()
        desk.stop()
        collector.stop()

    wishes = SyncWishes(controller, settings, desk)
    services = Services(
        desk=desk,
        sync=controller,
        wishes=wishes,
        bridge=bridge,
        settings=settings,
        translation=translation,
        clock=clock,
        chance=chance,
        version=version,
        network=network,
        updates=None if updates is None else UpdateBridge(updates, wishes, desk),
        updates_off=updates_off,
        enrol=enrol,
    )
    window = MainWindow(look, services, on_closed)
    desk.setParent(window)
    collector.setParent(window)
    return window


def show_fitting(window: QWidget) -> None:
    """Show a window; on a screen that has no room for all of it, filling the screen."""
    room = window.screen().availableSize()
    if room.width() < window.width() or room.height() < window.height() + _TITLE_BAR:
        window.showMaximized()
    else:
        window.show()


def tell_crashes(window: MainWindow, reports: CrashReports, write: Callable[[Path], None]) -> None:
    """Have the window say, once, that something went wrong. `write` puts a report at a path, on another thread."""
    from ui.bridge.crash_bridge import CrashBridge

    @cache
    def teller() -> CrashReportPresenter:
        from ui.widgets.crash_notice import CrashNotice  # most runs never need it

        notice = CrashNotice(window.look, write, reports.mark_told)
        window.stand_above(notice)
        return notice.presenter

    bridge = CrashBridge(window)
    bridge.written.connect(lambda: teller().went_wrong())
    reports.on_written = bridge.tell
    if reports.written:
        teller().went_wrong()
    elif reports.untold():
        teller().ended_suddenly()


def hear_other_starts(window: MainWindow, first: FirstWindow) -> None:
    """Other starts bring this window forward, and have it open what they were given."""
    from ui.bridge.first_window import come_forward

    def on_wished(wish: Wish) -> None:
        come_forward(window)
        if wish.bundle:
            window.open_bundle(Path(wish.bundle))

    first.wished.connect(on_wished)
    # Not while the window opens: it brings in Qt's network, and a second start gladly waits.
    QTimer.singleShot(LISTEN_MS, first.listen)


def tell_refusal(app: QApplication, error: AppError, *, settings: Settings) -> None:
    """Say why the program does not open; waits until it is read."""
    from PySide6.QtWidgets import QMessageBox

    Translation(app).choose(settings.choices.language)
    words = explain(error, language=settings.choices.language)
    box = QMessageBox(QMessageBox.Icon.Warning, app.applicationDisplayName(), words.what)
    box.setInformativeText(" ".join(part for part in (words.safe, words.do) if part))
    box.exec()


def ask_folder(app: QApplication, error: AppError, take: Callable[[Path], None], *, settings: Settings) -> bool:
    """Ask for a folder in the place of the one that `error` was raised for; whether one was taken.

    `take` keeps it, or raises AppError for another that cannot hold the store.
    """
    from PySide6.QtWidgets import QFileDialog

    from ui.widgets.question import Question

    Translation(app).choose(settings.choices.language)
    look = make_look(app, settings)
    title = translate("Folder", "Chọn nơi đặt kho dữ liệu")
    yes, no = translate("Folder", "Chọn thư mục…"), translate("Folder", "Để sau")
    while True:
        said = explain(error, language=settings.choices.language)
        if Question(look, title, [said.what, f"{said.safe} {said.do}"], yes=yes, no=no).answer() is None:
            return False
        chosen = QFileDialog.getExistingDirectory(None, title, str(Path.home()))
        if not chosen:
            continue
        place = Path(chosen)
        try:
            take(place if place.name == FOLDER_NAME else place / FOLDER_NAME)
        except AppError as refused:
            error = refused
        else:
            return True


def ask_recovery(app: QApplication, error: AppError, recover: Recover, *, settings: Settings) -> bool:
    """Ask for the code that opens a store whose key is gone, for which `error` was raised; whether it opened it."""
    Translation(app).choose(settings.choices.language)
    from ui.views.recovery import RecoveryDialog

    dialog = RecoveryDialog(make_look(app, settings), error, recover)
    return dialog.exec() == RecoveryDialog.DialogCode.Accepted


def ask_enrolment(app: QApplication, enrol: Enrol, *, settings: Settings, computer_name: str) -> bool:
    """Show a new computer's first dialog; whether the computer belongs to an office now."""
    translation = Translation(app)
    translation.choose(settings.choices.language)
    from ui.views.enrolment import EnrolmentDialog

    dialog = EnrolmentDialog(make_look(app, settings), enrol, computer_name=computer_name)
    return dialog.exec() == EnrolmentDialog.DialogCode.Accepted


def make_look(app: QApplication, settings: Settings) -> Look:
    """The look a person chose on this machine."""
    choices = settings.choices
    return Look(app, mode=ThemeMode(choices.theme), density=Density(choices.density))
