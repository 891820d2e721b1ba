import re
import unicodedata

import pytest

from app.domain.syllables import is_syllable
from tests.app.domain.legacy_writing import unit_names


@pytest.mark.parametrize(
    "word",
    ["a", "ở", "Hà", "NỘI", "hòa", "hoà", "thúy", "thuý", "quý", "quốc", "gì", "già", "gìa", "giếng", "nghiêng",
     "khuya", "khuỷu", "thuở", "thuế", "quyết", "nguyễn", "ngoằn", "được", "rượu", "yêu", "ít", "ích", "của", "mưa",
     "ngoéo", "quỳnh", "thương", "Ý", "Kà"],
)  # fmt: skip
def test_a_vietnamese_syllable_is_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("Céng", "c does not stand before e"),
        ("ghà", "gh stands only before e, ê, i"),
        ("ngề", "ng does not stand before ê"),
        ("hoµ", "a sign"),
        ("Thoân", "no such rime"),
        ("kheõ", "the tone of eo stands on e"),
        ("thií", "no such rime"),
        ("bàt", "a stop has only sắc and nặng"),
        ("hòà", "two tones"),
        ("Krông", "no such onset"),
        ("Đắk", "no such ending"),
        ("đ", "no vowel"),
        ("ẩ", "no such rime"),
        ("señor", "a foreign letter"),
        ("Über", "a foreign letter"),
        ("nghiêngg", "too long"),
        ("", "nothing"),
    ],
)
def test_what_vietnamese_does_not_spell_is_no_syllable(word: str, why: str) -> None:
    assert not is_syllable(word), why


def test_a_decomposed_word_is_composed_first_by_the_caller() -> None:
    assert not is_syllable(unicodedata.normalize("NFD", "nội"))


def test_nearly_every_word_in_the_names_of_units_is_a_syllable() -> None:
    found = [word for name in unit_names() for word in re.findall(r"[^\W\d_]+", name)]
    foreign = [word for word in found if not is_syllable(word)]
    assert len(found) > 25_000
    # Names from the languages of the Central Highlands and the mountains: Krông, Ea, Đắk, …
    assert len(foreign) / len(found) < 0.03
