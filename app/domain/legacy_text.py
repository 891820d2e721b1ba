"""Text that was typed in TCVN3 (ABC) or VNI-Windows: found, and shown converted. Nothing here changes any text.

What is looked at are the words with letters beyond ASCII. A word that cannot be Vietnamese as it stands, but is a
Vietnamese syllable once decoded, speaks for an encoding; one that is a syllable as it stands and none when decoded
speaks for Unicode; one that is a syllable both ways (`Léc`: in Unicode Léc, in TCVN3 Lộc) says nothing, and goes with
the texts around it. A letter that only Unicode has (`đ`, `ư`, `ạ`) settles that a text is no legacy text. A font,
where it is known, counts more than words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.legacy_encodings import LegacyEncoding, convert, decode, fits
from app.domain.syllables import is_syllable
from app.domain.vietnamese import nfc
from app.messages import Words, words

_FONT_CONFIDENCE = 0.95
_WORDS_CONFIDENCE = 0.9

_BEYOND_ASCII = re.compile("[\u00a1-\u00ff]")
_ONLY_UNICODE = re.compile("[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]")
_WORD = re.compile("[A-Za-z\u00a1-\u00ff]+")
# By themselves these are signs, not letters in another encoding.
_SIGNS = frozenset(map(chr, range(0xA1, 0xC0))) | {"×", "÷"}
_IN_CAPITALS = re.compile("[A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ]+")
# "5 µm" is a length, not the word "àm".
_MEASURE = re.compile(r"\d ?µ[A-Za-z]\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """One text and what it becomes if a person agrees."""

    index: int
    """Place among the texts that were given."""
    before: str
    """The text as it is."""
    after: str
    """The text in Unicode, NFC."""
    encoding: LegacyEncoding
    """What it is read in."""
    is_sure: bool
    """Whether its own words or its font say so; else it only goes with the texts around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyFinding:
    """What seems to be legacy text among some texts."""

    encoding: LegacyEncoding
    """Of most of the texts to convert."""
    confidence: float
    """From 0 to 1: at most 0.5 where a single word says so, up to 0.9 where many do, 0.95 where a font does."""
    conversions: tuple[Conversion, ...]
    """What to show before anything is converted, by index; a text that stays as it is has none."""


class LegacyFont(NamedTuple):
    """What a font's name says of the text it draws."""

    encoding: LegacyEncoding
    has_capitals: bool
    """Whether it draws small letters as capitals."""


class _Weight(NamedTuple):
    """How many words of a text say what about one encoding."""

    speaking: int
    """For the encoding."""
    against: int
    """For Unicode."""
    odd: int
    """Vietnamese neither way."""

    @property
    def is_convincing(self) -> bool:
        return self.speaking > self.against and self.speaking >= self.odd


def legacy_font(name: str) -> LegacyFont | None:
    """What a font's name says (`.VnTime`, `.VnArialH`, `VNI-Times`); None for a Unicode font."""
    name = name.strip().lower()
    if name.startswith(".vn"):
        return LegacyFont(LegacyEncoding.TCVN3, name.endswith("h"))
    return LegacyFont(LegacyEncoding.VNI, has_capitals=False) if name.startswith("vni") else None


def find_legacy(texts: Sequence[str], fonts: Sequence[str] = ()) -> LegacyFinding | None:
    """What seems to be legacy text in a text, or a column or block of texts; None where nothing does.

    `fonts` names each text's font where fonts are known: as long as `texts`, or empty.
    """
    hints = [legacy_font(name) for name in fonts] if fonts else [None] * len(texts)
    weighed = [_weigh(nfc(text)) for text in texts]
    own = [_own_encoding(weights, hint) for weights, hint in zip(weighed, hints, strict=True)]
    if not any(own):
        return None
    most = Counter(encoding for encoding in own if encoding).most_common(1)[0][0]
    if not any(_is_unicode(text, weights.get(most)) for text, weights in zip(texts, weighed, strict=True)):
        # Texts whose words say nothing go with the others, unless their font says that they need not.
        read = [each or (most if weighed[at] and not (fonts and fonts[at]) else None) for at, each in enumerate(own)]
    else:
        read = own
    conversions = []
    for index, (text, encoding) in enumerate(zip(texts, read, strict=True)):
        capitals = hints[index] == LegacyFont(encoding, has_capitals=True) if encoding else False
        if encoding and (after := convert(nfc(text), encoding, capitals=capitals)) != text:
            sure = own[index] is not None
            conversions.append(Conversion(index=index, before=text, after=after, encoding=encoding, is_sure=sure))
    if not conversions:
        return None
    if any(hint and hint.encoding is encoding for hint, encoding in zip(hints, own, strict=True)):
        confidence = _FONT_CONFIDENCE
    else:
        confidence = _confidence([weighed[at][encoding] for at, encoding in enumerate(own) if encoding])
    return LegacyFinding(encoding=most, confidence=confidence, conversions=tuple(conversions))


def _weigh(text: str) -> Mapping[LegacyEncoding, _Weight]:
    """What a text's words say about each encoding; empty for a text that is in none."""
    if _ONLY_UNICODE.search(text) or not _BEYOND_ASCII.search(text):
        return {}
    found = [word for word in _WORD.findall(_MEASURE.sub(" ", text)) if not word.isascii() and word not in _SIGNS]
    return {encoding: _weigh_words(found, encoding) for encoding in LegacyEncoding} if found else {}


def _weigh_words(found: Iterable[str], encoding: LegacyEncoding) -> _Weight:
    speaking = against = odd = 0
    for word in found:
        is_written_in, read = fits(word, encoding), decode(word, encoding)
        is_read = is_written_in and is_syllable(read)
        if is_syllable(word):
            against += not is_read
        elif len(word) == 1 or (_IN_CAPITALS.fullmatch(word) and not read.isupper()):
            # A lone letter says too little; a name in capitals (YÔNG) would get small letters.
            continue
        elif is_read:
            speaking += 1
        elif word.isalpha() or not is_written_in:
            # Signs inside a word (§¾k) are no other language, but a name that is no Vietnamese syllable.
            odd += 1
    return _Weight(speaking, against, odd)


def _own_encoding(weights: Mapping[LegacyEncoding, _Weight], hint: LegacyFont | None) -> LegacyEncoding | None:
    """What a text's font says, where its words do not contradict, else what its words say."""
    if hint and hint.encoding in weights and not weights[hint.encoding].against:
        return hint.encoding
    spoken = sorted((weight.speaking, encoding) for encoding, weight in weights.items() if weight.is_convincing)
    # Two that say as much leave it open: `Cö` is Cử in one encoding, Cư in the other.
    if not spoken or (len(spoken) > 1 and spoken[0][0] == spoken[1][0]):
        return None
    return spoken[-1][1]


def _is_unicode(text: str, weight: _Weight | None) -> bool:
    """Whether a text is no legacy text, so that a text beside it need not be one either."""
    return bool(_ONLY_UNICODE.search(nfc(text))) or (weight is not None and weight.against > weight.speaking)


def _confidence(weights: Sequence[_Weight]) -> float:
    speaking = sum(weight.speaking for weight in weights)
    said = speaking + sum(weight.against + weight.odd for weight in weights)
    return min(_WORDS_CONFIDENCE, speaking / said * (1 - 0.5**speaking))


def finding_words(finding: LegacyFinding, *, language: str = "vi") -> Words:
    """What was found, what is safe and what to do, in words."""
    encoding = words(f"legacy.{finding.encoding}", {}, language=language).what
    return words("legacy.found", {"count": len(finding.conversions), "encoding": encoding}, language=language)
