"""Reports of many units as one, rule by rule, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations

import pytest

from app.domain.forms.loading import load_form
from app.domain.relations.pooled_figures import Brought
from app.domain.rollup.over_units import roll_up_units
from app.domain.rollup.rolled import RolledUp
from app.domain.rollup.sources import Source
from app.errors import InputError
from tests.app.domain.rollup.reports import form, free, row, source

ROLLING, ROWS = form("rolling"), form("rolling_rows")
R1 = "main/r1"


def rolled(*reports: dict[str, str], of: str = "rolling", units: int = 0, **options: object) -> RolledUp:
    """Reports of units u1, u2, …, of which the last ones have none where more units are expected."""
    names = [f"u{number}" for number in range(1, max(len(reports), units) + 1)]
    sources = [source(form(of), unit, cells) for unit, cells in zip(names, reports, strict=False)]
    return roll_up_units(form(of), dict.fromkeys(names, "Xã"), sources, **options)  # type: ignore[arg-type]


def counts(rolled_up: RolledUp, address: str) -> Mapping[str, int]:
    return {kind.name: number for kind, number in rolled_up.completeness_of(address).counts.items()}


def test_each_column_follows_its_rule_and_calculated_ones_are_worked_out_anew() -> None:
    found = rolled(
        row(R1, c1="100", c2="10", c3="11", c4="99", c7="20", c8="7", c9="Thôn Đông", c10="5", c11="1.25", c13="A"),
        row(R1, c1="200", c2="30", c3="46", c4="184", c7="24", c8="9", c9="Thôn Đoài", c10="6", c11="-0.75", c13="A"),
        row(R1, c1="0", c2="0", c3="0", c4="0", c7="50", c8="8", c9="Thôn Đông", c10="7", c11="0.1", c13="A"),
    )
    assert found.content == row(
        R1, c1="300", c2="40", c3="57", c4="283", c7="23", c8="9", c9="Thôn Đông; Thôn Đoài", c11="0.6", c13="A"
    )
    assert found.sheet.calculated() == row(R1, c5="340", c6="16.8")
    assert found.completeness.is_complete is False, "c12 is blank"


def test_an_average_may_be_weighed_by_a_calculated_column() -> None:
    found = rolled(row(R1, c1="1", c2="1", c12="10"), row(R1, c1="4", c2="2", c12="30"))
    assert found.value(f"{R1}/c12") == "25"


def test_words_that_cannot_stand_in_the_cell_together_leave_it_blank() -> None:
    assert rolled(row(R1, c13="A"), row(R1, c13="B")).value(f"{R1}/c13") is None


def test_listed_words_end_with_a_mark_where_the_cell_can_hold_no_more() -> None:
    found = rolled(row(R1, c9="a" * 3000), row(R1, c9="b" * 900), row(R1, c9="c" * 900)).value(f"{R1}/c9")
    assert found == "a" * 3000 + "; " + "b" * 900 + "; …"


CASES = [
    # name, cells of c2 in the reports (None for no report), figure, what was brought, whether it is complete
    ("all filled", ["1", "2", "30"], "33", {"FIGURE": 3}, True),
    ("a nil counts nothing and is complete", ["1", "-", "2"], "3", {"NIL": 1, "FIGURE": 2}, True),
    ("nothing but nil stays nil", ["-", "-", "-"], "-", {"NIL": 3}, True),
    ("nil and zero are zero", ["-", "0", "-"], "0", {"NIL": 2, "FIGURE": 1}, True),
    ("a blank counts nothing and is not complete", ["1", "", "2"], "3", {"BLANK": 1, "FIGURE": 2}, False),
    ("nothing but blank is blank", ["", "", ""], None, {"BLANK": 3}, False),
    ("nil beside blank is nil", ["-", "", "-"], "-", {"BLANK": 1, "NIL": 2}, False),
    ("one figure not known makes the sum not known", ["1", "...", "2"], "...", {"UNKNOWN": 1, "FIGURE": 2}, False),
    ("a missing report is not a zero", ["1", "2", None], "3", {"MISSING": 1, "FIGURE": 2}, False),
    ("no report at all", [None, None, None], None, {"MISSING": 3}, False),
    ("what cannot stand in the cell", ["1", "ba", "2"], "3", {"UNREADABLE": 1, "FIGURE": 2}, False),
    ("a figure spelled otherwise", ["1", "012", "2"], "3", {"UNREADABLE": 1, "FIGURE": 2}, False),
    ("digits of another script", ["1", "٣", "2"], "3", {"UNREADABLE": 1, "FIGURE": 2}, False),
    ("a figure with a separator of programs", ["1", "1_0", "2"], "3", {"UNREADABLE": 1, "FIGURE": 2}, False),
    ("below zero where that cannot be", ["1", "-5", "2"], "3", {"UNREADABLE": 1, "FIGURE": 2}, False),
    ("an estimate stays one", ["1", "2 E", "3 P"], "6 E", {"FIGURE": 3}, True),
    ("a provisional figure stays one", ["1", "- P", "3"], "4 P", {"NIL": 1, "FIGURE": 2}, True),
    ("nil, estimated", ["-", "- E", "-"], "- E", {"NIL": 3}, True),
    ("not known, estimated", ["1 E", "...", "3"], "... E", {"UNKNOWN": 1, "FIGURE": 2}, False),
    ("longer than a machine word", ["9" * 18, "9" * 18, "9" * 25], "10000001999999999999999997", {"FIGURE": 3}, True),
]


@pytest.mark.parametrize(("texts", "figure", "given", "complete"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_blank_nil_not_known_and_missing_are_told_apart(
    texts: list[str | None], figure: str | None, given: dict[str, int], complete: bool
) -> None:
    names = ["u1", "u2", "u3"]
    sources = [
        source(ROLLING, unit, row(R1, c2=text) if text else {})
        for unit, text in zip(names, texts, strict=True)
        if text is not None
    ]
    found = roll_up_units(ROLLING, dict.fromkeys(names, ""), sources)
    assert found.value(f"{R1}/c2") == figure
    assert counts(found, f"{R1}/c2") == given
    assert found.completeness_of(f"{R1}/c2").is_complete is complete
    assert [member.unit for member in found.missing] == [n for n, t in zip(names, texts, strict=True) if t is None]


DECIMALS = [
    ("plain", ["0.1", "0.2", "12"], "12.3"),
    ("below zero", ["-0.25", "0.5", "-1"], "-0.75"),
    ("nil and an estimate", ["-", "0.5 E", "1.05"], "1.55 E"),
    ("long", ["1234567890123456.78", "0.01", "0.01"], "1234567890123456.8"),
    ("spelled with a zero at the end", ["0.10", "0.2", "0.3"], "0.5"),
    ("a zero below zero", ["-0", "0.2", "0.3"], "0.5"),
]


@pytest.mark.parametrize(("texts", "figure"), [case[1:] for case in DECIMALS], ids=[case[0] for case in DECIMALS])
def test_decimals_are_added_exactly(texts: list[str], figure: str) -> None:
    assert rolled(*(row(R1, c11=text) for text in texts)).value(f"{R1}/c11") == figure


AVERAGES = [
    # name, (average, weight) of each report, the average of all
    ("weighed", [("20", "10"), ("24.4", "30")], "23.3"),
    ("rounded half up, once", [("20.1", "1"), ("20.2", "1")], "20.2"),
    ("a report without a weight has no part", [("20", "10"), ("90", "")], "20"),
    ("a report without an average has no part", [("20", "10"), ("", "30")], "20"),
    ("without any weight blank", [("20", "-"), ("24", "0")], None),
    ("a weight that is not known", [("20", "..."), ("24", "1")], "..."),
    ("an estimated weight makes an estimate", [("20", "1 E"), ("24", "1")], "22 E"),
]


@pytest.mark.parametrize(("pairs", "average"), [case[1:] for case in AVERAGES], ids=[case[0] for case in AVERAGES])
def test_averages_are_weighed(pairs: list[tuple[str, str]], average: str | None) -> None:
    reports = [{address: text for address, text in row(R1, c7=a, c2=w).items() if text} for a, w in pairs]
    assert rolled(*reports).value(f"{R1}/c7") == average


def test_ages_at_first_marriage_are_weighed_by_first_marriages() -> None:
    found = rolled(
        row(R1, c18="10", c19="8", c20="25.5", c21="22"),
        row(R1, c18="30", c19="24", c20="27.5", c21="24"),
        of="13a/BTP/HTQTCT/HT",
    )
    assert (found.value(f"{R1}/c19"), found.value(f"{R1}/c20"), found.value(f"{R1}/c21")) == ("32", "27", "23.5")


def test_the_order_in_which_reports_come_does_not_matter() -> None:
    reports = [
        source(ROWS, "u1", free("main/k1", "Đất đai", "V;A;", c2="1", c3="2"), free("main/k2", "Thuế", "W;B;", c2="3")),
        source(ROWS, "u2", free("main/k9", "Hộ tịch", "V;A;", c2="4"), free("main/k8", "dat dai", "W;A;", c3="5")),
        source(ROWS, "u3", free("main/k2", "Thuế", "V;B;", c2="6"), free("main/k7", "Chứng thực", "W;B;", c2="7")),
    ]
    found = [roll_up_units(ROWS, {"u1": "", "u2": "", "u3": ""}, list(order)) for order in permutations(reports)]
    assert [(each.content, each.pool.given) for each in found] == [(found[0].content, found[0].pool.given)] * 6


# Rows ------------------------------------------------------------------------------------------


def labels(found: RolledUp, table: str = "main") -> list[tuple[str, str]]:
    """Key and words of the rows as they are shown."""
    return [
        (shown.key, found.value(f"{table}/{shown.key}/cA") or "")
        for shown in found.sheet.rows(table)
        if f"{table}/{shown.key}/@row" in found.content
    ]


def test_free_rows_answer_by_key_then_by_words_and_new_ones_follow_the_row_above_them() -> None:
    found = rolled(
        free("main/k1", "Đất đai", "B;A;", c2="1") | free("main/k3", "Xây dựng", "C;A;", c2="2"),
        free("main/x1", "ĐẤT  ĐAI", "B;A;", c2="10")
        | free("main/x2", "Hộ tịch", "C;A;", c2="20")
        | free("main/k3", "Xây dựng", "D;A;", c2="30"),
        of="rolling_rows",
    )
    assert labels(found) == [("k1", "Đất đai"), ("x2", "Hộ tịch"), ("k3", "Xây dựng")]
    assert [found.value(f"main/{key}/c2") for key in ("k1", "x2", "k3", "total")] == ["11", "20", "32", "63"]
    assert counts(found, "main/x2/c2") == {"NO_ROW": 1, "FIGURE": 1}
    assert found.completeness_of("main/x2/c2").is_complete, "an office without such a row lacks nothing"
    assert found.pool.doubts == ()


def test_words_that_two_rows_of_a_report_share_join_nothing_and_it_is_said() -> None:
    found = rolled(
        free("main/k1", "Thuế", "B;A;", c2="1"),
        free("main/x1", "Thuế", "B;A;", c2="10") | free("main/x2", "Thuê", "C;A;", c2="20"),
        of="rolling_rows",
    )
    assert {key: found.value(f"main/{key}/c2") for key, _ in labels(found)} == {"k1": "1", "x1": "10", "x2": "20"}
    assert [doubt.message() for doubt in found.pool.doubts] == [
        "Trong một báo cáo có nhiều dòng cùng tên “Thuế”; các dòng này được để riêng, không gộp với báo cáo khác.",
        "Trong một báo cáo có nhiều dòng cùng tên “Thuê”; các dòng này được để riêng, không gộp với báo cáo khác.",
    ]


def test_the_same_key_under_other_words_is_one_row_and_it_is_said() -> None:
    found = rolled(free("main/k1", "Đất đai", c2="1"), free("main/k1", "Môi trường", c2="2"), of="rolling_rows")
    assert (labels(found), found.value("main/k1/c2")) == ([("k1", "Đất đai")], "3")
    assert [(doubt.code, doubt.label, doubt.other) for doubt in found.pool.doubts] == [
        ("rollup.row_renamed", "Đất đai", "Môi trường")
    ]


def test_words_that_differ_in_accents_alone_are_joined_and_it_is_said() -> None:
    found = rolled(
        free("main/k1", "Thuế", "B;A;", c2="1") | free("main/k2", "Hoà giải", "C;A;", c2="5"),
        free("main/x1", "Thuê", "B;A;", c2="2") | free("main/x2", "HÒA GIẢI", "C;A;", c2="6"),
        of="rolling_rows",
    )
    assert [(key, found.value(f"main/{key}/c2")) for key, _ in labels(found)] == [("k1", "3"), ("k2", "11")]
    assert [doubt.message("en") for doubt in found.pool.doubts] == [
        "Row `Thuế` and row `Thuê` differ in their accents alone and were joined."
    ]


def test_rows_of_two_groups_are_two_rows_whatever_their_words() -> None:
    found = rolled(
        free("main/k1", "Đất đai", "V;A;", c2="1"), free("main/x1", "Đất đai", "V;B;", c2="2"), of="rolling_rows"
    )
    assert labels(found) == [("k1", "Đất đai"), ("x1", "Đất đai")]
    assert found.content["main/x1/@row"].split(";")[1] == "B"


def test_a_part_row_answers_under_the_row_it_is_a_part_of_and_is_never_added() -> None:
    found = rolled(
        free("main/k1", "Đất đai", "B;A;", c2="5") | free("main/k2", "Trong đó: mới", "C;A;w", c2="1"),
        free("main/x1", "Thuế", "B;A;", c2="7")
        | free("main/x2", "Trong đó: mới", "C;A;w", c2="2")
        | free("main/x3", "Đất đai", "D;A;", c2="8")
        | free("main/x4", "Trong đó: mới", "E;A;w", c2="3"),
        of="rolling_rows",
    )
    figures = [(key, found.value(f"main/{key}/c2")) for key, _ in labels(found)]
    assert figures == [("k1", "13"), ("k2", "4"), ("x1", "7"), ("x2", "2")]
    assert found.value("main/total/c2") == "20"


def test_rows_the_receiver_has_already_keep_their_keys_and_order() -> None:
    own = free("main/o2", "Thuế", "B;A;") | free("main/o1", "Đất đai", "C;A;") | free("main/o3", "Khác", "D;A;")
    found = rolled(
        free("main/k1", "Đất đai", "B;A;", c2="1") | free("main/k2", "Thuế", "C;A;", c2="2"),
        of="rolling_rows",
        own=own,
    )
    assert labels(found) == [("o2", "Thuế"), ("o1", "Đất đai")]


def test_a_row_without_a_head_is_a_row_too() -> None:
    found = rolled(row("main/k1", cA="Đất đai", c2="1"), free("main/x", "Đất đai", c2="2"), of="rolling_rows")
    assert (labels(found), found.value("main/k1/c2")) == ([("k1", "Đất đai")], "3")


def test_lines_are_rolled_up_one_by_one_and_closed_cells_have_no_part() -> None:
    found = rolled(
        free("lines/k1", "Thôn Đông") | row("lines/k1.ho", c1="10", c2="3") | row("lines/k1.khau", c1="40", c2="9"),
        free("lines/x1", "thôn đông") | row("lines/x1.ho", c1="20", c2="4") | row("lines/x1.khau", c1="70"),
        of="rolling_rows",
    )
    assert {address: text for address, text in found.content.items() if "/k1." in address} == {
        "lines/k1.ho/c1": "30",
        "lines/k1.ho/c2": "7",
        "lines/k1.khau/c1": "110",
    }


def test_rows_of_a_catalogue_stand_in_its_order() -> None:
    found = rolled(row("main/rlon", c1="5"), row("main/rtrau", c1="2") | row("main/rlon", c1="1"), of="catalogue")
    assert [key for key, _ in labels(found)] == ["rtrau", "rlon"]
    assert [found.value(f"main/{key}/c1") for key in ("rtrau", "rlon", "total")] == ["2", "6", "8"]


def test_a_table_of_units_shows_a_row_for_each_unit_that_has_to_report() -> None:
    form_of = form("01/TCD@2024")
    reports = [
        source(
            form_of, "00004", {"main/00004/@row": "V;;", "main/00004/c_1": "P. Ba Đình", **row("main/00004", c4="3")}
        ),
        source(form_of, "00025", row("main/a", c4="5", c13="1") | row("main/b", c4="7") | {"main/c/@row": "V;;w"}),
    ]
    found = roll_up_units(
        form_of, {"00025": "Phường Giảng Võ", "00004": "Phường Ba Đình", "00008": "Phường Ngọc Hà"}, reports
    )
    shown = [
        (found.value(f"main/{unit}/c_1"), found.value(f"main/{unit}/c4"), found.value(f"main/{unit}/c1"))
        for unit in ("00004", "00008", "00025")
    ]
    assert shown == [("Phường Ba Đình", "3", "3"), ("Phường Ngọc Hà", None, None), ("Phường Giảng Võ", "12", "13")]
    assert counts(found, "main/00008/c4") == {"MISSING": 1}
    assert counts(found, "main/00025/c4") == {"FIGURE": 2}


def test_a_units_row_without_a_name_is_named_as_its_own_report_names_it() -> None:
    reception = form("01/TCD@2024")
    report = source(reception, "00004", {"main/00004/@row": "V;;", "main/00004/c_1": "P. Ba Đình"})
    assert roll_up_units(reception, {"00004": ""}, [report]).value("main/00004/c_1") == "P. Ba Đình"


def test_a_row_given_by_its_totals_alone_is_added_and_marks_the_roll_up() -> None:
    found = rolled(
        free("main/k1", "Đất đai", c2="4", c3="5"),
        free("main/k1", "Đất đai", c1="100", c4="80") | {"main/k1/@total_only": "Mất sổ gốc"},
        free("main/k1", "Đất đai", c1="20") | {"main/k1/@total_only": "Chưa tách được"},
        of="rolling_rows",
    )
    assert found.content["main/k1/@total_only"] == "Mất sổ gốc; Chưa tách được"
    assert found.content["main/k1/c1"] == "129"
    assert "main/k1/c4" not in found.content, "a ratio is never added"
    assert (found.value("main/k1/c2"), found.completeness_of("main/k1/c2").is_complete) == ("4", False)
    assert found.value("main/total/c1") == "129"


def test_a_calculated_figure_is_never_taken_over_as_typed() -> None:
    found = rolled(row(R1, c1="1", c2="2", c5="99"), row(R1, c1="3", c2="4", c5="99"))
    assert f"{R1}/c5" not in found.content
    assert found.value(f"{R1}/c5") == "10"


def test_sections_and_reasons_are_not_merged() -> None:
    found = rolled({"@text/overview/body": "Tốt", "@reason/r1/r1": "Vì"} | row(R1, c1="1"))
    assert found.content == row(R1, c1="1")


# Releases and refusals -------------------------------------------------------------------------


def test_of_several_releases_of_a_unit_the_official_one_counts() -> None:
    births = form("13a/BTP/HTQTCT/HT")
    reports = [
        source(births, "u1", row(R1, c10="5"), period="2026-A1", release="official"),
        source(births, "u1", row(R1, c10="7 E"), period="2026-A1", release="preliminary"),
        source(births, "u2", row(R1, c10="2"), period="2026-A1", release="preliminary"),
    ]
    found = roll_up_units(births, {"u1": "", "u2": ""}, reports)
    assert found.value(f"{R1}/c10") == "7"
    assert [str(key) for key in found.superseded] == ["u1|13a/BTP/HTQTCT/HT|2026-A1|preliminary"]
    assert found.status == "E", "one unit's figures are those of a release that holds estimates"


REFUSED: list[tuple[str, list[Source], str]] = [
    ("another form", [source(ROWS, "u1")], "rollup.form_other"),
    ("the same report twice", [source(ROLLING, "u1"), source(ROLLING, "u1")], "rollup.twice"),
    ("two periods", [source(ROLLING, "u1"), source(ROLLING, "u2", period="2026-Q2")], "rollup.period_mixed"),
    ("a unit that has not to report", [source(ROLLING, "u1"), source(ROLLING, "u9")], "rollup.unit_unexpected"),
]


@pytest.mark.parametrize(("sources", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_no_set_of_reports_is_refused(sources: list[Source], code: str) -> None:
    with pytest.raises(InputError) as caught:
        roll_up_units(ROLLING, {"u1": "", "u2": ""}, sources)
    assert caught.value.code == code


def test_the_lists_of_what_was_brought_are_shared_and_a_byte_a_report() -> None:
    found = rolled(*(row(R1, c1="1", c2="2") for _ in range(50)))
    one, other = found.pool.given[f"{R1}/c1"], found.pool.given[f"{R1}/c2"]
    assert one is other
    assert one == bytes([Brought.FIGURE]) * 50


def test_sums_that_stand_twice_in_each_other_are_worked_out_once() -> None:
    doubling = [f'{{printed: "{n}={n + 1}+{n + 1}", computed: true}}' for n in range(1, 40)]
    columns = [f"{{number: {n}, title: Cột {n}}}" for n in range(1, 41)]
    deep = load_form(
        f"""\
code: SAU/1
edition: "2026"
title: Biểu cộng dồn
legal_basis: Văn bản thử
senders: [commune]
receivers: {{commune: Văn phòng}}
frequencies: [Q]
window: nd09
deadlines: {{commune: {{working_days: 1}}}}
tables:
  main:
    rows: [{{code: "1", title: Toàn xã}}]
    columns: [{", ".join(columns)}]
    relations: [{", ".join(doubling)}]
""",
        "sau.yaml",
    )
    reports = [
        source(deep, "u1", row(R1, c40="1")),
        source(deep, "u2", {f"{R1}/@total_only": "Chỉ có số tổng", **row(R1, c1="5")}),
    ]
    assert roll_up_units(deep, {"u1": "", "u2": ""}, reports).value(f"{R1}/c1") == "549755813893"
