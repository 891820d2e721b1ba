"""Hostile workbooks are refused before anything is parsed, with a code that says why."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from app.documents.excel.guard import check_package
from app.errors import InputError
from tests.app.documents.workbooks import build

GRID = [["Đơn vị", "Tổng số"], ["A", "1"]]
SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return build(tmp_path / "BIEU.xlsx", GRID)


def with_part(path: Path, name: str, content: bytes | str, **given: int) -> Path:
    """The workbook with a part replaced or added."""
    made = path.with_name("made.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content, **given)
    return made


def refusal(path: Path) -> tuple[str, dict[str, object]]:
    with pytest.raises(InputError) as caught:
        check_package(path)
    return caught.value.code, caught.value.params


def sheet(rows: str, after: str = "") -> str:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>"


def test_an_ordinary_workbook_passes(workbook: Path) -> None:
    check_package(workbook)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("xl/vbaProject.bin", "workbook.macros"),
        ("xl/macrosheets/sheet1.xml", "workbook.macros"),
        ("xl/externalLinks/externalLink1.xml", "workbook.external_links"),
        ("xl/connections.xml", "workbook.external_links"),
        ("xl/embeddings/oleObject1.bin", "workbook.objects"),
        ("xl/activeX/activeX1.xml", "workbook.objects"),
        ("../evil.xml", "workbook.part_name"),
        ("/etc/passwd", "workbook.part_name"),
        ("C:evil", "workbook.part_name"),
    ],
)
def test_a_part_that_acts_or_lies_elsewhere_is_refused_by_name(workbook: Path, name: str, code: str) -> None:
    assert refusal(with_part(workbook, name, "<x/>")) == (code, {"part": name})


def test_a_macro_workbook_is_known_by_its_content_type(workbook: Path) -> None:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/xl/workbook.xml"'
        ' ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    )
    assert refusal(with_part(workbook, "[Content_Types].xml", types))[0] == "workbook.macros"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook.empty_file"),
        (b"a,b\n1,2\n", "workbook.not_excel"),
        (b"<html><table/></html>", "workbook.not_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "workbook.old_excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64) + "EncryptedPackage".encode("utf-16-le"),
            "workbook.encrypted",
        ),
        (b"PK\x03\x04 and then nothing of a zip", "workbook.damaged"),
    ],
    ids=["empty", "csv", "html", "xls", "password", "no zip"],
)
def test_what_is_no_workbook_is_told_apart(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "BIEU.xlsx"
    path.write_bytes(content)
    assert refusal(path)[0] == code


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.xlsx")[0] == "workbook.file"


def test_a_truncated_workbook_is_damaged(workbook: Path) -> None:
    workbook.write_bytes(workbook.read_bytes()[:-200])
    assert refusal(workbook)[0] == "workbook.damaged"


def test_another_office_file_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refusal(path)[0] == "workbook.not_excel"


def test_a_binary_workbook_says_to_save_it_again(workbook: Path) -> None:
    assert refusal(with_part(workbook, "xl/workbook.bin", b""))[0] == "workbook.binary"


def test_a_zip_bomb_is_refused_by_its_declared_ratio(workbook: Path) -> None:
    bomb = with_part(workbook, "xl/media/image1.png", bytes(30_000_000))
    assert refusal(bomb) == (
        "workbook.too_large",
        {"part": "xl/media/image1.png", "size": 30_000_000, "limit": 64_000_000},
    )


def test_a_zip_bomb_that_declares_little_is_damaged(workbook: Path) -> None:
    """The directory says 1,000 bytes, the data unpacks to a million: no more than declared is ever read."""
    bomb = with_part(workbook, SHEET, sheet("<row/>" * 200_000))
    data = bytearray(bomb.read_bytes())
    at = data.rfind(SHEET.encode()) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    bomb.write_bytes(bytes(data))
    assert refusal(bomb)[0] == "workbook.damaged"


def test_an_encrypted_part_is_said(workbook: Path) -> None:
    data = bytearray(workbook.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    workbook.write_bytes(bytes(data))
    assert refusal(workbook)[0] == "workbook.encrypted"


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"xl/media/{number}", b"")
    assert refusal(path) == ("workbook.too_many_parts", {"count": 2001, "limit": 2000})


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (sheet('<row r="1"><c r="BBBBB1"><v>1</v></c></row>'), "workbook.too_wide", f"{SHEET}!BBBBB1"),
        (sheet('<row r="1"><c r="ALM1"><v>1</v></c></row>'), "workbook.too_wide", f"{SHEET}!ALM1"),
        (sheet('<row r="30000"><c r="A30000"><v>1</v></c></row>'), "workbook.too_wide", f"{SHEET}!A30000"),
        (sheet('<row r="1">' + "<c/>" * 300_001 + "</row>"), "workbook.too_many_cells", None),
        (
            sheet("", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
            "workbook.too_many_cells",
            None,
        ),
        (
            sheet("", "<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 100_000 + "</mergeCells>"),
            "workbook.too_many_cells",
            None,
        ),
        (sheet("", '<hyperlinks><hyperlink ref="A1:XFD99999"/></hyperlinks>'), "workbook.too_many_cells", None),
        (sheet('<row r="1"><c r="1A"/></row>'), "workbook.damaged", None),
        (sheet('<row r="-1"/>'), "workbook.damaged", None),
        ("<worksheet><open>", "workbook.damaged", None),
    ],
    ids=[
        "a million columns",
        "column 1001",
        "row 30000",
        "300,001 cells",
        "one merged cell over all",
        "100,000 merged cells",
        "a link over all",
        "no reference",
        "no row",
        "no XML",
    ],
)
def test_a_sheet_beyond_the_limits_is_refused_with_its_place(
    workbook: Path, content: str, code: str, place: str | None
) -> None:
    found, params = refusal(with_part(workbook, SHEET, content, compress_type=zipfile.ZIP_STORED))
    assert found == code
    if place:
        assert params["place"] == place


def rels(kind: str, target: str) -> str:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return (
        f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/{kind}" Target="{target}"/>'
        "</Relationships>"
    )


def test_a_sheet_is_looked_at_wherever_it_lies(workbook: Path) -> None:
    wide = sheet('<row r="1"><c r="BBBBB1"><v>1</v></c></row>')
    assert refusal(with_part(workbook, "xl/elsewhere/x.xml", wide))[0] == "workbook.too_wide"


@pytest.mark.parametrize("kind", ["worksheet", "sharedStrings", "styles"])
def test_a_part_that_hides_behind_another_ending_is_refused(workbook: Path, kind: str) -> None:
    hidden = with_part(workbook, "xl/_rels/workbook.xml.rels", rels(kind, "media/image1.png"))
    assert refusal(hidden) == ("workbook.part_name", {"part": "media/image1.png"})


def test_empty_styled_cells_far_out_are_ordinary(workbook: Path) -> None:
    """Excel keeps the style of whole rows; only what holds something must stand near."""
    check_package(with_part(workbook, SHEET, sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>')))


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "docProps/core.xml"])
def test_entities_are_refused_in_every_part(workbook: Path, part: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert refusal(with_part(workbook, part, bomb)) == ("workbook.entities", {"part": part})


def test_entities_are_seen_in_another_encoding(workbook: Path) -> None:
    bomb = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'.encode("utf-16")
    assert refusal(with_part(workbook, "xl/styles.xml", bomb))[0] == "workbook.entities"
