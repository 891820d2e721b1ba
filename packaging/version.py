"""The one version, as the builds need it."""

from __future__ import annotations

import re
from pathlib import Path

from tools import ROOT

RESOURCE = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, fileType=1, subtype=0),
  kids=[
    StringFileInfo([StringTable("042A04B0", [
      StringStruct("CompanyName", "Sổ Báo Cáo"),
      StringStruct("FileDescription", "Sổ Báo Cáo"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "SoBaoCao"),
      StringStruct("LegalCopyright", "Apache-2.0"),
      StringStruct("OriginalFilename", "SoBaoCao.exe"),
      StringStruct("ProductName", "Sổ Báo Cáo"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [0x042A, 1200])]),
  ],
)
"""
"""Language 0x042A: Vietnamese."""


def version() -> str:
    """The program's version, three numbers."""
    found = re.search(r'__version__ = "(\d+\.\d+\.\d+)"', (ROOT / "app" / "__init__.py").read_text())
    assert found, "app/__init__.py says no version"
    return found[1]


def write_resource(target: Path) -> None:
    """Write the version resource of the Windows launchers."""
    numbers = (*map(int, version().split(".")), 0)
    target.write_text(RESOURCE.format(numbers=numbers, version=version()), encoding="utf-8")
