import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.legacy_encodings import LegacyEncoding
from app.domain.legacy_text import Conversion, LegacyFont, find_legacy, finding_words, legacy_font
from tests.app.domain.legacy_writing import in_tcvn3, in_vni, unit_names
from tests.app.domain.test_vietnamese import nfd

TCVN3, VNI = LegacyEncoding.TCVN3, LegacyEncoding.VNI
WRITERS = {TCVN3: in_tcvn3, VNI: in_vni}
KIND = re.compile(r"^(?:Đặc khu|Thành phố|Thị trấn|Thị xã|Xã|Phường|Huyện|Quận|Tỉnh) ")
PROSE = (
    "Căn cứ Nghị định số 09/2019/NĐ-CP ngày 24/01/2019; UBND xã Hương Sơn báo cáo kết quả giải quyết TTHC quý III như "
    "sau: tổng số hồ sơ tiếp nhận 1.234 (trong đó trực tuyến 80%), “đúng hạn” – 99,5%; diện tích 12 m²."
)


def short_names() -> list[str]:
    """Names of units without the word for their kind."""
    return sorted({KIND.sub("", name) for name in unit_names()})


def columns(names: list[str], count: int) -> list[list[str]]:
    chance = random.Random(20)
    return [chance.sample(names, 20) for _ in range(count)]


@pytest.mark.parametrize(
    ("text", "encoding", "after"),
    [
        ("Céng hoµ x· héi", TCVN3, "Cộng hoà xã hội"),
        ("X· Th¹ch Hµ", TCVN3, "Xã Thạch Hà"),
        ("Tæng sè hå s¬", TCVN3, "Tổng số hồ sơ"),
        ("§Êt ®ai (m²)", TCVN3, "Đất đai (m²)"),
        ("Sè 12/Q§-UBND – “X·”", TCVN3, "Số 12/QĐ-UBND – “Xã”"),
        ("DIÖN TÝCH", TCVN3, "DIỆN TÍCH"),
        ("Hµ", TCVN3, "Hà"),
        ("Coäng hoøa xaõ hoäi", VNI, "Cộng hòa xã hội"),
        ("Thoân Ñoâng", VNI, "Thôn Đông"),
        ("Toång soá hoà sô", VNI, "Tổng số hồ sơ"),
        ("HUYEÄN KROÂNG BUÙK, THAØNH PHOÁ", VNI, "HUYỆN KRÔNG BÚK, THÀNH PHỐ"),
    ],
)
def test_legacy_text_is_found_and_shown_converted(text: str, encoding: LegacyEncoding, after: str) -> None:
    finding = find_legacy([text])
    assert finding is not None
    assert finding.encoding is encoding
    assert finding.conversions == (Conversion(index=0, before=text, after=after, encoding=encoding, is_sure=True),)


@pytest.mark.parametrize(
    "text",
    ["", "plain", "Hà Nội", "Hòa Bình", "Léc", "Lào Cai", "Phó Bảng", "Nhà Bè", "Xèo", "Kép", "Ý Yên", "Krông Búk",
     "Ea Súp", "KÔN", nfd("Thạch Hà"), nfd("Hòa"), "5 µm", "12 µg", "25 °C", "m²", "2 × 3", "1½", "®", "Dell®", "· Mục",
     "«Bonjour»", "1ª", "£5", "Señor", "año", "café", "déjà vu", "français", "élève", "Müller", "Übermäßig", "naïve",
     "Citroën", "São Paulo", "Ação", "København", "smörgåsbord", "Hà Nội".encode().decode("latin-1"), "©2026 Công ty",
     "ÐÔNG", "EA YÔNG", "où est l'élève naïve", "Đất: X· Th¹ch Hµ", PROSE],
)  # fmt: skip
def test_what_is_no_legacy_text_is_left_alone(text: str) -> None:
    assert find_legacy([text]) is None


def test_no_name_of_a_unit_is_taken_for_legacy_text() -> None:
    names = [*unit_names(), *short_names(), *{word for name in unit_names() for word in name.split()}]
    assert len(names) > 18_000
    assert [name for name in names if find_legacy([name])] == []
    assert find_legacy(names) is None
    assert find_legacy([name.upper() for name in names]) is None
    assert find_legacy([nfd(name) for name in names]) is None


@pytest.mark.parametrize("encoding", LegacyEncoding)
def test_columns_of_names_written_in_letters_that_both_have_are_left_alone(encoding: LegacyEncoding) -> None:
    both = [name for name in short_names() if max(name, default="") < "\u0100"]
    assert len(both) > 1_500
    assert [column for column in columns(both, 300) if find_legacy(column)] == []


@pytest.mark.parametrize(("encoding", "least"), [(TCVN3, 1.0), (VNI, 0.99)])
def test_single_names_with_their_kind_are_found(encoding: LegacyEncoding, least: float) -> None:
    assert share_found(encoding, list(unit_names())) >= least


@pytest.mark.parametrize(("encoding", "least"), [(TCVN3, 0.93), (VNI, 0.93)])
def test_most_single_short_names_are_found(encoding: LegacyEncoding, least: float) -> None:
    assert share_found(encoding, short_names()) >= least


def share_found(encoding: LegacyEncoding, names: list[str]) -> float:
    """How many of the names that the encoding writes otherwise are found; at most two in all may be read in another."""
    write = WRITERS[encoding]
    findings = [find_legacy([write(name)]) for name in names if write(name) != name]
    found = [finding for finding in findings if finding]
    assert sum(finding.encoding is not encoding for finding in found) <= 2
    return len(found) / len(findings)


@pytest.mark.parametrize("encoding", LegacyEncoding)
def test_columns_of_twenty_short_names_are_found_and_come_back_nearly_whole(encoding: LegacyEncoding) -> None:
    wrong = 0
    for column in columns(short_names(), 100):
        written = [WRITERS[encoding](name) for name in column]
        finding = find_legacy(written)
        assert finding is not None
        assert finding.encoding is encoding
        assert finding.confidence > 0.7
        after = written.copy()
        for conversion in finding.conversions:
            after[conversion.index] = conversion.after
        wrong += sum(converted != name for converted, name in zip(after, column, strict=True))
    # Of 2,000: names from other languages whose letters mean something in the other encoding too.
    assert wrong <= 8


def test_a_word_that_is_vietnamese_either_way_goes_with_the_texts_around_it() -> None:
    assert find_legacy(["Léc"]) is None
    finding = find_legacy(["Léc", "X· Th¹ch Hµ"])
    assert finding is not None
    assert [(each.after, each.is_sure) for each in finding.conversions] == [("Lộc", False), ("Xã Thạch Hà", True)]


def test_signs_and_units_of_measure_stay_as_they_are_among_legacy_texts() -> None:
    finding = find_legacy(["X· Th¹ch Hµ", "×", "·", "®", "25 °C", "1½", "5 µm"])
    assert finding is not None
    assert [each.index for each in finding.conversions] == [0]


def test_beside_unicode_text_only_what_is_sure_is_offered() -> None:
    for unicode_text in ("Đông", "Hà Nam", nfd("Thạch")):
        finding = find_legacy(["Léc", "X· Th¹ch Hµ", unicode_text])
        assert finding is not None
        assert [(each.index, each.after) for each in finding.conversions] == [(1, "Xã Thạch Hà")]


def test_a_column_may_hold_both_encodings() -> None:
    finding = find_legacy(["X· Th¹ch Hµ", "Thoân Ñoâng", "Céng hoµ", "12"])
    assert finding is not None
    assert finding.encoding is TCVN3
    assert [(each.encoding, each.after) for each in finding.conversions] == [
        (TCVN3, "Xã Thạch Hà"),
        (VNI, "Thôn Đông"),
        (TCVN3, "Cộng hoà"),
    ]


def test_a_word_that_two_encodings_read_is_left_open() -> None:
    assert find_legacy(["Cö"]) is None
    finding = find_legacy(["Cö", "Thoân Ñoâng"])
    assert finding is not None
    assert [each.after for each in finding.conversions] == ["Cư", "Thôn Đông"]


def test_more_words_make_more_confidence() -> None:
    found = [find_legacy([text]) for text in ("Hµ", "Hµ Néi", "Hµ Néi, Th¹ch Hµ, Céng hoµ, x· héi")]
    assert [finding and finding.confidence for finding in found] == [0.5, 0.75, 0.9]


def test_a_long_text_is_found_and_comes_back_exactly() -> None:
    for encoding, write in WRITERS.items():
        finding = find_legacy([write(PROSE)])
        assert finding is not None
        assert (finding.encoding, finding.confidence) == (encoding, 0.9)
        assert finding.conversions[0].after == PROSE
    finding = find_legacy([in_tcvn3(PROSE.upper())])
    assert finding is not None
    assert finding.conversions[0].after == PROSE.upper()


@pytest.mark.parametrize(
    ("name", "font"),
    [
        (".VnTime", LegacyFont(TCVN3, has_capitals=False)),
        (".VnArial Narrow", LegacyFont(TCVN3, has_capitals=False)),
        (".VnTimeH", LegacyFont(TCVN3, has_capitals=True)),
        (" .vnarialh ", LegacyFont(TCVN3, has_capitals=True)),
        ("VNI-Times", LegacyFont(VNI, has_capitals=False)),
        ("VNI-Helve-Condense", LegacyFont(VNI, has_capitals=False)),
        ("Times New Roman", None),
        ("Vna", None),
        ("", None),
    ],
)
def test_a_font_says_its_encoding(name: str, font: LegacyFont | None) -> None:
    assert legacy_font(name) == font


def test_a_font_settles_what_words_leave_open() -> None:
    finding = find_legacy(["Léc", "Cö", "Phó"], [".VnTime", "VNI-Times", "Arial"])
    assert finding is not None
    assert finding.confidence == 0.95
    assert [(each.after, each.is_sure) for each in finding.conversions] == [("Lộc", True), ("Cư", True)]


def test_a_font_of_capitals_gives_capitals() -> None:
    finding = find_legacy(["B¸o c¸o", "Tæng sè"], [".VnTimeH", ".VnTime"])
    assert finding is not None
    assert [each.after for each in finding.conversions] == ["BÁO CÁO", "Tổng số"]


def test_unicode_text_in_a_legacy_font_is_left_alone() -> None:
    texts = ["Đông Hà", "Hà Nam", "plain", "25 °C"]
    assert find_legacy(texts, [".VnTime", ".VnTime", ".VnTimeH", ".VnTime"]) is None


def test_what_was_found_is_said_in_words() -> None:
    finding = find_legacy(["X· Th¹ch Hµ", "Céng hoµ"])
    assert finding is not None
    assert finding_words(finding).what == "2 ô có vẻ gõ bằng bảng mã TCVN3 (ABC), chưa phải chữ Unicode."
    assert finding_words(finding, language="en").safe == "No cell has been changed."


TEXTS = st.text(alphabet="aeoAO Hhgn·µ¹êøùñÑé¸®§°ư1-\u0301", max_size=12) | st.text(max_size=20)


@given(st.lists(st.tuples(TEXTS, st.sampled_from(["", "Arial", ".VnTime", ".VnTimeH", "VNI-Times"])), max_size=6))
def test_any_texts_are_looked_at_and_only_legacy_letters_are_changed(cells: list[tuple[str, str]]) -> None:
    texts, fonts = [text for text, _ in cells], [font for _, font in cells]
    for finding in (find_legacy(texts), find_legacy(texts, fonts)):
        if finding is None:
            continue
        assert finding.conversions
        assert 0 < finding.confidence <= 0.95
        for conversion in finding.conversions:
            assert conversion.before == texts[conversion.index] != conversion.after
            assert not conversion.before.isascii()
            assert re.search("[\u0100-\u024f\u1e00-\u1eff]", conversion.before) is None
