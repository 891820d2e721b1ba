"""The key that opens an office's store: read, and brought back by the code that was printed."""

from __future__ import annotations

from pathlib import Path

from app.clock import Chance, Clock
from app.errors import InputError, StoreError
from app.services.enrolment import STORE_NAME, open_store
from app.store.keys import STORE_KEY, SecretStore, key_of_recovery_code, recovery_code


def store_key(secrets: SecretStore) -> bytes:
    """The key. Raises StoreError `store.no_key` where it is gone."""
    key = secrets.get(STORE_KEY)
    if key is None:
        raise StoreError("store.no_key", path=STORE_NAME)
    return bytes.fromhex(key)


def printed_key(secrets: SecretStore) -> str:
    """The key as it is printed. Raises StoreError `store.no_key`."""
    return recovery_code(store_key(secrets))


def recover(folder: Path, secrets: SecretStore, code: str, *, clock: Clock, chance: Chance) -> None:
    """Keep the key that a printed code spells, if it opens the store in `folder`.

    Raises InputError `recovery.no_store`, `recovery.code`; StoreError. What was kept before is kept then.
    """
    if not (folder / STORE_NAME).exists():
        raise InputError("recovery.no_store")
    key, before = key_of_recovery_code(code).hex(), secrets.get(STORE_KEY)
    secrets.set(STORE_KEY, key)
    try:
        open_store(folder, secrets, clock=clock, chance=chance).close()
    except Exception:
        # A code of another computer must not take the place of a key that works.
        if before is not None:
            secrets.set(STORE_KEY, before)
        else:
            secrets.delete(STORE_KEY)
        raise
