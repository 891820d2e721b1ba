"""A report's content moves to another edition of its form, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import pytest

from app.domain.apply import Advanced, Head, apply_operation
from app.domain.canonical import content_hash
from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.forms.matching import match_editions
from app.domain.forms.migration import Carried, Dropped, Migration, Return, back, migrate, move_body, read_as
from app.domain.forms.pairing import Gone, Origin, Why
from app.domain.operations import ActBody, CellEdit, Kind, Operation, ReportKey
from app.domain.relations.sheet import Alone, Sheet
from app.domain.relations.tree import Severity
from app.errors import FormError

TOP = """\
code: 01/VD
edition: "{edition}"
{follows}title: Xử lý đơn
legal_basis: Thông tư thử
senders: [commune]
receivers: {{commune: Cấp trên}}
frequencies: [Q]
window: nd09
deadlines: {{commune: {{working_days: 1}}}}
"""


def edition(year: int, tables: str, *, follows: int | None = None, code: str = "01/VD") -> FormDefinition:
    said = f'follows: "{follows}"\n' if follows else ""
    text = TOP.format(edition=year, follows=said).replace("01/VD", code) + tables
    return load_form(text, f"{year}.yaml")


def columns(text: str, rows: str = "free", more: str = "") -> str:
    """A main table; each line of `text` is a column."""
    found = [f"      - {{{line.strip()}}}\n" for line in text.strip().splitlines()]
    return f"tables:\n  main:\n    rows: {rows}\n{more}    columns:\n" + "".join(found)


OLD = edition(
    2021,
    columns(
        """
        number: A, title: Đơn vị, type: label
        number: 1, title: Tổng số
        number: 2, title: Đơn chuyển sang
        number: 3, title: Đơn mới
        number: 4, title: Đã xử lý
        number: 5, title: Kinh phí, unit: đồng, decimals: 2
        """
    )
    + '    relations:\n      - {printed: "1=2+3", computed: true}\n',
)
NEW = edition(
    2024,
    columns(
        """
        number: A, title: Đơn vị, type: label
        number: 1, title: "Tổng số đơn", was: 1
        number: 2, title: Đơn mới
        number: 3, title: "Đơn quá hạn"
        number: 4, title: "ĐÃ  XỬ LÝ"
        number: 5, title: Kinh phí, unit: triệu đồng, decimals: 2
        """
    ),
    follows=2021,
)
ROW = "main/k1"
CONTENT = {
    f"{ROW}/@row": "V;;",
    f"{ROW}/cA": "Xã Một",
    f"{ROW}/c2": "10",
    f"{ROW}/c3": "7",
    f"{ROW}/c4": "...",
    f"{ROW}/c5": "12.5",
}


def test_a_value_is_kept_moved_or_dropped_and_what_was_calculated_is_typed() -> None:
    moved = migrate(OLD, NEW, CONTENT)
    assert moved.kept == (
        Carried(f"{ROW}/@row", f"{ROW}/@row", "V;;", "V;;", calculated=False),
        Carried(f"{ROW}/c1", f"{ROW}/c1", "17", "17", calculated=True),
        Carried(f"{ROW}/c4", f"{ROW}/c4", "...", "...", calculated=False),
        Carried(f"{ROW}/cA", f"{ROW}/cA", "Xã Một", "Xã Một", calculated=False),
    )
    assert moved.moved == (Carried(f"{ROW}/c3", f"{ROW}/c2", "7", "7", calculated=False),)
    assert moved.dropped == (
        Dropped(f"{ROW}/c2", "10", Why.RENUMBERED),
        Dropped(f"{ROW}/c5", "12.5", Why.UNIT),
    )
    assert moved.blank == (f"{ROW}/c3", f"{ROW}/c5")
    assert moved.content == {
        f"{ROW}/@row": "V;;",
        f"{ROW}/cA": "Xã Một",
        f"{ROW}/c1": "17",
        f"{ROW}/c2": "7",
        f"{ROW}/c4": "...",
    }


def test_going_back_untouched_restores_everything() -> None:
    moved = migrate(OLD, NEW, CONTENT)
    assert back(OLD, NEW, moved, moved.content) == Return(CONTENT, ())


def test_what_was_typed_since_goes_back_where_a_cell_answers_and_else_is_said_to_be_lost() -> None:
    moved = migrate(OLD, NEW, CONTENT)
    now = moved.content | {f"{ROW}/c1": "99", f"{ROW}/c2": "8", f"{ROW}/c3": "1", f"{ROW}/c5": "3"}
    del now[f"{ROW}/c4"]
    returned = back(OLD, NEW, moved, now)
    assert returned.content == {
        f"{ROW}/@row": "V;;",
        f"{ROW}/cA": "Xã Một",
        f"{ROW}/c2": "10",
        f"{ROW}/c3": "8",
        f"{ROW}/c5": "12.5",
    }
    assert returned.lost == (
        Dropped(f"{ROW}/c1", "99", Why.CALCULATED),
        Dropped(f"{ROW}/c3", "1", Why.RENUMBERED),
        Dropped(f"{ROW}/c5", "3", Why.UNIT),
    )


def test_what_was_dropped_of_a_row_that_was_removed_since_does_not_come_back_without_it() -> None:
    moved = migrate(OLD, NEW, CONTENT)
    assert back(OLD, NEW, moved, {}) == Return(
        {}, (Dropped(f"{ROW}/c2", "10", Why.REMOVED), Dropped(f"{ROW}/c5", "12.5", Why.REMOVED))
    )


def test_a_dropped_value_gives_way_to_one_typed_anew_in_its_cell() -> None:
    old = edition(2021, columns("number: 1, title: Số tiền, decimals: 1", rows='[{code: "1", title: Một}]'))
    new = edition(2024, columns("number: 1, title: Số tiền", rows='[{code: "1", title: Một}]'), follows=2021)
    moved = migrate(old, new, {"main/r1/c1": "12.5"})
    assert moved.dropped == (Dropped("main/r1/c1", "12.5", Why.DECIMALS),)
    assert moved.blank == ("main/r1/c1",)
    assert back(old, new, moved, {"main/r1/c1": "13"}) == Return({"main/r1/c1": "13"}, ())
    assert back(old, new, moved, {}) == Return({"main/r1/c1": "12.5"}, ())


FIXED = '[{code: "1", title: Một}]'
UNFIT = [
    # name                  old column                    new column                          value    why
    ("more decimals", "decimals: 2", "decimals: 1", "1.25", Why.DECIMALS),
    ("below zero", "signed: true", "", "-3", Why.SIGN),
    ("words, then figures", "type: text", "", "ba", Why.KIND),
    ("another choice", "type: choice, choices: [a, b]", "type: choice, choices: [a]", "b", Why.KIND),
    ("another unit", "unit: đồng", "unit: triệu đồng", "3", Why.UNIT),
]


@pytest.mark.parametrize(("old", "new", "value", "why"), [c[1:] for c in UNFIT], ids=[c[0] for c in UNFIT])
def test_a_value_that_cannot_stand_there_is_dropped_and_never_changed(old: str, new: str, value: str, why: Why) -> None:
    before = edition(2021, columns(f"number: 1, title: Một, {old}", rows=FIXED))
    after = edition(2024, columns(f"number: 1, title: Một, {new}".rstrip(", "), rows=FIXED))
    moved = migrate(before, after, {"main/r1/c1": value})
    assert (moved.carried, moved.dropped) == ((), (Dropped("main/r1/c1", value, why),))


TYPES = "number: 1, title: Một\nnumber: 2, title: Hai\nnumber: 3, title: Ba"
STAND = [
    ("a closed cell", "    closed: [{columns: [1]}]\n", "", Why.CLOSED),
    ("a calculated cell", "", '    relations: [{printed: "1=2+3", computed: true}]\n', Why.CALCULATED),
]


@pytest.mark.parametrize(("closed", "relations", "why"), [c[1:] for c in STAND], ids=[c[0] for c in STAND])
def test_a_cell_that_is_not_to_be_filled_there_takes_nothing(closed: str, relations: str, why: Why) -> None:
    before = edition(2021, columns(TYPES, rows=FIXED))
    after = edition(2024, columns(TYPES, rows=FIXED, more=closed) + relations)
    moved = migrate(before, after, {"main/r1/c1": "5", "main/r1/c2": "4"})
    assert moved.dropped == (Dropped("main/r1/c1", "5", why),)
    assert moved.content == {"main/r1/c2": "4"}


MATCHES = [
    # name                                  columns of 2021     columns of 2024                  what becomes of c1
    ("same number and words", "1 Một", "1 một", "c1"),
    ("same words elsewhere", "1 Một", "1 Hai\n2 Một", "c2"),
    ("the same words twice there", "1 Một", "2 Một\n3 Một", Gone(Why.GONE)),
    ("the number under other words", "1 Một", "1 Hai", Gone(Why.RENUMBERED)),
    ("said to be another", "1 Một", "1 Hai\n4 Bốn, was: 1", "c4"),
    ("said by its key", "1 Một", "4 Bốn, was: c1", "c4"),
    ("said in parentheses", "1 Một", '4 Bốn, was: "(1)"', "c4"),
    ("said to be new", "1 Một", "1 Một, was: none", Gone(Why.RENUMBERED)),
    ("said of another", "1 Một\n2 Hai", "1 Một, was: 2", Gone(Why.RENUMBERED)),
    ("gone", "1 Một", "9 Chín", Gone(Why.GONE)),
]


def _columns(text: str) -> str:
    lines = []
    for line in text.splitlines():
        number, _, rest = line.partition(" ")
        lines.append(f"number: {number}, title: {rest}")
    return columns("\n".join(lines))


@pytest.mark.parametrize(("old", "new", "place"), [c[1:] for c in MATCHES], ids=[c[0] for c in MATCHES])
def test_which_column_answers_to_a_column(old: str, new: str, place: str | Gone) -> None:
    match = match_editions(edition(2021, _columns(old)), edition(2024, _columns(new), follows=2021))
    assert match.tables["main"].columns["c1"] == place


def test_header_cells_above_a_column_are_part_of_its_words() -> None:
    grouped = (
        "tables:\n  main:\n    rows: free\n    columns:\n"
        "      - {title: Khiếu nại, columns: [{number: 1, title: Tổng số}]}\n"
        "      - {title: Tố cáo, columns: [{number: 2, title: Tổng số}]}\n"
    )
    swapped = grouped.replace("number: 1", "number: 9").replace("number: 2", "number: 1").replace("9", "2")
    found = match_editions(edition(2021, grouped), edition(2024, swapped)).tables["main"].columns
    assert found == {"c1": "c2", "c2": "c1"}


def test_what_an_edition_says_counts_only_towards_the_edition_it_follows() -> None:
    strange = edition(2018, _columns("1 Hai"))
    new = edition(2024, _columns("1 Một\n4 Bốn, was: 1"), follows=2021)
    assert match_editions(strange, new).tables["main"].columns["c1"] == Gone(Why.RENUMBERED)


def test_two_packages_of_one_edition_share_their_numbers_whatever_words_were_mended() -> None:
    one, mended = edition(2021, _columns("1 Mọt\n2 Hai")), edition(2021, _columns("1 Một\n2 Hai"))
    assert match_editions(one, mended).tables["main"].columns == {"c1": "c1", "c2": "c2"}


def test_a_match_is_read_backwards_too() -> None:
    assert match_editions(NEW, OLD).translate("main/k1/c2") == "main/k1/c3"
    assert match_editions(NEW, OLD).translate("main/k1/c3") == Gone(Why.RENUMBERED)


def test_an_origin_that_the_edition_before_does_not_have_is_known() -> None:
    new = edition(2024, _columns("1 Một\n4 Bốn, was: 77"), follows=2021)
    assert match_editions(edition(2021, _columns("1 Một")), new).unknown == (Origin("main", "columns", "77"),)


def test_another_form_is_refused() -> None:
    with pytest.raises(FormError, match=r"version\.other_form"):
        migrate(OLD, edition(2024, _columns("1 Một"), code="02/VD"), {})


def test_a_record_of_other_editions_is_refused() -> None:
    moved = migrate(OLD, NEW, CONTENT)
    with pytest.raises(FormError, match=r"version\.other_record"):
        back(OLD, edition(2025, _columns("1 Một")), moved, moved.content)


ROWS_2021 = """
      - {code: "01", title: Thôn Đông, group: A}
      - {code: "02", title: Thôn Đoài, group: A}
      - {code: "03", title: Thôn Nam, group: B}
"""
ROWS_2024 = """
      - {code: "01", title: Thôn Đoài, group: X}
      - {code: "02", title: Thôn Đông Hà, group: X, was: "01"}
"""


def _lined(rows: str, groups: str, lines: str) -> str:
    return (
        f"tables:\n  main:\n    rows: {rows}\n    groups: {groups}\n    subtotals: true\n    total: true\n"
        f"    lines: {lines}\n    columns: [{{number: 1, title: Số}}]\n"
    )


def test_rows_groups_and_lines_move_as_columns_do() -> None:
    old = edition(
        2021,
        _lined(ROWS_2021, "[{code: A, title: Vùng một}, {code: B, title: Vùng hai}]", "[{code: ho, title: Hộ}]"),
    )
    new = edition(
        2024,
        _lined(ROWS_2024, "[{code: X, title: Khu một, was: A}]", "[{code: h, title: Hộ}, {code: k, title: Khẩu}]"),
        follows=2021,
    )
    match = match_editions(old, new)
    assert [match.translate(f"main/{row}/c1") for row in ("r01.ho", "r02.ho", "r03.ho", "total-A.ho", "total.ho")] == [
        "main/r02.h/c1",
        "main/r01.h/c1",
        Gone(Why.GONE),
        "main/total-X.h/c1",
        "main/total.h/c1",
    ]
    assert match.translate("main/r01/c1") == Gone(Why.UNKNOWN)
    assert match.inverse().translate("main/r01.k/c1") == Gone(Why.GONE)


def _grouped(groups: str) -> str:
    return columns("number: A, title: Tên, type: label\nnumber: 1, title: Số", more=f"    groups: {groups}\n")


def test_a_free_rows_group_is_named_by_its_code_there_and_gets_it_back() -> None:
    old = edition(2021, _grouped("[{code: A, title: Một}, {code: B, title: Hai}]"))
    new = edition(2024, _grouped("[{code: I, title: Một}]"), follows=2021)
    content = {"main/k1/@row": "V;A;", "main/k2/@row": "W;B;w"}
    moved = migrate(old, new, content)
    assert moved.content == {"main/k1/@row": "V;I;", "main/k2/@row": "W;;w"}
    assert back(old, new, moved, moved.content).content == content
    elsewhere = {"main/k1/@row": "Z;I;", "main/k2/@row": "X;;"}
    assert back(old, new, moved, elsewhere).content == {"main/k1/@row": "Z;A;", "main/k2/@row": "X;B;"}


def test_rows_of_another_kind_carry_nothing_over() -> None:
    old = edition(2021, columns("number: 1, title: Một", rows=FIXED))
    new = edition(2024, columns("number: 1, title: Một", rows="free"))
    assert migrate(old, new, {"main/r1/c1": "5"}).dropped == (Dropped("main/r1/c1", "5", Why.ROWS),)
    assert migrate(new, old, {"main/k1/@row": "V;;"}).dropped == (Dropped("main/k1/@row", "V;;", Why.ROWS),)


def test_a_row_given_by_its_totals_alone_takes_its_calculated_figures_along() -> None:
    relations = '    relations: [{printed: "1=2+3", computed: true}]\n'
    old, new = (edition(year, columns(TYPES) + relations) for year in (2021, 2024))
    content = {"main/k1/@row": "V;;", "main/k1/@total_only": "Chưa tách", "main/k1/c1": "9"}
    assert migrate(old, new, content).content == content


SECTIONS = "sections: [{{key: {0}, title: Đánh giá chung}}]\n"


def test_narrative_follows_its_heading_and_a_reason_its_relation() -> None:
    explained = (
        '    relations:\n      - {id: tang, printed: "1<=2", severity: explain}\n'
        '      - {id: nam, printed: "2<=3", severity: explain}\n'
    )
    old = edition(2021, columns(TYPES) + explained + SECTIONS.format("chung"))
    moved_three = TYPES.replace("number: 3, title: Ba", "number: 3, title: Khác\nnumber: 4, title: Ba")
    new = edition(2024, columns(moved_three) + explained + SECTIONS.format("danh_gia"))
    content = {
        "main/k1/@row": "V;;",
        "@text/chung/body": "Tốt",
        "@reason/tang/k1": "Do bão",
        "@reason/nam/k1": "Do lũ",
        "@reason/khac/k1": "Không rõ",
    }
    moved = migrate(old, new, content)
    assert moved.content == {
        "main/k1/@row": "V;;",
        "@text/danh_gia/body": "Tốt",
        "@reason/tang/k1": "Do bão",
    }
    assert moved.dropped == (
        Dropped("@reason/khac/k1", "Không rõ", Why.UNKNOWN),
        Dropped("@reason/nam/k1", "Do lũ", Why.RELATION),
    )
    assert back(old, new, moved, moved.content) == Return(content, ())


def test_a_reason_between_rows_stands_at_its_column() -> None:
    rows = '[{code: "01", title: Cộng}, {code: "02", title: Một}]'
    relations = '    relations: [{id: r, printed: "01>=02", axis: rows, severity: explain}]\n'
    old = edition(2021, columns("number: 1, title: Một", rows=rows) + relations)
    new = edition(2024, columns("number: 1, title: Hai\nnumber: 2, title: Một", rows=rows) + relations)
    assert migrate(old, new, {"@reason/r/c1": "Do bão"}).content == {"@reason/r/c2": "Do bão"}


def test_what_is_nothing_of_the_form_is_kept_for_the_way_back() -> None:
    odd = {"main": "1", "nowhere/k1/c1": "2", "main/k1/c1": "3", "main/k1/c77": "4"}
    moved = migrate(OLD, NEW, odd)
    assert {one.why for one in moved.dropped} == {Why.UNKNOWN}
    assert back(OLD, NEW, moved, moved.content).content == odd


def test_a_migration_can_be_written_down() -> None:
    moved = migrate(OLD, NEW, CONTENT)
    assert msgspec.json.decode(msgspec.json.encode(moved), type=Migration) == moved


def _operation(body: ActBody) -> Operation:
    return Operation(
        device="A",
        epoch="e",
        seq=1,
        prev="",
        author="p1",
        kind=Kind.MOVE_VERSION,
        report=ReportKey("xa-1", "01/VD", "2024-Q1"),
        form=OLD.hash,
        after=0,
        at=0,
        body=body,
    )


def test_a_move_is_one_operation() -> None:
    head = Head(key=ReportKey("xa-1", "01/VD", "2024-Q1"), form=OLD.hash, rev=3, cells=CONTENT)
    after = migrate(OLD, NEW, CONTENT).content
    body = move_body(NEW.hash, CONTENT, after)
    assert body.form == NEW.hash
    assert body.content == content_hash(NEW.hash, after)
    assert body.brought == (
        CellEdit(f"{ROW}/c1", None, "17"),
        CellEdit(f"{ROW}/c2", "10", "7"),
        CellEdit(f"{ROW}/c3", "7", None),
        CellEdit(f"{ROW}/c5", "12.5", None),
    )
    done = apply_operation(head, _operation(body))
    assert isinstance(done, Advanced)
    assert (done.head.form, done.head.rev, done.head.cells) == (NEW.hash, 4, after)


def test_an_earlier_report_is_read_under_the_addresses_of_a_later_edition() -> None:
    read = read_as([OLD, NEW], CONTENT)
    assert read == {
        f"{ROW}/@row": "V;;",
        f"{ROW}/cA": "Xã Một",
        f"{ROW}/c1": "17",
        f"{ROW}/c2": "7",
        f"{ROW}/c4": "...",
    }
    assert [read.has(f"{ROW}/c{number}") for number in (1, 2, 3, 4, 5)] == [True, True, False, True, False]


def test_an_earlier_report_is_read_step_by_step_over_the_editions_between() -> None:
    newest = edition(
        2025, columns("number: A, title: Đơn vị, type: label\nnumber: 7, title: Mới, was: 2"), follows=2024
    )
    assert read_as([OLD, NEW, newest], CONTENT)[f"{ROW}/c7"] == "7"


class Children(Alone):
    """A context with the reports of two children, the first of the edition before."""

    def __init__(self, first: Mapping[str, str], second: Mapping[str, str]) -> None:
        self._reports = (first, second)

    def children(self) -> Sequence[Mapping[str, str] | None]:
        return self._reports


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"main/r1/c1": "7", "main/r1/c2": "9"}, []),
        ({"main/r1/c1": "8", "main/r1/c2": "9"}, [("relation.unequal", "1=children(1)")]),
    ],
    ids=["adds up", "does not"],
)
def test_a_childs_report_of_another_edition_is_added_by_the_cells_that_answer(
    typed: dict[str, str], found: list[tuple[str, str]]
) -> None:
    old = edition(2021, columns("number: 5, title: Một", rows=FIXED))
    relations = '    relations: [{printed: "1=children(1)"}, {printed: "2=children(2)"}]\n'
    new = edition(2024, columns("number: 1, title: Một\nnumber: 2, title: Hai", rows=FIXED) + relations)
    around = Children(read_as([old, new], {"main/r1/c5": "4"}), {"main/r1/c1": "3", "main/r1/c2": "1"})
    findings = Sheet(new, typed, around).findings(complete=True)
    assert [(one.code, one.relation) for one in findings if one.severity is Severity.ERROR] == found
