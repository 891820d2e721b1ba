"""Reports of other editions of a form, read by the edition they are rolled up by."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from app.domain.forms.definition import FormDefinition
from app.domain.forms.matching import match_editions
from app.domain.forms.migration import read_as
from app.domain.rollup.sources import Adapt, Adapted, Source, unreadable


def reader_of(form: FormDefinition, editions: Iterable[FormDefinition]) -> Adapt:
    """Reads reports of any of these editions, step by step through those between, as reports of `form`.

    What it gives raises InputError `rollup.edition_unknown` for a report that follows none of them.
    """
    known = {edition.hash: edition for edition in (*editions, form) if edition.code == form.code}
    ordered = sorted(known.values(), key=lambda edition: edition.age)

    def adapt(source: Source) -> Adapted:
        edition = known.get(source.form)
        if edition is None:
            return unreadable(source)
        one, other = ordered.index(edition), ordered.index(known[form.hash])
        steps = ordered[one : other + 1] if one <= other else ordered[other : one + 1][::-1]
        back = [match_editions(there, here) for here, there in pairwise(steps)][::-1]

        def own(address: str) -> str | None:
            for match in back:
                place = match.translate(address)
                if not isinstance(place, str):
                    return None
                address = place
            return address

        return Adapted(read_as(steps, source.cells), own)

    return adapt
