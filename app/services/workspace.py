"""What an office does with its reports: see what is due, fill, check, seal, submit. No Qt, no network, no SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from app.clock import Chance, Clock, SystemChance
from app.domain.addresses import head_row
from app.domain.bookmark import Bookmark
from app.domain.canonical import content_hash
from app.domain.exchange import ObligationChange, Receipt, View
from app.domain.exchange_state import CycleRecord, LightFacts
from app.domain.forms.definition import FormDefinition, RowsKind
from app.domain.operations import ActBody, CellEdit, Kind, ReportKey
from app.domain.rights import may
from app.domain.values import canonical_text
from app.domain.workflow import OPEN, State
from app.errors import StateError
from app.services.enrolment import barred_by, enrolled_computer
from app.services.forms import FormShelf
from app.services.light import light_of
from app.services.neighbours import Neighbours, window_of
from app.services.report_lists import ReportLists, period_title
from app.services.sealing import blocking_findings, brought_values, offered
from app.services.views import (
    Computer,
    HistoryEntry,
    NearbyCell,
    OpenReport,
    Person,
    ReportSummary,
    SaveOutcome,
    SealOutcome,
    SyncStatus,
    WaitingReport,
    WorkItem,
)
from app.store.records import Save, StoredReport
from app.store.store import Store

if TYPE_CHECKING:
    from app.domain.relations.sheet import Context, Sheet
    from app.services.attachments import Attachments
    from app.services.attention import Attention
    from app.services.bundles import OfficeBundles
    from app.services.first_rows import FirstRows
    from app.services.hints import Evidence
    from app.services.notes import Notes
    from app.services.reviewing import Reviewing
    from app.services.versions import Versions
    from app.services.workbooks import DeviceKey, Workbooks

CYCLES_SHOWN = 500
"""Of the last sync cycles: most of a day's, where nothing ever went wrong."""


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
        chance: Chance | None = None,
    ) -> None:
        """`device_key` reads the private key that this computer signs its Excel twins and its bundles with."""
        self._store = store
        self._forms = forms
        self._clock = clock
        self._device_key = device_key
        self._chance = chance or SystemChance()
        self._lists = ReportLists(store, forms, clock, me)
        self.me = me

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    # Parts ----------------------------------------------------------------------------------------------------
    # Each comes in when it is first asked for: the window stands with the list of work alone.

    @cached_property
    def first_rows(self) -> FirstRows:
        """What a report begins with."""
        from app.services.first_rows import FirstRows

        return FirstRows(self._store, self._forms)

    @cached_property
    def versions(self) -> Versions:
        """Drafts moved between the editions of their forms."""
        from app.services.versions import Versions

        return Versions(self._store, self._forms, self.me.id)

    @cached_property
    def notes(self) -> Notes:
        """Notes and questions beside the figures."""
        from app.services.notes import Notes

        return Notes(self._store, self.me, self.person_name)

    @cached_property
    def attention(self) -> Attention:
        """What waits for a person's decision."""
        from app.services.attention import Attention

        return Attention(self._store, self.me.id, self.person_name, self.notes)

    @cached_property
    def reviewing(self) -> Reviewing:
        """What this office does with what it was sent."""
        from app.services.reviewing import Reviewing

        return Reviewing(self._store, self.me.id)

    @cached_property
    def attachments(self) -> Attachments:
        """Files of reports."""
        from app.services.attachments import Attachments

        return Attachments(self._store, self.person_name)

    @cached_property
    def bundles(self) -> OfficeBundles:
        """Bundles, made for somebody to carry, and taken in."""
        from app.services.bundles import OfficeBundles

        return OfficeBundles(self._store, self._device_key, self._clock, self._chance)

    @cached_property
    def workbooks(self) -> Workbooks:
        """Reports as workbooks, out and back in."""
        from app.services.workbooks import Workbooks

        return Workbooks(self._store, self.open, self._lists, self._clock, self._device_key)

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
        # Not with the rest: it is asked for by a page that the window does not begin with.
        from app.domain.relations.laying import count_typed

        return [
            WaitingReport(
                key=pending.key,
                form_code=pending.key.form,
                form_title=form.title if (form := self._forms.find(pending.form)) else "",
                period_title=period_title(pending.key, form),
                cells=count_typed(form, pending.cells),
                acts=tuple(kind.value for kind in pending.acts),
                in_flight=pending.in_flight,
                files=pending.files,
            )
            for pending in self._store.pending()
        ]

    def receipts(self) -> list[Receipt]:
        """Central's receipts, the newest first."""
        return self._store.receipts()[::-1]

    def cycles(self) -> list[CycleRecord]:
        """The last sync cycles, the newest first."""
        return self._store.cycles(CYCLES_SHOWN)

    # Working --------------------------------------------------------------------------------------------------

    def open(self, key: ReportKey, view: View = View.INNER) -> OpenReport:
        """A report, calculated and judged; one that is owed and not begun opens blank.

        Raises StateError `report.unknown`, FormError `form.missing`.
        """
        report = self._store.report(key, view)
        owed = self._store.obligation(key)
        form = self._forms.of(report, owed)
        window = window_of(key, form, owed)
        around = Neighbours(self._store, self._forms, key, form, window, view).gathered()
        cells = dict(report.cells) if report else {}
        sheet = _sheet(form, cells, around)
        state = report.state if report else State.DRAFT
        allowed = self._may()
        editable = view is View.INNER and state in OPEN and not (report and report.read_only) and Kind.EDIT in allowed
        refused = self._store.refused(key)
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
            conflicts=tuple(self._store.places_asked(key)),
            refused=tuple(address for entry in refused for address in sorted(entry.standing)),
            refused_acts=tuple(entry.kind for entry in refused if entry.kind is not Kind.EDIT),
            receiver_name=self._lists.unit_name(owed.receiver, owed.window_end) if owed else "",
            unit_name=self._lists.unit_name(key.unit, owed.window_end if owed else "") if view is View.UPWARD else "",
            may=allowed,
            elsewhere=tuple(self.attention.elsewhere(key)) if view is View.INNER else (),
            nearby=self._nearby(key) if view is View.INNER else (),
        )

    def _may(self) -> frozenset[Kind]:
        """What the person's role lets him do, as central has it by now."""
        role = self._store.person_role(self.me.id) or self.me.role
        return frozenset(kind for kind in Kind if may(role, kind))

    def _nearby(self, key: ReportKey) -> tuple[NearbyCell, ...]:
        return tuple(
            NearbyCell(
                address=cell.address,
                value=cell.value,
                device=cell.device,
                person_name=self.person_name(cell.author),
            )
            for cell in self._store.peers.cells(key)
        )

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

    def save_all(
        self, saves: Sequence[tuple[ReportKey, str, Sequence[CellEdit]]], bookmark: Bookmark | None = None
    ) -> list[SaveOutcome | Exception]:
        """Save several batches in one commit; for each its outcome, or the error that kept it out.

        The bookmark, where there is one, moves in the same commit.
        """
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
            for outcome in self._store.save_group(group, bookmark)
        ]

    def keep_bookmark(self, bookmark: Bookmark | None, *, synced: bool) -> None:
        """Remember where the typist is; None forgets it. Only where `synced` does it survive a power cut at once."""
        self._store.keep_bookmark(bookmark, synced=synced)

    def go_back(self) -> Bookmark | None:
        """Where the typist left off, for a start to go on there; None where no report was open. To ask is a try."""
        return self._store.go_back() if self._store.bookmark() else None

    def _claims(self, form_hash: str, edits: Sequence[CellEdit]) -> tuple[str, ...]:
        """The free rows that the edited cells stand in."""
        form = self._forms.find(form_hash)
        # Rows with heads: all but those that the form itself prints.
        free = {table.key for table in form.tables if table.rows_kind is not RowsKind.FIXED} if form else set()
        rows = {head_row(edit.address) for edit in edits if edit.address.partition("/")[0] in free}
        return tuple(sorted(row for row in rows if not _is_total(row)))

    def seal(
        self,
        key: ReportKey,
        *,
        bring: Sequence[str] = (),
        filled: Mapping[str, str] | None = None,
        reason: str = "",
    ) -> SealOutcome:
        """Seal a report unless findings forbid it: errors, and those whose written reason is missing.

        Sealing writes in what the person who seals was shown: of the cells that `bring` names the offered value,
        `filled`, the figures that other forms fill in, and the rows laid over. `reason` is why it is sealed though
        something of it waits for a person on another computer. Raises StateError `report.unknown`, `report.state`,
        `report.conflicts`, `report.conflicts_elsewhere`, `report.refused`, `report.merging`, `report.changed`
        (somebody changed it this very moment: look again), `indicator.changed` (other forms fill in something else
        than was shown).
        """
        report, owed = self._store.report(key), self._store.obligation(key)
        form = self._forms.of(report, owed)
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
        content, why = content_hash(form.hash, sheet.cells()), canonical_text(reason) or ""
        body = ActBody(content=content, reason=why, brought=brought)
        self._store.act(key, Kind.SEAL, body, author=self.me.id, sources=sources)
        return SealOutcome(sealed=True)

    def evidence(self, key: ReportKey, view: View = View.INNER) -> Evidence | None:
        """What the hints of a report are found in: its own past and, of one received, its siblings.

        Hints judge nothing: they are no findings, never stand in the way of sealing, and are not kept.
        None for a report that is not begun.
        """
        # Not with the rest: they are asked for once somebody checks a report.
        from app.services.hints import evidence_of

        report = self._store.report(key, view)
        if report is None:
            return None
        form = self._forms.get(report.form)
        around = Neighbours(
            self._store, self._forms, key, form, window_of(key, form, self._store.obligation(key)), view
        )
        return evidence_of(key, form, report.cells, around)

    def submit(self, key: ReportKey) -> None:
        """Send a sealed report up. Raises StateError `report.state`, `report.unsigned`, `report.unknown`."""
        report = self._store.report(key)
        owed = self._store.obligation(key)
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
            uploading=facts.uploading,
            questions=len(self._store.open_questions()),
            last_contact_at=facts.last_contact_at,
            next_deadline=self._lists.next_deadline(),
            clock_skew_s=self._store.clock_skew_s(),
            barred=barred_by(self._store),
        )

    @property
    def computer(self) -> Computer:
        """What this computer is to the system."""
        return enrolled_computer(self._store)


def _sheet(form: FormDefinition, cells: Mapping[str, str], context: Context) -> Sheet:
    # Not with the rest: the rules are of use once a report is opened, and the window stands before that.
    from app.domain.relations.sheet import Sheet

    return Sheet(form, cells, context)


def _is_total(row: str) -> bool:
    from app.domain.relations.layout import SUBTOTAL, TOTAL

    name = row.partition("/")[2]
    return name == TOTAL or name.startswith(SUBTOTAL)
