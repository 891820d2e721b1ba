"""The keys of an update feed: files in a folder outside the repository, each under a password if one is given.

root      says which keys count; used at the beginning and to change keys: kept offline, in a safe
targets   signs releases of the program: kept offline
forms     signs form packages, and can sign nothing else
online    signs what is renewed each day: the list of what is newest
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner
from tools import ROOT, StepError

NAMES = ("root", "targets", "forms", "online")


def make_key(folder: Path, name: str, password: bytes | None = None) -> CryptoSigner:
    """A new key as `name`.pem. Raises StepError where one is there, or where the folder is the repository's."""
    if folder.resolve().is_relative_to(ROOT):
        raise StepError("keys do not belong into the repository")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = _path(folder, name)
    protection = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
    except FileExistsError as error:
        raise StepError(f"{path} is there already") from error
    return CryptoSigner(private)


def read_key(folder: Path, name: str, password: bytes | None = None) -> CryptoSigner:
    """The key `name`. Raises StepError where it is not there, or the password is not its."""
    try:
        private = serialization.load_pem_private_key(_path(folder, name).read_bytes(), password)
    except (OSError, ValueError, TypeError) as error:
        raise StepError(f"the key {name} cannot be read: {error}") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise StepError(f"the key {name} is no Ed25519 key")
    return CryptoSigner(private)


def retire_key(folder: Path, name: str, stamp: str) -> None:
    """Put a key aside; what it signs counts no longer once another stands in its place."""
    path = _path(folder, name)
    path.rename(path.with_name(f"{name}-until-{stamp}.pem"))


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.pem"
