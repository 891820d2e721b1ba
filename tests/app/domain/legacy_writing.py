"""Text as it was written in TCVN3 and VNI-Windows, and the names of units to write."""

from __future__ import annotations

import csv
from functools import cache
from itertools import chain

from app.domain.vietnamese import nfc
from app.resources import resource_path

# ngang, huyền, hỏi, ngã, sắc, nặng
_UNICODE = """
    a à ả ã á ạ   ă ằ ẳ ẵ ắ ặ   â ầ ẩ ẫ ấ ậ   e è ẻ ẽ é ẹ   ê ề ể ễ ế ệ   i ì ỉ ĩ í ị
    o ò ỏ õ ó ọ   ô ồ ổ ỗ ố ộ   ơ ờ ở ỡ ớ ợ   u ù ủ ũ ú ụ   ư ừ ử ữ ứ ự   y ỳ ỷ ỹ ý ỵ   đ
""".split()  # noqa: SIM905 - a table reads better than a list
_TCVN3 = """
    61 B5 B6 B7 B8 B9   A8 BB BC BD BE C6   A9 C7 C8 C9 CA CB   65 CC CE CF D0 D1   AA D2 D3 D4 D5 D6   69 D7 D8 DC DD DE
    6F DF E1 E2 E3 E4   AB E5 E6 E7 E8 E9   AC EA EB EC ED EE   75 EF F1 F2 F3 F4   AD F5 F6 F7 F8 F9   79 FA FB FC FD FE   AE
""".split()  # noqa: E501, SIM905
_TCVN3_CAPITALS = {"Ă": "\xa1", "Â": "\xa2", "Ê": "\xa3", "Ô": "\xa4", "Ơ": "\xa5", "Ư": "\xa6", "Đ": "\xa7"}
_VNI = """
    a aø aû aõ aù aï   aê aè aú aü aé aë   aâ aà aå aã aá aä   e eø eû eõ eù eï   eâ eà eå eã eá eä   i ì æ ó í ò
    o oø oû oõ où oï   oâ oà oå oã oá oä   ô ôø ôû ôõ ôù ôï   u uø uû uõ uù uï   ö öø öû öõ öù öï   y yø yû yõ yù î   ñ
""".split()  # noqa: SIM905

TO_TCVN3 = {letter: chr(int(code, 16)) for letter, code in zip(_UNICODE, _TCVN3, strict=True)} | _TCVN3_CAPITALS
TO_VNI = dict(zip(_UNICODE, _VNI, strict=True))
TO_VNI |= {letter.upper(): written.upper() for letter, written in TO_VNI.items()}


def in_tcvn3(text: str) -> str:
    """`text` as a keyboard wrote it in TCVN3: a capital with a tone as its small letter."""
    return "".join(char if char.isascii() else TO_TCVN3.get(char) or TO_TCVN3.get(char.lower(), char) for char in text)


def in_vni(text: str) -> str:
    """`text` in VNI-Windows."""
    return "".join(TO_VNI.get(char, char) for char in text)


@cache
def unit_names() -> tuple[str, ...]:
    """Every name of a unit, today's and former, each once, in a fixed order."""
    files = sorted(path for path in resource_path("units").glob("*.csv") if path.name != "lineage.csv")
    rows = chain.from_iterable(csv.DictReader(path.read_text(encoding="utf-8").splitlines()) for path in files)
    return tuple(sorted({nfc(row["name"]) for row in rows}))
