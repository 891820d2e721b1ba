"""What an office does with its reports: see what is due, fill, check, seal, submit. No Qt, no network, no SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.clock import Clock
from app.domain.addresses import ROW, head_row, parse_address, row_of
from app.domain.canonical import content_hash
from app.domain.exchange import ObligationChange, Receipt, View
from app.domain.exchange_state import CycleRecord, LightFacts
from app.domain.forms.definition import ColumnType, FormDefinition, RowsKind
from app.domain.operations import ActBody, CellEdit, Kind, ReportKey
from app.domain.relations.tree import Severity
from app.domain.rows import RowHead, order_between
from app.domain.values import canonical_text
from app.domain.workflow import OPEN, State
from app.errors import CellError, StateError
from app.services.forms import FormShelf
from app.services.light import light_of
from app.services.neighbours import Neighbours, units_on, window_of
from app.services.report_lists import ReportLists, period_title
from app.services.versions import Versions
from app.services.views import (
    ConflictItem,
    HistoryEntry,
    OpenReport,
    Person,
    RefusedItem,
    ReportSummary,
    SaveOutcome,
    SealOutcome,
    SyncStatus,
    WaitingReport,
    WorkItem,
)
from app.services.workbooks import DeviceKey, Workbooks
from app.store.records import Save, StoredReport
from app.store.store import Store

if TYPE_CHECKING:
    from app.domain.anomalies.hints import Hint
    from app.domain.relations.findings import Finding
    from app.domain.relations.sheet import Context, Sheet


class Workspace:
    """The office's use cases. Belongs to the thread of its store."""

    def __init__(
        self,
        store: Store,
        forms: FormShelf,
        clock: Clock,
        me: Person,
        *,
        device_key: DeviceKey = lambda: None,
    ) -> None:
        """`device_key` reads the private key that this computer signs its Excel twins with."""
        self._store = store
        self._forms = forms
        self._clock = clock
        self._lists = ReportLists(store, forms, clock, me)
        self.versions = Versions(store, forms, me.id)
        self.workbooks = Workbooks(store, self.open, self._lists, clock, device_key)
        self.me = me

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    # Seeing ---------------------------------------------------------------------------------------------------

    def work_list(self) -> list[WorkItem]:
        """What this office owes, by deadline; what arrived stays for 30 days after its deadline."""
        return self._lists.work_list()

    def reports(self) -> list[ReportSummary]:
        """This office's reports, the ones changed last first."""
        return self._lists.summaries(View.INNER)

    def received(self) -> list[ReportSummary]:
        """Reports that the offices below have sent, the ones changed last first."""
        return self._lists.summaries(View.UPWARD)

    def waiting(self) -> list[WaitingReport]:
        """What waits to be synchronised, report by report."""
        return [
            WaitingReport(
                key=pending.key,
                form_code=pending.key.form,
                form_title=form.title if (form := self._forms.find(pending.form)) else "",
                period_title=period_title(pending.key, form),
                cells=pending.cells,
                acts=tuple(kind.value for kind in pending.acts),
                in_flight=pending.in_flight,
            )
            for pending in self._store.pending()
        ]

    def conflicts(self) -> list[ConflictItem]:
        """Cells and rows that wait for a person, oldest first."""
        return [
            ConflictItem(
                key=row.key,
                address=row.address,
                base=row.base,
                mine=row.mine,
                theirs=row.theirs,
                mine_author=self.person_name(row.mine_author),
                mine_at=row.mine_at,
                theirs_author=self.person_name(row.their_author),
                theirs_at=row.their_at,
                opened_at=row.opened_at,
            )
            for row in self._store.conflicts()
        ]

    def refused(self) -> list[RefusedItem]:
        """What central did not take, oldest first."""
        return [
            RefusedItem(
                key=row.key,
                kind=row.kind.value,
                code=row.code,
                params=row.params,
                cells=row.cells,
                opened_at=row.opened_at,
            )
            for row in self._store.refused()
        ]

    def receipts(self) -> list[Receipt]:
        """Central's receipts, the newest first."""
        return self._store.receipts()[::-1]

    def cycles(self) -> list[CycleRecord]:
        """The last sync cycles, the newest first."""
        return self._store.cycles()

    # Working --------------------------------------------------------------------------------------------------

    def open(self, key: ReportKey, view: View = View.INNER) -> OpenReport:
        """A report, calculated and judged; one that is owed and not begun opens blank.

        Raises StateError `report.unknown`, FormError `form.missing`.
        """
        report = self._store.report(key, view)
        owed = self._owed(key)
        form = self._form_of(report, owed)
        window = window_of(key, form, owed)
        around = Neighbours(self._store, self._forms, key, form, window, view).gathered()
        cells = dict(report.mine) if report else {}
        sheet = _sheet(form, cells, around)
        state = report.state if report else State.DRAFT
        editable = view is View.INNER and state in OPEN and not (report and report.read_only)
        return OpenReport(
            key=key,
            form=form,
            form_title=form.title,
            period_title=period_title(key, form),
            state=state,
            sheet=sheet,
            cells=cells,
            editable=editable,
            window=window,
            deadline=date.fromisoformat(owed.deadline) if owed else None,
            last_saved_at=(report.at or None) if report else None,
            previous=around.previous(),
            last_year=around.last_year(),
            around=around,
            offered=offered(sheet) if editable else {},
            receipts=tuple(self._store.receipts(key)),
            conflicts=tuple(conflict.address for conflict in self._store.conflicts(key)),
            refused=tuple(cell.address for entry in self._store.refused(key) for cell in entry.cells),
            receiver_name=self._lists.unit_name(owed.receiver, owed.window_end) if owed else "",
        )

    def _owed(self, key: ReportKey) -> ObligationChange | None:
        return self._store.obligation(key)

    def _form_of(self, report: StoredReport | None, owed: ObligationChange | None) -> FormDefinition:
        if report is not None:
            return self._forms.get(report.form)
        if owed is None:
            raise StateError("report.unknown")
        return self._forms.get(owed.form)

    def _mine(self, key: ReportKey) -> Mapping[str, str]:
        report = self._store.report(key)
        return report.mine if report else {}

    def _sheet(
        self, key: ReportKey, form: FormDefinition, cells: Mapping[str, str], owed: ObligationChange | None
    ) -> Sheet:
        return _sheet(form, cells, Neighbours(self._store, self._forms, key, form, window_of(key, form, owed)))

    def save(self, key: ReportKey, form_hash: str, edits: Sequence[CellEdit], reason: str = "") -> SaveOutcome:
        """Save typed cells; what the outcome names as saved is durable.

        Raises StateError `report.sealed`, `report.read_only`; StoreError.
        """
        outcome = self._store.save_edits(
            key,
            form_hash,
            edits,
            author=self.me.id,
            reason=canonical_text(reason) or "",
            claims=self._claims(form_hash, edits),
        )
        return SaveOutcome(saved=outcome.saved, clashes=outcome.clashed)

    def save_all(self, saves: Sequence[tuple[ReportKey, str, Sequence[CellEdit]]]) -> list[SaveOutcome | Exception]:
        """Save several batches in one commit; for each its outcome, or the error that kept it out."""
        group = [
            Save(
                key=key,
                form=form_hash,
                edits=tuple(edits),
                author=self.me.id,
                claims=self._claims(form_hash, edits),
            )
            for key, form_hash, edits in saves
        ]
        return [
            outcome.error or SaveOutcome(saved=outcome.saved, clashes=outcome.clashed)
            for outcome in self._store.save_group(group)
        ]

    def _claims(self, form_hash: str, edits: Sequence[CellEdit]) -> tuple[str, ...]:
        """The free rows that the edited cells stand in."""
        form = self._forms.find(form_hash)
        # Rows with heads: all but those that the form itself prints.
        free = {table.key for table in form.tables if table.rows_kind is not RowsKind.FIXED} if form else set()
        rows = {head_row(edit.address) for edit in edits if edit.address.partition("/")[0] in free}
        return tuple(sorted(row for row in rows if not _is_total(row)))

    def explain(self, key: ReportKey, form_hash: str, finding: Finding, reason: str) -> SaveOutcome:
        """Write the reason for a finding that asks for one; an empty reason takes it back."""
        address = f"@reason/{finding.key}"
        shown = self._mine(key).get(address)
        return self.save(key, form_hash, (CellEdit(address, shown, canonical_text(reason)),))

    def seal(
        self, key: ReportKey, *, bring: Sequence[str] = (), filled: Mapping[str, str] | None = None
    ) -> SealOutcome:
        """Seal a report unless findings forbid it: errors, and those whose written reason is missing.

        Sealing writes in what the person who seals was shown: of the cells that `bring` names the offered value, and
        `filled`, the figures that other forms fill in. Raises StateError `report.unknown`, `report.state`,
        `report.conflicts`, `report.refused`, `report.merging`, `report.changed` (somebody changed it this very
        moment: look again), `indicator.changed` (other forms fill in something else than was shown).
        """
        report, owed = self._store.report(key), self._owed(key)
        form = self._form_of(report, owed)
        sheet = self._sheet(key, form, report.mine if report else {}, owed)
        fills = sheet.filled()
        if fills != (filled or {}):
            raise StateError("indicator.changed")
        if report is None and not fills:
            raise StateError("report.unknown")
        brought = brought_values(sheet, bring)
        sources = {address: origin.cited for address in fills if (origin := sheet.origin_of(address))}
        if brought:
            sheet.set_many({cell.address: cell.new for cell in brought})
        blocking = blocking_findings(sheet)
        if blocking:
            return SealOutcome(sealed=False, findings=blocking)
        if report is None:
            # Filled in from other forms alone: nobody typed anything that would have begun it.
            self._store.save_edits(key, form.hash, (), author=self.me.id)
        body = ActBody(content=content_hash(form.hash, sheet.cells()), brought=brought)
        self._store.act(key, Kind.SEAL, body, author=self.me.id, sources=sources)
        return SealOutcome(sealed=True)

    def check(self, key: ReportKey) -> tuple[Finding, ...]:
        """Everything found in a report when blanks are judged too."""
        report = self._store.report(key)
        if report is None:
            raise StateError("report.unknown")
        sheet = self._sheet(key, self._forms.get(report.form), report.mine, self._owed(key))
        return tuple(sheet.findings(complete=True))

    def hints(self, key: ReportKey, view: View = View.INNER) -> tuple[Hint, ...]:
        """What stands out in a report beside the unit's past and, in one received, its siblings; the strongest first.

        Hints judge nothing: they are no findings, never stand in the way of sealing, and are not kept.
        Empty for a report that is not begun.
        """
        # Not with the rest: they are asked for once somebody checks a report.
        from app.services.hints import hints_beside

        report = self._store.report(key, view)
        if report is None:
            return ()
        form = self._forms.get(report.form)
        around = Neighbours(self._store, self._forms, key, form, window_of(key, form, self._owed(key)), view)
        return hints_beside(key, form, report.mine, around)

    def submit(self, key: ReportKey) -> None:
        """Send a sealed report up. Raises StateError `report.state`, `report.unsigned`, `report.unknown`."""
        report = self._store.report(key)
        owed = self._owed(key)
        if report is not None and report.state is State.SEALED and owed is not None and "sign" in owed.route:
            raise StateError("report.unsigned")
        self._act(report, Kind.SUBMIT)

    def reopen(self, key: ReportKey, reason: str) -> None:
        """Open a closed report for figures again. Raises StateError `report.reason`, `report.state`."""
        self._act(self._store.report(key), Kind.REOPEN, canonical_text(reason) or "")

    def _act(self, report: StoredReport | None, kind: Kind, reason: str = "") -> None:
        if report is None:
            raise StateError("report.unknown")
        body = ActBody(content=content_hash(report.form, report.going), reason=reason)
        self._store.act(report.key, kind, body, author=self.me.id)

    def rows_to_start_with(self, key: ReportKey) -> tuple[CellEdit, ...]:
        """The free rows of last period's report, by key, with their labels and groups and without figures.

        Empty where this report has rows already, where nothing came before it, or where the form has no free rows.
        """
        report = self._store.report(key)
        owed = self._owed(key)
        form = self._form_of(report, owed)
        labels = {
            table.key: {column.key for column in table.columns if column.type is ColumnType.LABEL}
            for table in form.tables
            if table.rows_kind is RowsKind.FREE
        }
        mine = report.mine if report else {}
        if not labels or any(address.endswith(f"/{ROW}") for address in mine):
            return ()
        before = Neighbours(self._store, self._forms, key, form, window_of(key, form, owed)).previous() or {}
        heads = {row_of(address) for address in before if address.endswith(f"/{ROW}")}
        return tuple(
            CellEdit(address, None, value)
            for address, value in sorted(before.items())
            if row_of(address) in heads and _starts(address, labels)
        )

    def unit_rows(self, key: ReportKey) -> tuple[CellEdit, ...]:
        """The rows that a form prints one of for each unit: the units directly under this one, or itself.

        By unit id, with the unit's name; only of tables that have no row yet. Empty where the form has no such table.
        """
        report = self._store.report(key)
        owed = self._owed(key)
        form = self._form_of(report, owed)
        mine = report.mine if report else {}
        wanted = [
            table
            for table in form.tables
            if table.rows_kind is RowsKind.UNITS
            and not any(address.startswith(f"{table.key}/") and address.endswith(f"/{ROW}") for address in mine)
        ]
        if not wanted:
            return ()
        day = owed.window_end if owed else ""
        edits = []
        for table in wanted:
            order = ""
            for unit, name in self._units_under(key.unit, day):
                order = order_between(order, "")
                edits.append(CellEdit(f"{table.key}/{unit}/{ROW}", None, str(RowHead(order=order))))
                edits += [
                    CellEdit(f"{table.key}/{unit}/{column.key}", None, name)
                    for column in table.columns
                    if column.type is ColumnType.LABEL and name
                ]
        return tuple(edits)

    def _units_under(self, unit: str, day: str) -> list[tuple[str, str]]:
        """(unit, name) of the units directly under one on an ISO day, by code; the unit itself where there are none."""
        found = units_on(self._store.children(unit), day)
        if found:
            return [(one.unit, one.name) for one in found]
        name = self.me.unit_name if unit == self.me.unit else ""
        versions = self._store.unit_versions(unit)
        return [(unit, name or (versions[-1].name if versions else ""))]

    def history(self, key: ReportKey, address: str) -> list[HistoryEntry]:
        """Who put what into a cell, oldest first."""
        return self._store.history(key, address)

    def person_name(self, person: str) -> str:
        """A person's name; the id itself where it is not known."""
        return self.me.name if person == self.me.id else self._store.person_name(person)

    def light_facts(self) -> LightFacts:
        """What the light is decided by."""
        return self._store.light_facts()

    # The light ------------------------------------------------------------------------------------------------

    def sync_status(self) -> SyncStatus:
        """The light, what is behind it, and the nearest deadline of a report that is not sent."""
        facts = self._store.light_facts()
        shown = light_of(facts, int(self._clock.now().timestamp()))
        return SyncStatus(
            light=shown.light,
            code=shown.code,
            at=shown.at,
            waiting=facts.waiting,
            in_flight=facts.in_flight,
            conflicts=facts.conflicts,
            refused=facts.refused,
            last_contact_at=facts.last_contact_at,
            next_deadline=self._lists.next_deadline(),
        )


def _sheet(form: FormDefinition, cells: Mapping[str, str], context: Context) -> Sheet:
    # Not with the rest: the rules are of use once a report is opened, and the window stands before that.
    from app.domain.relations.sheet import Sheet

    return Sheet(form, cells, context)


def offered(sheet: Sheet) -> dict[str, str]:
    """Starts that other reports offer for cells that are blank."""
    return {address: value for address, value in sheet.carried().items() if sheet.value(address) is None}


def brought_values(sheet: Sheet, bring: Sequence[str]) -> tuple[CellEdit, ...]:
    """What sealing writes in: the offered values of the named cells, and all that other forms fill in; by address."""
    values = offered(sheet)
    values = {address: values[address] for address in bring if address in values} | dict(sheet.filled())
    return tuple(CellEdit(address, None, values[address]) for address in sorted(values))


def blocking_findings(sheet: Sheet) -> tuple[Finding, ...]:
    """Findings that keep a report from being sealed: errors, and those that lack their written reason."""
    return tuple(
        finding
        for finding in sheet.findings(complete=True)
        if finding.severity is Severity.ERROR or (finding.severity is Severity.EXPLAIN and not finding.reason.strip())
    )


def _is_total(row: str) -> bool:
    from app.domain.relations.layout import SUBTOTAL, TOTAL

    name = row.partition("/")[2]
    return name == TOTAL or name.startswith(SUBTOTAL)


def _starts(address: str, labels: Mapping[str, set[str]]) -> bool:
    try:
        table, _, column = parse_address(address)
    except CellError:
        return False
    return table in labels and (column == ROW or column in labels[table])
