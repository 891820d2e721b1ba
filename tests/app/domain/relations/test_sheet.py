"""An open report, edit by edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.forms.catalogue import find_form, form_file
from app.domain.forms.definition import FormDefinition
from app.domain.relations.sheet import Alone, RowKind, Sheet
from app.domain.relations.tree import Severity
from app.errors import CellError

Load = Callable[[str], FormDefinition]
FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "forms"


class Before(Alone):
    """A context whose previous report is this one."""

    def __init__(self, cells: Mapping[str, str] | None) -> None:
        self._cells = cells

    def previous(self) -> Mapping[str, str] | None:
        """The given cells."""
        return self._cells


KSTT_ROWS = {"main/a/@row": "F;A;", "main/a/c2": "Đất đai", "main/b/@row": "V;A;", "main/b/c2": "Hộ tịch"}


@pytest.fixture(scope="module")
def kstt() -> FormDefinition:
    """II.06a, as shipped."""
    return find_form("II.06a/VPCP/KSTT")


def test_an_edit_recomputes_what_depends_on_it_and_nothing_else(kstt: FormDefinition) -> None:
    sheet = Sheet(kstt, {**KSTT_ROWS, "main/a/c4": "2", "main/b/c4": "5", "main/b/c8": "5"})
    change = sheet.set("main/a/c5", "3")
    assert change.calculated == {"main/a/c3": "5", "main/total/c5": "3", "main/total/c3": "10"}
    assert not change.rows_changed


def test_a_broken_total_is_marked_the_moment_it_is_typed_and_cleared_when_it_is_mended(kstt: FormDefinition) -> None:
    sheet = Sheet(kstt, {**KSTT_ROWS, "main/a/c4": "5"})
    broken = sheet.set("main/a/c8", "4")
    assert {"main/a/c3", "main/a/c7", "main/a/c11"} <= broken.judged
    assert [f.relation for f in sheet.findings() if f.severity is Severity.ERROR] == ["3=7+11", "3=7+11"]
    mended = sheet.set("main/a/c12", "1")
    assert {"main/a/c3", "main/a/c7", "main/a/c11"} <= mended.judged
    assert sheet.findings() == []


def test_a_side_left_blank_is_incomplete_until_checked(kstt: FormDefinition) -> None:
    sheet = Sheet(kstt, {**KSTT_ROWS, "main/a/c4": "5"})
    assert {(f.code, f.severity) for f in sheet.findings()} == {("relation.incomplete", Severity.INCOMPLETE)}
    assert {(f.code, f.severity) for f in sheet.findings(complete=True)} == {("relation.unequal", Severity.ERROR)}


def test_emptying_a_cell_empties_what_was_calculated_from_it_alone(kstt: FormDefinition) -> None:
    sheet = Sheet(kstt, {**KSTT_ROWS, "main/a/c4": "5"})
    assert sheet.set("main/a/c4", None).calculated == {
        "main/a/c3": None,
        "main/total/c4": None,
        "main/total/c3": None,
    }
    assert sheet.calculated() == {}


REFUSED = [
    ("main/a/c4", "x", "value.type"),
    ("main/a/c4", "1.5", "value.type"),
    ("main/a/c4", "-1", "value.range"),
    ("main/a/c3", "1", "value.calculated"),
    ("main/total/c4", "1", "value.calculated"),
    ("main/a/c99", "1", "cell.unknown"),
    ("main/nobody/c4", "1", "cell.unknown"),
    ("main/a/c1", "1", "value.calculated"),
    ("other/a/c4", "1", "cell.unknown"),
    ("main/a", "1", "cell.unknown"),
    ("main/total/@row", "V;;", "cell.unknown"),
    ("main/x/@row", "no head", "value.type"),
    ("main/total/@total_only", "vì sao", "cell.unknown"),
    ("@text/none/body", "chữ", "cell.unknown"),
    ("@reason/none/a", "chữ", "cell.unknown"),
]


@pytest.mark.parametrize(("address", "value", "code"), REFUSED)
def test_what_cannot_be_typed_is_refused_and_nothing_changes(
    kstt: FormDefinition, address: str, value: str, code: str
) -> None:
    sheet = Sheet(kstt, KSTT_ROWS)
    with pytest.raises(CellError) as raised:
        sheet.set_many({"main/a/c5": "7", address: value})
    assert raised.value.code == code
    assert (sheet.cells(), sheet.calculated()) == (KSTT_ROWS, {})


def test_a_closed_cell_is_refused(form: Load) -> None:
    sheet = Sheet(form("emulation"), {})
    assert sheet.is_closed("main/r06/c2")
    assert not sheet.is_entry("main/r06/c2")
    with pytest.raises(CellError, match=r"value\.closed"):
        sheet.set("main/r06/c2", "1")


ENTRIES = [
    ("main/a/c4", True),
    ("main/a/c2", True),
    ("main/a/c1", False),
    ("main/a/c3", False),
    ("main/total/c4", False),
    ("main/total/c2", False),
    ("main/nobody/c4", False),
]


@pytest.mark.parametrize(("address", "is_entry"), ENTRIES)
def test_what_may_be_typed(kstt: FormDefinition, address: str, is_entry: bool) -> None:
    assert Sheet(kstt, KSTT_ROWS).is_entry(address) is is_entry


def test_rows_are_shown_with_headings_lines_subtotals_and_total(form: Load) -> None:
    sheet = Sheet(
        form("groups"),
        {
            "main/z/@row": "V;B;",
            "main/b/@row": "k;A;",
            "main/w/@row": "l;A;w",
            "main/a/@row": "V;A;",
            "main/free/@row": "V;;",
        },
    )
    assert [(row.kind, row.key, row.index) for row in sheet.rows("main")] == [
        (RowKind.ENTRY, "free", "1"),
        (RowKind.GROUP, "@group-A", "A"),
        (RowKind.ENTRY, "a", "1"),
        (RowKind.ENTRY, "b", "2"),
        (RowKind.OF_WHICH, "w", ""),
        (RowKind.SUBTOTAL, "total-A", ""),
        (RowKind.GROUP, "@group-B", "B"),
        (RowKind.ENTRY, "z", "1"),
        (RowKind.SUBTOTAL, "total-B", ""),
        (RowKind.TOTAL, "total", ""),
    ]


def test_a_row_split_into_lines_is_shown_with_its_lines(form: Load) -> None:
    shown = [(row.kind, row.key, row.has_figures) for row in Sheet(form("poverty"), {}).rows("main")]
    assert shown[:3] == [
        (RowKind.ENTRY, "r01", False),
        (RowKind.LINE, "r01.ho", True),
        (RowKind.LINE, "r01.khau", True),
    ]
    assert shown[-3:] == [
        (RowKind.TOTAL, "total", False),
        (RowKind.LINE, "total.ho", True),
        (RowKind.LINE, "total.khau", True),
    ]


def test_rows_come_and_go_with_their_heads(kstt: FormDefinition) -> None:
    sheet = Sheet(kstt, {**KSTT_ROWS, "main/a/c4": "2"})
    came = sheet.set_many({"main/n/@row": "k;A;", "main/n/c2": "Mới", "main/n/c4": "7"})
    assert came.rows_changed
    assert came.calculated == {"main/n/c3": "7", "main/total/c3": "9", "main/total/c4": "9"}
    went = sheet.set_many({"main/n/@row": None, "main/n/c2": None, "main/n/c4": None})
    assert went.rows_changed
    assert went.calculated == {"main/n/c3": None, "main/total/c3": "2", "main/total/c4": "2"}


def test_a_row_with_cells_but_no_head_is_shown_all_the_same(kstt: FormDefinition) -> None:
    sheet = Sheet(kstt, {**KSTT_ROWS, "main/lost/c4": "3"})
    assert [row.key for row in sheet.rows("main") if row.kind is RowKind.ENTRY] == ["lost", "a", "b"]
    assert sheet.value("main/total/c4") == "3"


def test_what_cannot_stand_is_kept_and_shown(kstt: FormDefinition) -> None:
    sheet = Sheet(kstt, {**KSTT_ROWS, "main/a/c4": "mười"})
    assert sheet.cells()["main/a/c4"] == "mười"
    assert [(f.code, f.cells) for f in sheet.findings()] == [("value.type", ("main/a/c4",))]
    sheet.set("main/a/c4", "10")
    assert "value.type" not in [f.code for f in sheet.findings()]


def test_values_are_typed_calculated_or_printed(kstt: FormDefinition, form: Load) -> None:
    sheet = Sheet(kstt, {**KSTT_ROWS, "main/a/c4": "5", "main/a/c5": "-"})
    read = [sheet.value(f"main/a/c{n}") for n in range(1, 7)]
    assert read == ["1", "Đất đai", "5", "5", "-", None]
    assert sheet.value("main/total/c2") == "Tổng cộng"
    assert Sheet(form("emulation"), {}).value("main/r01/cA") == "Tổng số"


def test_a_catalogue_row_bears_the_catalogues_words(form: Load) -> None:
    sheet = Sheet(form("catalogue"), {"main/rbo/@row": "V;;"})
    assert (sheet.value("main/rbo/cA"), sheet.is_entry("main/rbo/cA")) == ("Bò", False)


def test_the_previous_report_is_offered_as_an_editable_start(kstt: FormDefinition) -> None:
    before = {"main/a/@row": "V;A;", "main/a/c2": "Đất đai", "main/a/c12": "3", "main/a/c13": "1"}
    sheet = Sheet(kstt, KSTT_ROWS, Before(before))
    assert sheet.carried() == {"main/a/c6": "4"}
    assert [sheet.carried_at(f"main/{cell}") for cell in ("a/c6", "a/c4", "total/c6", "absent/c6")] == [
        "4",
        None,
        None,
        None,
    ]
    assert sheet.value("main/a/c6") is None


def test_when_another_report_changes_what_reads_it_is_judged_again(kstt: FormDefinition) -> None:
    sheet = Sheet(kstt, {"main/a/@row": "V;A;", "main/a/c6": "4", "main/a/c12": "4"}, Before({"main/a/c12": "4"}))
    assert sheet.findings() == []
    change = sheet.refresh(Before({"main/a/c12": "5"}))
    assert change.judged == {"main/a/c6", "main/total/c6"}
    assert [(f.relation, f.severity) for f in sheet.findings()] == [
        ("6=11 (kỳ trước)", Severity.WARNING),
        ("6=11 (kỳ trước)", Severity.WARNING),
    ]


def test_a_finding_carries_the_reason_written_for_it(form: Load) -> None:
    cells = {"main/r01.ho/c1": "5"}
    sheet = Sheet(form("poverty"), cells, Before({"main/r01.ho/c1": "4"}))
    (finding, _) = sheet.findings(complete=True)
    sheet.set(f"@reason/{finding.key}", "Thôn mới nhập")
    assert [f.reason for f in sheet.findings(complete=True)] == ["Thôn mới nhập", ""]


def test_a_row_given_by_its_totals_alone_opens_its_calculated_cells(kstt: FormDefinition) -> None:
    sheet = Sheet(kstt, {**KSTT_ROWS, "main/a/c4": "5"})
    assert sheet.set("main/a/@total_only", "Chưa tách").rows_changed
    assert sheet.is_entry("main/a/c3")
    sheet.set("main/a/c3", "9")
    assert sheet.value("main/total/c3") == "9"
    assert sheet.findings(complete=True) == []


MESSAGES = [
    ("vi", "Đất đai: (3) = 1.200 nhưng (7)+(11) = 1.000, lệch 200."),
    ("en", "Đất đai: (3) = 1,200 but (7)+(11) = 1,000, a difference of 200."),
]


@pytest.mark.parametrize(("language", "said"), MESSAGES)
def test_a_finding_is_said_in_words_with_the_countrys_numbers(kstt: FormDefinition, language: str, said: str) -> None:
    sheet = Sheet(kstt, {**KSTT_ROWS, "main/a/c4": "1200", "main/a/c8": "1000"})
    assert sheet.findings()[0].message(language) == said


# Edit by edit is the same as from the start


ADDRESSES = {
    "groups": [f"main/{row}/c{n}" for row in ("a", "b", "w", "z") for n in (3, 4, 6, 7, 8, 9, 10)]
    + ["main/a/@total_only", "main/a/c2"],
    "functions": [f"main/{row}/c{n}" for row in ("a", "b") for n in (1, 2)],
    "poverty": [f"main/{row}.{line}/c{n}" for row in ("r01", "r02") for line in ("ho", "khau") for n in (1, 2, 3)],
    "emulation": [f"main/r0{row}/c{n}" for row in range(3, 8) for n in (2, 3)] + ["main/r01/@total_only"],
    "checks": [f"main/k/c{n}" for n in (1, 2, 3, 4, 5)],
    "series": [f"main/rNG0{row}/c{n}" for row in (1, 2, 3) for n in (1, 2)],
    "two_tables": ["main/r1/c1", "detail/x/c1", "detail/y/c1"],
}
HEADS = {
    "groups": {"main/a/@row": "1;A;", "main/b/@row": "2;A;", "main/w/@row": "3;A;w", "main/z/@row": "4;B;"},
    "functions": {"main/a/@row": "1;;", "main/b/@row": "2;;"},
    "checks": {"main/k/@row": "1;;"},
    "two_tables": {"detail/x/@row": "1;;", "detail/y/@row": "2;;"},
}
FIGURES: Sequence[str | None] = (None, "0", "1", "2", "3", "7", "100", "-", "...", "4 E", "6 P")


@cache
def fixture_form(name: str) -> FormDefinition:
    return form_file(FIXTURES / f"{name}.yaml")


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, list[dict[str, str | None]]]:
    name = draw(st.sampled_from(sorted(ADDRESSES)))
    one = st.dictionaries(st.sampled_from(ADDRESSES[name]), st.sampled_from(FIGURES), min_size=1, max_size=4)
    return name, draw(st.lists(one, max_size=8))


@given(edits())
def test_edit_by_edit_is_the_same_as_from_the_start(case: tuple[str, list[dict[str, str | None]]]) -> None:
    name, steps = case
    form = fixture_form(name)
    sheet = Sheet(form, HEADS.get(name, {}))
    for step in steps:
        before = dict(sheet.calculated())
        try:
            change = sheet.set_many(step)
        except CellError:
            continue
        after = sheet.calculated()
        moved = {a: after.get(a) for a in {*before, *after} if before.get(a) != after.get(a)}
        assert dict(change.calculated) == moved
    fresh = Sheet(form, sheet.cells())
    assert fresh.calculated() == sheet.calculated()
    for complete in (False, True):
        assert list(fresh.findings(complete=complete)) == list(sheet.findings(complete=complete))
    assert list(fresh.notes()) == list(sheet.notes())
