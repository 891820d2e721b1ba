"""What a program hands on to another one that it starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import InputError
from app.services.installed import Installation
from app.services.launching import clean_environment, start_anew

CASES = [
    ("no frozen program", {"PATH": "/bin", "LD_LIBRARY_PATH": "/opt"}, {"PATH": "/bin", "LD_LIBRARY_PATH": "/opt"}),
    (
        "a frozen one takes what it set for itself back",
        {"_PYI_ARCHIVE_FILE": "/a", "LD_LIBRARY_PATH": "/a/_internal", "LANG": "vi"},
        {"LANG": "vi", "PYINSTALLER_RESET_ENVIRONMENT": "1"},
    ),
    (
        "and puts back what was there before",
        {"_PYI_PARENT_PROCESS_LEVEL": "1", "LD_LIBRARY_PATH": "/a/_internal:/opt", "LD_LIBRARY_PATH_ORIG": "/opt"},
        {"LD_LIBRARY_PATH": "/opt", "PYINSTALLER_RESET_ENVIRONMENT": "1"},
    ),
]


@pytest.mark.parametrize(("given", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_another_program_is_started_as_by_a_person(given: dict[str, str], expected: dict[str, str]) -> None:
    assert clean_environment(given) == expected


def test_a_program_started_anew_is_the_installed_one(tmp_path: Path) -> None:
    program = tmp_path / "sobaocao"
    program.write_text('#!/bin/sh\ncd "$(dirname "$0")"\necho "$@" > ran\n')
    program.chmod(0o755)
    newer = Installation(base=tmp_path, version="0.2.0", is_base=False)
    assert start_anew(newer, ["--data", "Số liệu", "gui"]).wait(10) == 0
    assert (tmp_path / "ran").read_text(encoding="utf-8") == "--data Số liệu gui\n"


def test_a_program_that_cannot_be_started_anew_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"update\.not_started"):
        start_anew(Installation(base=tmp_path, version="0.1.0"), [])
