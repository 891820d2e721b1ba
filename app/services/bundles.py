"""Bundles and their files: written for somebody to carry, read when they come back.

Files lie on slow sticks: what reads and writes them knows no store, and runs on any thread.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.clock import Chance, Clock
from app.errors import InputError, PermanentError
from app.services.whole_file import put_whole
from app.services.workbooks import DeviceKey
from app.store.store import Store

if TYPE_CHECKING:
    from app.domain.envelopes import Header
    from app.store.bundles import MadeBundle
    from sync.bundle import Arrived, Bundler, Made


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """What a file brought."""

    arrived: tuple[Arrived, ...]
    note: bytes = b""
    """The note of carriage for what is taken along; empty where nothing is."""


class OfficeBundles:
    """Makes bundles and takes them in. Belongs to the thread of its store."""

    def __init__(self, store: Store, device_key: DeviceKey, clock: Clock, chance: Chance) -> None:
        """`device_key` reads the device's private key."""
        self._store = store
        self._device_key = device_key
        self._clock = clock
        self._chance = chance

    def make(self) -> Made:
        """Everything that central has not answered, numbered durably, and what is carried along.

        Raises InputError `bundle.no_key`; PermanentError `sync.not_enrolled`; StoreError.
        """
        return self._bundler()[0].make()

    def written(self, made: Made) -> None:
        """What was made lies where it can be carried from: it is remembered until its answer comes."""
        self._store.bundles.made(made.header, made.operations)

    def take(self, data: bytes) -> Came:
        """Take in a file that was carried here. Raises InputError `bundle.*`; then nothing was changed."""
        from app.domain.carriage import write_note
        from app.domain.signing import public_key, sign

        bundler, private = self._bundler()
        arrived = tuple(bundler.take(data))
        along = [each.envelope for each in arrived if each.envelope is not None]
        identity = self._store.identity()
        if not along or identity is None:
            return Came(arrived=arrived)
        note = write_note(
            along,
            carrier=identity.device,
            office=identity.unit_name,
            at=int(self._clock.now().timestamp()),
            key=public_key(private),
            sign=lambda statement: sign(private, statement),
        )
        return Came(arrived=arrived, note=note)

    def made(self) -> list[MadeBundle]:
        """The bundles made here, the newest first."""
        return self._store.bundles.all()

    def _bundler(self) -> tuple[Bundler, str]:
        """What makes and takes bundles, and the device's private key."""
        from sync.bundle import Bundler, Us

        identity, private = self._store.identity(), self._device_key()
        if identity is None or private is None:
            raise PermanentError("sync.not_enrolled")
        us = Us(
            private_key=private,
            office=identity.unit_name,
            central_key=identity.central_key,
            central_sealing_key=identity.central_sealing_key,
        )
        return Bundler(self._store, us, clock=self._clock, chance=self._chance), private


def exported_code(made: Made) -> str:
    """The code of what is said of a bundle that was written."""
    return "bundle.exported" if made.header.reports else "bundle.exported_none"


def read_headers(path: Path) -> list[Header]:
    """What anybody may read of a bundle. Raises InputError `bundle.*`."""
    from app.domain.envelopes import read_bundle

    return [envelope.header for envelope in read_bundle(read_file(path))]


def read_file(path: Path) -> bytes:
    """A file's bytes. Raises InputError `bundle.unreadable`, `bundle.too_large`."""
    from app.domain.envelopes import LARGEST_BYTES

    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except OSError as exc:
        raise InputError("bundle.unreadable", name=path.name) from exc
    if len(data) > LARGEST_BYTES:
        raise InputError("bundle.too_large", limit=LARGEST_BYTES >> 20)
    return data


def write_whole(path: Path, data: bytes) -> None:
    """A file that is there whole, on the medium itself, or not at all. Raises InputError `bundle.unwritable`."""
    try:
        put_whole(path, data)
    except OSError as exc:
        raise InputError("bundle.unwritable", name=path.name) from exc
