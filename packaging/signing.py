"""Signing what Windows runs, with a certificate that lies elsewhere: `python packaging/signing.py FILE [option…]`.

The certificate and its key are a PKCS#12 file, or in a token (PKCS#11); the password is read from an environment
variable and goes to the signer through a pipe, so that it stands in no command line.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pefile
from tools import HERE, StepError, main_of, output_of

NAME = "Sổ Báo Cáo"
UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """With what to sign; without a certificate nothing is."""

    certificate: str = ""
    """A PKCS#12 file, or with a token the certificate's PKCS#11 URI or PEM file; empty to leave all unsigned."""
    password_env: str = ""
    """The environment variable that holds the password or PIN; empty where there is none."""
    pkcs11_module: str = ""
    """The token's library; empty where the certificate is a PKCS#12 file."""
    pkcs11_key: str = ""
    """The key's PKCS#11 URI."""
    timestamp_url: str = ""
    """An RFC 3161 time stamp authority; empty for none: the signature then ends with the certificate."""
    further: tuple[str, ...] = ()
    """Given to osslsigncode as they are."""

    def __bool__(self) -> bool:
        return bool(self.certificate)

    def sign(self, *files: Path) -> None:
        """Sign files in place; nothing without a certificate. Raises StepError where it cannot."""
        for file in files if self else ():
            signed = file.with_name(file.name + ".signed")
            signed.unlink(missing_ok=True)
            done = subprocess.run(
                ["osslsigncode", "sign", *self._with(), "-in", str(file), "-out", str(signed)],
                input=self._password(),
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode or not signed.exists():
                raise StepError(f"{file.name} could not be signed\n{done.stdout[-1000:]}{done.stderr[-1000:]}")
            signed.replace(file)

    def command(self) -> str:
        """The command line that signs the file appended to it, as another program calls it."""
        return shlex.join([sys.executable, str(HERE / "signing.py"), *self.arguments()])

    def arguments(self) -> list[str]:
        """The options of `add_options` that say the same."""
        said = {
            "--certificate": self.certificate,
            "--password-env": self.password_env,
            "--pkcs11-module": self.pkcs11_module,
            "--pkcs11-key": self.pkcs11_key,
            "--timestamp-url": self.timestamp_url,
        }
        return [
            *(f"{name}={value}" for name, value in said.items() if value),
            *(f"--sign={each}" for each in self.further),
        ]

    def _with(self) -> list[str]:
        if self.pkcs11_module:
            kind = "-pkcs11cert" if self.certificate.startswith("pkcs11:") else "-certs"
            key = ["-pkcs11module", self.pkcs11_module, kind, self.certificate, "-key", self.pkcs11_key]
        else:
            key = ["-pkcs12", self.certificate]
        password = ["-readpass", "-"] if self.password_env else []
        stamp = ["-ts", self.timestamp_url] if self.timestamp_url else []
        return [*key, *password, "-h", "sha256", "-n", NAME, *stamp, *self.further]

    def _password(self) -> str | None:
        if not self.password_env:
            return None
        if self.password_env not in os.environ:
            raise StepError(f"the environment has no {self.password_env}")
        return os.environ[self.password_env]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what says with what to sign."""
    parser.add_argument("--certificate", default="", metavar="FILE", help="PKCS#12 file; with a token, URI or PEM file")
    parser.add_argument("--password-env", default="", metavar="NAME", help="the variable with its password or PIN")
    parser.add_argument("--pkcs11-module", default="", metavar="FILE", help="the token's library")
    parser.add_argument("--pkcs11-key", default="", metavar="URI", help="the key in the token")
    parser.add_argument("--timestamp-url", default="", metavar="URL", help="an RFC 3161 time stamp authority")
    parser.add_argument("--sign", action="append", default=[], metavar="OPTION", help="given to osslsigncode as it is")


def signer_of(arguments: argparse.Namespace) -> Signer:
    """The signer that the options name. Raises StepError for a certificate that is not there."""
    found = Signer(
        certificate=arguments.certificate,
        password_env=arguments.password_env,
        pkcs11_module=arguments.pkcs11_module,
        pkcs11_key=arguments.pkcs11_key,
        timestamp_url=arguments.timestamp_url,
        further=tuple(arguments.sign),
    )
    if found and not found.certificate.startswith("pkcs11:") and not Path(found.certificate).is_file():
        raise StepError(f"there is no certificate {found.certificate}")
    return found


def has_signature(file: Path) -> bool:
    """Whether a program or library for Windows bears a signature, whosesoever."""
    image = pefile.PE(str(file), fast_load=True)
    security = image.OPTIONAL_HEADER.DATA_DIRECTORY[pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_SECURITY"]]
    image.close()
    return bool(security.Size)


def signed_by(file: Path, authorities: Path | None = None) -> str:
    """Who signed a file, as its certificate says; empty where nobody did or the signature does not hold.

    `authorities` is a PEM file of those to trust; without one, this system's.
    """
    trusted = ("-CAfile", authorities) if authorities else ()
    said = output_of("osslsigncode", "verify", "-ignore-crl", *trusted, "-in", file)
    if "Signature verification: ok" not in said:
        return ""
    return next((line.partition("Subject: ")[2] for line in said.splitlines() if "Subject: " in line), "")


def main(argv: Sequence[str] | None = None) -> None:
    """Sign one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    add_options(parser)
    arguments = parser.parse_args(argv)
    signer_of(arguments).sign(arguments.file)


if __name__ == "__main__":
    main_of(main)
