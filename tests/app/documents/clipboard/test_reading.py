"""A clipboard, whoever filled it, is the same block of cells."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from app.documents.clipboard.block import Block, CellKind, ClipCell, Source
from app.documents.clipboard.reading import MOST_BYTES, read_clipboard
from app.errors import InputError
from tests.app.documents.clipboards import (
    EXCEL_HTML,
    EXCEL_XML,
    LIBREOFFICE_HTML,
    SHEETS_HTML,
    WORD_HTML,
    WPS_HTML,
    XML_SPREADSHEET,
    clipboard,
    excel_xml,
)


def told(cell: ClipCell) -> object:
    """A cell in a word: a number with its %, a text, or its kind and text."""
    match cell.kind:
        case CellKind.NUMBER:
            return f"{cell.number} %" if cell.percent else cell.number
        case CellKind.TEXT:
            return cell.text
        case CellKind.BLANK:
            return None
        case CellKind.COVERED:
            return "^"
        case _:
            return (str(cell.kind), cell.text)


def read(**formats: bytes) -> Block:
    block = read_clipboard(*clipboard(**formats))
    assert block is not None
    return block


def cells(**formats: bytes) -> list[list[object]]:
    return [[told(cell) for cell in line] for line in read(**formats).lines]


D = Decimal


def test_excels_own_format_gives_numbers_gaps_merges_dates_booleans_errors_and_percentages() -> None:
    assert cells(xml=EXCEL_XML) == [
        ["§Êt ®ai", D("1234.5"), D("0.3"), "12.5 %"],
        [None, None, None, None],
        [None, ("date", "25/09/2026"), ("boolean", "TRUE"), ("error", "#DIV/0!")],
        ["Gộp", "^", D("1234"), "Đậm thường"],
        ["^", "^", D("0.001"), None],
    ]


def test_fonts_are_told_and_taken_over_from_a_parent_style() -> None:
    lines = read(xml=EXCEL_XML).lines
    assert [lines[0][0].font, lines[0][1].font, lines[3][2].font] == [".VnTime", "Calibri", ".VnTime"]


def test_a_number_shown_with_leading_zeros_keeps_them_as_a_text() -> None:
    assert read(xml=EXCEL_XML).lines[3][2].text == "001234"


HTML = [
    (
        "Excel",
        EXCEL_HTML,
        [
            ["§Êt ®ai", D("1234.5"), "12.5 %", ("date", "25/09/2026")],
            ["Thôn Đông\xa0Hà", None, None, ("error", "#N/A")],
            ["^", "0123", ("boolean", "TRUE"), "^"],
        ],
    ),
    ("WPS", WPS_HTML, [["Thoân Ñoâng", "120", D("1500.25")]]),
    (
        "LibreOffice",
        LIBREOFFICE_HTML,
        [
            ["Đất đai", D("1234.5"), "12.5 %", ("date", "25/09/2026"), ("boolean", "TRUE")],
            ["0123", None, "#DIV/0!", "hai\ndòng", "^"],
        ],
    ),
    ("Google Sheets", SHEETS_HTML, [["0123", D("1234.5"), "12.5 %", ("date", "25/09/2026"), ("boolean", "TRUE")]]),
    ("Word", WORD_HTML, [["§Êt", "1.234", "một\nhai"]]),
]


@pytest.mark.parametrize(("html", "expected"), [case[1:] for case in HTML], ids=[case[0] for case in HTML])
def test_a_table_in_html_is_read_as_its_program_means_it(html: bytes, expected: list[list[object]]) -> None:
    assert cells(html=html) == expected


@pytest.mark.parametrize(
    ("html", "place", "font"),
    [
        (EXCEL_HTML, (0, 0), ".VnTime"),
        (EXCEL_HTML, (0, 1), "Calibri"),
        (WPS_HTML, (0, 0), "VNI-Times"),
        (LIBREOFFICE_HTML, (0, 0), "Liberation Sans"),
        (WORD_HTML, (0, 0), ".VnTime"),
    ],
    ids=["a class", "the common one", "WPS", "a font tag", "a paragraph's class"],
)
def test_html_tells_the_font_of_a_cell(html: bytes, place: tuple[int, int], font: str) -> None:
    assert read(html=html).lines[place[0]][place[1]].font == font


def test_a_table_in_a_cell_is_part_of_its_text() -> None:
    html = b"<table><tr><td>a<table><tr><td>b</td></tr></table></td><td>c</td></tr></table>"
    assert cells(html=html) == [["ab", "c"]]


def test_tables_stand_one_below_the_other() -> None:
    html = b"<table><tr><td>a</td></tr></table>x<table><tr><td>b</td><td>c</td></tr></table>"
    assert cells(html=html) == [["a", None], ["b", "c"]]


TEXTS = [
    ("cells and lines", "a\tb\r\nc\r\n", [["a", "b"], ["c", None]]),
    ("quoted tab, line break and quote", '"a\tb"\t"c\nd"\t"e""f"\n', [["a\tb", "c\nd", 'e"f']]),
    ("a quote inside", '5" ống\t2\n', [['5" ống', "2"]]),
    ("a quote that is never closed", '"a\tb\nc\td', [['"a', "b"], ["c", "d"]]),
    ("a blank line in between", "a\n\nb", [["a"], [None], ["b"]]),
    ("one cell", "1.234", [["1.234"]]),
    ("old line ends", "a\rb", [["a"], ["b"]]),
    ("leading zeros", "007", [["007"]]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS])
def test_tabular_text_is_read_cell_by_cell(text: str, expected: list[list[object]]) -> None:
    assert cells(text=text.encode()) == expected


def test_the_most_exact_format_is_taken_and_the_others_are_not_even_fetched() -> None:
    formats, fetch = clipboard(text=b"1", html=EXCEL_HTML, xml=EXCEL_XML)
    block = read_clipboard(formats, fetch)
    assert block is not None
    assert (block.source, fetch.fetched) == (Source.SPREADSHEET, [XML_SPREADSHEET])


@pytest.mark.parametrize(
    "formats",
    [
        {"xml": b"<Workbook>", "html": b"<p>no table</p>", "text": b"7"},
        {"html": b"", "text": b"7"},
        {"html": b"<html><body>x", "text": b"7"},
        {"html": b"<![foo bar]><table><tr><td>9</td></tr></table>", "text": b"7"},
    ],
    ids=["damaged", "empty", "no table", "an unknown declaration"],
)
def test_a_format_that_cannot_be_read_gives_way_to_the_next(formats: dict[str, bytes]) -> None:
    assert cells(**formats) == [["7"]]


@pytest.mark.parametrize("formats", [{}, {"text": b""}, {"text": b"\n\n"}], ids=["nothing", "empty", "line ends"])
def test_a_clipboard_without_cells_is_none(formats: dict[str, bytes]) -> None:
    assert read_clipboard(*clipboard(**formats)) is None


def test_text_with_a_byte_order_mark_is_read_in_its_encoding() -> None:
    assert cells(text="Đất\t1".encode("utf-16")) == [["Đất", "1"]]


BOMB = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>
<Row><Cell><Data>&b;</Data></Cell></Row></Table></Worksheet></Workbook>"""


def test_a_document_that_declares_entities_is_not_read() -> None:
    assert read_clipboard(*clipboard(xml=BOMB)) is None


HOSTILE = [
    ("100 MB", {"text": b"1\t" * 50_000_000}),
    ("just over the limit", {"html": b" " * (MOST_BYTES + 1)}),
    ("a million columns", {"text": b"1\t" * 1_000_000}),
    ("a million rows", {"text": b"1\n" * 1_000_000}),
    ("a million columns in HTML", {"html": b"<table><tr>" + b"<td>1" * 1_000_000}),
    (
        "a cell far to the right",
        {"xml": excel_xml('<Row><Cell ss:Index="900000000"><Data ss:Type="Number">1</Data></Cell></Row>')},
    ),
    (
        "a row far below",
        {"xml": excel_xml('<Row ss:Index="900000000"><Cell><Data ss:Type="Number">1</Data></Cell></Row>')},
    ),
    ("a huge merged cell", {"xml": excel_xml('<Row><Cell ss:MergeAcross="999" ss:MergeDown="19999"/></Row>')}),
    ("huge spans", {"html": b"<table><tr>" + b"<td colspan=999999 rowspan=999999>1" * 50}),
    ("a tag that never ends", {"html": b"<table><tr><td " + b"a" * 2_000_000}),
    ("a comment that never ends", {"html": b"<!--" * 1_000_000}),
]


@pytest.mark.parametrize("formats", [case[1] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_what_no_form_could_take_is_refused_and_soon(formats: dict[str, bytes]) -> None:
    began = time.process_time()
    with pytest.raises(InputError, match=r"clipboard\.big"):
        read_clipboard(*clipboard(**formats))
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "html",
    [
        b"<table><tr><td colspan=-3 rowspan=x>1</td></tr></table>",
        b"<table><tr><td x:num='1e999999'>1</td></tr></table>",
        b"<table><tr><td sdval='NaN'>1</td></tr></table>",
        b"<table><tr><td data-sheets-value='" + b"[" * 5000 + b"'>1</td></tr></table>",
        b'<table><tr><td data-sheets-value=\'{"1":3,"3":"x"}\'>1</td></tr></table>',
        b"<td>0</td><table><tr><td>1</table>",
        b"\xff\xfe<\0t\0a\0b\0l\0e\0>\0<\0t\0d\0>\x001\0<\0/\0t\0d\0>\0",
    ],
    ids=["spans", "an endless number", "no number", "deep JSON", "wrong JSON", "no end tags", "UTF-16"],
)
def test_odd_html_is_read_as_far_as_it_says_anything(html: bytes) -> None:
    assert cells(html=html) == [["1"]]


@pytest.mark.parametrize(
    "row",
    [
        '<Row ss:Index="0"><Cell ss:Index="0"><Data ss:Type="Number">1</Data></Cell></Row>',
        '<Row ss:Index="x"><Cell><Data ss:Type="Number">1</Data></Cell></Row>',
        '<Row><Cell ss:MergeAcross="-5"><Data ss:Type="Number">1</Data></Cell></Row>',
    ],
    ids=["place 0", "no number", "a negative span"],
)
def test_a_sheet_whose_places_make_no_sense_gives_way_to_the_text(row: str) -> None:
    assert cells(xml=excel_xml(row), text=b"7") == [["7"]]
