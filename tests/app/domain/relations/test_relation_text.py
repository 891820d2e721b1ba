"""Relations as circulars print them, read and refused."""

from __future__ import annotations

import pytest

from app.domain.relations.resolving import Item, Scope, read_chain
from app.domain.relations.tree import (
    Abs,
    At,
    Axis,
    Chain,
    Choose,
    Constant,
    Factor,
    Node,
    Outer,
    Product,
    Ref,
    Round,
    Sum,
    Term,
    Total,
    Where,
    links,
)
from app.errors import RelationError


def columns(*names: str, words: str = "A B", of_which: str = "8") -> Scope:
    return Scope(
        axis=Axis.COLUMNS,
        items=[
            Item(name=name, key=f"c{name}", is_number=name not in words.split(), of_which=name in of_which.split())
            for name in names
        ],
        is_cell=lambda address: address == "main/total/c3",
    )


SCOPE = columns("A", "B", "1", "2", "3", "4", "5", "6", "7", "7a", "8", "9", "10", "12")
ROWS = Scope(
    axis=Axis.ROWS,
    items=[
        Item(name=name, key=f"r{name}", is_number=True, of_which=of_which, level=level)
        for name, level, of_which in (
            ("01", 0, False),
            ("02", 0, False),
            ("02.1", 1, False),
            ("03", 0, False),
            ("05", 0, False),
            ("06", 0, True),
            ("07", 0, False),
            ("NG01", 0, False),
            ("NG02", 0, False),
            ("NG03", 0, False),
        )
    ],
    is_cell=lambda address: False,
)


def total(*keys: str) -> Node:
    return Sum(tuple(Term(minus=False, node=Ref(key)) for key in keys))


def over(*parts: tuple[bool, Node]) -> Node:
    return Product(tuple(Factor(divides, node) for divides, node in parts))


PERCENT = over((False, Ref("c9")), (True, Ref("c2")), (False, Constant("100")))

READ = [
    ("a plain sum", "1=4+5", (Ref("c1"), total("c4", "c5"))),
    ("stray spaces", " 1 = 4+ 5 ", (Ref("c1"), total("c4", "c5"))),
    ("a no-break space and a zero-width one", "1\u00a0=\u200b4+5", (Ref("c1"), total("c4", "c5"))),
    ("numbers in parentheses", "(1)=(4)+(5)", (Ref("c1"), total("c4", "c5"))),
    ("a chain", "1=2+3=4+5", (Ref("c1"), total("c2", "c3"), total("c4", "c5"))),
    ("a range with plus signs", "1=2+3+...+7", (Ref("c1"), total("c2", "c3", "c4", "c5", "c6", "c7"))),
    ("a range of two dots", "1=2+..+5", (Ref("c1"), total("c2", "c3", "c4", "c5"))),
    ("a range of bare dots", "1=2..5", (Ref("c1"), total("c2", "c3", "c4", "c5"))),
    ("an ellipsis sign", "1=2+3+…+5", (Ref("c1"), total("c2", "c3", "c4", "c5"))),
    ("spaced dots", "1=2+. . .+4", (Ref("c1"), total("c2", "c3", "c4"))),
    ("a range between other terms", "1=9+2+...+4+10", (Ref("c1"), total("c9", "c2", "c3", "c4", "c10"))),
    ("a range over a gap", "1=10+...+12", (Ref("c1"), total("c10", "c12"))),
    ("a percentage", "10=9/2*100", (Ref("c10"), PERCENT)),
    ("a percentage with its sign", "10=9/2*100%", (Ref("c10"), PERCENT)),
    ("a percentage in other signs", "10=9:2×100", (Ref("c10"), PERCENT)),
    ("an obelus", "10=9÷2", (Ref("c10"), over((False, Ref("c9")), (True, Ref("c2"))))),
    (
        "a scale beside a quotient in parentheses",
        "10=(9/2)*1000",
        (Ref("c10"), over((False, over((False, Ref("c9")), (True, Ref("c2")))), (False, Constant("1000")))),
    ),
    ("a unicode minus", "1=2\u22123", (Ref("c1"), Sum((Term(False, Ref("c2")), Term(True, Ref("c3")))))),
    ("a hyphen is minus, never a range", "1=2-5", (Ref("c1"), Sum((Term(False, Ref("c2")), Term(True, Ref("c5")))))),
    ("a sign before a term", "1=-2", (Ref("c1"), Sum((Term(True, Ref("c2")),)))),
    ("a lettered column", "7a=3", (Ref("c7a"), Ref("c3"))),
    ("zero is a constant", "1=0", (Ref("c1"), Constant("0"))),
    ("a written constant", "1=#2.5", (Ref("c1"), Constant("2.5"))),
    ("order signs", "1≤2", (Ref("c1"), Ref("c2"))),
    ("round takes a bare number", "1=round(2, 1)", (Ref("c1"), Round(Ref("c2"), 1))),
    ("abs", "1=abs(2-3)", (Ref("c1"), Abs(Sum((Term(False, Ref("c2")), Term(True, Ref("c3"))))))),
    ("if", "1=if(2>0,3,4)", (Ref("c1"), Choose(Chain((Ref("c2"), Constant("0")), (">",)), Ref("c3"), Ref("c4")))),
    ("sum", "1=sum(2)", (Ref("c1"), Total("c2"))),
    ("cell", '1=cell("main/total/c3")', (Ref("c1"), At("main/total/c3"))),
    ("prev", "6=prev(10)", (Ref("c6"), Outer(Where.PREVIOUS, "", "c10"))),
    ("preceding", "1>=preceding(1)", (Ref("c1"), Outer(Where.PRECEDING, "", "c1"))),
    ("same_last_year", "1=same_last_year(2)", (Ref("c1"), Outer(Where.LAST_YEAR, "", "c2"))),
    ("children", "1=children(1)", (Ref("c1"), Outer(Where.CHILDREN, "", "c1"))),
    ("form", '1=form("02/TCD", 33)', (Ref("c1"), Outer(Where.FORM, "02/TCD", "c33"))),
]


@pytest.mark.parametrize(("text", "members"), [case[1:] for case in READ], ids=[case[0] for case in READ])
def test_a_printed_relation_is_read(text: str, members: tuple[Node, ...]) -> None:
    chain, _ = read_chain(text, SCOPE)
    assert chain.members == members


def test_row_codes_are_read_as_printed_with_their_zeros() -> None:
    chain, gaps = read_chain("01=02+..+05=NG01+...+NG03", ROWS)
    assert chain.members == (Ref("r01"), total("r02", "r03", "r05"), total("rNG01", "rNG02", "rNG03"))
    assert [(gap.printed, gap.missing) for gap in gaps] == [("02..05", ("04",))]


REFUSED = [
    # name                              text             code                          column
    ("nothing", "", "relation.syntax", 1),
    ("no comparison", "1+2", "relation.no_comparison", 1),
    ("an open end", "1=2+", "relation.syntax", 5),
    ("two terms without a sign", "1=2 3", "relation.syntax", 5),
    ("words", "1=2 kỳ trước", "relation.syntax", 5),
    ("an undeclared column", "1=2+99", "relation.unknown_column", 5),
    ("a column of words", "1=A", "relation.not_a_number", 3),
    ("01 is not 1", "01=2", "relation.unknown_column", 1),
    ("100 without a division", "1=2*100", "relation.unknown_column", 5),
    ("100 as a divisor", "1=2/100", "relation.unknown_column", 5),
    ("100 as a term", "1=2/3+100", "relation.unknown_column", 7),
    ("another round number beside a division", "1=2/3*10000", "relation.unknown_column", 7),
    ("a descending range", "1=5+...+2", "relation.range_descending", 9),
    ("a lettered column inside a range", "1=6+...+9", "relation.range_inside", 9),
    ("a range after a subtraction", "1=2-3+...+5", "relation.range_ends", 6),
    ("a range from an expression", "1=2*3+...+5", "relation.range_ends", 6),
    ("a range without an end", "1=2+3+...", "relation.syntax", 10),
    ("an unknown function", "1=max(2)", "relation.unknown_function", 3),
    ("too few arguments", "1=if(2>3, 4)", "relation.arguments", 3),
    ("a condition that compares nothing", "1=if(2, 3, 4)", "relation.no_comparison", 6),
    ("a comparison as a value", "1=abs(2=3)", "relation.wants_value", 7),
    ("an expression where a reference belongs", "1=prev(2+3)", "relation.wants_reference", 8),
    ("a reference where a text belongs", "1=form(2, 3)", "relation.wants_text", 8),
    ("a cell that is none", '1=cell("main/x")', "relation.unknown_cell", 8),
    ("digits to round to beyond sense", "1=round(2, 13)", "relation.round_digits", 12),
    ("a percent sign elsewhere", "1=2+100%", "relation.percent", 5),
    ("too deep", "1=" + "(" * 33 + "2" + ")" * 33, "relation.too_deep", 35),
    ("too many signs", "1=" + "-" * 40 + "2", "relation.too_deep", 34),
    ("too long", "1=" + "2+" * 2047 + "2+2", "relation.too_long", 1),
]


@pytest.mark.parametrize(("text", "code", "column"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_no_relation_is_refused_where_it_goes_wrong(text: str, code: str, column: int) -> None:
    with pytest.raises(RelationError) as raised:
        read_chain(text, SCOPE)
    assert (raised.value.code, raised.value.params["line"], raised.value.params["column"]) == (code, 1, column)


def test_an_of_which_column_strictly_inside_a_range_is_refused() -> None:
    scope = columns("1", "2", "3", "4", of_which="3")
    with pytest.raises(RelationError, match=r"relation\.range_inside"):
        read_chain("1=2+...+4", scope)


@pytest.mark.parametrize("name", ["100", "1000", "100000"])
def test_a_scale_that_is_also_a_column_is_refused_as_ambiguous(name: str) -> None:
    scope = columns("1", "2", "3", name)
    with pytest.raises(RelationError, match=r"relation\.ambiguous"):
        read_chain(f"1=2/3*{name}", scope)


def test_a_bare_100_is_a_reference_where_such_a_column_is_declared_and_nothing_is_divided() -> None:
    chain, _ = read_chain("1=2+100", columns("1", "2", "100"))
    assert chain.members == (Ref("c1"), total("c2", "c100"))


ROW_RANGES = [
    ("an 'of which' row inside", "01=05+..+07", "relation.range_inside"),
    ("another level", "01=02.1+..+05", "relation.range_descending"),
    ("sum() of rows", "01=sum(02)", "relation.sum_of_rows"),
    ("an unknown row", "01=2", "relation.unknown_row"),
]


@pytest.mark.parametrize(("text", "code"), [case[1:] for case in ROW_RANGES], ids=[case[0] for case in ROW_RANGES])
def test_row_relations_refuse(text: str, code: str) -> None:
    with pytest.raises(RelationError, match=code):
        read_chain(text, ROWS)


def test_later_members_of_a_run_of_equals_are_judged_against_the_first_and_inequalities_against_their_neighbour() -> (
    None
):
    chain, _ = read_chain("1=2=3<=4=5=6<7", SCOPE)
    assert [(link.left, link.sign, link.right) for link in links(chain)] == [
        (Ref("c1"), "=", Ref("c2")),
        (Ref("c1"), "=", Ref("c3")),
        (Ref("c3"), "<=", Ref("c4")),
        (Ref("c4"), "=", Ref("c5")),
        (Ref("c4"), "=", Ref("c6")),
        (Ref("c6"), "<", Ref("c7")),
    ]


def test_an_error_on_a_later_line_names_that_line() -> None:
    with pytest.raises(RelationError) as raised:
        read_chain("1=2\n +99", SCOPE)
    assert (raised.value.params["line"], raised.value.params["column"]) == (2, 3)
