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
    (
        Role.DATE,
        r"(ngay|tu ngay|den ngay|thoi diem|thoi gian (bat dau|ket thuc|xay ra))\b(?! cong| giuong| dieu tri).*",
    ),
    (
        Role.TEXT,
        (
            r"(ghi chu|dien giai|ly do|nguyen nhan|dia chi|noi o|mo ta|y kien|de xuat|kien nghi, de xuat|nhan xet"
            r"|can cu|so, ky hieu|so va ky hieu|nguoi lien he|dien thoai|email|tinh trang|bien phap|trich yeu"
            r"|xep loai)\b.*"
            r"|thoi (gian|han)( (thuc hien|kc|khoi cong|thi cong|to chuc|giai quyet)\b.*)?"
        ),
    ),
)
_LABEL = re.compile(
    r"(don vi|ten|linh vuc|chi tieu|noi dung|danh muc|ho va ten|ho ten|hang muc|loai|co quan|dia ban|dia phuong|thon"
    r"|xa|phuong|huyen|tinh|nganh|cong viec|doi tuong|tieu chi|nhom|muc|khoan muc|cap|truong|khu vuc|dan toc|nguon"
    r"|chuong trinh|du an|thu tuc|to\Z|to dan pho|ap|khu pho|chi bo|khoi\Z|lop\Z|nhiem vu|van ban|dich vu"
    r"|phan to|to chuc|san pham|vat nuoi|cay trong)\b.*"
)
_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _ROLES)


_WORDY = re.compile(
    r"(ten|ho va ten|ho ten|noi dung|chu dau tu|don vi (chu tri|phoi hop|thuc hien)|co quan (chu tri|ban hanh)"
    r"|ma (noi bo|ngach|dinh danh|ho so|benh|so thue|ho|du an|truong|qhns)|nguoi phu trach|can bo phu trach|chuc vu"
    r"|chuc danh|nam (sinh|thanh lap|xay dung|cap)|quoc tich|ton giao|que quan|nghe nghiep|bien so|gioi tinh|hinh thuc"
    r"|ket luan)\b"
)


_REFERENCE = re.compile(
    r"(huong dan|danh muc|dm\b|muc luc|giai thich|bang ma|ma (don vi|xa|tinh)|ghi chu|doc truoc|readme|bia\Z)"
)
_PLACE = re.compile(r"(xã|phường|thị trấn|huyện|quận|thôn|ấp|bản|đặc khu|thị xã|thành phố|tỉnh)\s+(\w)", re.IGNORECASE)


def is_reference(sheet: str) -> bool:
    """Whether a sheet's name says that it holds a guide or a list of codes, no form."""
    return _REFERENCE.match(fold(sheet).strip(" ._")) is not None


def is_place(title: str) -> bool:
    """Whether a title is the name of one unit: "Xã A", "Phường 1"."""
    match = _PLACE.match(title)
    return match is not None and (match[2].isupper() or match[2].isdigit()) and not title.isupper()


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


def unit_of_cell(line: str) -> str:
    """The unit a heading cell consists of ("người", "(người)", "(ĐVT: ha)"); empty where it holds anything else."""
    text = line.strip()
    if text.startswith(("(", "[")) and text.endswith((")", "]")):
        text = stated_unit(text) or text[1:-1].strip()
    return text if is_unit(text) else ""


def is_unit(text: str) -> bool:
    """Whether a text is a unit of measure."""
    return _UNIT.fullmatch(fold(text).strip(" .")) is not None


def stated_unit(text: str) -> str:
    """The unit a line states ("Đơn vị tính: hồ sơ"); empty where it states none, or only dots."""
    match = _STATED.match(text.strip())
    return match[1].strip(" .…*") if match else ""


def is_fine(unit: str) -> bool:
    """Whether figures in a unit usually have decimals: money in thousands and more, areas, weights, shares."""
    return _FINE.match(fold(unit)) is not None or "/" in unit


# Lines under a table and words of its rows

_SIGNED = re.compile(
    r"nguoi (lap|kiem tra|bao cao|tong hop|duyet)|(pho )?thu truong|lanh dao (don vi|co quan)|(tm|kt|tl|tuq)\."
    r"|(pho )?chu tich|(pho )?giam doc|(pho )?truong (phong|ban)|chanh (van phong|thanh tra)|noi nhan|ke toan|xac nhan"
    r"|\(?(ky ten|ky,|ky va|da ky|dong dau|ghi ro ho)|\(ky\b|- ?(luu|nhu tren)|luu ?:"
    r"|.{0,40}\bngay ?[\d.…_][\d.…_ ]*thang|.{0,40}, ?ngay thang nam"
)
_NOTE = re.compile(
    r"\s*[*•]*\s*(?:cột\s*)?(?:\(?(\d{1,3})\)?\s*[.):]?\s*)?"
    r"(ghi chú|chú thích|thuyết minh|lưu ý|nguồn(?: số liệu)?(?=\s*:))\s*[:.]*\s*",
    re.IGNORECASE,
)
_NUMBERED_LINE = re.compile(r"\s*\(?(\d{1,3})\)?\s*[.)]\s*([^:]{3,80}?)\s*:\s*")
_NAME_WORDS_MAX = 3
_DOTS = re.compile(r"[\s.…_\-–]*\Z")
_ELLIPSIS = re.compile(r"\s*(?:[.…]{2,}|…|\.\.\.|v\.v\.*|vv\.*)[\s.…]*\Z", re.IGNORECASE)
_EXAMPLE = re.compile(r"\(?(vi du|vd)\b")
_TOTAL = re.compile(r"(tổng|cộng)\b(?! (hợp|cục|đồng|tác|công ty))|ts\b|toàn (tỉnh|huyện|xã|quốc|ngành)\b")
"""With its accents: folded, "cộng" is "công" too."""
_TOTAL_ALONE = re.compile(
    r"((tổng số|tổng cộng|cộng|tổng|tổng chung|cộng chung|cộng tổng|ts)( \([^)]*\))?|toàn (tỉnh|huyện|xã|quốc|ngành))"
)
_SUBTOTAL = re.compile(r"(tổng cộng|tổng số|cộng|tổng) ((nhóm|mục|phần|khối)\b.*|\(?([ivx]{1,4}|[a-d])\)?)")
_PAGE = re.compile(r"[-–\s]*trang( so)? ?:? ?\d+( ?(/|tren) ?\d+)?[-–\s]*")
_OF_WHICH = re.compile(r"[-+*–\s]*((trong do|trong so do)\b|t(r)?\. ?do\b|(trd|td)( ?[:.]|,? (?=\w)))")
_SIGNED_FIGURE = re.compile(
    r"chenh lech|tang,? ?/? ?giam|tang \(\+\)|so sanh(?!.*%)|tuyet doi|can doi|boi chi|thang du|ket du"
)
_RATIO = re.compile(
    r"(ty|ti) (le|suat|trong)|.*(binh quan|trung binh)|nang suat|muc do|mat do|so voi (ke hoach|cung ky)"
)
_DIVIDES = re.compile(r"((chia|phan|phan loai|phan to) )?theo\b|(gioi tinh|do tuoi|dan toc|trinh do|khu vuc)\Z")
_FINE_TITLE = re.compile(r"dien tich|kinh phi|so tien|gia tri|thanh tien|san luong|khoi luong|tien\b|dat\b.*m2")


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


def is_to_name(text: str) -> bool:
    """Whether a row's label leaves the name to the clerk: "Thôn …", "…"."""
    line = text.rstrip()
    return is_ellipsis(line) or (line.endswith(("…", "..")) and len(line.split()) <= _NAME_WORDS_MAX)


def is_example(text: str) -> bool:
    """Whether a row is printed as an example."""
    return _EXAMPLE.match(fold(text)) is not None


def is_total(text: str) -> bool:
    """Whether a title begins as a total's does."""
    return _TOTAL.match(text.casefold().strip()) is not None


def is_bare_total(text: str) -> bool:
    """Whether a row's label says nothing but that it is the total."""
    return _TOTAL_ALONE.fullmatch(text.casefold().strip(" .:")) is not None


def is_subtotal(text: str) -> bool:
    """Whether a row's label says that it adds up a group: "Cộng nhóm A", "Tổng mục II"."""
    return _SUBTOTAL.fullmatch(text.casefold().strip(" .:")) is not None


def is_page_number(text: str) -> bool:
    """Whether a line is a printed page number."""
    return _PAGE.fullmatch(fold(text).strip()) is not None


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


def divides(title: str) -> bool:
    """Whether a heading names a way of dividing a whole: "Chia theo giới tính", "Theo độ tuổi"."""
    return _DIVIDES.match(fold(title)) is not None


def is_fine_title(title: str) -> bool:
    """Whether a title without a unit names money or an area, whose figures may have decimals."""
    return _FINE_TITLE.search(fold(title)) is not None
