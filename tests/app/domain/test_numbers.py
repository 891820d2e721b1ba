import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.numbers import Reading, ReadingKind, read_number, show_number
from app.domain.values import parse_figure
from app.messages import catalogue

UNAMBIGUOUS = [
    ("1234", ReadingKind.PLAIN, "1234"),
    ("0", ReadingKind.PLAIN, "0"),
    ("007", ReadingKind.PLAIN, "7"),
    ("-12", ReadingKind.PLAIN, "-12"),
    ("- 12", ReadingKind.PLAIN, "-12"),
    ("-0", ReadingKind.PLAIN, "0"),
    ("1234,5", ReadingKind.PLAIN, "1234.5"),
    ("1234,567", ReadingKind.PLAIN, "1234.567"),
    ("0,234", ReadingKind.PLAIN, "0.234"),
    ("12,50", ReadingKind.PLAIN, "12.5"),
    ("12,00", ReadingKind.PLAIN, "12"),
    ("1.234.567", ReadingKind.GROUPED, "1234567"),
    ("1.234,5", ReadingKind.GROUPED, "1234.5"),
    ("-1.234.567,89", ReadingKind.GROUPED, "-1234567.89"),
    ("1 234", ReadingKind.SPACED, "1234"),
    ("1 234 567,5", ReadingKind.SPACED, "1234567.5"),
    ("  42  ", ReadingKind.PLAIN, "42"),
    ("\t42\r\n", ReadingKind.PLAIN, "42"),
    ("１２３", ReadingKind.PLAIN, "123"),
    ("１．２３４，５", ReadingKind.GROUPED, "1234.5"),
    ("1\u00a0234", ReadingKind.SPACED, "1234"),
    ("1\u202f234", ReadingKind.SPACED, "1234"),
    ("\u22125", ReadingKind.PLAIN, "-5"),
    ("–5", ReadingKind.PLAIN, "-5"),
    ("\ufeff5\u200b", ReadingKind.PLAIN, "5"),
    ("12 E", ReadingKind.PLAIN, "12 E"),
    ("1.234,5 P", ReadingKind.GROUPED, "1234.5 P"),
    ("-", ReadingKind.MARK, "-"),
    ("–", ReadingKind.MARK, "-"),
    ("—", ReadingKind.MARK, "-"),
    ("\u2212", ReadingKind.MARK, "-"),
    (" - ", ReadingKind.MARK, "-"),
    ("- E", ReadingKind.MARK, "- E"),
    ("...", ReadingKind.MARK, "..."),
    ("…", ReadingKind.MARK, "..."),
    ("....", ReadingKind.MARK, "..."),
    ("… P", ReadingKind.MARK, "... P"),
]


@pytest.mark.parametrize(("text", "kind", "value"), UNAMBIGUOUS)
def test_what_fits_one_way_is_read_and_said_to_be_sure(text: str, kind: ReadingKind, value: str) -> None:
    assert read_number(text) == Reading(kind=kind, value=value)


@pytest.mark.parametrize(
    ("text", "kind", "value", "alternative"),
    [
        ("1.234", ReadingKind.GROUPED, "1234", "1.234"),
        ("12.345", ReadingKind.GROUPED, "12345", "12.345"),
        ("-1.500", ReadingKind.GROUPED, "-1500", "-1.5"),
        ("1,234", ReadingKind.PLAIN, "1.234", "1234"),
        ("123,456 E", ReadingKind.PLAIN, "123.456 E", "123456 E"),
    ],
)
def test_what_an_english_sheet_would_mean_otherwise_is_read_the_vietnamese_way_and_said(
    text: str, kind: ReadingKind, value: str, alternative: str
) -> None:
    assert read_number(text) == Reading(kind=kind, value=value, ambiguous=True, alternative=alternative)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12.5", "12.5"),
        ("1234.5", "1234.5"),
        ("0.234", "0.234"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("-1,234.56", "-1234.56"),
        ("3.14159", "3.14159"),
    ],
)
def test_an_english_number_is_refused_with_what_was_probably_meant(text: str, meant: str) -> None:
    assert read_number(text) == Reading(kind=ReadingKind.REFUSED, reason="number.english", alternative=meant)


@pytest.mark.parametrize(
    "text",
    ["x", "abc", "12a", "12 34", "1 2345", "1.23.456", "1.234 567", "1 234.567", "1..234", "5,", ",5", ".5", "5.",
     "1,2,3", "1e5", "+5", "(5)", "--5", "5-", "1'234", "..", ".", ",", "12e", "E", "12 EP", "%", "٣", "½", "1/2",
     "0 123", "0.123.456", "1,234 567"],
)  # fmt: skip
def test_what_is_not_a_number_is_refused(text: str) -> None:
    assert read_number(text) == Reading(kind=ReadingKind.REFUSED, reason="number.text", percent=text.endswith("%"))


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\t\n", "\ufeff"])
def test_nothing_is_blank(text: str) -> None:
    assert read_number(text) == Reading(kind=ReadingKind.BLANK)


def test_a_per_cent_sign_is_told_and_not_counted() -> None:
    assert read_number("12,5%") == Reading(kind=ReadingKind.PLAIN, value="12.5", percent=True)
    assert read_number("12,5 ％") == Reading(kind=ReadingKind.PLAIN, value="12.5", percent=True)
    assert read_number("12.5%") == Reading(
        kind=ReadingKind.REFUSED, reason="number.english", alternative="12.5", percent=True
    )


def test_a_number_longer_than_a_cell_is_refused() -> None:
    assert read_number("9" * 30) == Reading(kind=ReadingKind.PLAIN, value="9" * 30)
    for text in ("9" * 31, "9" * 65, "1" + " 234" * 5000):
        assert read_number(text) == Reading(kind=ReadingKind.REFUSED, reason="number.long")


def test_every_refusal_has_words() -> None:
    for language in ("vi", "en"):
        assert {"number.english", "number.text", "number.long"} <= set(catalogue(language))


@pytest.mark.parametrize(
    ("canonical", "decimals", "shown"),
    [
        ("0", 0, "0"),
        ("12", 0, "12"),
        ("1234", 0, "1.234"),
        ("1234567.89", 2, "1.234.567,89"),
        ("1234567.8", 2, "1.234.567,80"),
        ("26", 1, "26,0"),
        ("-1234.5", 1, "-1.234,5"),
        ("0.5", 0, "0,5"),
        ("3.14159", 2, "3,14159"),
        ("12 E", 1, "12,0 E"),
        ("-", 2, "-"),
        ("... P", 2, "... P"),
        ("không phải số", 2, "không phải số"),
        ("1.50", 2, "1.50"),
    ],
)
def test_a_value_is_shown_with_dots_and_a_comma_and_nothing_cut(canonical: str, decimals: int, shown: str) -> None:
    assert show_number(canonical, decimals) == shown


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4),
    st.integers(0, 6),
    st.sampled_from(["", " E", " P"]),
)
def test_what_is_shown_reads_back_as_what_was_stored(number: object, decimals: int, status: str) -> None:
    text = f"{number:f}".rstrip("0").rstrip(".")
    canonical = ("0" if text in ("-0", "") else text) + status
    assert parse_figure(canonical) is not None
    assert read_number(show_number(canonical, decimals)).value == canonical


@given(st.text(alphabet="0123456789.,-–…% EP\u00a0x１", max_size=12) | st.text(max_size=80))
def test_whatever_is_read_is_canonical_and_nothing_crashes(text: str) -> None:
    reading = read_number(text)
    assert (reading.value is None) == (reading.kind in (ReadingKind.BLANK, ReadingKind.REFUSED))
    assert bool(reading.reason) == (reading.kind is ReadingKind.REFUSED)
    for value in (reading.value, reading.alternative):
        assert value is None or parse_figure(value) is not None
    if reading.ambiguous:
        assert reading.alternative not in (None, reading.value)
