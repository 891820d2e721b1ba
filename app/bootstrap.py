"""The only place that knows every concrete class: puts an office's program together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__
from app.clock import Chance, Clock, SystemChance, SystemClock
from app.errors import AppError, PermanentError, StoreError
from app.services.enrolment import STORE_NAME, enrol, enrolled_person, open_store
from app.services.forms import FormShelf
from app.services.views import Person
from app.services.workspace import Workspace
from app.store.keys import DEVICE_KEY, DEVICE_TOKEN, FileSecrets, KeyringSecrets, SecretStore
from app.store.store import Store

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.services.crashes import CrashReports
    from app.services.logs import LogFiles
    from app.services.update_watch import UpdateWatch
    from app.services.updating import Updating
    from sync.discovery import Discovery
    from sync.engine import Engine
    from sync.events import Listener
    from sync.meeting import Meeting
    from sync.network import OfficeNetwork
    from sync.runner import Runner
    from ui.bridge.first_window import FirstWindow
    from ui.window import MainWindow

SETTINGS_NAME = "settings.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One office's program on one computer: a data folder and the secrets that open it."""

    folder: Path
    """Where the store, its backups and settings lie."""
    secrets: SecretStore
    clock: Clock = field(default_factory=SystemClock)
    chance: Chance = field(default_factory=SystemChance)

    @property
    def begun(self) -> bool:
        """Whether this computer has a store already."""
        return (self.folder / STORE_NAME).exists()

    def is_enrolled(self) -> bool:
        """Whether this computer belongs to an office. Raises StoreError."""
        if not self.begun:
            return False
        store = self.open_store()
        try:
            return enrolled_person(store) is not None
        finally:
            store.close()

    def open_store(self) -> Store:
        """A connection of its own for the calling thread. Raises StoreError."""
        return open_store(self.folder, self.secrets, clock=self.clock, chance=self.chance)

    def mend_store(self) -> Path:
        """Put the newest sound backup in the place of a damaged store; where the damaged file went.

        Raises StoreError `store.no_backup`, `store.no_key`.
        """
        from app.store.doctor import mend_from_backup
        from app.store.keys import STORE_KEY

        key = self.secrets.get(STORE_KEY)
        if key is None:
            raise StoreError("store.no_key", path=STORE_NAME)
        return mend_from_backup(self.folder / STORE_NAME, bytes.fromhex(key), self.clock.now())

    def _step_back(self) -> Path:
        """Back to the store as it was before a newer program that did not come up. Raises StoreError `store.newer`."""
        from app.store.keys import STORE_KEY
        from app.store.stepping_back import step_back

        key = self.secrets.get(STORE_KEY)
        if key is None:
            raise StoreError("store.no_key", path=STORE_NAME)
        return step_back(self.folder / STORE_NAME, bytes.fromhex(key), self.clock.now())

    def _begun_store(self) -> Store:
        if not self.begun:
            raise PermanentError("sync.not_enrolled")
        return self.open_store()

    def open_workspace(self) -> Workspace:
        """The use cases, for the calling thread alone. Raises PermanentError `sync.not_enrolled`; StoreError."""
        store = self._begun_store()
        person = enrolled_person(store)
        if person is None:
            store.close()
            raise PermanentError("sync.not_enrolled")
        return Workspace(
            store,
            FormShelf(store),
            self.clock,
            person,
            device_key=lambda: self.secrets.get(DEVICE_KEY),
            chance=self.chance,
        )

    def enrol(self, url: str, code: str, name: str) -> Person:
        """Make this computer a device of the central system at `url`. Raises SyncError, StoreError."""
        from sync.transport import HttpTransport

        transport = HttpTransport(url, "", clock=self.clock)
        store = self.open_store()
        try:
            return enrol(store, url, code, name, self.secrets, transport)
        finally:
            store.close()
            transport.close()

    @contextmanager
    def engine(self, listener: Listener | None = None) -> Iterator[Engine]:
        """A sync engine with a connection of its own. Raises PermanentError `sync.not_enrolled`; StoreError."""
        from app.domain.signing import sign
        from sync.engine import Engine
        from sync.transfers import Transfers
        from sync.transport import HttpTransport

        store = self._begun_store()
        try:
            identity = store.identity()
            private, token = self.secrets.get(DEVICE_KEY), self.secrets.get(DEVICE_TOKEN)
            if identity is None or private is None or token is None:
                raise PermanentError("sync.not_enrolled")
            transport = HttpTransport(identity.central_url, token, clock=self.clock)
            try:
                yield Engine(
                    store,
                    transport,
                    sign=lambda statement: sign(private, statement),
                    central_key=identity.central_key,
                    clock=self.clock,
                    chance=self.chance,
                    listener=listener or _nobody,
                    files=Transfers(store.attachments, transport, listener=listener or _nobody),
                    peers=store.peers,
                )
            finally:
                transport.close()
        finally:
            store.close()

    def updating(self) -> Updating:
        """What keeps this installed program up to date.

        Raises PermanentError `update.not_installed`, `update.managed` where somebody else does.
        """
        from app.resources import resource_path
        from app.services.installed import this_installation
        from app.services.updating import Updating

        installation = this_installation(__version__)
        if installation is None:
            raise PermanentError("update.not_installed")
        if installation.is_managed():
            raise PermanentError("update.managed")
        key_file = resource_path("updates", "root.json")
        return Updating(installation, key_file.read_bytes() if key_file.exists() else None, chance=self.chance)

    def update_watch(self, updating: Updating) -> UpdateWatch:
        """The thread that does so; not started yet."""
        from app.services.office_updates import OfficeUpdates
        from app.services.update_watch import UpdateWatch

        office = OfficeUpdates(self._begun_store, self.clock)
        return UpdateWatch(updating, office, clock=self.clock, chance=self.chance)

    def _updates(self) -> tuple[UpdateWatch | None, str]:
        """The thread that keeps this program up to date; None, with the code of why, where it does not."""
        try:
            return self.update_watch(self.updating()), ""
        except PermanentError as error:
            return None, error.code

    def runner(self, listener: Listener) -> Runner:
        """The thread that syncs in the background; not started yet."""
        from sync.runner import Runner

        return Runner(lambda: self.engine(listener), clock=self.clock, chance=self.chance, listener=listener)

    @contextmanager
    def meeting(self) -> Iterator[Meeting]:
        """A meeting with another computer, with a connection of its own. Raises as `engine` does."""
        from sync.meeting import Meeting

        store = self._begun_store()
        try:
            identity, private = store.identity(), self.secrets.get(DEVICE_KEY)
            if identity is None or private is None:
                raise PermanentError("sync.not_enrolled")
            yield Meeting(store, private_key=private, central_key=identity.central_key, clock=self.clock)
        finally:
            store.close()

    def _discovery(self, port: int) -> Discovery:
        """What looks for the office's other computers. Raises OSError, StoreError."""
        from sync.discovery import Multicast, office_mark

        store = self._begun_store()
        try:
            identity = store.identity()
        finally:
            store.close()
        if identity is None:
            raise PermanentError("sync.not_enrolled")
        mark = office_mark(identity.central_key, identity.unit)
        return Multicast(mark, self.chance.token(8).hex(), port)

    def network(self, listener: Listener) -> OfficeNetwork:
        """The office network; off."""
        from sync.network import OfficeNetwork

        return OfficeNetwork(self.meeting, self._discovery, clock=self.clock, chance=self.chance, listener=listener)

    def build_window(self, application: QApplication) -> MainWindow:
        """The window, not shown yet; it begins to sync soon after it is idle."""
        from app.services.ways_out import WaysOut
        from ui.application import build_window
        from ui.settings import FileSettings

        updates, updates_off = self._updates()
        ways = WaysOut(self, updates)
        window = build_window(
            application,
            self.open_workspace,
            ways.begin,
            network=ways,
            settings=FileSettings(self.folder / SETTINGS_NAME),
            clock=self.clock,
            chance=self.chance,
            version=__version__,
            updates=updates,
            updates_off=updates_off,
        )
        window.idle.connect(window.start_sync_soon)
        if updates is not None:
            window.idle.connect(updates.start)
        return window

    def _enrol_by_dialog(self, application: QApplication) -> bool:
        import platform

        from app.store.keys import STORE_KEY, recovery_code
        from ui.application import ask_enrolment
        from ui.presenters.enrolment import Enrolled
        from ui.settings import FileSettings

        def enrol(url: str, code: str, name: str) -> Enrolled:
            person = self.enrol(url, code, name)
            key = self.secrets.get(STORE_KEY) or ""
            return Enrolled(
                person_name=person.name,
                unit_name=person.unit_name,
                recovery_code=recovery_code(bytes.fromhex(key)),
            )

        settings = FileSettings(self.folder / SETTINGS_NAME)
        return ask_enrolment(application, enrol, settings=settings, computer_name=platform.node())

    def run_window(self, arguments: list[str], *, bundle: Path | None = None) -> int:
        """Show the window and serve until it is closed; the exit code. `arguments` are Qt's, program name first.

        Where this folder has a window already, that one comes forward and opens `bundle`. What keeps the program from
        opening is shown, and raised: StoreError.
        """
        from ui.application import make_application, tell_refusal
        from ui.bridge.first_window import FirstWindow, Wish
        from ui.settings import FileSettings

        application = make_application(arguments)
        try:
            self._prepare_folder()
            first = FirstWindow(self.folder)
            if not first.claim(Wish(bundle=str(bundle.absolute()) if bundle else "")):
                return 0
            try:
                return self._run_first_window(application, first, bundle)
            finally:
                first.release()
        except AppError as error:
            tell_refusal(application, error, settings=FileSettings(self.folder / SETTINGS_NAME))
            raise

    def _prepare_folder(self) -> None:
        from app.store.folders import refusal

        if (why := refusal(self.folder)) is not None:
            raise StoreError("store.folder", folder=why)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise StoreError("store.unwritable", detail=f"errno {exc.errno}") from exc

    def _run_first_window(self, application: QApplication, first: FirstWindow, bundle: Path | None) -> int:
        from app.services.crashes import CrashReports
        from app.services.logs import LogFiles
        from app.services.redaction import Redactor
        from app.services.upkeep import Upkeep
        from ui.application import hear_other_starts, show_fitting, tell_crashes
        from ui.bridge.first_window import come_forward
        from ui.bridge.qt_messages import qt_messages_logged

        redactor = Redactor({self.folder: "<data>", Path.home(): "~"})
        logs = LogFiles(self.folder, redactor, os.environ)
        reports = CrashReports(self.folder, redactor, self.clock, version=__version__)
        with logs, reports, qt_messages_logged():
            if not self._is_enrolled_in_step():
                first.wished.connect(lambda _: come_forward())
                first.listen()
                if not self._enrol_by_dialog(application):
                    return 0
            window = self.build_window(application)
            tell_crashes(window, reports, lambda target: self.write_trouble(target, logs, reports))
            hear_other_starts(window, first)
            if bundle is not None:
                window.open_bundle(bundle)
            upkeep = Upkeep(self.open_store)
            window.idle.connect(upkeep.start)
            show_fitting(window)
            code = application.exec()
            upkeep.stop()
            return code

    def _is_enrolled_in_step(self) -> bool:
        """Whether this computer belongs to an office; a store that a failed update left too new is put back first."""
        try:
            return self.is_enrolled()
        except StoreError as error:
            if error.code != "store.newer":
                raise
            self._step_back()
            return self.is_enrolled()

    def write_trouble(self, target: Path, logs: LogFiles, reports: CrashReports) -> None:
        """Write what may be sent to a stranger when something went wrong, as a zip. Raises InputError."""
        from app.services.trouble import write_trouble

        about = {"program": __version__}
        write_trouble(target, self.open_store, self.clock.now(), about, [*reports.files(), *logs.files()])


def _nobody(_: object) -> None:
    return


def default_folder() -> Path:
    """Where an office's data lies when nothing else was said."""
    from platformdirs import user_data_path

    return user_data_path("SoBaoCao", appauthor=False, roaming=False)


def office_at(folder: Path | None, secrets: str) -> Office:
    """The office in `folder` (the default one for None); `secrets` is "keyring", or "file" for trials."""
    place = folder or default_folder()
    makers: dict[str, Callable[[], SecretStore]] = {
        "keyring": lambda: KeyringSecrets(str(place)),
        "file": lambda: FileSecrets(place / "secrets"),
    }
    return Office(folder=place, secrets=makers[secrets]())
