"""Whether a word can be a Vietnamese syllable: an onset, a rime and a tone that the language puts together.

Vietnamese writes each syllable by itself, so this tells Vietnamese text from text in another encoding or another
language. Names from the country's other languages (Krông, Đắk) are no such syllables.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ONSET_SPELLINGS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIME_SPELLINGS = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oe oen oeo oet oc oi om on ong op ot "
    "oăc oăm oăn oăng oăt ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uc ui um un ung up ut uy uya uych uyn uynh uyp uyt uyu uyên uyêt uân uâng uât uây uê uêch uênh uơ "
    "uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu "
    "y ych ynh yp yt yêm yên yêng yêt yêu"
)
_ONSETS = frozenset(["", *_ONSET_SPELLINGS.split()])
_RIMES = frozenset(_RIME_SPELLINGS.split())
_VOWELS = frozenset("aăâeêioôơuưy")
_SHAPED = frozenset("ăâêôơư")
_FRONT = frozenset("eêiy")
# Not k: names from other languages have it before any vowel (Kà, Kôn).
_ONLY_BEFORE_FRONT = frozenset({"gh", "ngh"})
_NEVER_BEFORE_FRONT = frozenset({"c", "ng"})
_STOPS = ("c", "ch", "p", "t")
_SHARP, _HEAVY = "\u0301", "\u0323"
_LETTERS = {letter: (letter, "") for letter in "aăâbcdđeêghiklmnoôơpqrstuưvxy"} | {
    unicodedata.normalize("NFC", vowel + tone): (vowel, tone)
    for vowel in _VOWELS
    for tone in ("\u0300", _SHARP, "\u0303", "\u0309", _HEAVY)
}
_LONGEST = 7


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Whether `word` (NFC, in any case) is spelled as a Vietnamese syllable is, in the older or the newer way."""
    word = word.lower()
    if len(word) > _LONGEST or any(char not in _LETTERS for char in word):
        return False
    plain = "".join(_LETTERS[char][0] for char in word)
    tones = {at: _LETTERS[char][1] for at, char in enumerate(word) if _LETTERS[char][1]}
    if len(tones) > 1:
        return False
    at, tone = next(iter(tones.items()), (0, ""))
    return any(_stand_together(plain[:cut], plain[cut:], tone, at - cut) for cut in range(4))


def _stand_together(onset: str, rime: str, tone: str, at: int) -> bool:
    if onset not in _ONSETS or rime not in _RIMES:
        return False
    if onset in (_NEVER_BEFORE_FRONT if rime[0] in _FRONT else _ONLY_BEFORE_FRONT):
        return False
    if rime.endswith(_STOPS) and tone not in (_SHARP, _HEAVY):
        return False
    return not tone or at in _bearers(rime)


def _bearers(rime: str) -> range:
    """Where in a rime its tone can stand: "hòa" and "hoà" are both written."""
    count = sum(char in _VOWELS for char in rime)
    shaped = max((at for at, char in enumerate(rime) if char in _SHAPED), default=-1)
    if shaped >= 0:
        return range(shaped, shaped + 1)
    if count < len(rime):
        return range(count - 1, count)
    if rime in ("oa", "oe", "uy"):
        return range(2)
    return range(count - 2, count - 1) if count > 1 else range(1)
