"""A feed of updates, believed only as far as it is signed: The Update Framework, by its own client.

    update.no_key        this program was built without the key of a feed
    update.no_feed       there is no feed at that place
    update.expired       the feed's promise to be the newest is over
    update.older         older than what was seen here before
    update.mixed         lists that do not belong together
    update.damaged       a target, or a packed file, that is not what its list says
    update.signature     not signed by those who may
    update.too_long      more bytes than were announced
    update.leaped        numbers that only an intruder would take
    update.garbled       unreadable

Metadata lies under metadata/, signed targets (indexes, releases, form packages) under targets/, and the packed files
that releases name by their hash under content/.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tuf.api import exceptions as tuf
from tuf.ngclient.config import UpdaterConfig
from tuf.ngclient.fetcher import FetcherInterface
from tuf.ngclient.updater import Updater

from app.domain.updates import FormOffer, Offer, read_form_offers, read_offers
from app.errors import PermanentError, SyncError
from sync.update_roads import Road

LEAP = 100_000
"""So many versions at once nobody publishes: with one an hour it would be eleven years without a look."""
FORMS_INDEX = "forms/index.json"
"""Where the form packages are listed."""

_CODES: tuple[tuple[type[Exception], str], ...] = (
    (tuf.ExpiredMetadataError, "update.expired"),
    (tuf.BadVersionNumberError, "update.older"),
    (tuf.UnsignedMetadataError, "update.signature"),
    (tuf.DownloadLengthMismatchError, "update.too_long"),
    (tuf.DownloadHTTPError, "update.no_feed"),
    (tuf.DownloadError, "update.garbled"),
    (tuf.RepositoryError, "update.garbled"),
)
"""What the client raises, the narrow kinds first."""


def program_index(platform: str) -> str:
    """Where a platform's releases are listed."""
    return f"program/{platform}/index.json"


class Feed:
    """One look at a feed. What it says is verified when it returns; what was seen once is remembered in `trust`."""

    def __init__(self, road: Road, trust: Path, root: bytes) -> None:
        """`root` is the key file that this program was built with. Raises PermanentError."""
        with _named():
            trust.mkdir(parents=True, exist_ok=True)
            self._updater = Updater(
                str(trust),
                "metadata/",
                target_base_url="targets/",
                fetcher=_Fetcher(road, trust),
                config=UpdaterConfig(app_user_agent=""),
                bootstrap=root,
            )

    def refresh(self) -> None:
        """Bring what is known of the feed up to date. Raises SyncError."""
        with _named():
            self._updater.refresh()

    def offers(self, platform: str) -> list[Offer]:
        """The releases for a platform; none where the feed has none. Raises SyncError, InputError `update.release`."""
        data = self.target(program_index(platform))
        return [] if data is None else read_offers(data)

    def form_offers(self) -> list[FormOffer]:
        """The form packages. Raises as `offers` does."""
        data = self.target(FORMS_INDEX)
        return [] if data is None else read_form_offers(data)

    def target(self, path: str) -> bytes | None:
        """A signed target; None where the feed names none by that path. Raises SyncError."""
        with _named():
            about = self._updater.get_targetinfo(path)
        if about is None:
            return None
        with _named(mismatch="update.damaged"), tempfile.TemporaryDirectory() as folder:
            return Path(self._updater.download_target(about, str(Path(folder, "target")))).read_bytes()


class _Fetcher(FetcherInterface):
    """Brings what the client asks for, by a road."""

    def __init__(self, road: Road, trust: Path) -> None:
        self._road = road
        self._trust = trust

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            yield from self._road.read(url)
        except PermanentError as error:
            if error.code != "update.no_file":
                raise
            raise tuf.DownloadHTTPError(error.code, 404) from error

    def download_bytes(self, url: str, max_length: int) -> bytes:
        """The whole of a small file."""
        data: bytes = super().download_bytes(url, max_length)
        if url.endswith("/timestamp.json"):
            self._refuse_leap(data)
        return data

    def _refuse_leap(self, data: bytes) -> None:
        """Why: whoever got hold of the key in daily use could else end all updating here by one huge number."""
        try:
            known = _numbers((self._trust / "timestamp.json").read_bytes())
        except (OSError, ValueError):
            known = (0, 0)
        try:
            told = _numbers(data)
        except ValueError as error:
            raise PermanentError("update.garbled") from error
        if any(new > old + LEAP for new, old in zip(told, known, strict=True)):
            raise PermanentError("update.leaped")


def _numbers(timestamp: bytes) -> tuple[int, int]:
    """The versions of a timestamp and of the snapshot it names. Raises ValueError."""
    try:
        signed = json.loads(timestamp)["signed"]
        return int(signed["version"]), int(signed["meta"]["snapshot.json"]["version"])
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("no timestamp") from error


@contextmanager
def _named(mismatch: str = "update.mixed") -> Iterator[None]:
    """Turns what the client raises into ours; nothing foreign passes.

    `mismatch` is what it means that something is not what a signed list says it is.
    """
    try:
        yield
    except SyncError:
        raise
    except tuf.LengthOrHashMismatchError as error:
        raise PermanentError(mismatch) from error
    except (tuf.RepositoryError, tuf.DownloadError) as error:
        code = next(code for kind, code in _CODES if isinstance(error, kind))
        raise PermanentError(code) from error
    except OSError as error:
        raise PermanentError("update.write", detail=f"errno {error.errno}") from error
