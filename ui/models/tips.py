"""Tooltips that show the words they are given, whoever wrote them."""

from __future__ import annotations

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """A tooltip of these very words: what looks like markup is not read as such, and draws in no picture."""
    if not Qt.mightBeRichText(text):
        return text
    from html import escape  # hardly a text needs it

    return "<span>" + escape(text).replace("\n", "<br>") + "</span>"
