"""The central system that an installed program is tried with: a province's units, and a report that a commune owes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tools import ROOT

sys.path.insert(0, str(ROOT))
from tests.journey.processes import Central

FORM, PERIOD, PROVINCE, COMMUNE = "01/TCD", "2026-A1", "04", "01273"


class TrialCentral(Central):
    """Central on this machine's loopback."""

    def begin(self) -> None:
        """Fill its empty folder, and start it."""
        for verb in (("load-units", "--province", PROVINCE), ("load-forms",)):
            self.manage(*verb, "--json")
        self.oblige(PERIOD)
        self.start()

    def oblige(self, period: str) -> None:
        """Let every unit owe one more report."""
        self.manage("oblige", "--form", FORM, "--period", period, "--province", PROVINCE, "--json")

    def invitation(self, person: str) -> str:
        """A one-time code for the commune."""
        return str(json.loads(self.manage("enrol", "--unit", COMMUNE, "--person", person, "--json"))["code"])


def central_in(folder: Path) -> TrialCentral:
    """A central in a new folder; it does not run yet."""
    folder.mkdir(parents=True)
    return TrialCentral(folder)
