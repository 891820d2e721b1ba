"""Tooltips that show the words they are given, whoever wrote them."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """A tooltip of these very words: what looks like markup is not read as such, and draws in no picture."""
    if not Qt.mightBeRichText(text):
        return text
    return "<span>" + escape(text).replace("\n", "<br>") + "</span>"
