from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, PasswordDeleteError

from app.errors import InputError, StoreError
from app.store.keys import FileSecrets, KeyringSecrets, key_of_recovery_code, recovery_code

KEY = bytes(range(32))
CODE = recovery_code(KEY)


def test_a_recovery_code_is_fourteen_groups_of_four() -> None:
    groups = CODE.split("-")
    assert [len(group) for group in groups] == [4] * 14
    assert CODE.startswith("000G-40R4-0M30-E209-185G-")


@given(st.binary(min_size=32, max_size=32))
def test_a_recovery_code_gives_the_key_back(key: bytes) -> None:
    assert key_of_recovery_code(recovery_code(key)) == key


def test_a_code_is_read_in_any_case_and_spacing_and_with_confused_letters() -> None:
    written = CODE.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert key_of_recovery_code(written) == KEY


@given(st.integers(0, 55), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_letter_is_always_noticed(place: int, letter: str) -> None:
    letters = CODE.replace("-", "")
    wrong = letters[:place] + letter + letters[place + 1 :]
    if wrong == letters:
        return
    with pytest.raises(InputError, match=r"recovery\.code"):
        key_of_recovery_code(wrong)


@pytest.mark.parametrize("text", ["", "ABCD", CODE[:-1], CODE + "A", CODE.replace("0", "U")])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"recovery\.code"):
        key_of_recovery_code(text)


def test_file_secrets_are_the_owners_alone(tmp_path: Path) -> None:
    secrets = FileSecrets(tmp_path / "secrets")
    assert secrets.get("store-key") is None
    secrets.set("store-key", "aa")
    secrets.set("store-key", "bb")
    assert secrets.get("store-key") == "bb"
    if sys.platform != "win32":
        assert (tmp_path / "secrets" / "store-key").stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    secrets.delete("store-key")
    secrets.delete("store-key")
    assert secrets.get("store-key") is None


def test_a_secret_too_long_for_windows_keyring_is_refused_everywhere(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"store\.keyring"):
        FileSecrets(tmp_path).set("x", "a" * 1281)


class MemoryKeyring(KeyringBackend):
    """A keyring that may be locked."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def _check(self) -> None:
        if self.locked:
            raise KeyringError("locked")

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("none")


@pytest.fixture
def keyring_backend() -> Iterator[MemoryKeyring]:
    import keyring

    before = keyring.get_keyring()
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


def test_the_keyring_tells_profiles_apart(keyring_backend: MemoryKeyring) -> None:
    one, two = KeyringSecrets("a"), KeyringSecrets("b")
    one.set("store-key", "1")
    two.set("store-key", "2")
    assert (one.get("store-key"), two.get("store-key")) == ("1", "2")
    one.delete("store-key")
    one.delete("store-key")
    assert (one.get("store-key"), two.get("store-key")) == (None, "2")


def test_a_locked_keyring_is_named(keyring_backend: MemoryKeyring) -> None:
    keyring_backend.locked = True
    for attempt in (
        lambda: KeyringSecrets("a").get("x"),
        lambda: KeyringSecrets("a").set("x", "1"),
        lambda: KeyringSecrets("a").delete("x"),
    ):
        with pytest.raises(StoreError, match=r"store\.keyring"):
            attempt()
