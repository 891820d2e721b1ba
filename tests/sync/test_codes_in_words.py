"""Whatever a cycle ends with has words in both languages: what happened, what is safe, what to do."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.messages import LANGUAGES, catalogue
from central.problems import STATUS

ROOT = Path(__file__).resolve().parents[2]
GROUPS = "sync|wire|protocol|device|exchange|chain|store"
CODE = re.compile(rf"({GROUPS})\.[a-z][a-z_]*[a-z]\Z")
NO_CODES = frozenset({"store.json"})
"""Looks like a code, and is a file's name."""
OF_FILES = re.compile(r"sync\.file_")
"""An attached file that is held up ends no cycle; its words say what is safe, and the rest goes by itself."""


def codes_in(folder: str) -> Iterator[str]:
    for path in sorted((ROOT / folder).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.match(node.value):
                yield node.value


def codes_of_a_cycle() -> list[str]:
    """Of the engine and the road, of what central answers with, and of the store under both."""
    named = {code for code in STATUS if not code.startswith(("enrol.", "file."))}
    found = {*codes_in("sync"), *codes_in("app/store"), *named, "app.error"} - NO_CODES
    return sorted(code for code in found if not OF_FILES.match(code))


def test_the_walk_finds_what_it_is_for() -> None:
    found = codes_of_a_cycle()
    assert {"sync.unreachable", "sync.cloned", "device.revoked", "central.busy", "wire.shape", "store.busy"} < set(
        found
    )
    assert len(found) > 50


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", codes_of_a_cycle())
def test_a_code_says_what_happened_what_is_safe_and_what_to_do(code: str, language: str) -> None:
    said = catalogue(language)[code]
    assert [part for part in ("what", "safe", "do") if not said.get(part, "").strip()] == []


@pytest.mark.parametrize("code", codes_of_a_cycle())
def test_both_languages_name_the_same_things(code: str) -> None:
    def named(language: str) -> set[str]:
        said = " ".join(catalogue(language)[code].values())
        return {name for _, name, _, _ in string.Formatter().parse(said) if name}

    assert named("vi") == named("en")
