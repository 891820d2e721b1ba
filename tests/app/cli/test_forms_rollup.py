"""`sobaocao forms roll-up`, as a form's author meets it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "FORMS.md").read_text(encoding="utf-8")
SECTION = PAGE[PAGE.index("## Rolling up") :]
EXAMPLE = re.findall(r"```json\n(.*?)```", SECTION, re.DOTALL)[0]
FORM = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0]
ROLLING = str(ROOT / "tests" / "fixtures" / "forms" / "rolling.yaml")


def roll_up(
    capsys: pytest.CaptureFixture[str], folder: Path, form: str, sources: object, *options: str, lang: str = "vi"
) -> tuple[int, Any, str]:
    """Exit code, what was printed as JSON, what was said on standard error."""
    path = folder / "sources.json"
    path.write_text(sources if isinstance(sources, str) else json.dumps(sources), encoding="utf-8")
    code = main(["--lang", lang, "forms", "roll-up", form, str(path), *options])
    captured = capsys.readouterr()
    return code, json.loads(captured.out) if captured.out else None, captured.err


def test_the_example_of_the_guide_is_rolled_up_and_explained(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    form = tmp_path / "form.yaml"
    form.write_text(FORM, encoding="utf-8")
    options = ("--explain", "main/r1/c2", "--explain", "main/total/c4")
    code, told, err = roll_up(capsys, tmp_path, str(form), EXAMPLE, *options)
    assert (code, err) == (0, "")
    assert told["content"] == {"main/r1/@row": "V;;", "main/r1/cA": "Đất đai", "main/r1/c2": "17 E", "main/r1/c3": "3"}
    assert told["computed"]["main/total/c4"] == "85 E"
    assert told["completeness"] == {
        "is_complete": False,
        "expected": 3,
        "missing": ["00025"],
        "superseded": [],
        "status": "E",
        "cells": {"missing": 2, "nil": 1, "figure": 3},
    }
    assert told["incomplete"] == {
        "main/r1/c2": {"missing": 1, "figure": 2},
        "main/r1/c3": {"missing": 1, "nil": 1, "figure": 1},
    }
    assert told["explained"]["main/total/c4"] == {
        "value": "85 E",
        "rule": "recompute",
        "relation": "4=2/1*100%",
        "parts": ["main/total/c2", "main/total/c1"],
        "brought": {"missing": 2, "nil": 1, "figure": 3},
        "from": [],
    }
    sum_told = told["explained"]["main/r1/c2"]
    assert (sum_told["value"], sum_told["rule"], sum_told["missing"]) == ("17 E", "sum", ["00025"])
    assert sum_told["from"] == [
        {
            "unit": "00004",
            "period": "2026-Q3",
            "release": "",
            "revision": 4,
            "edition": "2026",
            "cell": "main/r1/c2",
            "value": "12",
            "counts": True,
        },
        {
            "unit": "00008",
            "period": "2026-Q3",
            "release": "",
            "revision": 0,
            "edition": "2026",
            "cell": "main/x/c2",
            "value": "5 E",
            "counts": True,
        },
    ]


def test_a_period_beside_the_reports_rolls_up_over_time(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    reports = [
        {"unit": "u", "period": period, "cells": {"main/r1/c1": opening, "main/r1/c2": 5, "main/r1/c7": 20}}
        for period, opening in (("2026-Q2", "15"), ("2026-Q1", 10))
    ]
    given = {"period": "2026-9M", "reports": reports}
    code, told, _ = roll_up(capsys, tmp_path, ROLLING, given, "--explain", "main/r1/c7")
    assert code == 0
    assert told["content"] == {"main/r1/c1": "10", "main/r1/c2": "10", "main/r1/c7": "20"}
    assert (told["completeness"]["expected"], told["completeness"]["missing"]) == (3, ["2026-Q3"])
    weighed = told["explained"]["main/r1/c7"]["from"][0]
    assert (weighed["period"], weighed["weight_cell"], weighed["weight"]) == ("2026-Q1", "main/r1/c2", "5")
    assert told["explained"]["main/r1/c7"]["missing"] == ["2026-Q3"]


def test_a_report_of_another_shipped_edition_is_read_where_its_cells_went(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    reports = [
        {"unit": "u1", "period": "2026-Q1", "edition": "2021", "cells": {"main/u1/c4": "3"}},
        {"unit": "u2", "period": "2026-Q1", "cells": {"main/u2/c4": "5"}},
    ]
    code, told, _ = roll_up(capsys, tmp_path, "01/TCD@2024", {"reports": reports}, "--explain", "main/u1/c4")
    assert code == 0
    assert (told["content"]["main/u1/c4"], told["content"]["main/u2/c4"]) == ("3", "5")
    assert told["explained"]["main/u1/c4"]["from"][0]["edition"] == "2021"


UNIT = {"unit": "u", "period": "2026-Q1"}
WRONG = [
    ("no reports", {}, "rollup.sources", "`reports`"),
    ("a key it does not know", {"reports": [], "unit": {}}, "rollup.sources", "`unit`"),
    ("a report that is none", {"reports": [5]}, "rollup.sources", "`reports`"),
    ("a report's key it does not know", {"reports": [{**UNIT, "cell": {}}]}, "rollup.sources", "`reports.cell`"),
    ("no unit", {"reports": [{"period": "2026-Q1"}]}, "rollup.sources", "`reports.unit`"),
    ("no period", {"reports": [{"unit": "u"}]}, "rollup.sources", "`reports.period`"),
    ("a unit that is a list", {"reports": [{**UNIT, "unit": []}]}, "rollup.sources", "`reports.unit`"),
    ("a revision that is no number", {"reports": [{**UNIT, "revision": "x"}]}, "rollup.sources", "`reports.revision`"),
    ("units that are a list", {"reports": [], "units": []}, "rollup.sources", "`units`"),
    ("cells that are a list", {"reports": [{**UNIT, "cells": []}]}, "form.values", "`cells`"),
    ("a period that does not exist", {"reports": [{**UNIT, "period": "2026-Q9"}]}, "period.invalid", "2026-Q9"),
    ("an edition nobody knows", {"reports": [{**UNIT, "edition": "1899"}]}, "form.unknown", "T/ROLLING@1899"),
    ("a unit that has not to report", {"reports": [UNIT], "units": {"v": ""}}, "rollup.unit_unexpected", "unit u"),
    ("the same report twice", {"reports": [UNIT, UNIT]}, "rollup.twice", "unit u"),
]


@pytest.mark.parametrize(("sources", "code", "said"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_file_of_another_shape_is_refused_with_the_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, sources: object, code: str, said: str
) -> None:
    exit_code, told, err = roll_up(capsys, tmp_path, ROLLING, sources, lang="en")
    assert (exit_code, told) == (1, None)
    assert err.startswith(f"{code}: ")
    assert said in err


def test_an_address_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = roll_up(capsys, tmp_path, ROLLING, {"reports": [UNIT]}, "--explain", "main/r9/c1")
    assert (code, err.partition(":")[0]) == (1, "cell.unknown")


def test_a_form_nobody_knows_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = roll_up(capsys, tmp_path, "99/KHONG", {"reports": []})
    assert (code, err.partition(":")[0]) == (1, "form.unknown")
