"""What a person chose for the window on this machine: a small JSON file of its own, read once."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import msgspec

log = logging.getLogger(__name__)


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """The choices, with what holds until a person chose."""

    language: str = "vi"
    """vi or en."""
    theme: str = "system"
    """system, light or dark."""
    density: str = "normal"
    """compact, normal or roomy."""
    guided: bool = False
    """The first steps have been read."""
    zoom: int = 100
    """Size of the grid, in percent."""
    sync_paused: bool = False
    reports_only: bool = False
    """Attached files are not synchronised."""
    quiet_hours: bool = False
    quiet_from: int = 22 * 60
    """Minutes of the day."""
    quiet_to: int = 6 * 60
    office_network: bool = False
    """The office's computers tell each other what waits, while central is away."""
    office_addresses: str = ""
    """Of computers that do not find each other, as they were typed."""
    widths: Mapping[str, Mapping[str, int]] = msgspec.field(default_factory=dict)
    """Form and table ("code/table") -> column key -> the width given to it by hand, in pixels at 100 %."""


class Settings(Protocol):
    """Where choices are kept."""

    @property
    def choices(self) -> Choices:
        """What holds."""
        ...

    def keep(self, choices: Choices) -> None:
        """From now on, these."""
        ...


class FileSettings:
    """Choices in a file. A file that cannot be read or written costs a choice, never the program."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._choices = Choices()
        try:
            self._choices = msgspec.json.decode(path.read_bytes(), type=Choices)
        except FileNotFoundError:
            pass
        except (OSError, msgspec.DecodeError) as error:
            log.info("settings not read: %s", error)

    @property
    def choices(self) -> Choices:
        """What holds."""
        return self._choices

    def keep(self, choices: Choices) -> None:
        """From now on, these."""
        self._choices = choices
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            partial = self._path.with_suffix(".part")
            partial.write_bytes(msgspec.json.encode(choices))
            partial.replace(self._path)
        except OSError as error:
            log.info("settings not written: %s", error)


class SettingsInMemory:
    """Choices for this run only: trials and tests."""

    def __init__(self, choices: Choices | None = None) -> None:
        self._choices = choices or Choices()

    @property
    def choices(self) -> Choices:
        """What holds."""
        return self._choices

    def keep(self, choices: Choices) -> None:
        """From now on, these."""
        self._choices = choices
