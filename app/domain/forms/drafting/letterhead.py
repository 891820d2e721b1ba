"""The lines above a table: which are letterhead, which say the period, and what they say about the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.domain.vietnamese import fold

_OFFICE_MAX = 80

_PREAMBLE = re.compile(
    r"cong hoa xa hoi|doc lap ?[-–] ?tu do|(bieu|mau|phu luc)( mau)?( so)? ?[:.]? ?[\w./-]*\d|bieu so\b|kinh gui"
    r"|phu luc( so)?( [ivxlc]+)?\s*(\Z|[:.(–-])"
    r"|(don vi (bao cao|nhan|gui|lap|chu quan)|(co quan|noi) (nhan|gui|bao cao)|ngay (nhan|gui|bao cao|chot)"
    r"|ky bao cao)\b[^:…]{0,40}(:|…|\.{3})|.{0,40}(so_lieu|tu_ngay|den_ngay)"
    r"|[( ]*(so lieu |tinh |thoi gian )*tu ngay\b.*\bden ngay\b"
    r"|.{0,30}\bngay ?[\d.…_][\d.…_ ]*thang\b|ngay ?\d|(bc|bao cao) (6 thang|nam|quy)\b.{0,20}:.*\bngay\b"
    r"|(ky|quy|thang|nam) ?[.…_:]|so: ?[./…]|\(?(don vi tinh|dvt|don vi|dv) ?:"
)
_OFFICE = re.compile(
    r"(ubnd|hđnd|ủy ban|uỷ ban|hội đồng nhân dân|bộ (?!phận)|sở [^,]|thanh tra (tỉnh|chính phủ|bộ|sở|huyện)"
    r"|(tổng|chi) cục|cục \w|văn phòng (chính phủ|quốc hội|ubnd|ủy ban|hđnd)|phòng (?!chống|học)\w"
    r"|(tỉnh|thành phố|huyện|quận|xã|phường|thị trấn) \S+(?: \S+){0,3}\Z|công an (tỉnh|xã|phường)"
    r"|trạm y tế|trung tâm \w|trường (mầm non|tiểu học|thcs|thpt|đại học|cao đẳng)|đảng ủy)",
    re.IGNORECASE,
)
_MOTTO = re.compile(r"cong hoa xa hoi|doc lap ?[-–] ?tu do")
_PERIOD = re.compile(
    r"[(\s]*(so lieu |tinh |thoi gian |thoi diem )*"
    r"(ky bao cao|(6|9|sau|chin) thang|(ky|thang|quy|nam|tuan) ?[.…_:/\d(]|(thang|quy|nam)\b.{0,12}\b(nam|20\d\d)"
    r"|tu (ngay|thang)\b|(tinh )?den (ngay|het|thoi diem)\b|co den )|.*(so_lieu|tu_ngay|den_ngay|\bky bao cao ?[:.…(])"
)
_PERIOD_LEFT = re.compile(r"[\s,(–-]*\b(?:trong )?(?:quý|tháng|năm|kỳ|tuần|từ ngày)\s*[.…_]{1,}.*\Z", re.IGNORECASE)
_FIELD = re.compile(r"[^:]{2,60}:\s*[.…_\s]*\Z")
_DUE = re.compile(
    r"((thoi (han|gian)|ngay|han) (nhan|gui|nop|bao cao)\b|(bc|bao cao) (6 thang|nam|quy|thang)\b.{0,20}:).*\d"
)
_LAW = re.compile(
    r"(?:thông tư|quyết định|nghị định|công văn|nghị quyết|chỉ thị|luật|\b(?:TTLT|TT|QĐ|NĐ|NQ|CV)(?=\s*(?:số\s*)?\d+/))"
    r"\b(?:(?!ngày nhận|kỳ báo cáo|đơn vị)[^()]){1,300}",
    re.IGNORECASE,
)
_BASIS = re.compile(r"\(?(ban hanh (kem )?theo|(kem )?theo (thong tu|quyet dinh|nghi dinh|cong van))\b")
_CODED = r"(?:biểu|mẫu|phụ lục)(?:\s+mẫu)?\s*(?:số)?\s*[:.]?\s*"
_CODE = re.compile(rf"{_CODED}([0-9A-ZĐ][\w./\-]*)", re.IGNORECASE)
_BARE_CODE = re.compile(r"[0-9A-ZĐ][\w.]*/[\w./\-]*[\w]\Z")
_CODE_AND_TITLE = re.compile(rf"{_CODED}[0-9A-ZĐ][\w./\-]*?(?P<mark>\s*[:.–—-]\s+|\s+)(?P<title>\S.*)\Z", re.IGNORECASE)
_RECEIVER = re.compile(r"(?:đơn vị|cơ quan|nơi)\s+nhận(?:\s+báo cáo)?\s*:\s*(.+)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_FREQUENCIES = (("9M", r"\b(9|chin) thang"), ("S", r"\b(6|sau) thang"), ("M", r"\bthang"), ("Q", r"\bquy\b"))
_OR_A_YEAR = re.compile(r"[/,;]\s*(va |hoac |ca )?nam\b|\b(va|hoac) nam\b")
_TITLE_WORDS_MIN = 2


def is_preamble(text: str) -> bool:
    """Whether a line belongs to the letterhead: names of offices, number of the form, period, unit, legal basis."""
    folded = fold(text)
    is_office = text.isupper() and len(text) <= _OFFICE_MAX and _OFFICE.match(text) is not None
    return is_office or _PREAMBLE.match(folded) is not None or _BASIS.match(folded) is not None


def is_motto(text: str) -> bool:
    """Whether a line is the country's name or motto; what stands beside it is the office's name."""
    return _MOTTO.match(fold(text)) is not None


def is_period(text: str) -> bool:
    """Whether a line only says which period or dates the figures are of."""
    return _PERIOD.match(fold(text)) is not None


def without_period(title: str) -> tuple[str, str]:
    """A title, and the period at its end where that is left to fill in ("… QUÝ …/2026")."""
    match = _PERIOD_LEFT.search(title)
    if match is None or not title[: match.start()].strip():
        return title, ""
    return title[: match.start()].rstrip(" ,(–-"), title[match.start() :].strip(" ,–-")


def is_field(text: str) -> bool:
    """Whether a line is a field to fill by hand: words, a colon, at most dots."""
    return _FIELD.match(text) is not None


def frequencies_in(text: str) -> Sequence[str]:
    """How often a line about the period says that reports are due: `S` and `A` of "6 tháng/năm"; empty for none."""
    return tuple(_frequencies(fold(text)))


def _frequencies(folded: str) -> Iterator[str]:
    if "ngay" in folded:
        return
    left = folded
    found = False
    for frequency, pattern in _FREQUENCIES:
        left, count = re.subn(pattern, "", left)
        if count:
            found = True
            yield frequency
    if _OR_A_YEAR.search(folded) or (not found and re.search(r"\bnam\b", folded)):
        yield "A"


def says_when_due(text: str) -> bool:
    """Whether a line says by when reports have to arrive."""
    return _DUE.match(fold(text)) is not None


def legal_basis(text: str) -> str:
    """The legal text a line names ("Thông tư số 03/2019/TT-BTP ngày …"); empty where it names none."""
    match = _LAW.search(text)
    return match[0].strip(" .,;:") if match and any(letter.isdigit() for letter in match[0]) else ""


def printed_code(text: str) -> str:
    """The form's printed code ("Biểu số II.06a/VPCP/KSTT", "17a/BTP"); empty where a line prints none."""
    line = text.strip()
    match = _CODE.match(line)
    code = match[1] if match else line if _BARE_CODE.match(line) else ""
    return code.strip("./-:") if any(letter.isdigit() for letter in code) else ""


def title_after_code(text: str) -> str:
    """The title that follows the form's number on one line ("Biểu 12: TÌNH HÌNH …"); empty for none."""
    match = _CODE_AND_TITLE.match(text.strip())
    if match is None:
        return ""
    title = match["title"].strip()
    is_set_apart = bool(match["mark"].strip()) or title.isupper()
    is_other = title.startswith("(") or is_preamble(title) or is_period(title)
    return title if is_set_apart and not is_other and len(title.split()) >= _TITLE_WORDS_MIN else ""


def receiver(text: str) -> str:
    """Who receives the report, where a line says it and not only dots."""
    match = _RECEIVER.search(text)
    return match[1].strip(" .…_") if match else ""


def year_in(text: str) -> str:
    """The last year a text names; empty for none."""
    years = _YEAR.findall(text)
    return years[-1] if years else ""
