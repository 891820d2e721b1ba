"""Histories from seeds: offices, their computers and central under everything that can befall them."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.simulation.history import Step, draw, outcome_of, shrink
from tests.simulation.planted import BUGS, planted

SEEDS, AT_ONCE = 200, 8
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
def test_whatever_befalls_them_nothing_is_lost_doubled_or_overwritten_and_all_agree_at_rest(first):
    for seed in range(first, first + AT_ONCE):
        outcome = outcome_of(draw(seed))
        assert not outcome.failure, f"{outcome}\npython3 dev.py soak --replay {seed}"


def test_a_seed_draws_and_plays_the_same_history_whatever_the_order_of_sets():
    program = "from tests.simulation.history import *; print('\\n'.join(outcome_of(draw(11)).trace))"
    told = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": order},
            capture_output=True,
            check=True,
        ).stdout
        for order in ("1", "2")
    ]
    assert told[0] == told[1]
    assert told[0].count(b"\n") > 25


def test_a_failing_history_is_shortened_to_what_makes_it_fail():
    with planted(BUGS["central overwrites what an author never saw"]):
        plan = replace(draw(0), offices=1, weather=0.0, busy=0.0, settles=False)
        failing = next(
            outcome
            for seed in range(100)
            if (outcome := outcome_of(replace(plan, seed=seed, steps=draw(seed).steps))).failure
        )
        short = shrink(failing.plan, failing.oracle)
    assert short.oracle == failing.oracle
    assert len(short.plan.steps) < len(failing.plan.steps) / 2


def test_a_step_stays_what_it_is_when_its_neighbours_are_left_out():
    alone = replace(draw(0), weather=0.0, busy=0.0, steps=(Step("type", 5),))
    among = replace(alone, steps=(Step("late post", 1), Step("central restarts", 2), Step("type", 5)))
    assert outcome_of(alone).trace[0][4:] == outcome_of(among).trace[2][4:]
