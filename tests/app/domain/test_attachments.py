from __future__ import annotations

import unicodedata

import pytest

from app.domain.attachments import (
    FILE_MAX,
    REPORT_MAX,
    Attachment,
    attachments_of,
    check_part,
    check_total,
    is_program,
    is_sound_name,
    link_cells,
    sound_name,
)
from app.domain.canonical import content_hash
from app.domain.forms.loading import load_form
from app.domain.forms.migration import back, migrate
from app.domain.merge import merge_three_way
from app.domain.relations.sheet import Sheet
from app.errors import CellError, InputError

ONE, TWO = "1a" * 32, "2b" * 32


def test_an_attached_file_is_two_cells_under_its_hash() -> None:
    assert link_cells(Attachment(hash=ONE, name="Phụ lục.pdf", size=2_300_000)) == {
        f"@file/{ONE}/name": "Phụ lục.pdf",
        f"@file/{ONE}/size": "2300000",
    }


def test_the_files_of_a_content_are_read_by_name_and_everything_else_is_passed_over() -> None:
    content = {
        "main/a/c1": "5",
        f"@file/{TWO}/name": "b.pdf",
        f"@file/{TWO}/size": "7",
        f"@file/{ONE}/name": "A.pdf",
        f"@file/{ONE}/size": "9",
        "@text/summary/body": "Nhận xét",
    }
    assert attachments_of(content) == (
        Attachment(hash=ONE, name="A.pdf", size=9),
        Attachment(hash=TWO, name="b.pdf", size=7),
    )


def test_a_file_whose_name_or_size_alone_is_left_is_still_a_file() -> None:
    assert attachments_of({f"@file/{ONE}/name": "a.pdf"}) == (Attachment(hash=ONE, name="a.pdf", size=0),)
    assert attachments_of({f"@file/{ONE}/name": "a.pdf", f"@file/{ONE}/size": "nhiều"})[0].size == 0
    assert attachments_of({"@files/x/name": "a.pdf"}) == ()
    assert attachments_of({f"@file/{ONE}/size": "9"}) == (Attachment(hash=ONE, name="1a1a1a1a1a1a", size=9),)


@pytest.mark.parametrize(
    ("address", "value", "code"),
    [
        (f"@file/{ONE}/name", "Phụ lục.pdf", ""),
        (f"@file/{ONE}/name", None, ""),
        (f"@file/{ONE}/size", "1", ""),
        (f"@file/{ONE}/size", str(FILE_MAX), ""),
        (f"@file/{ONE}/size", None, ""),
        (f"@file/{ONE}/size", str(FILE_MAX + 1), "file.size"),
        (f"@file/{ONE}/size", "0", "file.size"),
        (f"@file/{ONE}/size", "-1", "file.size"),
        (f"@file/{ONE}/size", "01", "file.size"),
        (f"@file/{ONE}/size", "1.5", "file.size"),
        (f"@file/{ONE}/size", "٣", "file.size"),
        (f"@file/{ONE}/size", "1\n", "file.size"),
        (f"@file/{ONE}/bytes", "x", "file.address"),
        (f"@file/{ONE[:63]}/name", "a.pdf", "file.address"),
        (f"@file/{ONE.upper()}/name", "a.pdf", "file.address"),
        (f"@file/{ONE}/name", "../a.pdf", "file.name"),
        (f"@file/{ONE}/name", "a.pdf.exe", "file.name"),
        (f"@file/{ONE}/name", " a.pdf", "file.name"),
    ],
)
def test_what_may_stand_in_a_cell_of_a_file(address: str, value: str | None, code: str) -> None:
    if not code:
        check_part(address, value)
        return
    with pytest.raises(CellError) as caught:
        check_part(address, value)
    assert caught.value.code == code


def test_files_of_one_report_are_at_most_100_megabytes_together() -> None:
    four = [Attachment(hash=f"{number:064x}", name="a", size=FILE_MAX) for number in range(4)]
    assert sum(file.size for file in four) == REPORT_MAX
    check_total(four)
    with pytest.raises(CellError) as caught:
        check_total([*four, Attachment(hash=ONE, name="b", size=1)])
    assert (caught.value.code, caught.value.params) == ("file.report_too_large", {"limit": 100})


@pytest.mark.parametrize(
    ("name", "runs"),
    [
        ("cai dat.exe", True),
        ("CAI DAT.EXE", True),
        ("bao cao.pdf.exe", True),
        ("bao cao.exe.", True),
        ("bao cao.exe ", True),
        ("bao cao.exe. .", True),
        ("lich.bat", True),
        ("lối tắt.lnk", True),
        ("trang.js", True),
        ("exe", False),
        ("bao cao.pdf", False),
        ("bao cao.docx", False),
        ("so lieu.exe.pdf", False),
        ("không đuôi", False),
    ],
)
def test_which_names_are_those_of_programs(name: str, runs: bool) -> None:
    assert is_program(name) is runs


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Phụ lục 1.pdf", "Phụ lục 1.pdf"),
        (unicodedata.normalize("NFD", "Phụ lục.pdf"), "Phụ lục.pdf"),
        ("  a.pdf ", "a.pdf"),
        ("a:b?.pdf", "ab.pdf"),
        ("a\x07.pdf", "a.pdf"),
        ("a\u202efdp.doc", "afdp.doc"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("y" * 300, "y" * 200),
        ("a.pdf..", "a.pdf"),
    ],
)
def test_a_name_is_kept_as_every_computer_takes_it(given: str, kept: str) -> None:
    assert sound_name(given) == kept
    assert is_sound_name(kept)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("a.exe", "file.program"),
        ("a\u202efdp.exe", "file.program"),
        ("???", "file.name"),
        ("...", "file.name"),
        ("a.e?xe", "file.name"),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused(given: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        sound_name(given)
    assert caught.value.code == code


# ---- in a report -------------------------------------------------------------------------------------------------


FORM = """
code: X/1
edition: "{edition}"
title: Biểu thử
legal_basis: Mẫu thử
senders: [commune]
receivers: {{commune: Tỉnh}}
frequencies: [Q]
window: nd09
deadlines: {{commune: {{working_days: 1}}}}
tables:
  main:
    rows: free
    columns:
      - {{number: A, title: Tên, type: label}}
      - {{number: 1, title: {title}}}
"""
OLD = load_form(FORM.format(edition="2025", title="Số"), "x1.yaml")
NEW = load_form(FORM.format(edition="2026", title="Số lượng"), "x1.yaml")
CELLS = link_cells(Attachment(hash=ONE, name="a.pdf", size=7))


def test_files_are_part_of_any_report_and_no_finding_of_it() -> None:
    sheet = Sheet(OLD, CELLS)
    assert all(sheet.is_entry(address) for address in CELLS)
    assert list(sheet.findings(complete=True)) == []
    change = sheet.set_many(dict.fromkeys(CELLS))
    assert (sheet.cells(), change.rows_changed) == ({}, False)


@pytest.mark.parametrize("address", [f"@file/{ONE}/bytes", "@file/abc/name", f"@file/{ONE.upper()}/name"])
def test_what_is_no_part_of_a_file_is_no_cell(address: str) -> None:
    with pytest.raises(CellError) as caught:
        Sheet(OLD, {}).set(address, "x")
    assert caught.value.code == "cell.unknown"


def test_files_go_along_when_a_report_moves_to_another_edition_of_its_form_and_back() -> None:
    moved = migrate(OLD, NEW, CELLS)
    assert (moved.content, moved.dropped) == (CELLS, ())
    assert back(OLD, NEW, moved, CELLS).content == CELLS


def test_the_content_hash_covers_which_files_are_attached() -> None:
    other = link_cells(Attachment(hash=TWO, name="a.pdf", size=7))
    assert len({content_hash(OLD.hash, cells) for cells in ({}, CELLS, other)}) == 3


def test_two_computers_attach_different_files_without_a_clash_and_one_file_under_two_names_with_one() -> None:
    other = link_cells(Attachment(hash=TWO, name="b.pdf", size=9))
    assert merge_three_way({}, CELLS, other).clashes == ()
    assert merge_three_way({}, CELLS, other).cells == CELLS | other
    renamed = CELLS | {f"@file/{ONE}/name": "khác.pdf"}
    assert [clash.address for clash in merge_three_way({}, CELLS, renamed).clashes] == [f"@file/{ONE}/name"]
    assert merge_three_way({}, CELLS, CELLS).clashes == ()
