"""Vietnamese text: one form for storing, a folded one for searching, and the order of the alphabet.

Vowels carry a shape (ă â ê ô ơ ư) and a tone; `đ` is a letter of its own that Unicode does not decompose. Old keyboards
and converters left letters that only look like `Đ` (`Ð` U+00D0, Icelandic; `Ɖ` U+0189, African): text keeps them, but
no reader can tell them apart, so every key takes them for `Đ`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.canonical import Json

_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = "\u0306\u0302\u031b"
# What looks alike to a reader is one letter in every key, and what nobody sees is none.
_ALIKE = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u02bb": "'"}
    | {"\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ", "\u0256": "đ"}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")
)

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Why from A: space, punctuation and digits get smaller weights, and every weight stays printable text that
# SQLite and Python order alike.
_WEIGHTS = {letter: chr(ord("A") + index) for index, letter in enumerate(_ALPHABET)}
_LEVEL, _SPACE, _SIGN, _FOREIGN = "\x01", "\x02", "\x03", "\x7f"
_DIGITS_COUNTED = 15

_PIECES = re.compile(r"[0-9]+|[^\W\d_]+|\s+|.", re.DOTALL)


class _Unmarked(dict[int, int | None]):
    """Code point -> itself, or nothing for a combining mark; each is looked up once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_MARKS = _Unmarked()


def nfc(text: str) -> str:
    """The text in the composed form in which everything is stored and compared."""
    return unicodedata.normalize("NFC", text)


def nfc_json(value: Json) -> Json:
    """A JSON value in which every text, key or not, is composed. Raises RecursionError for one that is too deep."""
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, Mapping):
        return {nfc(key): nfc_json(item) for key, item in value.items()}
    return [nfc_json(item) for item in value] if isinstance(value, list | tuple) else value


def fold(text: str) -> str:
    """A key for searching: lower case, without tones and shapes, đ as d, spaces single ("Đông  Hoà" is "dong hoa")."""
    plain = unicodedata.normalize("NFKD", text.translate(_ALIKE).casefold().replace("đ", "d"))
    return " ".join(plain.translate(_MARKS).split())


def match_key(text: str) -> str:
    """A key under which one name spelled two ways meets itself, and no other name does.

    Case, spaces, kind of apostrophe or Đ and the place of the tone in a syllable do not count ("Hoà" is "HÒA");
    tones, shapes and đ do ("Hóa" is not "Hòa").
    """
    words = " ".join(text.translate(_ALIKE).casefold().split())
    return "".join(
        letters + tones if tones else letters for letters, tones in map(_untoned, _PIECES.findall(nfc(words)))
    )


def sort_key(text: str) -> str:
    """A key that orders text as a Vietnamese dictionary does; compare keys as plain text, also in SQLite.

    First the letters (a ă â b c d đ e ê … o ô ơ … u ư … y z, without tones), then the tones of each syllable (ngang,
    huyền, hỏi, ngã, sắc, nặng), then small before capital. Space comes before punctuation, digits, letters; a run
    of digits counts as a number ("Thôn 2" before "Thôn 10").
    """
    letters: list[str] = []
    tones: list[str] = []
    cases: list[str] = []
    for piece in _PIECES.findall(nfc(text.translate(_ALIKE))):
        if piece.isspace():
            letters.append(_SPACE)
        elif piece.isascii() and piece.isdigit():
            digits = piece.lstrip("0") or "0"
            letters.append(chr(ord("0") + min(len(digits), _DIGITS_COUNTED)) + digits)
        elif piece[0].isalpha():
            plain, tone = _untoned(piece)
            letters.extend(_WEIGHTS.get(char.lower(), _FOREIGN + char.lower()) for char in plain)
            tones.append(tone or "0")
            cases.extend("1" if char.isupper() else "0" for char in plain)
        else:
            letters.append(_SIGN + piece)
    return _LEVEL.join(("".join(letters), "".join(tones), "".join(cases)))


def _untoned(syllable: str) -> tuple[str, str]:
    """A syllable without its tones, and these in order as digits; marks foreign to Vietnamese are dropped too."""
    if syllable.isascii():
        return syllable, ""
    letters, tones = [], []
    for char in unicodedata.normalize("NFD", syllable):
        if char in _TONES:
            tones.append(_TONES[char])
        elif not unicodedata.combining(char) or char in _SHAPES:
            letters.append(char)
    return nfc("".join(letters)), "".join(tones)
