"""How the wire writes a column of like things, and hashes: short, and read back without guessing.

A column of n things is a list of n, or one thing where all n are the same. Names that come again
(units, forms, authors) are written once, in tables by order of first appearance; a column refers to them
by back references: 0 is the next name of the table, k the k-th counted back from the newest used, 1 being the newest.
Every reader checks what it reads: a column that is too short or a name that is not there is InputError `wire.shape`.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from typing import TypeVar

from app.domain.operations import ReportKey
from app.errors import InputError

T = TypeVar("T", int, str)
Ints = list[int] | int
Texts = list[str] | str

_HEX = re.compile(r"(?:[0-9a-f]{2}){4,}\Z", re.ASCII)
_BASE64 = re.compile(r"[A-Za-z0-9_-]+\Z", re.ASCII)


def broken(what: str) -> InputError:
    """The error for a message whose parts do not fit together."""
    return InputError("wire.shape", part=what)


def shorten(text: str) -> str:
    """Hexadecimal text (a hash, a signature, an epoch) as base64url; any other text behind a `=`; "" stays."""
    if _HEX.match(text):
        return urlsafe_b64encode(bytes.fromhex(text)).rstrip(b"=").decode("ascii")
    return f"={text}" if text else ""


def lengthen(text: str) -> str:
    """The text that `shorten` shortened. Raises InputError `wire.shape`."""
    if not text:
        return ""
    if text[0] == "=":
        return text[1:]
    if not _BASE64.match(text) or len(text) % 4 == 1:
        raise broken("hash")
    plain = urlsafe_b64decode(text + "=" * (-len(text) % 4)).hex()
    if shorten(plain) != text:
        raise broken("hash")
    return plain


def column(values: Sequence[T]) -> list[T] | T:
    """A column, as short as it gets; `values` holds at least one thing."""
    first = values[0]
    return first if all(value == first for value in values) else list(values)


def spread(written: list[T] | T, count: int, what: str) -> Sequence[T]:
    """The `count` things of a written column."""
    if not isinstance(written, list):
        return (written,) * count
    if len(written) != count:
        raise broken(what)
    return written


def checked(numbers: Sequence[int], what: str) -> Sequence[int]:
    """The numbers, each from 0 to below 2**53. Raises InputError `wire.shape`."""
    if any(not 0 <= number < 2**53 for number in numbers):
        raise broken(what)
    return numbers


def deltas(values: Iterable[int], start: int = 0) -> list[int]:
    """Each number as what it adds to the one before; the first to `start`."""
    out = []
    for value in values:
        out.append(value - start)
        start = value
    return out


def sums(steps: Iterable[int], start: int = 0) -> list[int]:
    """The numbers that `deltas` wrote."""
    out = []
    for step in steps:
        start += step
        out.append(start)
    return out


class NameWriter:
    """Names in order of first appearance; those of the message answered come first and are not written again."""

    def __init__(self, before: Iterable[str] = ()) -> None:
        self._places = {name: place for place, name in enumerate(before)}
        self.new: list[str] = []

    def refer(self, name: str) -> int:
        """The back reference to a name: 0 where it is new, 1 for the newest one used, 2 for the one before it."""
        place = self._places.get(name)
        if place is None:
            self._places[name] = len(self._places)
            self.new.append(name)
            return 0
        return len(self._places) - place

    def all(self) -> list[str]:
        """Every name so far, in order."""
        return list(self._places)


class NameReader:
    """The other end of a NameWriter."""

    def __init__(self, new: Iterable[str], before: Iterable[str] = ()) -> None:
        self._names = list(before)
        self._used = len(self._names)
        self._names.extend(new)

    def name(self, reference: int) -> str:
        """The name a back reference stands for."""
        if reference == 0:
            if self._used == len(self._names):
                raise broken("names")
            self._used += 1
            return self._names[self._used - 1]
        if not 0 < reference <= self._used:
            raise broken("names")
        return self._names[self._used - reference]

    def all(self) -> list[str]:
        """Every name, used or not."""
        return list(self._names)

    def finish(self) -> None:
        """Raises InputError `wire.shape` where a name was written that nothing refers to."""
        if self._used != len(self._names):
            raise broken("names")


class Names:
    """The names one message has written, for the answer to go on from."""

    def __init__(self) -> None:
        self.units: list[str] = []
        self.codes: list[str] = []
        self.periods: list[str] = []
        self.releases: list[str] = []
        self.reports: list[str] = []
        self.forms: list[str] = []
        self.people: list[str] = []


class TableWriter:
    """The tables of a message being written."""

    def __init__(self, before: Names | None = None) -> None:
        names = before or Names()
        self._units = NameWriter(names.units)
        self._codes = NameWriter(names.codes)
        self._periods = NameWriter(names.periods)
        self._releases = NameWriter(names.releases)
        self._reports = NameWriter(names.reports)
        self._forms = NameWriter(names.forms)
        self._people = NameWriter(names.people)
        self._keys: list[tuple[int, int, int, int]] = []

    def report(self, key: ReportKey) -> int:
        """The back reference to a report."""
        known = len(self._reports.new)
        reference = self._reports.refer(str(key))
        if len(self._reports.new) > known:
            self._keys.append(
                (
                    self._units.refer(key.unit),
                    self._codes.refer(key.form),
                    self._periods.refer(key.period),
                    self._releases.refer(key.release),
                )
            )
        return reference

    def form(self, package: str) -> int:
        """The back reference to a form package's hash."""
        return self._forms.refer(package)

    def person(self, person: str) -> int:
        """The back reference to a person's id."""
        return self._people.refer(person)

    def written(self) -> list[list[str] | list[list[int] | int] | int]:
        """The tables as the message carries them; [] where there is nothing in them."""
        reports: list[list[int] | int] = [column(part) for part in zip(*self._keys, strict=True)]
        tables: list[list[str] | list[list[int] | int] | int] = [
            len(self._keys),
            reports,
            self._units.new,
            self._codes.new,
            self._periods.new,
            self._releases.new,
            [shorten(package) for package in self._forms.new],
            self._people.new,
        ]
        while tables and not tables[-1]:
            tables.pop()
        return tables

    def names(self) -> Names:
        """Every name, for the answer to go on from."""
        names = Names()
        names.units, names.codes, names.periods = self._units.all(), self._codes.all(), self._periods.all()
        names.releases, names.reports = self._releases.all(), self._reports.all()
        names.forms, names.people = self._forms.all(), self._people.all()
        return names


class TableReader:
    """The tables of a message being read."""

    def __init__(
        self,
        count: int,
        reports: Sequence[list[int] | int],
        names: Sequence[Sequence[str]],
        before: Names | None = None,
    ) -> None:
        """`names` holds units, form codes, periods, releases, form packages (shortened), people."""
        first = before or Names()
        units, codes, periods, releases, forms, people = names
        readers = (
            NameReader(units, first.units),
            NameReader(codes, first.codes),
            NameReader(periods, first.periods),
            NameReader(releases, first.releases),
        )
        if (count and len(reports) != 4) or not 0 <= count <= _MOST_REPORTS:
            raise broken("reports")
        columns = [spread(part, count, "reports") for part in reports] if count else [(), (), (), ()]
        keys = [
            _report_key(*(reader.name(reference) for reader, reference in zip(readers, row, strict=True)))
            for row in zip(*columns, strict=True)
        ]
        for reader in readers:
            reader.finish()
        if len(set(keys)) != count:
            raise broken("reports")
        self._keys = {name: ReportKey(*name.split("|")) for name in first.reports}
        self._keys |= {str(key): key for key in keys}
        self._reports = NameReader([str(key) for key in keys], first.reports)
        self._forms = NameReader([lengthen(form) for form in forms], first.forms)
        self._people = NameReader(people, first.people)

    def report(self, reference: int) -> ReportKey:
        """The report a back reference stands for."""
        return self._keys[self._reports.name(reference)]

    def report_names(self) -> list[str]:
        """Every report's key as text, used or not."""
        return self._reports.all()

    def form(self, reference: int) -> str:
        """The form package hash a back reference stands for."""
        return self._forms.name(reference)

    def person(self, reference: int) -> str:
        """The person id a back reference stands for."""
        return self._people.name(reference)

    def finish(self) -> None:
        """Raises InputError `wire.shape` where a table holds what nothing refers to."""
        for reader in (self._reports, self._forms, self._people):
            reader.finish()


_MOST_REPORTS = 200_000


def _report_key(unit: str, form: str, period: str, release: str) -> ReportKey:
    if not (unit and form and period) or any("|" in part for part in (unit, form, period, release)):
        raise broken("report key")
    return ReportKey(unit, form, period, release)
