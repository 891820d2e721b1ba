"""The program as it is installed: the folder it came in, newer versions beside it, and which of them runs.

BASE/                  what the installer put there; never written to
BASE/versions/         ours: switch.json, seat, and
    0.2.0/             a whole program
    coming/0.3.0/      one that is not whole yet
    parts/             packed files on their way
    trust/             what is known of the feed's keys
    switch.lock        held while switch.json is read and written
    bringing.lock      held by whoever brings a newer version
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import msgspec

from app.domain.updates import OLD_KEPT, Switch, is_version, version_key
from app.errors import InputError, TransientError
from app.services.file_lock import locked
from app.services.whole_file import put_whole

VERSIONS = "versions"
SWITCH = "switch.json"
_CHANGING, _BRINGING = "switch.lock", "bringing.lock"
WINDOW, COMMANDS = ("SoBaoCao.exe", "sobaocao-cli.exe") if os.name == "nt" else ("sobaocao", "sobaocao")
"""The programs of a payload: the window's, and the one for commands."""
SYSTEM_FOLDERS = ("/usr/", "/opt/", "/nix/", "/snap/")
"""What lies there is looked after by the system's own package manager."""


@contextmanager
def writing() -> Iterator[None]:
    """Raises InputError `update.write` for what the system does not let be written."""
    try:
        yield
    except OSError as error:
        raise InputError("update.write", detail=f"errno {error.errno}") from error


class Installation(msgspec.Struct, frozen=True, kw_only=True):
    """One installed program."""

    base: Path
    """Where the installer put it."""
    version: str
    """Of the program that asks."""
    is_base: bool = True
    """Whether that is the one in `base`."""

    @property
    def versions(self) -> Path:
        """Where newer ones lie."""
        return self.base / VERSIONS

    def folder(self, version: str) -> Path:
        """Where a version lies; `base` for the empty one."""
        return self.versions / version if version else self.base

    def is_managed(self) -> bool:
        """Whether somebody else looks after its updates: a package manager, or an administrator."""
        if self.base.as_posix().startswith(SYSTEM_FOLDERS):
            return True
        try:
            self.versions.mkdir(exist_ok=True)
            probe = self.versions / "probe"
            probe.touch()
            probe.unlink()
        except OSError:
            return True
        return False

    def switch(self) -> Switch:
        """Which version runs. A file that cannot be read, or names what is not there, is as good as none.

        So is a version that the installed one is not below: an installer brings its own, and that holds.
        """
        try:
            found = msgspec.json.decode((self.versions / SWITCH).read_bytes(), type=Switch)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return Switch()
        current, following = (each if self._is_usable(each) else "" for each in (found.current, found.next))
        return msgspec.structs.replace(found, current=current, next=following)

    def _is_usable(self, version: str) -> bool:
        if not is_version(version) or not (self.folder(version) / WINDOW).is_file():
            return False
        return not self.is_base or version_key(version) > version_key(self.version)

    def change(self, act: Callable[[Switch], Switch]) -> Switch:
        """From now on what `act` makes of what holds; that. One atomic act. Raises InputError `update.write`."""
        # Why the lock: the window's threads, a command and the next start write too. What one of them read must
        # still hold when it writes.
        with writing():
            self.versions.mkdir(exist_ok=True)
            with locked(self.versions / _CHANGING, waits=True):
                before = self.switch()
                after = act(before)
                if after != before:
                    put_whole(self.versions / SWITCH, msgspec.json.encode(after))
                return after

    @contextmanager
    def bringing(self) -> Iterator[None]:
        """Nobody else brings a newer version meanwhile.

        Raises TransientError `update.busy` where somebody does, InputError `update.write`.
        """
        with ExitStack() as held:
            with writing():
                self.versions.mkdir(exist_ok=True)
                try:
                    held.enter_context(locked(self.versions / _BRINGING, waits=False))
                except BlockingIOError as error:
                    raise TransientError("update.busy") from error
            yield

    def tidy(self, now: int) -> None:
        """Remove versions that neither run nor wait, once what runs has done so for a day; `now` in Unix seconds.

        Where somebody brings a newer one right now, that may be one of them: it is left to another time.
        """
        with suppress(TransientError), self.bringing():
            switch = self.switch()
            if now - switch.since < OLD_KEPT.total_seconds():
                return
            for path in self.versions.iterdir():
                if is_version(path.name) and path.name not in (switch.current, switch.next):
                    shutil.rmtree(path, ignore_errors=True)


def this_installation(version: str) -> Installation | None:
    """The installation that this process, a program of `version`, runs from; None where it was not built for one."""
    if not getattr(sys, "frozen", False):
        return None
    folder = Path(sys.executable).resolve().parent
    if folder.parent.name == VERSIONS:
        return Installation(base=folder.parent.parent, version=version, is_base=False)
    return Installation(base=folder, version=version)


def this_platform() -> str:
    """What this program is built for, as feeds name it."""
    system = "windows" if os.name == "nt" else sys.platform
    machine = platform.machine().lower()
    return f"{system}-{'x86_64' if machine == 'amd64' else machine}"
