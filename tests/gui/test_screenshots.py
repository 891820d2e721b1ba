"""The camera that takes the pictures of docs/img: both themes, few colours, and the dialog before its window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from tests.gui.screenshots import month
from tests.gui.screenshots.studio import HEIGHT, WIDTH, Camera, Studio, with_palette
from ui.theme import DARK, LIGHT

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing the keyboard|raise")


@pytest.fixture
def camera(qapp: QApplication, tmp_path: Path) -> Iterator[Camera]:
    made = Camera(qapp, tmp_path, frozenset({"work", "seal"}))
    yield made
    made.look.deleteLater()


def test_a_window_and_the_question_it_asks_are_taken_in_both_themes(camera: Camera) -> None:
    with Studio(camera, lambda office: month.month(office, cells=month.agreeing(), waits=False)) as studio:
        studio.shoot("work")
        studio.shoot("not-wanted")
        studio.open(month.MAIN)
        studio.shoot_question("seal", lambda: studio.press("Shift+F9"))
    assert camera.taken == ["work", "work-dark", "seal", "seal-dark"]
    pictures = {name: QImage(str(camera.out / f"{name}.png")) for name in camera.taken}
    assert {(one.width(), one.height()) for one in pictures.values()} == {(WIDTH, HEIGHT)}
    assert pictures["work"].pixelColor(60, 60) == QColor(LIGHT.window)
    assert pictures["work-dark"].pixelColor(60, 60) == QColor(DARK.window)
    middle = (WIDTH // 2, HEIGHT // 2)
    assert pictures["seal"].pixelColor(*middle) == QColor(LIGHT.window)  # the dialog's own ground, not dimmed


def test_a_colour_that_is_rare_keeps_its_place_among_the_256() -> None:
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    for at in range(64 * 64):
        picture.setPixelColor(at % 64, at // 64, QColor(200 + at % 32, 200 + at // 32 % 32, 240))
    picture.setPixelColor(5, 5, QColor(220, 0, 0))
    made = with_palette(picture)
    assert made.colorCount() == 256
    assert made.pixelColor(5, 5) == QColor(220, 0, 0)
