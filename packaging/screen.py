"""A keyboard and eyes for a trial: keys, pictures and windows of a screen that nobody sees."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tools import StepError

TITLE = "Sổ Báo Cáo"


class Screen:
    """The screen that DISPLAY names; its pictures go to one folder."""

    def __init__(self, pictures: Path) -> None:
        self._pictures = pictures

    def press(self, *names: str) -> None:
        """Press keys, as a keyboard does."""
        subprocess.run(["xdotool", "key", "--delay", "60", *names], check=True)

    def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        subprocess.run(["xdotool", "type", "--delay", "60", text], check=True)

    def picture(self, name: str) -> None:
        """Take a picture of the screen."""
        subprocess.run(["import", "-window", "root", str(self._pictures / f"{name}.png")], check=True)

    def windows(self) -> list[str]:
        """The program's windows that can be seen."""
        return _said("search", "--onlyvisible", "--name", TITLE).split()

    def front(self) -> str:
        """The window that has the keyboard; empty for none."""
        return _said("getactivewindow").strip()

    def minimise(self, window: str) -> None:
        """Make a window small, as its owner would."""
        _said("windowminimize", "--sync", window)

    def until(self, condition: Callable[[], object], what: str, timeout_s: float = 90) -> None:
        """Wait for something. Raises StepError where it never comes."""
        end = time.monotonic() + timeout_s
        while not condition():
            if time.monotonic() > end:
                self.picture("stuck")
                raise StepError(f"waited {timeout_s:.0f} s for {what}; see stuck.png")
            time.sleep(0.5)


def _said(*command: str) -> str:
    return subprocess.run(["xdotool", *command], capture_output=True, text=True, check=False).stdout
