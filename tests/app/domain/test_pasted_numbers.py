from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.numbers import NumberFormat
from app.domain.pasted_numbers import Basis, Pasted, PastedNumbers, basis_words, read_block
from app.domain.values import parse_figure

VIETNAMESE, ENGLISH = NumberFormat.VIETNAMESE, NumberFormat.ENGLISH


def read(*cells: Pasted | None) -> PastedNumbers:
    """A column of one cell a row."""
    return read_block([[cell] for cell in cells])


def values(block: PastedNumbers) -> list[str | None]:
    return [cell.reading.value for cell in block.cells]


def texts(cells: tuple[object, ...]) -> list[str]:
    return [str(getattr(cell, "text", "")) for cell in cells]


BLOCKS = [  # name, cells, format, basis, values
    ("plain", ["12", "0", "1234"], NumberFormat.PLAIN, Basis.ALIKE, ["12", "0", "1234"]),
    ("nothing", [], NumberFormat.PLAIN, Basis.ALIKE, []),
    ("blanks and marks", ["", "-", "…", "–"], NumberFormat.PLAIN, Basis.ALIKE, [None, "-", "...", "-"]),
    ("spaced", ["1 234", "12", "1\u202f234\u202f567"], NumberFormat.SPACED, Basis.ALIKE, ["1234", "12", "1234567"]),
    ("one Vietnamese cell", ["1.234", "12", "1.234,5"], VIETNAMESE, Basis.PROVEN, ["1234", "12", "1234.5"]),
    ("two dots", ["1.234", "1.234.567"], VIETNAMESE, Basis.PROVEN, ["1234", "1234567"]),
    ("a comma with one decimal", ["1.234", "0,5"], VIETNAMESE, Basis.PROVEN, ["1234", "0.5"]),
    ("spaces and a comma", ["1.234", "1 234,5"], VIETNAMESE, Basis.PROVEN, ["1234", "1234.5"]),
    ("one English cell", ["1.234", "1,234", "1,234.5"], ENGLISH, Basis.PROVEN, ["1.234", "1234", "1234.5"]),
    ("two commas", ["1,234", "1,234,567"], ENGLISH, Basis.PROVEN, ["1234", "1234567"]),
    ("a point with one decimal", ["1,234", "0.5"], ENGLISH, Basis.PROVEN, ["1234", "0.5"]),
    ("brackets prove", ["1,234", "(1,234.50)"], ENGLISH, Basis.PROVEN, ["1234", None]),
    ("a currency proves", ["1.234", "1.234,5 ₫"], VIETNAMESE, Basis.PROVEN, ["1234", None]),
    ("only dots", ["1.234", "56"], VIETNAMESE, Basis.ASSUMED, ["1234", "56"]),
    ("only commas", ["1,234", "5,678"], VIETNAMESE, Basis.ASSUMED, ["1.234", "5.678"]),
    ("both, none of them sure", ["1,234", "5.678"], VIETNAMESE, Basis.ASSUMED, ["1.234", "5678"]),
    ("mixed, more Vietnamese", ["1,5", "2,5", "1.5", "1.234"], VIETNAMESE, Basis.MIXED, ["1.5", "2.5", None, "1234"]),
    ("mixed, more English", ["1,5", "2.5", "1.5", "1.234"], ENGLISH, Basis.MIXED, [None, "2.5", "1.5", "1.234"]),
    ("mixed, as many", ["1,5", "1.5"], VIETNAMESE, Basis.MIXED, ["1.5", None]),
    ("words say nothing", ["1.234", "Tổng", "12a"], VIETNAMESE, Basis.ASSUMED, ["1234", None, None]),
]


@pytest.mark.parametrize(
    ("cells", "number_format", "basis", "expected"), [block[1:] for block in BLOCKS], ids=[block[0] for block in BLOCKS]
)
def test_a_block_is_read_in_one_format_and_says_why(
    cells: list[Pasted], number_format: NumberFormat, basis: Basis, expected: list[str | None]
) -> None:
    block = read(*cells)
    assert (block.format, block.basis, values(block)) == (number_format, basis, expected)


def test_the_cells_that_prove_a_format_are_named_with_their_places() -> None:
    block = read_block([["1.234", "12"], ["x", "1.234,5"], ["7,25", "3"]])
    assert [(cell.row, cell.column, cell.text) for cell in block.proof] == [(1, 1, "1.234,5"), (2, 0, "7,25")]
    assert block.contrary == ()
    assert not block.is_doubtful


def test_a_doubtful_block_shows_both_readings_of_the_cells_that_differ() -> None:
    block = read_block([["1.234", "12"], ["5,678", "Tổng"]])
    assert block.is_doubtful
    assert [
        (cell.row, cell.column, cell.text, cell.reading.value, cell.other and cell.other.value)
        for cell in block.differing
    ] == [(0, 0, "1.234", "1234", "1.234"), (1, 0, "5,678", "5.678", "5678")]
    assert block.other_format is ENGLISH


def test_the_other_reading_is_taken_when_a_person_says_so() -> None:
    block = read_block([["1.234"], ["5,678"]], ENGLISH)
    assert (block.format, block.basis, values(block)) == (ENGLISH, Basis.CHOSEN, ["1.234", "5678"])
    assert [cell.other and cell.other.value for cell in block.cells] == ["1234", "5.678"]
    assert block.other_format is VIETNAMESE
    assert not block.is_doubtful


def test_a_mixed_block_is_doubtful_and_names_the_cells_against_it() -> None:
    block = read("1,5", "2,5", "1.5")
    assert block.is_doubtful
    assert (texts(block.proof), texts(block.contrary), texts(block.refused)) == (["1,5", "2,5"], ["1.5"], ["1.5"])
    assert block.refused[0].reading.reason == "number.english"
    assert block.refused[0].reading.alternative == "1.5"


def test_cells_that_are_no_numbers_are_listed_with_what_was_meant() -> None:
    block = read("12", "Tổng", "(1.234)", "1.234,5", "٣", "1,23E+11")
    assert [(cell.row, cell.text, cell.reading.reason, cell.reading.alternative) for cell in block.refused] == [
        (1, "Tổng", "number.text", None),
        (2, "(1.234)", "number.brackets", "-1234"),
        (4, "٣", "number.text", None),
        (5, "1,23E+11", "number.power", None),
    ]


def test_where_every_cell_says_the_same_there_is_nothing_to_choose() -> None:
    block = read("12", "1 234", "-")
    assert (block.other_format, block.differing, block.is_doubtful) == (None, (), False)


def test_cells_left_out_keep_the_places_of_the_others() -> None:
    block = read_block([[None, "12"], [None, None], ["3"]])
    assert [(cell.row, cell.column, cell.reading.value) for cell in block.cells] == [(0, 1, "12"), (2, 0, "3")]


RAW = [  # pasted, canonical
    (1234, "1234"),
    (1.234, "1.234"),
    (1234.5, "1234.5"),
    (-0.0, "0"),
    (1e21, "1000000000000000000000"),
    (0.1 + 0.2, "0.3"),
    (Decimal("0.10"), "0.1"),
    (Decimal("1.23E+3"), "1230"),
    (1_000_000, "1000000"),
]


@pytest.mark.parametrize(("pasted", "canonical"), RAW, ids=[str(pasted) for pasted, _ in RAW])
def test_a_number_that_the_clipboard_held_as_such_is_taken_as_it_is(pasted: Pasted, canonical: str) -> None:
    block = read_block([[pasted, "1,234.5"]])
    assert (block.cells[0].reading.value, block.cells[0].other) == (canonical, None)
    assert texts(block.proof) == ["1,234.5"]


@pytest.mark.parametrize(
    ("pasted", "reason"),
    [
        (float("nan"), "number.text"),
        (float("inf"), "number.text"),
        (Decimal("NaN"), "number.text"),
        (10**30, "number.long"),
        (1e300, "number.long"),
        (Decimal("1E-100000"), "number.long"),
    ],
)
def test_a_raw_number_that_no_cell_can_hold_is_refused(pasted: Pasted, reason: str) -> None:
    block = read(pasted)
    assert [cell.reading.reason for cell in block.refused] == [reason]


def test_the_reason_is_said_in_words() -> None:
    assert basis_words(read("1,234", "1,234.5")).what == (
        "Các số dán vào được đọc theo kiểu Anh – Mỹ (1,234.5), vì có ô “1,234.5” chỉ đọc được theo cách này."
    )
    assert basis_words(read("1.234", "12", "5,678"), language="en").what == (
        "It is not clear how the pasted numbers are written; 2 cells can be read as two different numbers."
    )
    assert "“1,5”" in basis_words(read("1,5", "1.5")).what
    for basis in Basis:
        for language in ("vi", "en"):
            assert "{" not in str(basis_words(_on(basis), language=language))


def _on(basis: Basis) -> PastedNumbers:
    blocks = {Basis.ALIKE: ["1"], Basis.PROVEN: ["1,5"], Basis.ASSUMED: ["1.234"], Basis.MIXED: ["1,5", "1.5"]}
    block = read_block([["1.234"]], ENGLISH) if basis is Basis.CHOSEN else read(*blocks[basis])
    assert block.basis is basis
    return block


TEXTS = st.text(alphabet="0123456789.,-– %()₫xE", max_size=10)


@given(st.lists(st.lists(TEXTS | st.none() | st.integers() | st.floats(), max_size=4), max_size=5))
def test_any_block_is_read_whole_and_every_value_can_be_stored(block: list[list[Pasted | None]]) -> None:
    numbers = read_block(block)
    assert len(numbers.cells) == sum(cell is not None for row in block for cell in row)
    for cell in numbers.cells:
        assert cell.reading.value is None or parse_figure(cell.reading.value) is not None
        assert cell.other is None or cell.other.meant not in (None, cell.reading.meant)
    assert numbers.is_doubtful or not numbers.differing or numbers.proof


@given(st.lists(TEXTS, max_size=6), st.randoms())
def test_the_order_of_the_cells_does_not_change_the_format(cells: list[str], chance: object) -> None:
    shuffled = list(cells)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert (read(*cells).format, read(*cells).basis) == (read(*shuffled).format, read(*shuffled).basis)
