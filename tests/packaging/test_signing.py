"""Signing with a certificate that the test makes itself; without the signer, it says loudly that nothing was tried."""

from __future__ import annotations

import argparse
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.packaging.launchers import launcher

Script = Callable[[str], ModuleType]
needs_signer = pytest.mark.skipif(
    shutil.which("osslsigncode") is None, reason="SIGNING IS NOT TRIED HERE: apt-get install osslsigncode"
)


@pytest.fixture
def maker(script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Who signs programs, with the password where the signer looks for it."""
    made = script("testonly.identity")
    monkeypatch.setenv("SIGN_PASSWORD", made.PASSWORD)
    return made.identity(tmp_path, "maker")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A real program for Windows: the launcher that pip puts before its commands."""
    target = tmp_path / "program.exe"
    shutil.copy(launcher("t64.exe"), target)
    return target


@needs_signer
def test_a_program_bears_the_name_of_its_maker(script: Script, maker: Any, program: Path) -> None:
    signing = script("signing")
    assert not signing.has_signature(program)
    signing.Signer(certificate=str(maker.container), password_env="SIGN_PASSWORD").sign(program)
    assert signing.has_signature(program)
    assert signing.signed_by(program, maker.certificate) == "/CN=maker"
    assert sorted(path.suffix for path in program.parent.iterdir()) == [".exe", ".key", ".p12", ".pem"]


@needs_signer
def test_a_signature_by_somebody_unknown_counts_as_none(script: Script, maker: Any, program: Path) -> None:
    signing = script("signing")
    signing.Signer(certificate=str(maker.container), password_env="SIGN_PASSWORD").sign(program)
    assert signing.signed_by(program) == ""


@needs_signer
def test_a_program_altered_after_signing_bears_nobodys_name(script: Script, maker: Any, program: Path) -> None:
    signing = script("signing")
    signing.Signer(certificate=str(maker.container), password_env="SIGN_PASSWORD").sign(program)
    raw = bytearray(program.read_bytes())
    raw[2_000] ^= 1
    program.write_bytes(raw)
    assert signing.signed_by(program, maker.certificate) == ""


@needs_signer
def test_a_time_stamp_is_taken_from_an_authority(script: Script, maker: Any, program: Path, tmp_path: Path) -> None:
    clock = script("testonly.identity").identity(tmp_path, "clock", ExtendedKeyUsageOID.TIME_STAMPING)
    stamped = ("-TSA-certs", str(clock.certificate), "-TSA-key", str(clock.key))
    signing = script("signing")
    signing.Signer(certificate=str(maker.container), password_env="SIGN_PASSWORD", further=stamped).sign(program)
    said = script("tools").output_of(
        "osslsigncode", "verify", "-CAfile", maker.certificate, "-TSA-CAfile", clock.certificate, "-in", program
    )
    assert "Timestamp Server Signature verification: ok" in said


@needs_signer
def test_the_command_for_other_programs_signs_the_same(script: Script, maker: Any, program: Path) -> None:
    signing = script("signing")
    command = signing.Signer(certificate=str(maker.container), password_env="SIGN_PASSWORD").command()
    assert script("testonly.identity").PASSWORD not in command
    subprocess.run([*shlex.split(command), str(program)], check=True)
    assert signing.signed_by(program, maker.certificate) == "/CN=maker"


@needs_signer
def test_a_wrong_password_stops_and_leaves_the_program_as_it_was(
    script: Script, maker: Any, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGN_PASSWORD", "sai")
    before = program.read_bytes()
    signer = script("signing").Signer(certificate=str(maker.container), password_env="SIGN_PASSWORD")
    with pytest.raises(script("tools").StepError, match=r"program\.exe could not be signed"):
        signer.sign(program)
    assert program.read_bytes() == before


def test_without_a_certificate_nothing_is_signed(script: Script, program: Path) -> None:
    before = program.read_bytes()
    signer = script("signing").Signer()
    signer.sign(program)
    assert not signer
    assert program.read_bytes() == before


def test_a_password_that_nobody_set_is_said(script: Script, program: Path) -> None:
    signer = script("signing").Signer(certificate="x.p12", password_env="NOBODY_SET_THIS")
    with pytest.raises(script("tools").StepError, match="the environment has no NOBODY_SET_THIS"):
        signer.sign(program)


def test_a_certificate_that_is_not_there_is_said_before_anything_is_built(script: Script) -> None:
    signing, parser = script("signing"), argparse.ArgumentParser()
    signing.add_options(parser)
    with pytest.raises(script("tools").StepError, match=r"there is no certificate absent\.p12"):
        signing.signer_of(parser.parse_args(["--certificate", "absent.p12"]))


def test_a_token_is_passed_through_to_the_signer(script: Script) -> None:
    signer = script("signing").Signer(
        certificate="pkcs11:object=maker",
        pkcs11_module="/usr/lib/token.so",
        pkcs11_key="pkcs11:object=maker;type=private",
        timestamp_url="http://time.example/tsa",
    )
    assert signer._with() == [
        *("-pkcs11module", "/usr/lib/token.so", "-pkcs11cert", "pkcs11:object=maker"),
        *("-key", "pkcs11:object=maker;type=private", "-h", "sha256", "-n", "Sổ Báo Cáo"),
        *("-ts", "http://time.example/tsa"),
    ]
