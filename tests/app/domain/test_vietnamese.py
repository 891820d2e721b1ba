import json
import re
import sqlite3
import unicodedata
from contextlib import closing
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.vietnamese import fold, match_key, nfc, nfc_json, sort_key
from tests.app.domain.legacy_writing import unit_names


def is_in_order(words: list[str]) -> bool:
    """Whether each word stands strictly before the next."""
    return all(sort_key(earlier) < sort_key(later) for earlier, later in pairwise(words))


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_text_is_composed() -> None:
    name = "Nguyễn Thị Hường"
    assert (len(nfd(name)), len(nfc(nfd(name)))) == (22, 16)
    assert nfc(nfd(name)) == name


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đông Hòa", "dong hoa"),
        ("ĐẮK LẮK", "dak lak"),
        ("Hoà", "hoa"),
        ("Hòa", "hoa"),
        ("Thuý", "thuy"),
        ("quở trách", "quo trach"),
        ("Ưng  Ơi\u00a0ă â ê ô", "ung oi a a e o"),
        ("Cư M’gar", "cu m'gar"),
        ("Cư M'gar", "cu m'gar"),
        ("m² × 10³", "m2 × 103"),
        ("\u00d0ông \u0189à", "dong da"),
        ("\u00f0ông \u0256à", "dong da"),
        ("Đô\u00adng H\u200bà\ufeff", "dong ha"),
        ("", ""),
    ],
)
def test_searching_ignores_marks_case_and_spaces(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(nfd(text)) == folded


@pytest.mark.parametrize(
    "typed",
    ["dong", "DONG", "đông", "Đông", "ĐÔNG", nfd("đông"), "\u00d0ông", "dông", "  dong "],
)
def test_typing_with_or_without_marks_finds_the_name(typed: str) -> None:
    for name in ("Xã Đông Sơn", "XÃ ĐÔNG SƠN", nfd("Xã Đông Sơn"), "Xã \u00d0ông Sơn"):
        assert fold(typed) in fold(name)


@pytest.mark.parametrize("typed", ["hoa", "hòa", "hoà", "HOÀ", nfd("hòa"), nfd("hoà"), "hóa"])
def test_wherever_the_tone_stands_the_name_is_found(typed: str) -> None:
    assert fold(typed) in fold("Phường Hoà Bình")
    assert fold(typed) in fold("Phường Hòa Bình")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà", "Hòa"),
        ("Xã Thuỷ Nguyên", "xã  Thủy nguyên"),
        ("Phường Phú Thuỵ", "Phường Phú Thụy"),
        ("Cư M’gar", "CƯ M'GAR"),
        ("Nguyễn Uý", "Nguyễn Úy"),
        ("Thuý Kiều", nfd("Thúy Kiều")),
        ("Tổ 10", "tổ 10"),
        ("Đông", "\u00d0ông"),
        ("Đông Hà", "Đô\u200bng Hà\u00ad"),
    ],
)
def test_one_name_spelled_two_ways_meets_itself(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hóa", "Hòa"), ("Tân", "Tấn"), ("Đa", "Da"), ("Sơn", "Son"), ("Ba Lang", "Bà Lang"), ("Tổ 1", "Tổ 10"),
     ("Hòa An", "Hoa Àn"), ("1 2", "12")],
)  # fmt: skip
def test_two_names_stay_two(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


def test_letters_stand_in_the_order_of_the_alphabet() -> None:
    alphabet = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
    assert is_in_order(alphabet)


def test_tones_stand_in_their_order() -> None:
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert is_in_order(tones)


def test_a_tone_counts_less_than_any_letter_after_it() -> None:
    ordered = ["bạ", "bác", "bạch", "bàn", "bán", "bang", "băng", "bâng"]
    assert is_in_order(ordered)


def test_names_stand_as_in_a_vietnamese_list() -> None:
    names = "An Giang, Bà Rịa, Bắc Kạn, Bắc Ninh, Bến Tre, Bình Dương, Cà Mau, Cần Thơ, Đà Nẵng, Đắk Lắk, Điện Biên"
    ordered = f"{names}, Đồng Nai, Hà Nội, Hòa Bình, Huế, Ninh Thuận, Thanh Hoá, Yên Bái".split(", ")
    assert is_in_order(ordered)


def test_numbers_in_names_count_as_numbers() -> None:
    ordered = ["Thôn", "Thôn 1", "Thôn 2", "Thôn 02a", "Thôn 10", "Thôn 100", "Thôn An"]
    assert is_in_order(ordered)


def test_small_letters_come_before_capitals_only_as_a_last_resort() -> None:
    assert sorted(["Ba", "ba", "Bà", "bà"], key=sort_key) == ["ba", "Ba", "bà", "Bà"]


def test_where_the_tone_stands_in_the_syllable_does_not_change_the_order() -> None:
    assert sort_key("Hoà An") == sort_key("Hòa An") == sort_key(nfd("Hòa An"))


def test_a_letter_that_looks_like_đ_stands_where_đ_stands() -> None:
    assert sort_key("\u00d0ông") == sort_key("Đông")
    assert is_in_order(["dong", "\u00f0ong", "e"])


ROWS = "aàảãáạ ăằẳẵắặ âầẩẫấậ b c d đ eèẻẽéẹ êềểễếệ f g h iìỉĩíị j k l m n"
MORE_ROWS = "oòỏõóọ ôồổỗốộ ơờởỡớợ p q r s t uùủũúụ ưừửữứự v w x yỳỷỹýỵ z"
LETTERS = {
    char: (letter, tone)
    for letter, row in enumerate([*ROWS.split(), *MORE_ROWS.split()])
    for tone, char in enumerate(row)
}


def slow_key(name: str) -> tuple[list[tuple[int, int]], list[list[int]], list[bool]]:
    """The rule, step by step: the letters of the whole name; then each syllable's tone; then small before capital.

    Space stands before signs, signs before numbers, numbers before letters.
    """
    letters: list[tuple[int, int]] = []
    tones: list[list[int]] = []
    for word in re.findall(r"\d+|[^\W\d]+|.", name.replace("’", "'")):
        if word == " ":
            letters.append((0, 0))
        elif word.isdigit():
            letters.append((2, int(word)))
        elif not word.isalpha():
            letters.append((1, ord(word)))
        else:
            found = [LETTERS[char] for char in word.lower()]
            letters.extend((3, letter) for letter, _ in found)
            tones.append([tone for _, tone in found if tone] or [0])
    return letters, tones, [char.isupper() for char in name if char.isalpha()]


def test_every_name_of_a_unit_stands_where_the_rule_puts_it() -> None:
    names = [*unit_names(), *(name.upper() for name in unit_names())]
    assert len(names) > 18_000
    assert sorted(names, key=sort_key) == sorted(names, key=slow_key)
    assert [
        pair
        for pair in pairwise(sorted(names, key=slow_key))
        if (sort_key(pair[0]) == sort_key(pair[1])) != (slow_key(pair[0]) == slow_key(pair[1]))
    ] == []


def test_a_json_value_is_composed_in_keys_and_texts_at_any_depth() -> None:
    assert nfc_json({nfd("giá"): [nfd("Hà"), {"x": nfd("ế")}, 1, None, True]}) == {
        "giá": ["Hà", {"x": "ế"}, 1, None, True]
    }


@given(st.lists(st.text(alphabet="aàáăâbdđeêoôơuưnhgAĐ 12-'žΩ", max_size=8), max_size=8))
def test_sqlite_orders_the_keys_as_python_does(words: list[str]) -> None:
    keys = [sort_key(word) for word in words]
    with closing(sqlite3.connect(":memory:")) as database:
        rows = database.execute("select value from json_each(?) order by value collate binary", (json.dumps(keys),))
        assert [row[0] for row in rows] == sorted(keys)


@given(st.text(max_size=30))
def test_no_text_breaks_the_keys(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert "\x00" not in sort_key(text.replace("\x00", ""))
    assert isinstance(match_key(text), str)
