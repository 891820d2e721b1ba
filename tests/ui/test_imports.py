"""Modules that come in beside Qt are not read once more as text."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import json, linecache, PySide6.QtCore
from ui.imports import import_plainly

def read_by(module):
    linecache.clearcache()
    __import__(module)
    return len(linecache.cache)

before = read_by("html.parser")
import_plainly()
import_plainly()
after = read_by("xml.dom.minidom")
from PySide6.QtWidgets import QWidget
print(json.dumps([before > 0, after, QWidget.__name__]))
"""


def test_no_source_is_read_beside_a_module_and_qt_comes_in_as_ever() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    # Where the first is false, PySide does so no more, and ui/imports.py may go.
    assert json.loads(done.stdout) == [True, 0, "QWidget"]
