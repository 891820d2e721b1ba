import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.numbers import NumberFormat, Reading, ReadingKind, read_number, show_number
from app.domain.values import parse_figure
from app.messages import catalogue

REASONS = {
    "number.brackets",
    "number.currency",
    "number.english",
    "number.long",
    "number.power",
    "number.text",
    "number.vietnamese",
}

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
    ("1\u00a0234", ReadingKind.SPACED, "1234"),
    ("1\u2009234", ReadingKind.SPACED, "1234"),
    ("1\u202f234\u202f567", ReadingKind.SPACED, "1234567"),
    ("\u202d1.234.567\u202c", ReadingKind.GROUPED, "1234567"),
    (" " * 70 + "5", ReadingKind.PLAIN, "5"),
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
    (" -\u00a0\u00a0\u00a0", ReadingKind.MARK, "-"),
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
        ("1 234.567", "1234.567"),
        ("1'234", "1234"),
        ("-1’234’567,5", "-1234567.5"),
        ("(1,234.5)", "-1234.5"),
        ("1,234,000 ₫", "1234000"),
    ],
)
def test_an_english_number_is_refused_with_what_was_probably_meant(text: str, meant: str) -> None:
    assert read_number(text) == Reading(kind=ReadingKind.REFUSED, reason="number.english", alternative=meant)


@pytest.mark.parametrize(
    "text",
    ["x", "abc", "12a", "12 34", "1 2345", "1.23.456", "1.234 567", "1 234.567.8", "1..234", "5,", ",5", ".5", "5.",
     "1,2,3", "1.2.3", "1.234.5", "1,234,56", "+5", "--5", "--", "5-", "..", ".", ",", "12e", "E", "12 EP", "%", "%5",
     "5%%", "5‰", "½", "1½", "1/2", "12²", "0 123", "0.123.456", "1,234 567", "NaN", "inf", "Infinity", "0x10", "1_000",
     "#REF!", "####", "12 người", "3 triệu", "x ₫", "₫", "()", "(x)", "(-5)", "((5))", "-(5)", "(5", "5)", "(12a)",
     "1'23", "'5", "1\t234", "1\n234", "1  234"],
)  # fmt: skip
def test_what_is_not_a_number_is_refused(text: str) -> None:
    assert read_number(text) == Reading(kind=ReadingKind.REFUSED, reason="number.text", percent=text.endswith("%"))


@pytest.mark.parametrize(
    "text",
    ["٣", "١٢٣", "۱۲", "១២", "१२", "๑๒", "𝟏𝟐", "1٣", "12,٥"],
    ids=["arabic", "three arabic", "persian", "khmer", "devanagari", "thai", "bold", "mixed", "decimals"],
)
def test_digits_of_another_script_are_refused_and_never_misread(text: str) -> None:
    for number_format in NumberFormat:
        assert read_number(text, number_format) == Reading(kind=ReadingKind.REFUSED, reason="number.text")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("１２３", ReadingKind.PLAIN, "123"),
        ("１．２３４，５", ReadingKind.GROUPED, "1234.5"),
        ("1２3", ReadingKind.PLAIN, "123"),
        ("－５", ReadingKind.PLAIN, "-5"),
        ("１\u3000２３４", ReadingKind.SPACED, "1234"),
        ("－", ReadingKind.MARK, "-"),
    ],
)
def test_full_width_writing_is_read_and_told(text: str, kind: ReadingKind, value: str) -> None:
    assert read_number(text) == Reading(kind=kind, value=value, full_width=True)


@pytest.mark.parametrize(
    ("text", "reason", "meant"),
    [
        ("(1.234)", "number.brackets", "-1234"),
        ("( 1.234,50 )", "number.brackets", "-1234.5"),
        ("(5)", "number.brackets", "-5"),
        ("(0)", "number.brackets", "0"),
        ("(12) E", "number.brackets", "-12 E"),
        ("1.234.000 ₫", "number.currency", "1234000"),
        ("1.234.000đ", "number.currency", "1234000"),
        ("1.234 đồng", "number.currency", "1234"),
        ("1.234 đo\u0302\u0300ng", "number.currency", "1234"),
        ("-12,5 VNĐ", "number.currency", "-12.5"),
        ("12 vnd", "number.currency", "12"),
        ("₫12", "number.currency", "12"),
        ("VND 12", "number.currency", "12"),
        ("1e5", "number.power", None),
        ("1,23E+11", "number.power", None),
        ("1.23457E+11", "number.power", None),
        ("-5E-7", "number.power", None),
    ],
)
def test_a_number_in_other_dress_is_refused_by_name_with_what_was_meant(
    text: str, reason: str, meant: str | None
) -> None:
    assert read_number(text) == Reading(kind=ReadingKind.REFUSED, reason=reason, alternative=meant)


ENGLISH = [
    ("1,234.5", Reading(kind=ReadingKind.GROUPED, value="1234.5")),
    ("12.5", Reading(kind=ReadingKind.PLAIN, value="12.5")),
    ("1234", Reading(kind=ReadingKind.PLAIN, value="1234")),
    ("1 234.5", Reading(kind=ReadingKind.SPACED, value="1234.5")),
    ("-", Reading(kind=ReadingKind.MARK, value="-")),
    ("…", Reading(kind=ReadingKind.MARK, value="...")),
    ("1.234", Reading(kind=ReadingKind.PLAIN, value="1.234", ambiguous=True, alternative="1234")),
    ("1,234 E", Reading(kind=ReadingKind.GROUPED, value="1234 E", ambiguous=True, alternative="1.234 E")),
    ("12.5%", Reading(kind=ReadingKind.PLAIN, value="12.5", percent=True)),
    ("1.234,5", Reading(kind=ReadingKind.REFUSED, reason="number.vietnamese", alternative="1234.5")),
    ("1.234.567", Reading(kind=ReadingKind.REFUSED, reason="number.vietnamese", alternative="1234567")),
    ("(1.234,5)", Reading(kind=ReadingKind.REFUSED, reason="number.vietnamese", alternative="-1234.5")),
    ("(1,234.5)", Reading(kind=ReadingKind.REFUSED, reason="number.brackets", alternative="-1234.5")),
    ("12a", Reading(kind=ReadingKind.REFUSED, reason="number.text")),
]


@pytest.mark.parametrize(("text", "reading"), ENGLISH, ids=[text for text, _ in ENGLISH])
def test_an_english_sheet_is_read_with_its_own_marks_where_that_was_asked(text: str, reading: Reading) -> None:
    assert read_number(text, NumberFormat.ENGLISH) == reading


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\t\n", "\ufeff"])
def test_nothing_is_blank(text: str) -> None:
    assert read_number(text) == Reading(kind=ReadingKind.BLANK)


def test_a_per_cent_sign_is_told_and_not_counted() -> None:
    assert read_number("12,5%") == Reading(kind=ReadingKind.PLAIN, value="12.5", percent=True)
    assert read_number("12,5 ％") == Reading(kind=ReadingKind.PLAIN, value="12.5", percent=True, full_width=True)
    assert read_number("(12,5%)") == Reading(
        kind=ReadingKind.REFUSED, reason="number.brackets", alternative="-12.5", percent=True
    )
    assert read_number("12.5%") == Reading(
        kind=ReadingKind.REFUSED, reason="number.english", alternative="12.5", percent=True
    )


def test_a_number_longer_than_a_cell_is_refused() -> None:
    assert read_number("9" * 30) == Reading(kind=ReadingKind.PLAIN, value="9" * 30)
    for text in ("9" * 31, "9" * 65, "1" + " 234" * 5000):
        assert read_number(text) == Reading(kind=ReadingKind.REFUSED, reason="number.long")


def test_every_refusal_has_words() -> None:
    for language in ("vi", "en"):
        assert set(catalogue(language)) >= REASONS


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


@given(
    st.text(alphabet="0123456789.,-–…% EP\u00a0x１()'₫đe+", max_size=12) | st.text(max_size=80),
    st.sampled_from(NumberFormat),
)
def test_whatever_is_read_is_canonical_and_nothing_crashes(text: str, number_format: NumberFormat) -> None:
    reading = read_number(text, number_format)
    assert (reading.value is None) == (reading.kind in (ReadingKind.BLANK, ReadingKind.REFUSED))
    assert bool(reading.reason) == (reading.kind is ReadingKind.REFUSED)
    assert reading.reason in {"", *REASONS}
    for value in (reading.value, reading.alternative):
        assert value is None or parse_figure(value) is not None
    if reading.ambiguous:
        assert reading.alternative not in (None, reading.value)


@given(st.text(alphabet="0123456789., -()%", max_size=12))
def test_the_two_formats_are_mirror_images(text: str) -> None:
    mirrored = text.translate(str.maketrans(".,", ",."))
    if text.strip() and set(text.strip()) != {"."} and set(mirrored.strip()) != {"."}:
        assert read_number(text).meant == read_number(mirrored, NumberFormat.ENGLISH).meant


@pytest.mark.parametrize("text", ["1" * 64, "1.234" * 12, "(" * 64, "đ" * 64, "1 " * 32, "'" * 64, "- " * 32])
def test_no_text_takes_long(text: str) -> None:
    for number_format in NumberFormat:
        assert read_number(text, number_format).kind is ReadingKind.REFUSED
