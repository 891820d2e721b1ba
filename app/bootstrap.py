"""The only place that knows every concrete class: puts an office's program together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__
from app.clock import Chance, Clock, SystemChance, SystemClock
from app.errors import PermanentError, StoreError
from app.services.enrolment import STORE_NAME, enrol, enrolled_person, open_store
from app.services.forms import FormShelf
from app.services.views import Person
from app.services.workspace import Workspace
from app.store.keys import DEVICE_KEY, DEVICE_TOKEN, FileSecrets, KeyringSecrets, SecretStore
from app.store.store import Store

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from sync.engine import Engine
    from sync.events import Listener
    from sync.runner import Runner
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
        return Workspace(store, FormShelf(store), self.clock, person, device_key=lambda: self.secrets.get(DEVICE_KEY))

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
                )
            finally:
                transport.close()
        finally:
            store.close()

    def runner(self, listener: Listener) -> Runner:
        """The thread that syncs in the background; not started yet."""
        from sync.runner import Runner

        return Runner(lambda: self.engine(listener), clock=self.clock, chance=self.chance, listener=listener)

    def build_window(self, application: QApplication) -> MainWindow:
        """The window, not shown yet; it begins to sync soon after it is idle."""
        from ui.application import build_window
        from ui.settings import FileSettings

        window = build_window(
            application,
            self.open_workspace,
            self.runner,
            settings=FileSettings(self.folder / SETTINGS_NAME),
            clock=self.clock,
            chance=self.chance,
            version=__version__,
        )
        window.idle.connect(window.start_sync_soon)
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

    def run_window(self, arguments: list[str]) -> int:
        """Show the window and serve until it is closed; the exit code. `arguments` are Qt's, program name first."""
        from app.services.upkeep import Upkeep
        from ui.application import make_application

        application = make_application(arguments)
        if not self.is_enrolled() and not self._enrol_by_dialog(application):
            return 0
        window = self.build_window(application)
        upkeep = Upkeep(self.open_store)
        window.idle.connect(upkeep.start)
        window.show()
        code = application.exec()
        upkeep.stop()
        return code


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
