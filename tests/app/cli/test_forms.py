"""`sobaocao forms check | show | eval`, as other programs meet it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "resources" / "forms"
KSTT = "II.06a/VPCP/KSTT"

CIRCLE = """\
code: T/1
edition: "1"
title: Biểu thử
legal_basis: Văn bản thử
senders: [commune]
receivers: {commune: Văn phòng}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 1}}
tables:
  main:
    rows: free
    columns:
      - {number: 1, title: Một}
      - {number: 2, title: Hai}
    relations:
      - {printed: "1=2", computed: true}
      - {printed: "2=1", computed: true}
"""


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(argv)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_check_passes_what_is_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "forms", "check", str(SHIPPED))
    assert (code, err) == (0, "")
    assert len(out.splitlines()) == len(list(SHIPPED.glob("*.yaml")))


def test_check_names_file_line_column_code_and_advice(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "circle.yaml"
    path.write_text(CIRCLE, encoding="utf-8")
    code, out, _ = run(capsys, "--lang", "en", "forms", "check", str(path))
    first, last = out.splitlines()
    assert code == 1
    assert first == (
        f"{path}:17:9: relation.cycle: These cells are calculated from each other: "
        "main/*/c1 → main/*/c2 → main/*/c1. Take computed off one of the relations."
    )
    assert last == "1 errors."


def test_check_goes_on_to_the_next_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: [", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(CIRCLE.replace('      - {printed: "2=1", computed: true}\n', ""), encoding="utf-8")
    (tmp_path / "c.yaml").write_bytes(b"\xff\xfe\xff")
    code, out, _ = run(capsys, "forms", "check", str(tmp_path), str(tmp_path / "none.yaml"))
    lines = out.splitlines()
    assert code == 1
    assert lines[0].startswith(f"{tmp_path / 'a.yaml'}:1:5: form.yaml: ")
    assert lines[1] == f"{tmp_path / 'b.yaml'}: đạt"
    assert lines[2].startswith(f"{tmp_path / 'c.yaml'}:1:1: form.file: ")
    assert lines[3].startswith(f"{tmp_path / 'none.yaml'}:1:1: form.file: ")
    assert lines[4] == "3 lỗi."


def test_check_of_a_folder_without_definitions_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = run(capsys, "forms", "check", str(tmp_path))
    assert (code, out.splitlines()[0]) == (1, f"{tmp_path}:1:1: forms.nothing: Không có tệp .yaml nào ở “{tmp_path}”.")


def test_show_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "forms", "show", KSTT, "--json")
    shown = json.loads(out)
    assert code == 0
    assert (shown["code"], len(shown["columns"]), len(shown["relations"])) == (KSTT, 13, 5)
    assert {key: shown["columns"][3][key] for key in ("id", "number", "title", "type", "unit", "decimals")} == {
        "id": "c4",
        "number": "4",
        "title": ["Tiếp nhận", "Trong kỳ", "Trực tuyến"],
        "type": "whole",
        "unit": "hồ sơ",
        "decimals": 0,
    }
    assert {key: shown["relations"][4][key] for key in ("printed", "executable", "severity", "computed")} == {
        "printed": "6=11 (kỳ trước)",
        "executable": "6=prev(11)",
        "severity": "warning",
        "computed": False,
    }


def test_show_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "forms", "show", str(SHIPPED / "ii_06a_vpcp_kstt_2020.yaml"))
    assert code == 0
    assert "  c4     Tiếp nhận / Trong kỳ / Trực tuyến  [whole, hồ sơ]" in out.splitlines()
    assert "  6=11 (kỳ trước) → 6=prev(11)  [warning]" in out.splitlines()


def test_an_unknown_code_is_refused_with_advice(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "forms", "show", "99/XYZ")
    assert (code, out) == (1, "")
    assert err.startswith("form.unknown: Không có biểu nào mang mã “99/XYZ”. Các biểu có sẵn: 01/KQGQ, 01/TCD, ")


def test_a_broken_file_is_refused_with_its_place(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("code: [", encoding="utf-8")
    for argv in (("show", str(path)), ("eval", str(path), "none.json")):
        code, _, err = run(capsys, "forms", *argv)
        assert code == 1
        assert err.startswith(f"{path}:1:8: form.yaml: ")


def evaluated(capsys: pytest.CaptureFixture[str], path: Path, values: object) -> Any:
    path.write_text(json.dumps(values), encoding="utf-8")
    code, out, _ = run(capsys, "forms", "eval", KSTT, str(path))
    assert code == 0
    return json.loads(out)


def test_eval_prints_what_is_calculated_and_found(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    values = {
        "cells": {"main/r1/c4": "12", "main/r1/c5": "–", "main/r1/c8": 10, "main/r1/c12": "1", "main/r1/c3": "99"},
        "period": "2026-Q3",
        "previous": None,
    }
    result = evaluated(capsys, tmp_path / "v.json", values)
    assert result["computed"] == {
        "main/r1/c3": "12",
        "main/r1/c7": "10",
        "main/r1/c11": "1",
        "main/total/c3": "12",
        "main/total/c4": "12",
        "main/total/c5": "0",
        "main/total/c7": "10",
        "main/total/c8": "10",
        "main/total/c11": "1",
        "main/total/c12": "1",
    }
    assert result["findings"] == [
        {
            "code": "relation.unequal",
            "severity": "error",
            "relation": "3=7+11",
            "row": row,
            "cells": [f"main/{row}/c3", f"main/{row}/c7", f"main/{row}/c11"],
            "message": f"{name}: (3) = 12 nhưng (7)+(11) = 11, lệch 1.",
        }
        for row, name in (("r1", "r1"), ("total", "Tổng cộng"))
    ]
    assert [note["code"] for note in result["notes"]] == ["relation.no_previous"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "form.values_file"),
        ("[]", "form.values"),
        ('{"cell": {}}', "form.values"),
        ("[" * 9999, "form.values_file"),
    ],
)
def test_a_values_file_that_is_none_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, code: str
) -> None:
    path = tmp_path / "v.json"
    path.write_text(text, encoding="utf-8")
    exit_code, out, err = run(capsys, "forms", "eval", KSTT, str(path))
    assert (exit_code, out) == (1, "")
    assert err.startswith(f"{code}: ")


def test_help_names_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "forms" in capsys.readouterr().out


def test_a_command_imports_only_what_it_needs() -> None:
    program = (
        "import sys; from app.cli import main; main(['forms', 'show', '01/TCD', '--json'])\n"
        "heavy = ('PySide6', 'requests', 'sqlite_utils', 'django')\n"
        "print(sorted(name for name in heavy if name in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_list_names_each_edition_with_the_days_it_is_in_force(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "forms", "list")
    lines = out.splitlines()
    assert code == 0
    assert len(lines) == 27
    said = "01/XLD@2024 Q S1 9M A 05/03/2024 - 29/09/2025 Tổng hợp kết quả xử lý đơn"
    assert " ".join(lines[3].split()) == said
    assert lines[-1] == "26 biểu."


def test_list_tells_what_is_in_force_on_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "forms", "list", "--on", "2025-06-14", "--json")
    editions = {form["code"]: form["edition"] for form in json.loads(out)}
    assert (editions["II.07b/VPCP/KSTT"], editions["01/XLD"]) == ("2020", "2024")
    assert "02/TCD" not in editions
