"""What a program hands on to another one that it starts."""

from __future__ import annotations

import pytest

from app.services.launching import clean_environment

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
