"""Every measure runs, at sizes that try the measuring and not the program, and stands beside a floor."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from tests.benchmarks import slow_disk
from tests.benchmarks.__main__ import DESK, TASKS, TINY, Task, run
from tests.benchmarks.figures import Figure, missing, percentile, table
from tests.benchmarks.years_of_reports import make_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    make_office(folder, TINY["stored"])
    return folder


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    try:
        return slow_disk.build(tmp_path_factory.mktemp("slow-disk"))
    except slow_disk.NoSlowDiskError:
        return None


@pytest.mark.parametrize("task", [*TASKS, DESK], ids=[task.name for task in (*TASKS, DESK)])
def test_a_measure_gives_figures_each_beside_its_floor(task: Task, office: Path, library: Path | None) -> None:
    if task.slow_ms and library is None:
        pytest.skip("no C compiler on this machine")
    figures = run(task, TINY, office, library)
    assert figures
    for figure in figures:
        assert figure.ours is not None, figure.what
        assert math.isfinite(figure.ours)
        assert figure.floor is not None, figure.name
        assert figure.floor > 0 or figure.unit == "%", figure.name
        assert figure.floor_name


def test_a_slow_disk_that_cannot_be_had_is_said_and_does_not_hold(office: Path) -> None:
    slow = next(task for task in TASKS if task.slow_ms)
    figures = run(slow, TINY, office, None, "no C compiler on this machine")
    assert [(figure.what, figure.holds) for figure in figures] == [
        ("NOT MEASURED: no C compiler on this machine", False)
    ]


def _figure(**changes: object) -> Figure:
    given = {
        "name": "n",
        "what": "w",
        "ours": 6.0,
        "floor": 2.0,
        "floor_name": "f",
        "unit": "ms",
        "at_most": None,
        "ratio_at_most": None,
    }
    return Figure(**{**given, **changes})  # type: ignore[arg-type]  # the table names fields


@pytest.mark.parametrize(
    ("changes", "budget", "holds"),
    [
        ({}, "", None),
        ({"at_most": 6.0}, "≤ 6 ms", True),
        ({"at_most": 5.9}, "≤ 5.9 ms", False),
        ({"ratio_at_most": 3.0}, "≤ 3 × floor", True),
        ({"ratio_at_most": 2.9}, "≤ 2.9 × floor", False),
        ({"ours": None, "at_most": 6.0}, "≤ 6 ms", False),
    ],
)
def test_a_figure_is_judged_by_its_own_budget(changes: dict[str, object], budget: str, holds: bool | None) -> None:
    figure = _figure(**changes)
    assert (figure.budget, figure.holds) == (budget, holds)


def test_a_figure_tells_ours_floor_and_ratio_in_json() -> None:
    assert json.loads(json.dumps(_figure(at_most=16.0).told())) == {
        "name": "n",
        "what": "w",
        "ours": 6,
        "floor": 2,
        "floor_name": "f",
        "ratio": 3,
        "unit": "ms",
        "budget": "≤ 16 ms",
        "holds": True,
    }


def test_the_table_says_what_does_not_hold() -> None:
    lines = table([_figure(at_most=5.0), missing("m", "no C compiler")]).splitlines()
    assert lines[1].split() == ["n", "6", "ms", "2", "ms", "3.00", "≤", "5", "ms", "NO"]
    assert lines[-1].strip() == "NOT MEASURED: no C compiler"


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([5.0], 0.5, 5.0), ([3.0, 1.0, 2.0], 0.5, 2.0), ([float(n) for n in range(1, 101)], 0.99, 99.0)],
)
def test_percentiles_are_values_that_were_measured(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected
