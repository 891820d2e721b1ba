"""Notes and questions beside a report's figures: what an operation writes, and who may read it.

A note is no part of a report's content: it is written on a closed report too, merges with nothing, and is never taken
away. What a receiver asks when he returns a report is a question; it is settled when the report is sealed again.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from app.domain.addresses import parse_address
from app.domain.canonical import canonical_bytes, fingerprint
from app.domain.operations import ActBody, Body, Kind, NoteBody, ReportKey
from app.domain.values import canonical_text
from app.domain.workflow import State
from app.errors import CellError

NOTE_MAX = 2_000
"""Longest note, in characters."""


class NoteKind(StrEnum):
    """What is written beside a figure."""

    NOTE = "note"
    QUESTION = "question"
    """Asked with a return: it wants an answer before the report is sealed again."""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wrote beside a figure, or about the whole report."""

    report: ReportKey
    kind: NoteKind
    address: str
    """The cell or section; empty for the whole report."""
    text: str
    author: str
    """Person id."""
    at: int
    """When, as claimed; Unix seconds."""
    shared: bool
    """Whether the receiver reads it too; else it stays in the office."""

    @property
    def id(self) -> str:
        """32 hex digits of what was written where, by whom and when: the same however often it is given."""
        told = (str(self.report), self.kind.value, self.address, self.text, self.author, self.at)
        return fingerprint(canonical_bytes(told)).hex()[:32]


WITH_RECEIVER = frozenset({State.SUBMITTED, State.RECEIVED, State.RETURNED, State.ACCEPTED})
"""States in which the receiver holds the report: what its office writes then is for both."""


def is_for_both(state: State, *, answers: bool) -> bool:
    """Whether a note that the reporting office writes is for the receiver too.

    `answers` says that it stands where an open question of the receiver stands.
    """
    return answers or state in WITH_RECEIVER


def is_sound(body: NoteBody) -> bool:
    """Whether a note can be kept: some words, not too many, canonical, about a place that can be one."""
    if not body.text or len(body.text) > NOTE_MAX or canonical_text(body.text) != body.text:
        return False
    return not body.address or are_places((body.address,))


def are_places(addresses: Iterable[str]) -> bool:
    """Whether all of these can be addresses of cells or sections."""
    try:
        return all(parse_address(address) for address in addresses)
    except CellError:
        return False


def notes_of(kind: Kind, body: Body, report: ReportKey, author: str, at: int) -> tuple[Note, ...]:
    """The notes that an operation writes: a comment one, a return one question for each pinned cell, or one for all."""
    match body:
        case NoteBody() if kind is Kind.COMMENT:
            return (
                Note(
                    report=report,
                    kind=NoteKind.NOTE,
                    address=body.address,
                    text=body.text,
                    author=author,
                    at=at,
                    shared=body.shared,
                ),
            )
        case ActBody() if kind is Kind.RETURN:
            return tuple(
                Note(
                    report=report,
                    kind=NoteKind.QUESTION,
                    address=address,
                    text=body.reason,
                    author=author,
                    at=at,
                    shared=True,
                )
                for address in body.cells or ("",)
            )
        case _:
            return ()
