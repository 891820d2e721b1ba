"""What must be noticed of an installed program from which one part was taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NOT_BEGUN = "did not begin"
QT = ("parts", "window", "paper")
PARTS: dict[str, dict[str, str]] = {
    "_internal/python311.dll": {NOT_BEGUN: "python311"},
    "_internal/base_library.zip": {NOT_BEGUN: "base_library"},
    "_internal/python3.dll": dict.fromkeys(QT, "Shiboken"),
    "_internal/PySide6/Qt6Core.dll": dict.fromkeys(QT, "QtCore"),
    "_internal/PySide6/Qt6Gui.dll": dict.fromkeys(QT, "QtGui"),
    "_internal/PySide6/Qt6Widgets.dll": dict.fromkeys(QT, "QtWidgets"),
    "_internal/PySide6/Qt6PrintSupport.dll": {"parts": "QtPrintSupport"},
    "_internal/PySide6/Qt6Network.dll": {"parts": "QtNetwork"},
    "_internal/PySide6/pyside6.abi3.dll": dict.fromkeys(QT, "QtCore"),
    # Qt says which it misses in a window of its own, and waits for somebody to close that.
    "_internal/PySide6/plugins/platforms/qwindows.dll": {"window": "no answer"},
    "_internal/PySide6/plugins/platforms/qoffscreen.dll": {"paper": "no answer"},
    "_internal/PySide6/plugins/networkinformation/qnetworklistmanager.dll": {"parts": "networkinformation"},
    "_internal/shiboken6/shiboken6.abi3.dll": dict.fromkeys(QT, "Shiboken"),
    "_internal/sqlcipher3/_sqlite3.cp311-win_amd64.pyd": dict.fromkeys(("parts", "store"), "sqlcipher3._sqlite3"),
    "_internal/cryptography/hazmat/bindings/_rust.pyd": dict.fromkeys(("parts", "exchange"), "bindings._rust"),
    "_internal/msgspec/_core.cp311-win_amd64.pyd": {NOT_BEGUN: "_core"},
    "_internal/backports/zstd/_zstd.cp311-win_amd64.pyd": dict.fromkeys(("parts", "exchange"), "zstd._zstd"),
    "_internal/_cffi_backend.cp311-win_amd64.pyd": {
        **dict.fromkeys(("parts", "exchange"), "_cffi_backend"),
        "keyring": "NoKeyringError",
    },
    "_internal/keyring-*.dist-info/entry_points.txt": {"keyring": "NoKeyringError"},
    "_internal/libssl-3.dll": dict.fromkeys(("parts", "exchange"), "_ssl"),
    "_internal/libcrypto-3.dll": {"parts": "_ssl"},
    "_internal/libffi-8.dll": dict.fromkeys(("parts", "store"), "_ctypes"),
    "_internal/resources/forms/01_tcd_2024.yaml": dict.fromkeys(("rules", "paper", "workbook"), "01_tcd_2024.yaml"),
    "_internal/fontpkg_be_vietnam_pro/files/BeVietnamPro-Regular.ttf": {"paper": "BeVietnamPro-Regular.ttf"},
    "_internal/fontpkg_be_vietnam_pro/files/BeVietnamPro-SemiBold.ttf": {"paper": "BeVietnamPro-SemiBold.ttf"},
}
"""Each (a pattern for one file) is taken away by itself; the checks that use it must fail then, and say this.

The comparison of files, which fails for every one of them and names it, is not among them.
"""


def failures(report: Mapping[str, Any] | None, said: str) -> dict[str, str]:
    """Each check of a self-test's report that failed, and its error; of a program that did not begin, what it said."""
    if report is None:
        return {NOT_BEGUN: said}
    return {check["check"]: check["error"] for check in report["checks"] if not check["passed"]}


def unnoticed(place: str, expected: Mapping[str, str], failed: Mapping[str, str]) -> list[str]:
    """What should have been said of the part that was at `place`, and was not; empty for nothing."""
    quiet = [f"{check} does not say “{word}”" for check, word in expected.items() if word not in failed.get(check, "")]
    if NOT_BEGUN not in failed and not failed.get("files", "").endswith(f": missing: {place}"):
        quiet.append(f"files does not name {place} alone")
    return quiet
