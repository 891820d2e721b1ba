"""Forms that share indicators, and reports of them: what tests of type once have in common."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.domain.forms.catalogue import form_file
from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.indicators import SharedFigures, SharedReport
from app.domain.operations import ReportKey
from app.domain.relations.filling import Filling
from app.domain.relations.outer import Alone
from app.domain.workflow import State

FORMS = Path(__file__).resolve().parents[2] / "fixtures" / "forms" / "indicators"
FILES = {"CT/1": "summary", "CT/2": "movement", "CT/3": "population", "CT/4": "key_figures"}
Cells = Mapping[str, str]


@cache
def form_of(code: str) -> FormDefinition:
    return form_file(FORMS / f"{FILES[code]}.yaml")


def key_of(code: str) -> ReportKey:
    return ReportKey("xa-1", code, "2026-Q3")


def shared(states: Mapping[str, State] | None = None, /, **reports: Cells) -> SharedFigures:
    """Reports by the last letter of their form's code: `f1={…}` is one of CT/1."""
    return SharedFigures(
        [
            SharedReport(
                key=key_of(code := f"CT/{name[1:]}"),
                form=form_of(code),
                cells=cells,
                state=(states or {}).get(code, State.DRAFT),
            )
            for name, cells in reports.items()
        ]
    )


class Around(Alone):
    """A context with no other report than those that fill."""

    def __init__(self, figures: SharedFigures, code: str) -> None:
        self._filling = figures.filling(key_of(code))

    def filling(self) -> Filling:
        return self._filling


def yaml_form(rows: str, *columns: str, code: str = "CT/9") -> FormDefinition:
    """A form of one table."""
    return load_form(
        f"{{code: {code}, edition: '1', title: Biểu thử, legal_basis: Văn bản thử, senders: [commune],"
        " receivers: {commune: Văn phòng}, frequencies: [Q], window: nd09, deadlines: {commune: {working_days: 1}},"
        f" tables: {{main: {{{rows}, columns: [{', '.join(columns)}]}}}}}}",
        "form.yaml",
    )


DONG_1 = {"main/k1/@row": "V;;", "main/k1/cA": "Thôn Đông"}
DONG_2 = {"main/m7/@row": "V;;", "main/m7/cA": "thôn  đông"}
MOVED = DONG_2 | {"main/m7.ho/c1": "12", "main/m7.ho/c2": "3", "main/m7.khau/c1": "40"}


def report(code: str, cells: Cells, form: FormDefinition | None = None) -> SharedReport:
    return SharedReport(key=key_of(code), form=form or form_of(code), cells=cells, state=State.DRAFT)
