"""Each rule left out is noticed, and by an oracle that speaks of it: every oracle can fail."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulation.planted import BUGS, noticed
from tests.simulation.planted_decisions import DECISIONS
from tests.simulation.planted_further import FURTHER
from tests.simulation.planted_roads import ROADS

ALL = BUGS | FURTHER | DECISIONS | ROADS


@pytest.mark.parametrize("name", ALL)
def test_a_rule_left_out_is_noticed(name):
    assert noticed(ALL[name]) is not None, "nobody noticed"


def oracles() -> Iterator[str]:
    """The letter, or the words, of every oracle that is written down."""
    for path in sorted(Path(__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name("Violation"), args=[ast.Constant(str(words)), *_]):
                    yield words.partition(" ")[0] if words.startswith("(") else words


ORACLES = sorted(set(oracles()))


def test_the_walk_finds_the_oracles() -> None:
    assert ORACLES == [
        "(a)",
        "(b)",
        "(c)",
        "(d)",
        "(e)",
        "(f)",
        "central never breaks",
        "comes to rest",
        "conflicts are told",
        "no difference is seen",
        "nothing is carried needlessly",
        "questions end",
        "rows are whole",
        "two heads",
    ]


@pytest.mark.parametrize("oracle", ORACLES)
def test_every_oracle_is_shown_able_to_fail(oracle):
    assert any(bug.oracles == {oracle} for bug in ALL.values()), "no bug must be noticed by this one and no other"
