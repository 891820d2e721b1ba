"""What an installer leaves on a Windows: its files and its registry, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tools import StepError
from wine import Wine, windows_path

ROOTS = ("HKCU", "HKLM")
OURS = ("sobaocao", "sổ báo cáo", ".sbc")
"""What names this program, in small letters."""
KEYS = "HKEY_CURRENT_USER\\Software\\Wine\\Credential Manager\\"
"""Where Wine has a person's keyring: keys stay as long as what they open does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A Windows at one moment."""

    files: frozenset[str]
    """Paths below drive C:."""
    values: frozenset[str]
    """`KEY: name=value`, one for each value of the registry, and `KEY:` for each key."""

    def since(self, before: State) -> list[str]:
        """What is here and was not, sorted: files, then the registry."""
        return sorted(self.files - before.files) + sorted(self.values - before.values)


def state_of(wine: Wine) -> State:
    """How things stand now."""
    files = {path.relative_to(wine.drive).as_posix() for path in wine.drive.rglob("*") if not path.is_dir()}
    values: set[str] = set()
    for root in ROOTS:
        values |= _values(_exported(wine, root))
    return State(files=frozenset(files), values=frozenset(values))


def ours(left: list[str], *kept: str) -> list[str]:
    """What of it is this program's, other than what begins with one of `kept`."""
    return [each for each in left if any(name in each.lower() for name in OURS) and not each.startswith(kept)]


def _exported(wine: Wine, root: str) -> str:
    target: Path = wine.prefix / f"{root}.reg"
    wine.demand("reg", "export", root, windows_path(target), "/y")
    if not target.exists():
        raise StepError(f"the registry gave no {root}")
    text = target.read_text(encoding="utf-16")
    target.unlink()
    return text


def _values(text: str) -> set[str]:
    found, key = set(), ""
    for line in text.replace("\\\n", "").splitlines():
        if line.startswith("["):
            key = line.strip("[]")
            found.add(f"{key}:")
        elif "=" in line:
            found.add(f"{key}: {line}")
    return found
