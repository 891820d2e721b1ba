"""Ed25519 keys and signatures, as hexadecimal text.

`cryptography` is loaded at first use: the window starts without it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def new_private_key() -> str:
    """A new private key: 64 hex digits."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw().hex()


def public_key(private_key: str) -> str:
    """The public half of a private key: 64 hex digits."""
    return _opened(private_key).public_key().public_bytes_raw().hex()


def sign(private_key: str, statement: bytes) -> str:
    """The signature over `statement`: 128 hex digits."""
    return _opened(private_key).sign(statement).hex()


@lru_cache(maxsize=4)
def _opened(private_key: str) -> Ed25519PrivateKey:
    # Why kept: to open a key takes longer than to sign by it, and central signs by one and the same.
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private_key))


def verifies(key: str, statement: bytes, signature: str) -> bool:
    """Whether `signature` is the public key's over `statement`; False for anything malformed."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), statement)
    except (InvalidSignature, ValueError):
        return False
    return True
