"""Whatever a clerk can be refused with has words in both languages: what happened, what is safe, what to do."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.operations import Kind
from app.messages import LANGUAGES, catalogue
from central.problems import STATUS

ROOT = Path(__file__).resolve().parents[2]
WHERE = (
    "sync/*.py",
    "app/store/*.py",
    "central/intake/*.py",
    "central/registry/enrolment.py",
    *(
        f"app/domain/{name}.py"
        for name in (
            "addresses", "apply", "attachments", "carriage", "envelopes", "operations", "proving", "relations/cells",
            "relations/sheet", "rows", "sealing", "updates", "workflow",
        )
    ),
    *(
        f"app/services/{name}.py"
        for name in (
            "attention", "bundles", "enrolment", "installed", "launching", "sealing", "update_watch", "updating",
        )
    ),
)  # fmt: skip
"""The engine and its roads, the stores under both sides, what central judges an operation by, bundles, updates."""
GROUPS = (
    "bundle|cell|chain|conflict|device|enrol|exchange|file|form|lan|obligation|operation|period|person|protocol|"
    "recovery|refused|report|role|store|sync|unit|update|value|wire"
)
CODE = re.compile(rf"({GROUPS})\.[a-z][a-z_]*[a-z]\Z")
NO_CODES = frozenset({"store.json", "report.json", *Kind})
"""Look like codes, and are the names of files and of operations."""
NEWS = frozenset(
    {
        "bundle.carried", "bundle.carried_back", "bundle.exported", "bundle.exported_none", "bundle.landed",
        "bundle.replayed", "bundle.taken", "file.already",
        "update.forms_taken", "update.managed", "update.newer", "update.newest", "update.not_installed", "update.ready",
        "update.ready_later",
    }
)  # fmt: skip
"""Nothing is refused by them."""
OF_ADMINISTRATORS = frozenset({"person.name", "person.role", "unit.not_loaded"})
"""Said to whoever types commands at central."""


def codes_in(pattern: str) -> Iterator[str]:
    paths = sorted(ROOT.glob(pattern))
    assert paths, pattern
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.match(node.value):
                yield node.value


def refusals() -> list[str]:
    found = {code for pattern in WHERE for code in codes_in(pattern)} | {
        *STATUS,
        "app.error",
        "app.input",
        "app.unknown",
    }
    return sorted(found - NO_CODES - NEWS - OF_ADMINISTRATORS)


def test_the_walk_finds_what_it_is_for() -> None:
    found = refusals()
    assert {
        "sync.unreachable", "sync.cloned", "device.revoked", "central.busy", "wire.shape", "store.busy",
        "enrol.code_used", "bundle.altered", "lan.stranger", "update.self_test", "operation.body", "cell.unknown",
        "value.closed", "unit.unknown", "period.invalid", "file.address", "sync.file_header", "report.invalid",
        "obligation.withdrawn",
    } < set(found)  # fmt: skip
    assert len(found) > 120


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", refusals())
def test_a_refusal_says_what_happened_what_is_safe_and_what_to_do(code: str, language: str) -> None:
    said = catalogue(language)[code]
    assert [part for part in ("what", "safe", "do") if not said.get(part, "").strip()] == []


def named(code: str, language: str) -> set[str]:
    """The figures that the words for a code name."""
    said = " ".join(catalogue(language)[code].values())
    return {name for _, name, _, _ in string.Formatter().parse(said) if name}


@pytest.mark.parametrize("code", refusals())
def test_both_languages_name_the_same_things(code: str) -> None:
    assert named(code, "vi") == named(code, "en")


def raised(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Each `SomethingError("a.code", …)` of a module, with the figures it gives; one that gives a whole map is left."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        code, maps = node.args[0], node.args[1:]
        if not node.func.id.endswith("Error") or not isinstance(code, ast.Constant):
            continue
        given = {keyword.arg for keyword in node.keywords}
        for each in maps:
            keys = each.keys if isinstance(each, ast.Dict) else [None]
            given |= {str(key.value) if isinstance(key, ast.Constant) else None for key in keys}
        if None not in given:
            yield str(code.value), {str(name) for name in given}


@pytest.mark.parametrize("pattern", WHERE)
def test_a_refusal_gives_every_figure_that_its_words_name(pattern: str) -> None:
    codes = set(refusals())
    holes = [
        (path.name, code, sorted(named(code, "vi") - given))
        for path in sorted(ROOT.glob(pattern))
        for code, given in raised(path)
        if code in codes and named(code, "vi") - given
    ]
    assert holes == []


ENGLISH = frozenset({"part", "detail", "check", "problem", "algorithm", "encoding", "header", "kind"})
"""Figures that hold words of programs: they stand under the technical details, never in a sentence."""


@pytest.mark.parametrize("code", refusals())
def test_no_sentence_holds_what_only_a_programmer_reads(code: str) -> None:
    assert named(code, "vi") & ENGLISH == set()


SENT = re.compile(r"(tự gửi|gửi lên|gửi lại|gửi đến|gửi dở|gửi tiếp|máy gửi|nơi gửi|gửi tệp chẩn đoán)", re.IGNORECASE)


@pytest.mark.parametrize("code", refusals())
def test_only_a_report_is_said_to_be_sent(code: str) -> None:
    assert SENT.findall(" ".join(catalogue("vi")[code].values())) == []
