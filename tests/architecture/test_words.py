"""Every stable code has words in both languages, and the two say the same things."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from app.messages import LANGUAGES, catalogue

ROOT = Path(__file__).resolve().parents[2]
RAISED = re.compile(r"""\b\w*(?:Error|Refusal|Finding)\(\s*(?:code=)?"([a-z_]+\.[a-z_]+)\"""")


def raised_codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for package in ("app", "ui", "sync", "central"):
        for path in (ROOT / package).rglob("*.py"):
            for code in RAISED.findall(path.read_text(encoding="utf-8")):
                found.setdefault(code, str(path.relative_to(ROOT)))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_raised_code_has_words(language: str) -> None:
    known = catalogue(language)
    assert {code: path for code, path in raised_codes().items() if code not in known} == {}


def test_both_languages_know_the_same_codes() -> None:
    assert set(catalogue("vi")) == set(catalogue("en"))


def test_both_languages_use_the_same_parameters() -> None:
    def parameters(language: str, code: str) -> set[str]:
        text = " ".join(catalogue(language)[code].values())
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    different = {code for code in catalogue("vi") if parameters("vi", code) != parameters("en", code)}
    assert different == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_says_what_happened_and_holds_nothing_else_than_the_three_parts(language: str) -> None:
    odd = {
        code
        for code, parts in catalogue(language).items()
        if not parts.get("what") or set(parts) - {"what", "safe", "do"}
    }
    assert odd == set()
