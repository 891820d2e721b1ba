"""Reports as the exchange holds them in hand while it judges one batch."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from app.domain.apply import Head
from app.domain.operations import ReportKey
from app.domain.workflow import State
from central.databases import Database, Later, Row
from central.registry.known import Owed, Registry
from central.registry.offices import UnitRecord

_HEADS = (
    "SELECT upward, form, state, rev, content, cells, author, at, received_at"
    " FROM intake_head WHERE province = %s AND report = %s"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One head of a report, with who made it."""

    head: Head
    content: str
    """Content hash; empty until somebody needs it (`settled`)."""
    author: str
    at: int
    """As claimed; Unix seconds."""
    received_at: int

    def settled(self) -> Standing:
        """The same, with its content hash."""
        return self if self.content else replace(self, content=self.head.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What is owed to whom."""

    receiver: str
    """Unit id; empty where nobody receives."""
    receiver_province: str
    deadline: str
    """ISO date; empty where nothing is owed."""
    withdrawn: bool = False
    """Whether it was owed once and is no more."""


@dataclass(slots=True, kw_only=True)
class ReportFile:
    """A report in hand."""

    key: ReportKey
    name: str
    """The key's text."""
    province: str
    """Of the reporting unit: where the report is kept."""
    duty: Duty
    inner: Standing | None = None
    """The office's own head; None before the first operation."""
    upward: Standing | None = None
    """What the receiver sees; None before the first submission."""
    stored: dict[bool, tuple[int, str]] = field(default_factory=dict)
    """Is it the upward head -> (rev, content) as it is in the database."""

    def copy(self) -> ReportFile:
        """The file as it is now; what it holds is never changed in place."""
        return copy.copy(self)


class Cabinet:
    """The report files of one batch, by report key."""

    def __init__(self, db: Database, registry: Registry) -> None:
        self._db = db
        self._registry = registry
        self.files: dict[ReportKey, ReportFile] = {}

    def fetch(self, keys: Iterable[ReportKey]) -> None:
        """Take out the files of reports; a report of an unknown unit has none."""
        self.order(keys)()

    def order(self, keys: Iterable[ReportKey]) -> Later[None]:
        """As `fetch`, once it is called: what has to be asked for goes out with the next question."""
        wanted = {str(key): key for key in keys if key not in self.files}
        units = self._registry.units({key.unit for key in wanted.values()})
        homes = {name: units[key.unit] for name, key in wanted.items() if key.unit in units}
        heads = self._db.later(_HEADS, [(home.province, name) for name, home in homes.items()])
        owed = self._registry.owed((home.province, name) for name, home in homes.items())
        return lambda: self._put_in(wanted, homes, owed(), heads())

    def _put_in(
        self,
        wanted: Mapping[str, ReportKey],
        homes: Mapping[str, UnitRecord],
        owed: Mapping[str, Owed],
        heads: Sequence[Sequence[Row]],
    ) -> None:
        receivers = {name: owed[name].receiver if name in owed else home.parent for name, home in homes.items()}
        offices = self._registry.units(set(receivers.values()) - {""})
        for name, home in homes.items():
            office = offices.get(receivers[name])
            duty = Duty(
                receiver=office.id if office else "",
                receiver_province=office.province if office else "",
                deadline=owed[name].deadline if name in owed and not owed[name].withdrawn else "",
                withdrawn=name in owed and owed[name].withdrawn,
            )
            self.files[wanted[name]] = ReportFile(key=wanted[name], name=name, province=home.province, duty=duty)
        for name, rows in zip(homes, heads, strict=True):
            _put_in(self.files[wanted[name]], rows)

    def snapshot(self) -> dict[ReportKey, ReportFile]:
        """Every file as it is now."""
        return {key: file.copy() for key, file in self.files.items()}


def _put_in(file: ReportFile, heads: Sequence[Row]) -> None:
    for upward, form, state, rev, content, cells, author, at, received_at in heads:
        head = Head(
            key=file.key,
            form=form,
            state=State(state),
            rev=rev,
            cells=msgspec.json.decode(cells, type=dict[str, str]),
        )
        standing = Standing(head=head, content=content, author=author, at=at, received_at=received_at)
        file.stored[bool(upward)] = (rev, content)
        if upward:
            file.upward = standing
        else:
            file.inner = standing
