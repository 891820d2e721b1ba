"""Definitions read from YAML, and everything that makes one unusable, with its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.forms.definition import ColumnType, FormDefinition, RollUp, RowsKind
from app.domain.forms.loading import check_form, load_form
from app.domain.periods import DeadlineKind, WindowKind
from app.errors import FormError
from app.messages import words

GOOD = """\
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
      - {number: A, title: Tên, type: label}
      - title: Số lượng
        unit: hồ sơ
        columns:
          - {number: 1, title: Tổng số}
          - {number: 2, title: Phần một}
          - {number: 3, title: Phần hai, unit: việc}
      - {title: Ghi chú, type: text}
    relations:
      - {printed: "1=2+3", computed: true}
"""


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def loaded(text: str) -> FormDefinition:
    return load_form(text, "form.yaml")


def test_columns_have_keys_titles_and_units_from_their_printed_header() -> None:
    columns = loaded(GOOD).tables[0].columns
    assert [(c.key, c.number, c.title_path, c.unit, c.computed) for c in columns] == [
        ("cA", "A", ("Tên",), "", False),
        ("c1", "1", ("Số lượng", "Tổng số"), "hồ sơ", True),
        ("c2", "2", ("Số lượng", "Phần một"), "hồ sơ", False),
        ("c3", "3", ("Số lượng", "Phần hai"), "việc", False),
        ("c_5", "", ("Ghi chú",), "", False),
    ]


def test_the_header_is_the_printed_merged_cells() -> None:
    header = loaded(GOOD).tables[0].header
    assert [(h.title, h.first_column, h.last_column, h.top, h.bottom) for h in header] == [
        ("Tên", 0, 0, 0, 1),
        ("Số lượng", 1, 3, 0, 0),
        ("Ghi chú", 4, 4, 0, 1),
        ("Tổng số", 1, 1, 1, 1),
        ("Phần một", 2, 2, 1, 1),
        ("Phần hai", 3, 3, 1, 1),
    ]


def test_a_calculated_column_is_recomputed_and_others_are_added_unless_said() -> None:
    columns = loaded(GOOD).tables[0].columns
    assert [(c.roll_up_units, c.roll_up_time) for c in columns[:3]] == [
        (RollUp.NONE, RollUp.NONE),
        (RollUp.RECOMPUTE, RollUp.RECOMPUTE),
        (RollUp.SUM, RollUp.SUM),
    ]


def test_roll_up_rules_are_kept_for_units_and_time() -> None:
    text = changed(
        "{number: 2, title: Phần một}",
        "{number: 2, title: Phần một, roll_up: {units: sum, time: last}}\n"
        "          - {number: 4, title: Tuổi, decimals: 1, roll_up: weighted_avg(2)}",
    )
    columns = {c.key: c for c in loaded(text).tables[0].columns}
    assert (columns["c2"].roll_up_units, columns["c2"].roll_up_time) == (RollUp.SUM, RollUp.LAST)
    assert (columns["c4"].roll_up_units, columns["c4"].weight_units, columns["c4"].type) == (
        RollUp.WEIGHTED_AVG,
        "c2",
        ColumnType.NUMBER,
    )


def test_a_regime_states_all_it_must() -> None:
    text = changed(
        "window: nd09\ndeadlines: {commune: {working_days: 1}}",
        "valid_from: 2024-01-01\nvalid_to: 2025-06-30\nunit: người\nmethod: Trục liên thông\nprovisional: true\n"
        "note: Chờ xác nhận\nguidance: Hướng dẫn\n"
        "window: {rule: custom, start_day: 15, start_month_offset: -1, end_day: 14}\n"
        "deadlines:\n"
        "  commune: {working_days: 2}\n"
        "  district: {day: 20}\n"
        "  province: {day: 25, roll: before}\n"
        "  ministry: {day: 5, month: 2, year_offset: 1}\n"
        "  central: {dated: true}\n"
        "sections:\n"
        "  - {key: overview, title: Đánh giá chung, required: true}\n",
    )
    form = loaded(text)
    assert (form.valid_from, form.valid_to) == (date(2024, 1, 1), date(2025, 6, 30))
    assert (form.window.kind, form.window.start_day, form.window.end_day) == (WindowKind.CUSTOM, 15, 14)
    assert {level: rule.kind for level, rule in form.deadlines.items()} == {
        "commune": DeadlineKind.CUT_OFF,
        "district": DeadlineKind.DAY_OF_MONTH,
        "province": DeadlineKind.DAY_OF_MONTH,
        "ministry": DeadlineKind.FIXED,
        "central": DeadlineKind.DATED,
    }
    assert [(s.key, s.title, s.required) for s in form.sections] == [("overview", "Đánh giá chung", True)]


def test_rows_may_be_fixed_from_a_catalogue_free_or_units() -> None:
    def kind(rows: str) -> RowsKind:
        return loaded(changed("rows: free", rows)).tables[0].rows_kind

    assert kind("rows: free") is RowsKind.FREE
    assert kind("rows: units") is RowsKind.UNITS
    assert kind('rows: [{code: "01", title: Một}]') is RowsKind.FIXED
    assert kind("rows: {kind: catalogue, items: [{code: bo, title: Bò}]}") is RowsKind.CATALOGUE


def test_the_hash_is_of_what_is_said_not_of_how_the_file_is_laid_out() -> None:
    other = "# lời bàn\n" + GOOD.replace('edition: "1"\ntitle: Biểu thử\n', 'title:   "Biểu thử"\nedition: "1"\n')
    assert loaded(other).hash == loaded(GOOD).hash
    assert loaded(changed("Phần hai", "Phần ba")).hash != loaded(GOOD).hash


def test_a_relations_name_stays_when_others_come_before_it() -> None:
    more = changed('- {printed: "1=2+3"', '- {printed: "2<=1"}\n      - {printed: "1=2+3"')
    assert loaded(more).tables[0].relations[1].id == loaded(GOOD).tables[0].relations[0].id


# name, text, code, what stands at the place that is named

REFUSED = [
    ("nothing", "", "form.empty", ""),
    ("no mapping", "- a", "form.wants_mapping", "- a"),
    ("broken YAML", changed("rows: free", "rows: [free"), "form.yaml", ":"),
    ("an alias", changed("title: Biểu thử", "title: *ten"), "form.alias", "*ten"),
    ("an anchor", changed("title: Biểu thử", "title: &ten Biểu"), "form.alias", "&ten Biểu"),
    ("a key twice", changed("window: nd09", "window: nd09\nwindow: nd09"), "form.duplicate_key", "window: nd09"),
    ("two documents", GOOD + "---\na: 1\n", "form.second_document", "---"),
    ("a missing key", changed("legal_basis: Văn bản thử\n", ""), "form.key_missing", "code: T/1"),
    ("an unknown key", changed("window: nd09", "window: nd09\nwindw: nd09"), "form.key_unknown", "windw: nd09"),
    ("a comma outside quotation marks", changed("title: Phần một", "title: Phần một, hai"), "form.key_unknown", "hai}"),
    ("a secret form", "secret: true\n" + GOOD, "form.secret", "true"),
    ("no such window", changed("nd09", "nd10"), "form.value", "nd10"),
    ("no such level", changed("[commune]", "[village]"), "form.value", "village]"),
    ("no such frequency", changed("[Q]", "[X]"), "period.frequency", "X]"),
    ("a deadline inside the window", changed("{working_days: 1}", "{day: 14}"), "period.deadline_early", "{day: 14}}"),
    ("no deadline for a level", changed("[commune]", "[commune, province]"), "form.deadline_missing", "{commune: {wor"),
    ("a deadline of no kind", changed("{working_days: 1}", "{roll: before}"), "form.deadline_kind", "{roll: before}"),
    (
        "validity that ends before it begins",
        changed("window:", "valid_from: 2025-01-02\nvalid_to: 2025-01-01\nwindow:"),
        "form.validity",
        "2025-01-01",
    ),
    ("no day", changed("window:", "valid_from: hôm nay\nwindow:"), "form.value", "hôm nay"),
    ("no main table", changed("  main:", "  other:"), "form.no_main", "other:"),
    ("a column number twice", changed("number: 3", "number: 2"), "form.duplicate", "{number: 2, ti"),
    ("a column number of words", changed("number: 3", "number: ba"), "form.number", "ba, title: Phầ"),
    ("no such type", changed("type: label", "type: chữ"), "form.value", "chữ}"),
    ("decimals of words", changed("type: text", "type: text, decimals: 1"), "form.only_for_figures", "decimals: 1}"),
    ("a choice without choices", changed("type: text", "type: choice"), "form.choices", "{title: Ghi ch"),
    ("a formula column summed", changed("title: Tổng số", "title: Tổng, roll_up: sum"), "form.roll_up_formula", "sum}"),
    (
        "an entered column recomputed",
        changed("Phần một}", "Phần một, roll_up: recompute}"),
        "form.roll_up",
        "recompute}",
    ),
    (
        "a weight that is none",
        changed("Phần một}", "Phần một, roll_up: weighted_avg(9)}"),
        "form.weight",
        "weighted_avg(9",
    ),
    ("fixed rows without any", changed("rows: free", "rows: fixed"), "form.rows_missing", "fixed"),
    ("a row relation without rows", changed("computed: true", "axis: rows"), "form.rows_axis", "rows}"),
    ("columns on the columns axis", changed("computed: true", "columns: [1]"), "form.wrong_axis", "columns: [1]}"),
    ("an unknown row in a limit", changed("computed: true", 'rows: ["01"]'), "form.name_unknown", '"01"]}'),
    ("an unknown column", changed("1=2+3", "1=2+9"), "relation.unknown_column", '9", computed: '),
    ("a relation that is none", changed("1=2+3", "1=2+"), "relation.syntax", '", computed: t'),
    ("a condition that is none", changed("computed: true", 'when: "2>"'), "relation.syntax", '"}'),
    ("carried from nowhere", changed("computed: true", "carried: true"), "form.carried", "true}"),
    (
        "a circle",
        changed('"1=2+3", computed: true}', '"1=2+3", computed: true}\n      - {printed: "2=1-3", computed: true}'),
        "relation.cycle",
        '{printed: "1=2',
    ),
]


def standing_at(text: str, params: Mapping[str, object]) -> str:
    """The first 14 letters at the named place."""
    line, column = params["line"], params["column"]
    assert isinstance(line, int)
    assert isinstance(column, int)
    return [*text.split("\n"), ""][line - 1][column - 1 :][:14]


@pytest.mark.parametrize(("text", "code", "at"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_makes_a_definition_unusable_is_refused_where_it_stands(text: str, code: str, at: str) -> None:
    with pytest.raises(FormError) as raised:
        load_form(text, "x.yaml")
    params = raised.value.params
    assert (raised.value.code, params["path"], standing_at(text, params)) == (code, "x.yaml", at)
    for language in ("vi", "en"):
        said = words(code, params, language=language)
        assert said.what != code
        assert "{" not in str(said)


def test_a_circle_names_its_cells() -> None:
    with pytest.raises(FormError) as raised:
        load_form(next(text for name, text, *_ in REFUSED if name == "a circle"), "x.yaml")
    assert raised.value.params["cells"] == "main/*/c1 → main/*/c2 → main/*/c1"


CIRCLES = [
    ("a column in itself", "1=1+2", []),
    ("through a total", '1=2+cell("main/total/c1")', []),
    ("through a sum", "1=2*sum(1)", []),
]


@pytest.mark.parametrize("printed", [case[1] for case in CIRCLES], ids=[case[0] for case in CIRCLES])
def test_circles_by_other_roads_are_refused(printed: str) -> None:
    text = changed('"1=2+3"', f"'{printed}'").replace("    rows: free", "    rows: free\n    total: true")
    with pytest.raises(FormError, match=r"relation\.cycle"):
        loaded(text)


def test_rows_that_follow_from_each_other_in_turn_are_no_circle() -> None:
    text = GOOD.replace(
        "rows: free",
        'rows: [{code: "01", title: Một}, {code: "02", title: Hai}]',
    ).replace(
        '{printed: "1=2+3", computed: true}',
        '{printed: "1=2+3", computed: true}\n'
        '      - {printed: \'2=cell("main/r01/c1")\', rows: ["02"], computed: true}',
    )
    assert loaded(text).tables[0].relations[1].rows == ("r02",)


def test_every_problem_of_a_definition_is_listed_in_the_order_of_the_file() -> None:
    text = changed("nd09", "nd10").replace("number: 3", "number: ba").replace("title: Biểu thử\n", "")
    checked = check_form(text)
    assert checked.form is None
    assert [(p.code, p.line) for p in checked.problems] == [
        ("form.key_missing", 1),
        ("form.value", 7),
        ("form.number", 19),
        ("relation.unknown_column", 22),
    ]


def test_a_gap_in_a_range_is_said_and_the_definition_is_usable() -> None:
    text = changed("number: 2", "number: 1a").replace("number: 3", "number: 4").replace("1=2+3", "1=4+...+7")
    text = text.replace("      - {title: Ghi chú", "      - {number: 7, title: Bảy}\n      - {title: Ghi chú")
    checked = check_form(text)
    assert checked.form is not None
    assert [(p.code, p.is_hint, p.params["missing"]) for p in checked.problems] == [("relation.gap", True, "5, 6")]


def test_a_computed_relation_that_only_checks_is_said() -> None:
    checked = check_form(changed("1=2+3", "1=prev(2)"))
    assert [(p.code, p.is_hint) for p in checked.problems] == [("relation.only_checks", True)]


def test_the_first_relation_of_a_cell_calculates_and_later_ones_check() -> None:
    text = changed(
        '{printed: "1=2+3", computed: true}',
        '{printed: "1=prev(1)", computed: true}\n      - {printed: "1=2+3", computed: true}\n'
        '      - {printed: "1=3+2", computed: true}',
    )
    codes = [(p.code, p.line) for p in check_form(text).problems]
    assert codes == [("relation.only_checks", 23), ("relation.only_checks", 25)]


ALPHABET = st.sampled_from(
    [
        *"0123456789=+-*/().…,# \"'\n:[]{}&*!|>%@`aAcđ",
        "prev",
        "sum(",
        "if(",
        "...",
        "tables:",
        "printed:",
        "\t",
        "\u00a0",
    ]
)


@settings(max_examples=300)
@given(st.lists(ALPHABET, max_size=40).map("".join))
def test_any_text_for_a_relation_is_read_or_refused_with_its_place(text: str) -> None:
    quoted = text.replace("'", "''")
    checked = check_form(changed('"1=2+3"', f"'{quoted}'"))
    assert checked.form is not None or all(p.line >= 1 and p.column >= 1 for p in checked.problems)


@settings(max_examples=300)
@given(st.integers(0, len(GOOD)), st.integers(0, 30), st.lists(ALPHABET, max_size=12).map("".join))
def test_a_damaged_definition_is_read_or_refused_with_its_place(start: int, length: int, text: str) -> None:
    checked = check_form(GOOD[:start] + text + GOOD[start + length :])
    assert checked.form is not None or [p for p in checked.problems if not p.is_hint]
