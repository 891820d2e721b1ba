"""The words official forms are made of: titles that name rows, lines of letterhead, brackets that are units."""

from __future__ import annotations

import re
from enum import StrEnum

from app.domain.vietnamese import fold


class Role(StrEnum):
    """What a column is for, by its title."""

    INDEX = "index"
    LABEL = "label"
    CODE = "code"
    ROW_UNIT = "row_unit"
    TEXT = "text"
    DATE = "date"
    GUIDANCE = "guidance"
    FIGURE = "figure"


_ROLES = (
    (Role.INDEX, r"(so )?(tt|stt|thu tu|so thu tu)"),
    (Role.CODE, r"(ma|ma so|ms|ma chi tieu|ma dong|ma hang|ma don vi)"),
    (Role.ROW_UNIT, r"(don vi tinh|dvt|dv tinh|don vi do)"),
    (Role.GUIDANCE, r"(huong dan|cach ghi|giai thich|phuong phap tinh)\b.*"),
    (Role.DATE, r"(ngay|tu ngay|den ngay|thoi gian|thoi diem)\b(?! cong| giuong| dieu tri).*"),
    (
        Role.TEXT,
        (
            r"(ghi chu|dien giai|ly do|nguyen nhan|dia chi|noi o|mo ta|y kien|de xuat|kien nghi, de xuat|nhan xet"
            r"|can cu|so, ky hieu|so va ky hieu|nguoi lien he|dien thoai|email|tinh trang|bien phap)\b.*"
        ),
    ),
)
_LABEL = re.compile(
    r"(don vi|ten|linh vuc|chi tieu|noi dung|danh muc|ho va ten|ho ten|hang muc|loai|co quan|dia ban|dia phuong|thon"
    r"|xa|phuong|huyen|tinh|nganh|cong viec|doi tuong|tieu chi|nhom|muc|khoan muc|cap|truong|khu vuc|dan toc|nguon"
    r"|chuong trinh|du an|thu tuc|phan to|to chuc|san pham|vat nuoi|cay trong)\b.*"
)
_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _ROLES)


_WORDY = re.compile(
    r"(ten|ho va ten|ho ten|noi dung|chu dau tu|don vi (chu tri|phoi hop|thuc hien)|co quan (chu tri|ban hanh)"
    r"|nguoi phu trach|can bo phu trach|chuc vu|chuc danh|gioi tinh|hinh thuc|ket luan)\b"
)


def is_wordy(title: str) -> bool:
    """Whether a title asks for words, wherever its column stands."""
    return _WORDY.match(fold(title)) is not None


def role_of(title: str) -> Role | None:
    """What a title says its column is for; None where it says nothing. A label is only seen in the first columns."""
    folded = fold(title).strip(" .:*")
    for role, pattern in _PATTERNS:
        if pattern.fullmatch(folded):
            return role
    return None


def names_rows(title: str) -> bool:
    """Whether a title is one that usually stands over the names of rows."""
    return _LABEL.match(fold(title).strip(" .:*")) is not None


# Units

_UNIT = re.compile(
    r"trd|tr\.d|tr\.dong|tr\. d|trieu|trieu dong|trieu d|ty|ty dong|dong|d|vnd|nghin dong|ngan dong|1000d|1\.000d|"
    r"1000 d|1\.000 d|1000 dong|1\.000 dong|usd|trieu usd|m|m2|m3|ha|nghin ha|km|km2|kg|ta|yen|tan|nghin tan|"
    r"tan hoi|lit|g|%|‰|phan tram|kwh|mw|tan/ha|ta/ha|nguoi/km2|kg/nguoi|trieu dong/nguoi|dong/nguoi|gb|tb|mb|"
    r"nguoi|nghin nguoi|ho|khau|nhan khau|luot|luot nguoi|luot khach|luot ho so|nghin luot|vu|viec|vu viec|vu an|"
    r"bi can|don|don thu|ho so|ho so tthc|tthc|thu tuc|truong hop|cuoc|doan|ky|van ban|vb|to chuc|ca nhan|cap|con|"
    r"nghin con|cai|chiec|ban|lop|truong|phong|hoc sinh|giao vien|sinh vien|tuoi|nam|thang|ngay|gio|phut|lan|xa|"
    r"thon|ap|to|cong trinh|du an|nha|can|co so|doanh nghiep|hop tac xa|htx|diem|giuong|lieu|mui|thue bao|"
    r"phuong tien|suat|tin|bai|quyen|cuon|tap|mau|ca|doi|nhom|mo hinh|chi tieu|ket qua|quyet dinh|giay|ghe|tau|"
    r"cum|khu|the|phieu|bo|lao dong|can bo|dang vien|doan vien|hoi vien|may|cay|toa|phong trao|so luong|so nguoi|"
    r"so ho|so vu|so vu viec|so luot|so ho so|so ho so tthc|so don"
)
"""Units as they are printed, folded."""

_BRACKET = re.compile(r"\s*[(\[]\s*([^()\[\]]{1,40}?)\s*[)\]]\s*\Z")
_PERCENT = re.compile(r"\s(%|‰)\Z")
_STATED = re.compile(r"\s*[(\[]?\s*(?:đơn vị tính|đvt|đơn vị|đv)\s*:\s*([^()\[\]]{1,60}?)\s*[)\]]?\s*\Z", re.IGNORECASE)
_FINE = re.compile(
    r"(trd|tr\.d|tr\. d|trieu|ty|nghin|ngan|1\.?000 ?d|usd|m2|m3|ha\b|km|tan|ta\b|yen|kg|lit|%|‰|phan tram|kwh|mw)"
)


def unit_in(title: str) -> str:
    """The unit of measure a title prints at its end; empty for none."""
    stated = _STATED.search(title)
    if stated and title[: stated.start()].strip():
        return stated[1].strip()
    bracket = _BRACKET.search(title)
    if bracket:
        return bracket[1].strip() if is_unit(bracket[1]) else ""
    percent = _PERCENT.search(title)
    return percent[1] if percent else ""


def is_unit(text: str) -> bool:
    """Whether a text is a unit of measure."""
    return _UNIT.fullmatch(fold(text).strip(" .")) is not None


def stated_unit(text: str) -> str:
    """The unit a line states ("Đơn vị tính: hồ sơ"); empty where it states none, or only dots."""
    match = _STATED.match(text.strip())
    return match[1].strip(" .…*") if match else ""


def is_fine(unit: str) -> bool:
    """Whether figures in a unit usually have decimals: money in thousands and more, areas, weights, shares."""
    return _FINE.match(fold(unit)) is not None


# Lines around a table

_PREAMBLE = re.compile(
    r"cong hoa xa hoi|doc lap ?[-–] ?tu do|(bieu|mau|phu luc)( mau)?( so)? ?[:.]? ?[\w./-]*\d|bieu so\b|kinh gui"
    r"|(don vi (bao cao|nhan|gui|lap|chu quan)|(co quan|noi) (nhan|gui|bao cao)|ngay (nhan|gui|bao cao|chot)"
    r"|ky bao cao)\b[^:…]{0,40}(:|…|\.{3})|.{0,40}(so_lieu|tu_ngay|den_ngay)|.{0,60}\btu ngay\b.*\bden ngay\b"
    r"|.{0,30}\bngay ?[\d.…_][\d.…_ ]*thang\b|(ky|quy|thang|nam) ?[.…_:]|so: ?[./…]|\(?(don vi tinh|dvt|don vi|dv) ?:"
)
_OFFICE = re.compile(
    r"(ubnd|hđnd|ủy ban|uỷ ban|hội đồng nhân dân|bộ (?!phận)|sở [^,]|thanh tra (tỉnh|chính phủ|bộ|sở|huyện)"
    r"|(tổng|chi) cục|cục \w|văn phòng (chính phủ|quốc hội|ubnd|ủy ban|hđnd))",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r".*(so_lieu|tu_ngay|den_ngay|\btu ngay\b|\bden ngay\b|ky bao cao|thang.*nam)|(quy|nam|thang) ?[./…]"
)
_LAW = re.compile(
    r"(?:thông tư|quyết định|nghị định|công văn|nghị quyết|chỉ thị|luật)\b"
    r"(?:(?!ngày nhận|kỳ báo cáo|đơn vị)[^()]){1,300}",
    re.IGNORECASE,
)
_BASIS = re.compile(r"\(?(ban hanh (kem )?theo|(kem )?theo (thong tu|quyet dinh|nghi dinh|cong van))\b")
_OFFICE_MAX = 80
_CODE = re.compile(r"(?:biểu|mẫu|phụ lục)(?:\s+mẫu)?\s*(?:số)?\s*[:.]?\s*([0-9A-ZĐ][\w./\-]*)", re.IGNORECASE)
_RECEIVER = re.compile(r"(?:đơn vị|cơ quan|nơi)\s+nhận(?:\s+báo cáo)?\s*:\s*(.+)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SIGNED = re.compile(
    r"nguoi (lap|kiem tra|bao cao|tong hop|duyet)|(pho )?thu truong|lanh dao (don vi|co quan)|(tm|kt|tl|tuq)\."
    r"|(pho )?chu tich|(pho )?giam doc|(pho )?truong (phong|ban)|chanh (van phong|thanh tra)|noi nhan|ke toan|xac nhan"
    r"|\(?(ky ten|ky,|ky va|da ky|dong dau|ghi ro ho)|\(ky\b|- ?(luu|nhu tren)|luu ?:"
    r"|.{0,40}\bngay ?[\d.…_][\d.…_ ]*thang|.{0,40}, ?ngay thang nam"
)
_NOTE = re.compile(
    r"\s*(?:cột\s*)?(?:\(?(\d{1,3})\)?\s*[.):]?\s*)?(ghi chú|chú thích|thuyết minh|lưu ý)\s*[:.]*\s*", re.IGNORECASE
)
_NUMBERED_LINE = re.compile(r"\s*\(?(\d{1,3})\)?\s*[.)]\s*([^:]{3,80}?)\s*:\s*")
_DOTS = re.compile(r"[\s.…_\-–]*\Z")
_ELLIPSIS = re.compile(r"\s*(?:[.…]{2,}|…|\.\.\.|v\.v\.*|vv\.*)[\s.…]*\Z", re.IGNORECASE)
_EXAMPLE = re.compile(r"\(?(vi du|vd)\b")
_TOTAL = re.compile(r"(tong so|tong cong|cong|tong|cong chung|tong chung|cong tong|toan (tinh|huyen|xa|quoc|nganh))\b")
_TOTAL_ALONE = re.compile(
    r"((tong so|tong cong|cong|tong|tong chung|cong chung)( \([^)]*\))?|toan (tinh|huyen|xa|quoc|nganh))"
)
_OF_WHICH = re.compile(r"[-+*–\s]*(trong do|trong so do|t\.do|trd)\b")
_SIGNED_FIGURE = re.compile(r"chenh lech|tang,? ?/? ?giam|tang \(\+\)|so sanh")
_RATIO = re.compile(r"(ty|ti) (le|suat|trong)|binh quan|trung binh|nang suat|muc do|mat do")
_FINE_TITLE = re.compile(r"dien tich|kinh phi|so tien|gia tri|thanh tien|san luong|khoi luong|tien\b|dat\b.*m2")


def is_preamble(text: str) -> bool:
    """Whether a line belongs to the letterhead: names of offices, number of the form, period, unit, legal basis."""
    folded = fold(text)
    is_office = text.isupper() and len(text) <= _OFFICE_MAX and _OFFICE.match(text) is not None
    return is_office or _PREAMBLE.match(folded) is not None or _BASIS.match(folded) is not None


def is_period(text: str) -> bool:
    """Whether a line only says which period or dates the figures are of."""
    return _PERIOD.match(fold(text)) is not None


def legal_basis(text: str) -> str:
    """The legal text a line names ("Thông tư số 03/2019/TT-BTP ngày …"); empty where it names none."""
    match = _LAW.search(text)
    return match[0].strip(" .,;:") if match and any(letter.isdigit() for letter in match[0]) else ""


def printed_code(text: str) -> str:
    """The form's printed code ("Biểu số II.06a/VPCP/KSTT"); empty where a line prints none."""
    match = _CODE.match(text.strip())
    return match[1].strip("./-:") if match and any(letter.isdigit() for letter in match[1]) else ""


def receiver(text: str) -> str:
    """Who receives the report, where a line says it and not only dots."""
    match = _RECEIVER.search(text)
    return match[1].strip(" .…_") if match else ""


def year_in(text: str) -> str:
    """The last year a text names; empty for none."""
    years = _YEAR.findall(text)
    return years[-1] if years else ""


def is_signature(text: str) -> bool:
    """Whether a line belongs to the signatures and the list of recipients."""
    return _SIGNED.match(fold(text)) is not None


def note_line(text: str) -> tuple[str, str, str] | None:
    """A footer note: its printed number ("30"), its heading ("Ghi chú"), what follows; None where it is none."""
    match = _NOTE.match(text)
    return (match[1] or "", match[2], text[match.end() :].strip()) if match else None


def numbered_line(text: str) -> tuple[str, str, str] | None:
    """A line under a table that asks for words ("31. Kiến nghị: …"): its number, heading, the rest; None for none."""
    match = _NUMBERED_LINE.match(text)
    return (match[1], match[2], text[match.end() :].strip()) if match and is_dots(text[match.end() :]) else None


def is_dots(text: str) -> bool:
    """Whether a text is only dots, dashes or underscores to write on."""
    return _DOTS.match(text) is not None


def is_ellipsis(text: str) -> bool:
    """Whether a text says "and so on"."""
    return _ELLIPSIS.match(text) is not None


def is_example(text: str) -> bool:
    """Whether a row is printed as an example."""
    return _EXAMPLE.match(fold(text)) is not None


def is_total(text: str) -> bool:
    """Whether a title begins as a total's does."""
    return _TOTAL.match(fold(text)) is not None


def is_bare_total(text: str) -> bool:
    """Whether a row's label says nothing but that it is the total."""
    return _TOTAL_ALONE.fullmatch(fold(text).strip(" .:")) is not None


def is_of_which(text: str) -> bool:
    """Whether a title begins with "trong đó"."""
    return _OF_WHICH.match(fold(text)) is not None


def is_heading_only(text: str) -> bool:
    """Whether a label only announces what follows: "Trong đó:", "Chia ra:", "Gồm:"."""
    folded = fold(text).strip(" .:-+*–")
    return folded in {"trong do", "chia ra", "gom", "bao gom", "cu the", "trong so do", "phan theo", "chia theo"}


def may_be_negative(title: str) -> bool:
    """Whether a title names a difference."""
    return _SIGNED_FIGURE.search(fold(title)) is not None


def is_ratio(title: str) -> bool:
    """Whether a title names a share or an average."""
    return _RATIO.match(fold(title)) is not None


def is_fine_title(title: str) -> bool:
    """Whether a title without a unit names money or an area, whose figures may have decimals."""
    return _FINE_TITLE.search(fold(title)) is not None
