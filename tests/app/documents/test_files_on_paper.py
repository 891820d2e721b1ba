"""The names of attached files on paper."""

from __future__ import annotations

from app.domain.attachments import Attachment, link_cells
from tests.app.documents.test_placing import EXPLAINED, WORDS_ONLY, placed, words_of

CELLS = {
    **link_cells(Attachment(hash="2b" * 32, name="Phụ lục 2.xlsx", size=5)),
    **link_cells(Attachment(hash="1a" * 32, name="Phụ lục 1.pdf", size=7)),
}


def test_attached_files_are_named_after_the_sections() -> None:
    (sheet,) = placed(WORDS_ONLY, {"@text/next/body": "Không.", **CELLS})
    assert words_of(sheet)[-4:] == ["Không.", "Tệp đính kèm", "1. Phụ lục 1.pdf", "2. Phụ lục 2.xlsx"]


def test_a_report_without_files_says_nothing_of_them() -> None:
    (sheet,) = placed(EXPLAINED, {})
    assert words_of(sheet) == []
