"""The judgement of a program without one of its parts: whether what uses the part said so."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from app.cli.self_checks import CHECKS

Script = Callable[[str], ModuleType]
PLACE = "_internal/libssl-3.dll"
EXPECTED = {"parts": "_ssl", "exchange": "_ssl"}
NAMED = f"app.cli.self_checks.CheckError: missing: {PLACE}"


@pytest.mark.parametrize(
    ("failed", "quiet"),
    [
        pytest.param({"files": NAMED, "parts": "no _ssl", "exchange": "no _ssl", "window": "x"}, [], id="noticed"),
        pytest.param(
            {"files": NAMED},
            ["parts does not say “_ssl”", "exchange does not say “_ssl”"],
            id="by the comparison of files alone",
        ),
        pytest.param(
            {"files": NAMED, "parts": "no _ssl", "exchange": "no central"},
            ["exchange does not say “_ssl”"],
            id="failed for another reason",
        ),
        pytest.param(
            {"parts": "no _ssl", "exchange": "no _ssl"},
            [f"files does not name {PLACE} alone"],
            id="the list of files says nothing",
        ),
        pytest.param(
            {"files": f"{NAMED}, _internal/other.dll", "parts": "no _ssl", "exchange": "no _ssl"},
            [f"files does not name {PLACE} alone"],
            id="something else is missing too",
        ),
        pytest.param(
            {"did not begin": "no _ssl"},
            ["parts does not say “_ssl”", "exchange does not say “_ssl”"],
            id="it did not even begin",
        ),
    ],
)
def test_a_missing_part_is_noticed_where_what_uses_it_says_so(
    failed: dict[str, str], quiet: list[str], script: Script
) -> None:
    assert script("missing_parts").unnoticed(PLACE, EXPECTED, failed) == quiet


def test_a_program_that_does_not_begin_is_judged_by_what_it_said(script: Script) -> None:
    parts = script("missing_parts")
    failed = parts.failures(None, "cannot load python311.dll")
    assert parts.unnoticed("_internal/python311.dll", {parts.NOT_BEGUN: "python311"}, failed) == []
    assert parts.unnoticed("_internal/python311.dll", {parts.NOT_BEGUN: "base_library"}, failed) == [
        "did not begin does not say “base_library”"
    ]


def test_of_a_report_the_failed_checks_count(script: Script) -> None:
    checks = [{"check": "parts", "passed": False, "error": "no _ssl"}, {"check": "store", "passed": True}]
    assert script("missing_parts").failures({"checks": checks}, "") == {"parts": "no _ssl"}


def test_every_part_that_is_taken_away_has_a_check_that_uses_it(script: Script) -> None:
    parts = script("missing_parts")
    users = {*CHECKS, parts.NOT_BEGUN} - {"files"}
    for place, expected in parts.PARTS.items():
        assert expected, place
        assert expected.keys() <= users, place
        assert all(expected.values()), place
    assert {check for expected in parts.PARTS.values() for check in expected} == users
