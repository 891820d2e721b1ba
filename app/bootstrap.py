"""The only place that knows every concrete class: puts an office's program together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

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
    from ui.presenters.enrolment import Enrolled
    from ui.settings import FileSettings
    from ui.window import MainWindow

SETTINGS_NAME = "settings.json"
_LOCKED = frozenset({"store.no_key", "store.wrong_key"})
"""What the recovery code helps against."""


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """One office's program on one computer: a data folder and the secrets that open it."""

    folder: Path
    """Where the store, its backups and settings lie."""
    secrets: SecretStore
    clock: Clock = msgspec.field(default_factory=SystemClock)
    chance: Chance = msgspec.field(default_factory=SystemChance)

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
        from app.services.store_key import store_key
        from app.store.doctor import mend_from_backup

        return mend_from_backup(self.folder / STORE_NAME, store_key(self.secrets), self.clock.now())

    def _step_back(self) -> Path:
        """Back to the store as it was before a newer program that did not come up. Raises StoreError `store.newer`."""
        from app.services.store_key import store_key
        from app.store.stepping_back import step_back

        return step_back(self.folder / STORE_NAME, store_key(self.secrets), self.clock.now())

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

    def recover(self, code: str) -> None:
        """Keep the key a printed code spells, if it opens the store. Raises InputError `recovery.*`; StoreError."""
        from app.services.store_key import recover

        recover(self.folder, self.secrets, code, clock=self.clock, chance=self.chance)

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
        from app.services.installed import this_installation

        installation = this_installation(__version__)
        if installation is None:
            raise PermanentError("update.not_installed")
        if installation.is_managed():
            raise PermanentError("update.managed")
        from app.resources import resource_path
        from app.services.updating import Updating

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

        updates, updates_off = self._updates()
        ways = WaysOut(self, updates)

        def enrol_anew(url: str, code: str, name: str) -> Enrolled:
            with ways.resting():
                return self._enrolled(url, code, name)

        window = build_window(
            application,
            self.open_workspace,
            ways.begin,
            network=ways,
            settings=self._settings(),
            clock=self.clock,
            chance=self.chance,
            version=__version__,
            enrol=enrol_anew,
            updates=updates,
            updates_off=updates_off,
        )
        window.idle.connect(window.start_sync_soon)
        if updates is not None:
            window.idle.connect(updates.start)
        return window

    def _enrolled(self, url: str, code: str, name: str) -> Enrolled:
        from app.services.store_key import printed_key
        from ui.presenters.enrolment import Enrolled

        person = self.enrol(url, code, name)
        return Enrolled(person_name=person.name, unit_name=person.unit_name, recovery_code=printed_key(self.secrets))

    def _enrol_by_dialog(self, application: QApplication) -> bool:
        import platform

        from ui.application import ask_enrolment

        settings = self._settings()
        return ask_enrolment(application, self._enrolled, settings=settings, computer_name=platform.node())

    def _recover_by_dialog(self, application: QApplication, error: StoreError) -> bool:
        from ui.application import ask_recovery

        return ask_recovery(application, error, self.recover, settings=self._settings())

    def run_window(self, arguments: list[str], *, bundle: Path | None = None) -> int:
        """Show the window and serve until it is closed; the exit code.

        `arguments`, the program's name first, are those of another start. Where this folder has a window already,
        that one comes forward and opens `bundle`. What keeps the program from opening is shown, and raised:
        StoreError.
        """
        from ui.imports import import_plainly

        import_plainly()
        from ui.application import make_application, tell_refusal
        from ui.bridge.first_window import FirstWindow, Wish

        application = make_application(arguments[:1])
        try:
            self._prepare_folder()
            first = FirstWindow(self.folder)
            if not first.claim(Wish(bundle=str(bundle.absolute()) if bundle else "")):
                return 0
            try:
                starts_anew = self._run_first_window(application, first, bundle)
            finally:
                first.release()
            if starts_anew:
                self._start_anew(arguments[1:])
            return 0
        except AppError as error:
            # A store that lies where it cannot stay is not left behind for an empty one.
            if error.code != "store.folder" or self.begun:
                tell_refusal(application, error, settings=self._settings())
                raise
            elsewhere = self._elsewhere(application, error)
            if elsewhere is None:
                raise
        return elsewhere.run_window(arguments, bundle=bundle)

    def _settings(self) -> FileSettings:
        from ui.settings import FileSettings

        return FileSettings(self.folder / SETTINGS_NAME)

    def _elsewhere(self, application: QApplication, error: AppError) -> Office | None:
        """The office in the folder that a person chose in the place of this one; None for no other."""
        from app.store.folders import lead
        from ui.application import ask_folder

        def take(place: Path) -> None:
            _refuse_unfit(place)
            lead(self.folder, place)

        if not ask_folder(application, error, take, settings=self._settings()):
            return None
        return office_at(self.folder, "file" if isinstance(self.secrets, FileSecrets) else "keyring")

    def _start_anew(self, arguments: Sequence[str]) -> None:
        from app.services.installed import this_installation
        from app.services.launching import start_anew

        installation = this_installation(__version__)
        if installation is not None:
            start_anew(installation, arguments)

    def _prepare_folder(self) -> None:
        _refuse_unfit(self.folder)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise StoreError("store.unwritable", detail=f"errno {exc.errno}") from exc

    def _run_first_window(self, application: QApplication, first: FirstWindow, bundle: Path | None) -> bool:
        """Serve until the window is closed; whether the person wants the program started anew."""
        from app.services.crashes import CrashReports
        from app.services.logs import LogFiles
        from app.services.redaction import Redactor
        from app.services.upkeep import Upkeep
        from ui.application import hear_other_starts, show_fitting, tell_crashes
        from ui.bridge.qt_messages import qt_messages_logged

        redactor = Redactor({self.folder: "<data>", Path.home(): "~"})
        logs = LogFiles(self.folder, redactor, os.environ)
        reports = CrashReports(self.folder, redactor, self.clock, version=__version__)
        with logs, reports, qt_messages_logged():
            if not self._is_ready(application, first):
                return False
            window = self.build_window(application)
            tell_crashes(window, reports, lambda target: self.write_trouble(target, logs, reports))
            hear_other_starts(window, first)
            if bundle is not None:
                window.open_bundle(bundle)
            upkeep = Upkeep(self.open_store)
            window.idle.connect(upkeep.start)
            show_fitting(window)
            application.exec()
            upkeep.stop()
            return window.starts_anew

    def _is_ready(self, application: QApplication, first: FirstWindow) -> bool:
        """Whether this computer can work; what is missing is asked for, and False where it was not given."""
        from ui.bridge.first_window import come_forward

        def ask(question: Callable[[], bool]) -> bool:
            first.wished.connect(lambda _: come_forward())
            first.listen()
            return question()

        try:
            enrolled = self._is_enrolled_in_step()
        except StoreError as error:
            if error.code not in _LOCKED:
                raise
            locked = error
            if not ask(lambda: self._recover_by_dialog(application, locked)):
                return False
            enrolled = self._is_enrolled_in_step()
        return enrolled or ask(lambda: self._enrol_by_dialog(application))

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


def _refuse_unfit(folder: Path) -> None:
    """Raises StoreError `store.folder` for one that cannot hold the store."""
    from app.store.folders import refusal

    if (why := refusal(folder)) is not None:
        raise StoreError("store.folder", folder=why)


def default_folder() -> Path:
    """Where an office's data lies when nothing else was said."""
    from platformdirs import user_data_path

    return user_data_path("SoBaoCao", appauthor=False, roaming=False)


def office_at(folder: Path | None, secrets: str) -> Office:
    """The office in `folder` (the default one for None); `secrets` is "keyring", or "file" for trials."""
    from app.store.folders import led_to

    place = led_to(folder or default_folder())
    makers: dict[str, Callable[[], SecretStore]] = {
        "keyring": lambda: KeyringSecrets(str(place)),
        "file": lambda: FileSecrets(place / "secrets"),
    }
    return Office(folder=place, secrets=makers[secrets]())
