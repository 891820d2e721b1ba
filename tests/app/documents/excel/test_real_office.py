"""A twin that LibreOffice opened and saved: it comes back as it was filled. Skipped where there is no LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from app.documents.excel.returning import accepted
from tests.app.documents.excel.test_returning import CELLS
from tests.app.documents.excel.twins import Desk, form_of, typed

OFFICE = shutil.which("soffice")

pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")


def saved_by_office(path: Path, home: Path) -> Path:
    command = [str(OFFICE), f"-env:UserInstallation={home.as_uri()}", "--headless", "--convert-to"]
    command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(home / "saved"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return home / "saved" / path.name


@pytest.mark.parametrize(
    ("filled", "brought"),
    [
        ({}, {}),
        (
            {"C8": 15, "C9": 5, "H8": "trực tuyến"},
            {"main/r01/c2": "15", "main/r02/c2": "5", "main/r01/c7": "Trực tuyến"},
        ),
    ],
    ids=["untouched", "filled"],
)
def test_what_libreoffice_saved_is_read_back(
    filled: dict[str, object], brought: dict[str, str], tmp_path: Path
) -> None:
    desk = Desk(tmp_path, form_of(), CELLS)
    returned = desk.back(saved_by_office(desk.filled(typed(**filled)), tmp_path / "home"))
    assert (accepted(returned.changes), returned.problems, returned.notes) == (brought, (), ())
