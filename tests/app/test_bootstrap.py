"""Where an office's data lies when nothing else was said."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import default_folder


def test_data_lie_in_the_person_s_own_folder_of_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/home/an/.local/share")
    monkeypatch.setattr("sys.platform", "linux")
    assert default_folder() == Path("/home/an/.local/share/SoBaoCao")


def test_data_do_not_roam_with_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}
    monkeypatch.setattr("platformdirs.user_data_path", lambda *name, **how: asked.update(how) or Path(*name))
    assert default_folder() == Path("SoBaoCao")
    assert asked == {"appauthor": False, "roaming": False}
