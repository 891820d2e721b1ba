from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.values import Figure, Status, canonical_number, canonical_text, parse_figure


@pytest.mark.parametrize(
    ("number", "canonical"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("-0.00", "0"),
        ("0E+5", "0"),
        ("0E-5", "0"),
        ("12", "12"),
        ("-3.50", "-3.5"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("1.0E-3", "0.001"),
        ("1234567890123456789012345.6789", "1234567890123456789012345.6789"),
    ],
)
def test_a_number_has_one_spelling(number: str, canonical: str) -> None:
    assert canonical_number(Decimal(number)) == canonical


FIGURES = [
    ("12", Figure(number=Decimal(12))),
    ("-3.5", Figure(number=Decimal("-3.5"))),
    ("0", Figure(number=Decimal(0))),
    ("12 E", Figure(number=Decimal(12), status=Status.ESTIMATE)),
    ("12.25 P", Figure(number=Decimal("12.25"), status=Status.PROVISIONAL)),
    ("-", Figure(number=Decimal(0), mark="-")),
    ("...", Figure(number=None, mark="...")),
    ("... E", Figure(number=None, mark="...", status=Status.ESTIMATE)),
    ("9" * 30, Figure(number=Decimal("9" * 30))),
]


@pytest.mark.parametrize(("value", "figure"), FIGURES)
def test_a_figure_is_read_from_its_canonical_text(value: str, figure: Figure) -> None:
    assert parse_figure(value) == figure


@pytest.mark.parametrize(
    "value",
    ["", " ", "abc", "01", "1.0", "1.50", "-0", "-0.0", "+1", "1.", ".5", "1,5", "1 234", "1e3", "NaN", "Infinity",
     "12 X", "12 e", "12  E", "12 E ", " 12", "12\n", "–", "…", "..", "--", "- x", "１２", "٣", "9" * 31,
     "-" + "9" * 30],
)  # fmt: skip
def test_another_spelling_is_not_a_figure(value: str) -> None:
    assert parse_figure(value) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=5))
def test_every_canonical_number_is_a_figure_of_the_same_value(number: Decimal) -> None:
    figure = parse_figure(canonical_number(number))
    assert figure is not None
    assert figure.number == number


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Hoà", "Hoà"),
        ("Hoa\u0300", "Hoà"),
        ("  Thôn 1 \n", "Thôn 1"),
        ("\u00a0", None),
        ("", None),
        ("hai\r\ndòng\rba", "hai\ndòng\nba"),
        ("cột\tmột", "cột\tmột"),
        ("a\x00b\x1bc\x7f", "abc"),
        ("a\ud83db", "ab"),
        ("\x00", None),
        ("👩", "👩"),
    ],
)
def test_a_text_is_stored_in_one_form_that_every_database_can_hold(text: str, canonical: str | None) -> None:
    assert canonical_text(text) == canonical


@given(st.text(st.characters(exclude_categories=())))
def test_a_canonical_text_is_canonical_and_can_be_sent(text: str) -> None:
    once = canonical_text(text)
    if once is not None:
        assert canonical_text(once) == once
        assert once.encode("utf-8").decode("utf-8") == once
