"""What a definition says of the edition before, and the editions of one code beside each other."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from app.domain.forms.catalogue import find_form
from app.domain.forms.definition import NEW
from app.domain.forms.editions import FormFile, check_editions
from app.domain.forms.loading import check_form, load_form
from app.domain.forms.matching import match_editions
from app.domain.forms.packing import pack_form
from app.errors import FormError

FORM = """\
code: {code}
edition: "{edition}"
{head}title: Biểu thử
legal_basis: Văn bản thử
senders: [commune]
receivers: {{commune: Văn phòng}}
frequencies: [Q]
window: nd09
deadlines: {{commune: {{working_days: 1}}}}
sections: [{{key: chung, title: Chung{section}}}]
tables:
  main:
    rows: [{{code: "01", title: Một, group: A{row}}}, {{code: "02", title: Hai}}]
    groups: [{{code: A, title: Nhóm{group}}}]
    lines: [{{code: h, title: Hộ{line}}}]
    columns:
      - {{title: Đầu, columns: [{{number: 1, title: Một{column}}}, {{number: 2, title: Hai, was: none}}]}}
"""
PARTS = ("section", "row", "group", "line", "column")


def text(edition: str, head: str = "", code: str = "T/1", **was: str) -> str:
    said = {part: f", was: {was[part]}" if part in was else "" for part in PARTS}
    found = FORM.format(code=code, edition=edition, head=head, **said)
    return found if "follows" in head else found.replace(", was: none", "")


def test_a_definition_keeps_what_it_follows_and_what_its_parts_were() -> None:
    form = load_form(text("2024", 'follows: "2021"\n', **dict.fromkeys(PARTS, "x9")), "t.yaml")
    table = form.tables[0]
    assert form.follows == "2021"
    assert [form.sections[0].was, table.rows[0].was, table.groups[0].was, table.lines[0].was] == ["x9"] * 4
    assert [column.was for column in table.columns] == ["x9", NEW]


def test_a_definition_that_says_nothing_of_an_edition_before_has_the_package_it_had() -> None:
    package = pack_form(load_form(text("2021"), "t.yaml"))
    assert b'"was"' not in package
    assert b'"follows"' not in package


PROBLEMS = [
    ("was of what", text("2024", column="1"), ("form.was_of_what", 17, 61)),
    ("follows itself", text("2024", 'follows: "2024"\n'), ("form.follows_itself", 3, 10)),
    (
        "two of one",
        text("2024", 'follows: "2021"\n', column="7").replace("was: none", 'was: "(7)"'),
        ("form.was_twice", 18, 94),
    ),
]


@pytest.mark.parametrize(("given", "problem"), [c[1:] for c in PROBLEMS], ids=[c[0] for c in PROBLEMS])
def test_what_is_said_wrongly_is_a_problem_at_its_place(given: str, problem: tuple[str, int, int]) -> None:
    found = check_form(given).problems
    assert [(one.code, one.line, one.column) for one in found] == [problem]


def files(*texts: str) -> list[FormFile]:
    return [FormFile(f"{place}.yaml", given, load_form(given, "t.yaml")) for place, given in enumerate(texts)]


def problems(*texts: str) -> list[tuple[str, str, int, bool]]:
    found = check_editions(files(*texts))
    return [(path, one.code, one.line, one.is_hint) for path, all_of in found.items() for one in all_of]


FOLDERS = [
    # name                       editions                                                        problems
    (
        "one after the other",
        [text("2021", "valid_to: 2024-03-04\n"), text("2024", "valid_from: 2024-03-05\n")],
        [],
    ),
    (
        "a day of both",
        [text("2024", "valid_from: 2024-03-05\n"), text("2021", "valid_to: 2024-03-05\n")],
        [("0.yaml", "form.overlap", 3, False)],
    ),
    ("no dates at all", [text("2021"), text("2024")], [("1.yaml", "form.overlap", 2, False)]),
    ("the same edition twice", [text("2021"), text("2021")], [("1.yaml", "form.overlap", 2, False)]),
    (
        "ended by the one that follows",
        [text("2021"), text("2024", 'valid_from: 2024-03-05\nfollows: "2021"\n')],
        [],
    ),
    ("of different forms", [text("2021"), text("2024", code="T/2")], []),
    (
        "follows what is not there",
        [text("2024", 'follows: "2021"\n')],
        [("0.yaml", "form.follows_unknown", 3, True)],
    ),
    (
        "was what is not there",
        [text("2021"), text("2024", 'valid_from: 2024-03-05\nfollows: "2021"\n', column="8", row='"77"', section="x")],
        [
            ("1.yaml", "form.was_unknown", 12, False),
            ("1.yaml", "form.was_unknown", 15, False),
            ("1.yaml", "form.was_unknown", 19, False),
        ],
    ),
    (
        "was what is there",
        [
            text("2021"),
            text(
                "2024",
                'valid_from: 2024-03-05\nfollows: "2021"\n',
                column='"(2)"',
                row='"02"',
                group="A",
                line="h",
                section="chung",
            ),
        ],
        [],
    ),
]


@pytest.mark.parametrize(("texts", "expected"), [c[1:] for c in FOLDERS], ids=[c[0] for c in FOLDERS])
def test_editions_of_one_folder(texts: list[str], expected: list[tuple[str, str, int, bool]]) -> None:
    assert problems(*texts) == expected


def test_an_edition_is_in_force_from_its_first_day_to_its_last() -> None:
    form = load_form(text("2024", "valid_from: 2024-03-05\nvalid_to: 2025-06-30\n"), "t.yaml")
    days = ["2024-03-04", "2024-03-05", "2025-06-30", "2025-07-01"]
    assert [form.in_force(date.fromisoformat(day)) for day in days] == [False, True, True, False]
    assert load_form(text("2024"), "t.yaml").in_force(date(1945, 9, 2))


def test_the_guides_example_is_matched_as_the_guide_says() -> None:
    page = (Path(__file__).resolve().parents[4] / "docs" / "FORMS.md").read_text(encoding="utf-8")
    examples = [load_form(given, "docs") for given in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]
    old, new = (form for form in examples if form.code == "03/VD")
    columns = match_editions(old, new).tables["main"].columns
    assert columns == {"cA": "cA", "c1": "c1", "c2": "c2", "c3": "c4", "c4": "c5"}


def test_a_shipped_form_is_found_by_its_edition() -> None:
    newest = find_form("II.06a/VPCP/KSTT")
    assert find_form(f"II.06a/VPCP/KSTT@{newest.edition}") is newest
    with pytest.raises(FormError, match=r"form\.unknown"):
        find_form("II.06a/VPCP/KSTT@1999")


def test_editions_are_as_old_as_their_first_day() -> None:
    days = {"b": "2024-03-05", "z": "", "a": "2024-03-05", "1": "2025-01-01"}
    made = [load_form(text(name, f"valid_from: {day}\n" if day else ""), "t.yaml") for name, day in days.items()]
    assert [form.edition for form in sorted(made, key=lambda form: form.age)] == ["z", "a", "b", "1"]
