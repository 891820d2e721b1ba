"""The key of a store: gone, brought back by the printed code, and never lost to a code of another computer."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import Office, office_at
from app.errors import AppError
from app.services.store_key import printed_key, store_key
from app.store.keys import STORE_KEY, recovery_code


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = office_at(tmp_path, "file")
    made.open_store().close()
    return made


def refusal(office: Office, code: str) -> str:
    with pytest.raises(AppError) as caught:
        office.recover(code)
    return caught.value.code


def test_the_printed_code_brings_a_lost_key_back(office: Office) -> None:
    key, code = store_key(office.secrets), printed_key(office.secrets)
    office.secrets.delete(STORE_KEY)
    office.recover(code.lower().replace("-", " "))
    assert store_key(office.secrets) == key


def test_a_key_that_works_outlives_a_code_of_another_computer(office: Office) -> None:
    key = store_key(office.secrets)
    assert refusal(office, recovery_code(b"x" * 32)) == "store.wrong_key"
    assert store_key(office.secrets) == key


def test_where_the_key_is_gone_a_code_of_another_computer_leaves_none(office: Office) -> None:
    office.secrets.delete(STORE_KEY)
    assert refusal(office, recovery_code(b"x" * 32)) == "store.wrong_key"
    assert office.secrets.get(STORE_KEY) is None


def test_a_slip_of_the_pen_is_seen_before_the_store_is_touched(office: Office) -> None:
    assert refusal(office, "ABC") == "recovery.code"


def test_where_there_is_no_store_there_is_nothing_to_open(tmp_path: Path) -> None:
    assert refusal(office_at(tmp_path / "new", "file"), recovery_code(b"x" * 32)) == "recovery.no_store"
