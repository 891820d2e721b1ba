"""Each rule left out is noticed, and by an oracle that speaks of it: every oracle can fail."""

from __future__ import annotations

import pytest

from tests.simulation.planted import BUGS, noticed
from tests.simulation.planted_decisions import DECISIONS
from tests.simulation.planted_further import FURTHER
from tests.simulation.planted_roads import ROADS

ALL = BUGS | FURTHER | DECISIONS | ROADS


@pytest.mark.parametrize("name", ALL)
def test_a_rule_left_out_is_noticed(name):
    assert noticed(ALL[name]) is not None, "nobody noticed"


@pytest.mark.parametrize(
    "oracle",
    [
        "(a)",
        "(b)",
        "(c)",
        "(d)",
        "(e)",
        "(f)",
        "two heads",
        "comes to rest",
        "central never breaks",
        "no difference is seen",
        "nothing is carried needlessly",
        "conflicts are told",
    ],
)
def test_every_oracle_is_shown_able_to_fail(oracle):
    assert any(bug.oracles == {oracle} for bug in ALL.values()), "no bug must be noticed by this one and no other"
