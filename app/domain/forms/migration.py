"""A report's content moved from one edition of its form to another, and back.

Nothing is rounded, guessed or lost: what has no place there, or cannot stand in it, is dropped with the reason and
kept in the migration, so that going back restores it. What the edition left behind calculated and the other takes as
typed comes over as the figure it was. What the other calculates is never carried: it follows from what came over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from app.domain.addresses import ROW, TOTAL_ONLY, is_row_head, row_of
from app.domain.canonical import content_hash
from app.domain.forms.definition import FormDefinition
from app.domain.forms.matching import Match, match_editions
from app.domain.forms.pairing import Gone, Why
from app.domain.operations import ActBody, CellEdit
from app.domain.relations.content import check_value
from app.domain.relations.outer import EarlierEdition
from app.domain.relations.sheet import Sheet
from app.domain.rows import parse_row_head
from app.domain.values import parse_figure
from app.errors import CellError, FormError


class Carried(NamedTuple):
    """A value that came over."""

    old: str
    """Address in the edition left behind."""
    new: str
    """Address in the other."""
    value: str
    """What stood there."""
    became: str
    """What stands now: the same, but in the head of a row whose group bears another code."""
    calculated: bool
    """Whether it was calculated before, and is typed now."""


class Dropped(NamedTuple):
    """A value that did not come over."""

    address: str
    """In the edition it stood in."""
    value: str
    """What stood there."""
    why: Why
    """The reason."""


class Migration(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a report's content: the preview of a move, and all that is needed to go back."""

    code: str
    """The form."""
    old: str
    """Package hash of the edition left behind."""
    new: str
    """Package hash of the edition moved to."""
    carried: tuple[Carried, ...]
    """By old address."""
    dropped: tuple[Dropped, ...]
    """By address."""
    blank: tuple[str, ...]
    """Cells of figures to be filled that had no figure before because they were not there, or could not keep it."""

    @property
    def kept(self) -> tuple[Carried, ...]:
        """What stands where it stood."""
        return tuple(one for one in self.carried if one.old == one.new)

    @property
    def moved(self) -> tuple[Carried, ...]:
        """What stands elsewhere."""
        return tuple(one for one in self.carried if one.old != one.new)

    @property
    def content(self) -> dict[str, str]:
        """The content in the edition moved to."""
        return {one.new: one.became for one in self.carried}


class Return(NamedTuple):
    """A report gone back to the edition it came from."""

    content: dict[str, str]
    """As it was, with what was typed since where that has a place."""
    lost: tuple[Dropped, ...]
    """What was typed since and has none; by address."""


def migrate(old: FormDefinition, new: FormDefinition, content: Mapping[str, str]) -> Migration:
    """What becomes of a content when its report moves from one edition to another; nothing is changed by it.

    Raises FormError `version.other_form`.
    """
    match = match_editions(old, new)
    before = Sheet(old, content)
    carried, dropped = _carry(match, before, content, {})
    after = Sheet(new, {one.new: one.became for one in carried})
    carried += _once_calculated(match, before, after)
    became = {one.new: one.became for one in carried}
    return Migration(
        code=new.code,
        old=old.hash,
        new=new.hash,
        carried=tuple(sorted(carried)),
        dropped=tuple(sorted(dropped)),
        blank=tuple(_blank(match.inverse(), before, after, became)),
    )


def _carry(
    match: Match, before: Sheet, cells: Mapping[str, str], beside: Mapping[str, str]
) -> tuple[list[Carried], list[Dropped]]:
    """What of some cells comes over and what does not; `beside` is what stands there already."""
    carried: list[Carried] = []
    dropped: list[Dropped] = []
    for address, value in cells.items():
        place = match.translate(address)
        if isinstance(place, Gone):
            dropped.append(Dropped(address, value, place.why))
        elif not (_is_mark(address) or before.is_entry(address)):
            dropped.append(Dropped(address, value, Why.UNKNOWN))
        else:
            carried.append(Carried(address, place, value, match.value(address, value), calculated=False))
    after = Sheet(match.there, {**beside, **{one.new: one.became for one in carried}})
    unfit = {one: why for one in carried if (why := _unfit(after, one.new, one.became))}
    dropped += [Dropped(one.old, one.value, why) for one, why in unfit.items()]
    return [one for one in carried if one not in unfit], dropped


def _is_mark(address: str) -> bool:
    """Whether the address says that a row is there, or what kind of row it is."""
    return address.endswith(("/" + ROW, "/" + TOTAL_ONLY)) and not address.startswith("@")


def _unfit(sheet: Sheet, address: str, value: str) -> Why | None:
    """Why a value cannot stand in a cell; None where it can."""
    if _is_mark(address):
        return None
    if sheet.is_closed(address):
        return Why.CLOSED
    if not sheet.is_entry(address):
        return Why.CALCULATED
    table = sheet.form.table(address.partition("/")[0])
    column = table.column(address.rpartition("/")[2]) if table else None
    if column is None:
        return None
    try:
        check_value(column, value, address)
    except CellError as error:
        if error.code == "value.range":
            return Why.SIGN if value.startswith("-") else Why.KIND
        return Why.DECIMALS if column.is_number and parse_figure(value) else Why.KIND
    return None


def _once_calculated(match: Match, before: Sheet, after: Sheet) -> list[Carried]:
    """Figures that were calculated and are typed now."""
    found = []
    for address, value in before.calculated().items():
        place = match.translate(address)
        if isinstance(place, str) and not _unfit(after, place, value):
            found.append(Carried(address, place, value, value, calculated=True))
    return found


def _blank(origins: Match, before: Sheet, after: Sheet, content: Mapping[str, str]) -> Iterator[str]:
    for table in after.form.tables:
        figures = [column.key for column in table.columns if column.is_number]
        for row in after.rows(table.key):
            for address in (f"{table.key}/{row.key}/{column}" for column in figures if row.has_figures):
                if address not in content and after.is_entry(address):
                    origin = origins.translate(address)
                    if isinstance(origin, Gone) or origin in before.cells() or before.value(origin) is not None:
                        yield address


def back(old: FormDefinition, new: FormDefinition, migration: Migration, now: Mapping[str, str]) -> Return:
    """The content that a moved report goes back with; `now` is what stands in it by now.

    What came over and stands untouched is again what it was; what was typed over it, or beside it where a cell
    answers there, goes along; what was dropped is restored, unless its row was removed since or the cell typed anew.
    Raises FormError `version.other_record`.
    """
    if (migration.old, migration.new) != (old.hash, new.hash):
        raise FormError("version.other_record")
    came = {one.new: one for one in migration.carried}
    content: dict[str, str] = {}
    typed: dict[str, str] = {}
    for address, value in now.items():
        one = came.get(address)
        if one is None or value != one.became:
            typed[address] = value
        elif not one.calculated:
            content[one.old] = one.value
    removed = {row_of(one.old) for one in migration.carried if is_row_head(one.old) and one.new not in now}
    match = match_editions(new, old)
    carried, lost = _carry(match, Sheet(new, now), typed, content)
    content |= {one.new: _regrouped(came.get(one.old), one.became) for one in carried}
    for cell in migration.dropped:
        row = row_of(cell.address)
        if row in removed or row.rpartition(".")[0] in removed:
            lost.append(cell._replace(why=Why.REMOVED))
        else:
            content.setdefault(cell.address, cell.value)
    return Return(content, tuple(sorted(lost)))


def _regrouped(came: Carried | None, value: str) -> str:
    """A value gone back; the head of a row that had come without its group, which has no code there, is in it again."""
    lost, now, was = (parse_row_head(one) for one in (came.became if came else "", value, came.value if came else ""))
    if came and is_row_head(came.new) and lost and now and was and not lost.group and not now.group:
        return str(replace(now, group=was.group))
    return value


def move_body(form_hash: str, before: Mapping[str, str], after: Mapping[str, str]) -> ActBody:
    """Body of `report.move_version`: a report's content becomes `after`, filled by the package `form_hash`."""
    changed = sorted(address for address in before.keys() | after.keys() if before.get(address) != after.get(address))
    brought = tuple(CellEdit(address, before.get(address), after.get(address)) for address in changed)
    return ActBody(content=content_hash(form_hash, after), brought=brought, form=form_hash)


def read_as(editions: Sequence[FormDefinition], content: Mapping[str, str]) -> EarlierEdition:
    """A report of the first edition under the addresses of the last, step by step, to be read and compared.

    What it calculated is there as it calculated it.
    """
    cells = {**content, **Sheet(editions[0], content).calculated()}
    matches = [match_editions(one, other) for one, other in pairwise(editions)]
    for match in matches:
        cells = {
            place: match.value(address, value)
            for address, value in cells.items()
            if isinstance(place := match.translate(address), str)
        }
    origins = [match.inverse() for match in reversed(matches)]
    return EarlierEdition(cells, lambda address: _is_there(origins, address))


def _is_there(origins: Sequence[Match], address: str) -> bool:
    for match in origins:
        place = match.translate(address)
        if isinstance(place, Gone):
            return False
        address = place
    return True
