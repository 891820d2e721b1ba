"""A report out to an Excel workbook and back. What touches the store is quick; the rest runs on any thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.clock import VIETNAM, Chance, Clock
from app.domain.addresses import ROW
from app.domain.exchange import View
from app.domain.operations import ReportKey
from app.domain.workflow import OPEN
from app.errors import CellError, InputError
from app.services.report_lists import ReportLists
from app.services.views import OpenReport
from app.store.store import Store

if TYPE_CHECKING:
    from app.documents.excel.returning import Change, Returned
    from app.documents.excel.writing import About
    from app.documents.placed import Paper
    from app.domain.forms.definition import FormDefinition
    from app.domain.relations.sheet import Context

_HOW_TO_FILL = (
    "Chỉ điền ô nền vàng nhạt. Ô xám do phần mềm tính lại khi nhập tệp; xong thì lưu và nhập vào đúng báo cáo này."
)

DeviceKey = Callable[[], str | None]
"""Reads this device's private key where it is kept; None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A report as it stood when it was asked for, with all that writing or reading its workbook takes."""

    paper: Paper
    cells: Mapping[str, str]
    """Its content, and the rows that stand there unwritten."""
    around: Context | None
    """The other reports it reads."""
    editable: bool
    rev: int
    """Revision of central's that it grew from; 0 for none."""
    device: str
    device_key: DeviceKey


class Workbooks:
    """Prepares reports of one store for their workbooks. Belongs to the store's thread."""

    def __init__(
        self,
        store: Store,
        open_report: Callable[[ReportKey, View], OpenReport],
        lists: ReportLists,
        clock: Clock,
        device_key: DeviceKey,
    ) -> None:
        self._store = store
        self._open = open_report
        self._lists = lists
        self._clock = clock
        self._device_key = device_key

    def prepared(self, key: ReportKey, view: View = View.INNER) -> Prepared:
        """The report as it stands. Raises what opening it raises."""
        from app.documents.placed import Paper

        report = self._open(key, view)
        stored = self._store.report(key, view)
        identity = self._store.identity()
        level = identity.level if identity else ""
        day = report.window.end.isoformat() if report.window else ""
        paper = Paper(
            key=key,
            form=report.form,
            sheet=report.sheet,
            unit_name=self._lists.unit_name(key.unit, day) or key.unit,
            receiver_name=report.receiver_name or report.form.receivers.get(level, ""),
            period_title=report.period_title,
            window=report.window,
            is_draft=report.state in OPEN,
            made_at=self._clock.now().astimezone(VIETNAM),
        )
        return Prepared(
            paper=paper,
            cells={**report.sheet.laid, **report.cells},
            around=report.around,
            editable=report.editable,
            rev=stored.base_rev if stored else 0,
            device=identity.device if identity else "",
            device_key=self._device_key,
        )


def write_paper(prepared: Prepared, path: Path) -> None:
    """Write the report as an official-looking workbook. Raises InputError `workbook.output`, `paper.in_use`."""
    from app.documents.excel.writing import write_workbook
    from app.documents.placing import place_report

    write_workbook(path, place_report(prepared.paper), _about(prepared.paper))


def write_twin(prepared: Prepared, path: Path, chance: Chance) -> None:
    """Write the report as a signed workbook to be filled in Excel and read back.

    Raises InputError `twin.sealed` or `twin.words_only` for a report that takes no figures, `twin.no_key`,
    `twin.too_large`, `workbook.output`, `paper.in_use`.
    """
    from app.documents.excel.twin import HIDDEN, make_twin, with_spare_rows
    from app.documents.excel.writing import write_workbook
    from app.documents.placing import place_report
    from app.domain.relations.sheet import Sheet

    _demand_figures(prepared)
    private = prepared.device_key()
    if private is None or not prepared.device:
        raise InputError("twin.no_key")
    form = prepared.paper.form
    spare = with_spare_rows(prepared.paper.sheet, prepared.cells, lambda: new_row_key(chance))
    heads = {f"{row}/{ROW}": head for row, head in spare.items()}
    sheet = Sheet(form, {**prepared.cells, **heads}, prepared.around)
    paper = replace(prepared.paper, sheet=sheet, note=_HOW_TO_FILL)
    sheets = place_report(paper)
    lines = make_twin(
        paper,
        sheets,
        device=prepared.device,
        device_key=private,
        rev=prepared.rev,
        content=prepared.cells,
        spare=spare,
    )
    write_workbook(path, sheets, _about(paper), (HIDDEN, lines))


def read_back(prepared: Prepared, path: Path, chance: Chance, stopped: Callable[[], bool] = lambda: False) -> Returned:
    """What a workbook brings to the report; `stopped` is asked while it is read.

    Raises InputError `workbook.*` (also `workbook.stopped`), `twin.*`, `paper.no_table`.
    """
    from app.documents.excel.foreign import compare_foreign
    from app.documents.excel.reading import read_workbook
    from app.documents.excel.returning import check_twin, compare_twin
    from app.documents.excel.twin import find_twin
    from app.domain.signing import public_key

    _demand_figures(prepared)
    workbook = read_workbook(path, stopped=stopped)
    twin = find_twin(workbook)
    form = prepared.paper.form
    if twin is None:
        returned = compare_foreign(workbook, prepared.paper.sheet, prepared.cells, lambda: new_row_key(chance))
    else:
        private = prepared.device_key()
        check_twin(
            twin,
            prepared.paper.key,
            form,
            device=prepared.device,
            device_key=public_key(private) if private else "",
        )
        returned = compare_twin(workbook, twin, form, prepared.cells, device=prepared.device)
    return _tried(prepared, returned)


def _demand_figures(prepared: Prepared) -> None:
    refusal = why_no_figures(prepared.paper.form, editable=prepared.editable)
    if refusal:
        raise InputError(refusal)


def why_no_figures(form: FormDefinition, *, editable: bool) -> str:
    """The code of what keeps figures from coming in from a workbook; empty where they may."""
    if not editable:
        return "twin.sealed"
    return "" if form.tables else "twin.words_only"


def new_row_key(chance: Chance) -> str:
    """A key for a row that a person adds."""
    return f"n{chance.token(5).hex()}"


def _about(paper: Paper) -> About:
    from app.documents.excel.writing import About

    title = f"{paper.form.code} {paper.form.title}, {paper.period_title}"
    return About(title=title[:250], made_at=paper.made_at, is_draft=paper.is_draft)


def _tried(prepared: Prepared, returned: Returned) -> Returned:
    """The same, with what the report itself would refuse among the problems."""
    from app.documents.excel.returning import Problem, accepted
    from app.domain.relations.sheet import Sheet

    def refusal(changes: tuple[Change, ...]) -> CellError | None:
        try:
            Sheet(prepared.paper.form, prepared.cells, prepared.around).set_many(accepted(changes))
        except CellError as error:
            return error
        return None

    if returned.problems or refusal(returned.changes) is None:
        return returned
    problems = [
        Problem(place=change.address, code=error.code, params=error.params)
        for change in returned.changes
        if (error := refusal((change,))) is not None
    ]
    return replace(returned, changes=(), problems=tuple(problems))
