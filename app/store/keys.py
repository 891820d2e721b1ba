"""Where the store's key and the device's secrets are kept, and the recovery code that is printed once."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Protocol

from app.domain.canonical import fingerprint
from app.errors import InputError, StoreError

STORE_KEY = "store-key"
DEVICE_KEY = "device-key"
DEVICE_TOKEN = "device-token"  # noqa: S105  the name of a secret, not a secret
NEXT_DEVICE_KEY = "next-device-key"
"""The key of the device that this computer is about to become, until central's answer is kept."""
FORMER_DEVICE_KEY = "former-device-key"
"""A device and its key, until what this computer becomes after it is kept: it signs who goes on from it."""
VALUE_MAX = 1_280
"""Characters that every keyring holds, Windows' Credential Manager included."""

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, which a hand-written page confuses with 1, 0 and V."""
_CHECK_BYTES = 3


class SecretStore(Protocol):
    """Where secrets are kept."""

    def get(self, name: str) -> str | None:
        """The secret of that name, or None."""
        ...

    def set(self, name: str, value: str) -> None:
        """Keep a secret of at most 1,280 characters. Raises StoreError `store.keyring`."""
        ...

    def delete(self, name: str) -> None:
        """Forget a secret; nothing happens where there is none."""
        ...


class KeyringSecrets:
    """The operating system's keyring. `profile` tells apart several stores of one person."""

    def __init__(self, profile: str) -> None:
        self._service = f"sobaocao:{profile}"

    def get(self, name: str) -> str | None:
        """The secret of that name, or None. Raises StoreError `store.keyring`."""
        import keyring
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(self._service, name)
        except KeyringError as exc:
            raise StoreError("store.keyring", detail=type(exc).__name__) from exc

    def set(self, name: str, value: str) -> None:
        """Keep a secret. Raises StoreError `store.keyring`."""
        import keyring
        from keyring.errors import KeyringError

        _fits(value)
        try:
            keyring.set_password(self._service, name, value)
        except KeyringError as exc:
            raise StoreError("store.keyring", detail=type(exc).__name__) from exc

    def delete(self, name: str) -> None:
        """Forget a secret."""
        import keyring
        from keyring.errors import KeyringError, PasswordDeleteError

        try:
            with contextlib.suppress(PasswordDeleteError):
                keyring.delete_password(self._service, name)
        except KeyringError as exc:
            raise StoreError("store.keyring", detail=type(exc).__name__) from exc


class FileSecrets:
    """Files that only their owner may read: for trials and servers without a keyring, never for an office."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> str | None:
        """The secret of that name, or None."""
        try:
            return (self._folder / name).read_text(encoding="ascii")
        except FileNotFoundError:
            return None

    def set(self, name: str, value: str) -> None:
        """Keep a secret: written whole beside the old one, then put in its place."""
        _fits(value)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self._folder / f"{name}.part"
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(value)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._folder / name)

    def delete(self, name: str) -> None:
        """Forget a secret."""
        (self._folder / name).unlink(missing_ok=True)


def _fits(value: str) -> None:
    if len(value) > VALUE_MAX:
        raise StoreError("store.keyring", detail="too long")


def recovery_code(key: bytes) -> str:
    """The printed form of a 32-byte key: 56 letters and digits in groups of four, its checksum among them."""
    data = key + fingerprint(b"recovery" + key)[:_CHECK_BYTES]
    number = int.from_bytes(data, "big")
    letters = [_LETTERS[(number >> (5 * place)) & 31] for place in reversed(range(len(data) * 8 // 5))]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, len(letters), 4))


def key_of_recovery_code(text: str) -> bytes:
    """The key a printed code spells, whatever its case and spacing; O reads as 0, I and L as 1.

    Raises InputError `recovery.code` for one that was copied wrong.
    """
    plain = text.upper().translate(str.maketrans("OIL", "011"))
    letters = [letter for letter in plain if not letter.isspace() and letter not in "-–—"]
    size = 32 + _CHECK_BYTES
    if len(letters) != size * 8 // 5 or set(letters) - set(_LETTERS):
        raise InputError("recovery.code")
    number = 0
    for letter in letters:
        number = number << 5 | _LETTERS.index(letter)
    data = number.to_bytes(size, "big")
    if data[32:] != fingerprint(b"recovery" + data[:32])[:_CHECK_BYTES]:
        raise InputError("recovery.code")
    return data[:32]
