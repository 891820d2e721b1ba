"""What an operation does to the head of a report. Pure: central decides with it, the client foretells with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.canonical import content_hash
from app.domain.merge import Applied, Clash, apply_edit
from app.domain.notes import are_places, is_sound
from app.domain.operations import ActBody, EditBody, Kind, NoteBody, Operation, ReportKey
from app.domain.workflow import REASON_DEMANDED, State, step
from app.errors import StateError


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest revision of a report, as its home central holds it."""

    key: ReportKey
    form: str
    """Form package hash."""
    state: State = State.DRAFT
    rev: int = 0
    """Central's counter for this report; 0 before the first operation."""
    cells: Mapping[str, str] = field(default_factory=dict)
    """Content: address -> canonical value; no blanks, nothing calculated."""

    @property
    def content(self) -> str:
        """Content hash, 64 hex digits."""
        return content_hash(self.form, self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advanced:
    """The operation holds."""

    head: Head
    """The head after it; `rev` is one more, or the same where nothing changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clashed:
    """The operation speaks of another content; a person looks and acts again."""

    clashes: tuple[Clash, ...]
    """The clashing cells of an edit; empty for an act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The operation can never hold."""

    code: str
    """`report.sealed`, `report.state`, `report.reason`, `operation.body`."""


Verdict = Advanced | Clashed | Refusal


def apply_operation(head: Head, operation: Operation) -> Verdict:
    """What `operation` does to `head`. Rights, versions and deadlines are the caller's to judge."""
    kind, body = operation.kind, operation.body
    if kind is Kind.EDIT and isinstance(body, EditBody) and body.keeps:
        # A decision for what stands changes nothing that a seal, an edition or a deadline could forbid.
        clashes = apply_edit(head.cells, body.cells, body.claims)
        return Advanced(head=head) if isinstance(clashes, Applied) else Clashed(clashes=clashes)
    try:
        state = step(head.state, kind)
    except StateError as error:
        return Refusal(code=error.code)
    match body:
        case EditBody() if kind is Kind.EDIT:
            applied = apply_edit(head.cells, body.cells, body.claims)
            if not isinstance(applied, Applied):
                return Clashed(clashes=applied)
            if not applied.changed and state == head.state:
                return Advanced(head=head)
            return Advanced(head=_next(head, state, applied.cells, head.form))
        case ActBody() if kind.names_content:
            if kind in REASON_DEMANDED and not body.reason.strip():
                return Refusal(code="report.reason")
            if not are_places(body.cells):
                return Refusal(code="operation.body")
            applied = apply_edit(head.cells, body.brought)
            if not isinstance(applied, Applied):
                return Clashed(clashes=())
            form = body.form if kind is Kind.MOVE_VERSION else head.form
            if not form:
                return Refusal(code="operation.body")
            if content_hash(form, applied.cells) != body.content:
                return Clashed(clashes=())
            return Advanced(head=_next(head, state, applied.cells, form))
        case NoteBody() if kind is Kind.COMMENT and is_sound(body):
            return Advanced(head=_next(head, state, head.cells, head.form))
        case _:
            return Refusal(code="operation.body")


def _next(head: Head, state: State, cells: Mapping[str, str], form: str) -> Head:
    return Head(key=head.key, form=form, state=state, rev=head.rev + 1, cells=cells)
