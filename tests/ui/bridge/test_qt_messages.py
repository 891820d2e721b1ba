"""Qt's own messages stand in our log."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtCore import qInfo, qWarning

from ui.bridge.qt_messages import qt_messages_logged


def test_a_message_is_logged_at_its_level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "qt")
    with qt_messages_logged():
        qWarning("phông chữ thiếu")
        qInfo("nothing much")
    assert [(record.levelname, record.getMessage()) for record in caplog.records if record.name == "qt"] == [
        ("WARNING", "default: phông chữ thiếu"),
        ("INFO", "default: nothing much"),
    ]


def test_afterwards_messages_go_where_they_went_before(caplog: pytest.LogCaptureFixture) -> None:
    with qt_messages_logged():
        pass
    qInfo("elsewhere")
    assert [record for record in caplog.records if record.name == "qt"] == []
