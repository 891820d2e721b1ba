"""What is closed for one reader alone: HPKE (RFC 9180, base mode) with X25519, HKDF-SHA256 and ChaCha20-Poly1305.

Whoever signs by Ed25519 is sealed to by X25519. The sealing key is derived from the signing key, so there is one secret
to keep and to put back; HKDF with a name of its own keeps the two apart.
`cryptography` is loaded at first use: the window starts without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import InputError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.hpke import Suite

_DERIVED = b"sobaocao sealing key 1"


def sealing_key(private_key: str) -> str:
    """The public sealing key of whoever holds an Ed25519 private key: 64 hex digits."""
    return _opener(private_key).public_key().public_bytes_raw().hex()


def seal(key: str, plain: bytes, context: bytes) -> bytes:
    """`plain`, closed for the holder of a sealing key; it opens beside the very same `context` alone.

    48 bytes longer than `plain`. Raises InputError `bundle.key` for what is no key.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    try:
        return _suite().encrypt(plain, X25519PublicKey.from_public_bytes(bytes.fromhex(key)), context)
    except ValueError as exc:
        raise InputError("bundle.key") from exc


def unseal(private_key: str, sealed: bytes, context: bytes) -> bytes | None:
    """What was closed for the holder of an Ed25519 private key; None where it is not for him, or not as it was."""
    from cryptography.exceptions import InvalidTag

    try:
        return _suite().decrypt(sealed, _opener(private_key), context)
    except InvalidTag:
        return None


def _opener(private_key: str) -> X25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), 32, None, _DERIVED).derive(bytes.fromhex(private_key))
    return X25519PrivateKey.from_private_bytes(derived)


def _suite() -> Suite:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
