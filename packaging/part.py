"""One thing that a payload is made of, and the licences whose texts are kept here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tools import HERE

LICENCES = HERE / "licences"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something of one origin, version and licence."""

    name: str
    version: str
    """Empty where it says none."""
    licence: str
    """An SPDX expression where it is one."""
    purl: str = ""
    """Package URL; empty where no index has it."""
    cpe: str = ""
    """Vendor and product as vulnerabilities are listed by, `vendor:product`; empty where unknown."""
    wheel: Path | None = None
    """The file it was installed from."""
    files: tuple[str, ...] = ()
    """What lies in the payload of it; of a wheel, nothing is listed."""
    texts: tuple[str, ...] = ()
    """Its licence, in full."""
    inside: str = ""
    """The name of the part whose library it is compiled into; empty for what has files of its own."""

    @property
    def key(self) -> str:
        """By what it is told from others: one library may be in several, each time of another version."""
        return f"{self.name} in {self.inside}" if self.inside else self.name


def licence_texts(*names: str) -> tuple[str, ...]:
    """Licences that are kept here, in full, by name."""
    return tuple((LICENCES / f"{name}.txt").read_text(encoding="utf-8").strip("\n") for name in names)
