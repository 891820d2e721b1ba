"""The letters: both weights come from their files, and one that is missing is noticed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from ui.fonts import font_files, takes_font


def test_each_weight_has_a_file_that_qt_takes(qapp: QApplication) -> None:
    assert [file.name for file in font_files()] == ["BeVietnamPro-Regular.ttf", "BeVietnamPro-SemiBold.ttf"]
    assert [takes_font(file) for file in font_files()] == [True, True]


def test_a_file_that_is_missing_or_is_no_font_is_not_taken(qapp: QApplication, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    assert not takes_font(tmp_path / "absent.ttf")
    assert not takes_font(broken)
