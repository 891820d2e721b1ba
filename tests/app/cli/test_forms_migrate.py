"""`sobaocao forms migrate`, and `forms check` of a folder with editions, as other programs meet them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

TOP = """\
code: T/1
edition: "{edition}"
{head}title: Biểu thử
legal_basis: Văn bản thử
senders: [commune]
receivers: {{commune: Văn phòng}}
frequencies: [Q]
window: nd09
deadlines: {{commune: {{working_days: 1}}}}
tables:
  main:
    rows: free
    columns:
"""
OLD = TOP.format(edition="2021", head="") + (
    "      - {number: A, title: Tên, type: label}\n"
    "      - {number: 1, title: Một, decimals: 1}\n      - {number: 2, title: Hai}\n      - {number: 3, title: Ba}\n"
)
NEW = TOP.format(edition="2024", head='valid_from: 2024-03-05\nfollows: "2021"\n') + (
    "      - {number: A, title: Tên, type: label}\n"
    "      - {number: 1, title: Một}\n      - {number: 2, title: Ba}\n      - {number: 3, title: Bốn, was: none}\n"
)
VALUES = {"cells": {"main/k1/c1": "1.234,5", "main/k1/c2": "20", "main/k1/c3": "30", "main/k1/cA": "Xã Một"}}


class Desk:
    """A folder with two editions and figures, and the command line over it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self.write("2021.yaml", OLD)
        self.write("2024.yaml", NEW)
        self.write("values.json", json.dumps(VALUES))

    def write(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def read(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def run(self, *argv: str) -> tuple[int, str, str]:
        code = main(["--lang", "en", "forms", *argv])
        captured = self._capsys.readouterr()
        return code, captured.out, captured.err

    def migrate(self, values: str, *more: str) -> tuple[int, str, str]:
        names = [str(self.folder / name) for name in ("2021.yaml", "2024.yaml", values)]
        return self.run("migrate", *names, *more)

    def path(self, name: str) -> str:
        return str(self.folder / name)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def test_the_preview_says_what_is_kept_moved_dropped_and_blank(desk: Desk) -> None:
    code, out, err = desk.migrate("values.json")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "Kept: 2",
        "Moved: 1",
        "  main/k1/c3 → main/k1/c2: 30",
        "Dropped: 2",
        (
            "  main/k1/c1: 1234.5  [version.decimals] "
            "The column takes fewer decimals in the other edition; nothing is rounded."
        ),
        "  main/k1/c2: 20  [version.renumbered] The number or code stands for something else in the other edition.",
        "New and blank: 2",
        "  main/k1/c1",
        "  main/k1/c3",
    ]
    assert sorted(path.name for path in desk.folder.iterdir()) == ["2021.yaml", "2024.yaml", "values.json"]


def test_the_preview_as_json_is_for_other_programs(desk: Desk) -> None:
    _, out, _ = desk.migrate("values.json", "--json", "-o", desk.path("out.json"))
    found: Mapping[str, Any] = json.loads(out)
    assert found["kept"] == ["main/k1/@row", "main/k1/cA"]
    assert found["moved"] == [{"old": "main/k1/c3", "new": "main/k1/c2", "value": "30"}]
    assert [(one["cell"], one["why"]) for one in found["dropped"]] == [
        ("main/k1/c1", "version.decimals"),
        ("main/k1/c2", "version.renumbered"),
    ]
    assert found["cells"] == desk.read("out.json")["cells"]


def test_what_is_written_can_be_evaluated_and_goes_back(desk: Desk) -> None:
    code, out, _ = desk.migrate("values.json", "-o", desk.path("out.json"))
    record = desk.path("out.record.json")
    assert code == 0
    assert out.splitlines()[-1] == f"Written to `{desk.path('out.json')}`. To go back, use --back {record}."
    moved = desk.read("out.json")
    assert moved["cells"] == {"main/k1/@row": "V;;", "main/k1/c2": "30", "main/k1/cA": "Xã Một"}
    assert desk.run("eval", desk.path("2024.yaml"), desk.path("out.json"))[0] == 0
    moved["cells"] |= {"main/k1/c2": "31", "main/k1/c3": "4"}
    desk.write("edited.json", json.dumps(moved))
    code, out, _ = desk.migrate("edited.json", "--back", record, "-o", desk.path("again.json"))
    assert (code, out.splitlines()) == (
        0,
        [
            "Back in the older edition: 5 values",
            "Typed after the move, without a place in the older edition: 1",
            "  main/k1/c3: 4  [version.renumbered] The number or code stands for something else in the other edition.",
            f"Written to `{desk.path('again.json')}`.",
        ],
    )
    assert desk.read("again.json")["cells"] == {
        "main/k1/@row": "V;;",
        "main/k1/c1": "1234.5",
        "main/k1/c2": "20",
        "main/k1/c3": "31",
        "main/k1/cA": "Xã Một",
    }
    _, out, _ = desk.migrate("edited.json", "--back", record, "--json")
    assert json.loads(out)["lost"] == [{"cell": "main/k1/c3", "value": "4", "why": "version.renumbered"}]


def test_a_record_that_is_none_is_refused(desk: Desk) -> None:
    code, out, err = desk.migrate("values.json", "--back", desk.path("values.json"))
    assert (code, out) == (1, "")
    assert err.startswith(f"version.record: The record of a move `{desk.path('values.json')}` cannot be read (")
    code, _, err = desk.migrate("values.json", "--back", desk.path("nowhere.json"))
    assert (code, err.split(":")[0]) == (1, "version.record")


def test_a_record_of_other_editions_is_refused(desk: Desk) -> None:
    desk.migrate("values.json", "-o", desk.path("out.json"))
    desk.write("2024.yaml", NEW.replace("Bốn", "Năm"))
    code, _, err = desk.migrate("out.json", "--back", desk.path("out.record.json"))
    assert (code, err.split(":")[0]) == (1, "version.other_record")


def test_two_forms_are_no_editions(desk: Desk) -> None:
    desk.write("2024.yaml", NEW.replace("code: T/1", "code: T/2"))
    code, _, err = desk.migrate("values.json")
    assert (code, err) == (
        1,
        (
            "version.other_form: These are two different forms: T/1 and T/2. "
            "A report moves only between editions of one form.\n"
        ),
    )


def test_a_place_that_cannot_be_written_is_said(desk: Desk) -> None:
    code, _, err = desk.migrate("values.json", "-o", desk.path("no/such/out.json"))
    assert (code, err.split(":")[0]) == (1, "version.unwritable")


def test_a_folder_is_checked_for_editions_that_lie_over_each_other(desk: Desk) -> None:
    code, out, _ = desk.run("check", str(desk.folder))
    assert (code, out.splitlines()) == (0, [f"{desk.path('2021.yaml')}: passed", f"{desk.path('2024.yaml')}: passed"])
    desk.write("2024.yaml", NEW.replace('follows: "2021"\n', "").replace(", was: none", ""))
    code, out, _ = desk.run("check", str(desk.folder))
    assert code == 1
    assert out.splitlines()[1] == (
        f"{desk.path('2024.yaml')}:3:1: form.overlap: "
        "Form T/1: this edition is in force at the same time as edition `2021`. "
        "Mend valid_from and valid_to so that one edition is in force on each day; "
        "without valid_to an edition ends where the one that follows it begins."
    )
    assert desk.run("check", desk.path("2021.yaml"), desk.path("2024.yaml"))[0] == 0
