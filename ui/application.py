"""The one entry to the window: what it needs, how it is built.

`app.bootstrap` knows the concrete classes and gives:

    workspace_factory   called once, on the store's own thread; gives a Workspace that belongs to it. A `close()`
                        of it, where there is one, is called there at the end.
    sync_factory        called once, with the listener to give the engine's runner; gives its SyncController.
                        The listener may be called from any thread.
    settings            where choices of language, theme and density are kept (ui/settings.py).
    clock, chance       app/clock.py.
    version             the program's version, for the status bar.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from app.clock import Chance, Clock
from sync.events import Listener
from ui.bridge.collector import Collector
from ui.bridge.store_thread import StoreThread
from ui.bridge.sync_bridge import SyncBridge
from ui.look import Look
from ui.presenters.ports import SyncController, Workspace
from ui.settings import Settings
from ui.theme import Density, ThemeMode
from ui.translation import Translation
from ui.window import MainWindow, Services

if TYPE_CHECKING:
    from ui.presenters.enrolment import Enrol

SyncFactory = Callable[[Listener], SyncController]


def make_application(arguments: list[str]) -> QApplication:
    """The Qt application, or the one that is there already."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(arguments)
    app.setApplicationName("Sổ Báo Cáo")
    app.setApplicationDisplayName("Sổ Báo Cáo")
    app.setDesktopFileName("sobaocao")
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
    look: Look | None = None,
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
        controller.stop()
        desk.stop()
        collector.stop()

    services = Services(
        desk=desk,
        sync=controller,
        bridge=bridge,
        settings=settings,
        translation=translation,
        clock=clock,
        chance=chance,
        version=version,
    )
    window = MainWindow(look, services, on_closed)
    desk.setParent(window)
    collector.setParent(window)
    return window


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
