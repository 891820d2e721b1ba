"""TCVN3 (ABC) and VNI-Windows: how Vietnamese was written in one-byte fonts before Unicode, and back to Unicode.

Such text reaches us as the Latin-1 characters of its bytes. TCVN3 gives every small letter a byte, and has no codes
for capitals with a tone: fonts whose names end in H draw small letters as capitals, or such a letter was typed small,
or (by some converters) as its capital and then the small letter with the tone. VNI writes a vowel and then a mark for
its shape and tone.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from app.domain.syllables import is_syllable
from app.domain.vietnamese import nfc


class LegacyEncoding(StrEnum):
    """How text was encoded before Unicode."""

    TCVN3 = "tcvn3"
    VNI = "vni"


_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = _TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_HAT, _BREVE = "\u0302", "\u0306"

# From byte A1 on; a point stands where TCVN3 has no letter.
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ"
_TCVN3 = {0xA1 + at: letter for at, letter in enumerate(_TCVN3_LETTERS) if letter != "."}
_TWICE = {vowel.upper() + nfc(vowel + tone): nfc(vowel + tone).upper() for vowel in "aăâeêioôơuưy" for tone in _TONES}

_VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_VOWELS = {"a": "a", "e": "e", "o": "o", "ô": "ơ", "u": "u", "ö": "ư", "y": "y"}
_VNI_TONES = {"ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ù": _ACUTE, "ï": _DOT}
_VNI_HATS = {"â": "", "à": _GRAVE, "å": _HOOK, "ã": _TILDE, "á": _ACUTE, "ä": _DOT}
_VNI_BREVES = {"ê": "", "è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "é": _ACUTE, "ë": _DOT}
_VNI = (
    _VNI_ALONE
    | {written + mark: nfc(vowel + tone) for written, vowel in _VNI_VOWELS.items() for mark, tone in _VNI_TONES.items()}
    | {vowel + mark: nfc(vowel + _HAT + tone) for vowel in "aeo" for mark, tone in _VNI_HATS.items()}
    | {"a" + mark: nfc("a" + _BREVE + tone) for mark, tone in _VNI_BREVES.items()}
)


def _any_of(written: dict[str, str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile("|".join(sorted(written, key=len, reverse=True)), flags)


_TWICE_WRITTEN = _any_of(_TWICE)
_VNI_WRITTEN = _any_of(_VNI, re.IGNORECASE)

_WORD = re.compile(r"[^\W\d_]+")
_KIND_OF_UNIT = re.compile(r"(?:Đặc khu|Thành phố|Thị trấn|Thị xã)\b")


def decode(text: str, encoding: LegacyEncoding) -> str:
    """What `text` spells, letter by letter, NFC; what the encoding does not know stays as it is."""
    if encoding is LegacyEncoding.TCVN3:
        return nfc(_TWICE_WRITTEN.sub(lambda match: _TWICE[match[0]], text.translate(_TCVN3)))
    return nfc(_VNI_WRITTEN.sub(_vni_letter, text))


def _vni_letter(match: re.Match[str]) -> str:
    letter = _VNI[match[0].lower()]
    return letter.upper() if match[0][0].isupper() else letter


def fits(text: str, encoding: LegacyEncoding) -> bool:
    """Whether every letter beyond ASCII is one that the encoding writes."""
    if encoding is LegacyEncoding.TCVN3:
        return all(char.isascii() or ord(char) in _TCVN3 for char in text)
    return _VNI_WRITTEN.sub("", text).isascii()


def convert(text: str, encoding: LegacyEncoding, *, capitals: bool = False) -> str:
    """`text` in Unicode, NFC; `capitals` where its font draws small letters as capitals.

    Capitals with a tone that TCVN3 had to write small are given back where the other letters of their word, or the
    other words of a name, leave no doubt ("CéNG HOµ" is "CỘNG HOÀ", "X· ý Yªn" is "Xã Ý Yên").
    """
    decoded = decode(text, encoding)
    if encoding is not LegacyEncoding.TCVN3:
        return decoded
    return decoded.upper() if capitals else _with_capitals(decoded)


def _with_capitals(text: str) -> str:
    words = _WORD.findall(text)
    shouted = {word for word in words if _is_shouted(word)}
    if shouted and all(_may_be_capitals(word) for word in words):
        return text.upper()
    name = set(_WORD.findall(_KIND_OF_UNIT.sub("", text, count=1)))
    is_name = any(word[0].isupper() for word in name) and all(_may_be_capitals(word[0]) for word in name)

    def with_capitals(match: re.Match[str]) -> str:
        word = match[0]
        if word in shouted:
            return word.upper()
        return word[0].upper() + word[1:] if is_name and word in name else word

    return _WORD.sub(with_capitals, text)


def _may_be_capitals(letters: str) -> bool:
    """Whether no letter is small but with a tone, which is how TCVN3 had to write its capital."""
    small = (char for char in letters if char.islower())
    return all(any(tone in unicodedata.normalize("NFD", char) for tone in _TONES) for char in small)


def _is_shouted(word: str) -> bool:
    """Whether a word can only be meant in capitals: two are written, and no name of another language starts so."""
    return _may_be_capitals(word) and sum(map(str.isupper, word)) > 1 and is_syllable(word)
