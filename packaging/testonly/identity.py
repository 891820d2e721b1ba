"""A certificate that signs itself, made on the spot: what proves the step of signing where nobody's key is at hand."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PASSWORD = "bí mật"


@dataclass(frozen=True, slots=True)
class Identity:
    """A certificate with its key, in the files a signer takes."""

    certificate: Path
    """PEM."""
    key: Path
    """PEM, without a password."""
    container: Path
    """PKCS#12, with PASSWORD."""


def identity(place: Path, name: str, usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.CODE_SIGNING) -> Identity:
    """Make a certificate of that common name, good for two days, in the folder `place`."""
    key = rsa.generate_private_key(65_537, 2_048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
        .sign(key, hashes.SHA256())
    )
    found = Identity(place / f"{name}.pem", place / f"{name}.key", place / f"{name}.p12")
    found.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain, kind = serialization.NoEncryption(), serialization.PrivateFormat.PKCS8
    found.key.write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, plain))
    locked = serialization.BestAvailableEncryption(PASSWORD.encode())
    found.container.write_bytes(pkcs12.serialize_key_and_certificates(b"test", key, made, None, locked))
    return found
