"""The editions of one code beside each other: what a folder of definitions says that no file says alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from app.domain.forms.definition import FormDefinition
from app.domain.forms.matching import match_editions
from app.domain.forms.nodes import Keys, Place, YamlNode, read_yaml, values_of
from app.domain.forms.pairing import Origin
from app.domain.forms.reading import Problem, Problems


class FormFile(NamedTuple):
    """A definition that can be used, and the text it was read from."""

    path: str
    text: str
    form: FormDefinition


def check_editions(files: Sequence[FormFile]) -> Mapping[str, Sequence[Problem]]:
    """Path -> problems: editions in force on the same day, `follows` and `was` that name nothing."""
    by_code: dict[str, list[FormFile]] = {}
    for file in files:
        by_code.setdefault(file.form.code, []).append(file)
    found: dict[str, Problems] = {file.path: Problems() for file in files}
    for editions in by_code.values():
        editions.sort(key=lambda file: file.form.age)
        for older, newer in combinations(editions, 2):
            if _overlap(older.form, newer.form, [file.form for file in editions]):
                place = _place(newer, "valid_from", "edition")
                found[newer.path].add("form.overlap", place, form=newer.form.code, edition=older.form.edition)
        for file in editions:
            _check_origins(file, {other.form.edition: other.form for other in editions}, found[file.path])
    return {path: sorted(one.found, key=lambda problem: (problem.line, problem.column)) for path, one in found.items()}


def _overlap(one: FormDefinition, other: FormDefinition, editions: Iterable[FormDefinition]) -> bool:
    """Whether a day exists on which both are in force; one that is followed ends before that one begins."""
    begin = max(one.valid_from or date.min, other.valid_from or date.min)
    return begin <= min(_last_day(one, editions), _last_day(other, editions))


def _last_day(form: FormDefinition, editions: Iterable[FormDefinition]) -> date:
    if form.valid_to is not None:
        return form.valid_to
    followed = [one.valid_from for one in editions if one.follows == form.edition and one.valid_from]
    return min(followed) - timedelta(days=1) if followed else date.max


def _check_origins(file: FormFile, editions: Mapping[str, FormDefinition], problems: Problems) -> None:
    form = file.form
    if not form.follows:
        return
    old = editions.get(form.follows)
    if old is None:
        place = _place(file, "follows")
        problems.add("form.follows_unknown", place, is_hint=True, form=form.code, edition=form.follows)
        return
    for origin in match_editions(old, form).unknown:
        place = _origin_place(file, origin)
        problems.add("form.was_unknown", place, edition=old.edition, name=origin.name)


def _place(file: FormFile, *keys: str) -> Place:
    """Where the first of these keys that is written stands."""
    root = read_yaml(file.text)
    places = root.key_places if isinstance(root, Keys) else {}
    return next((places[key] for key in keys if key in places), root.place)


def _origin_place(file: FormFile, origin: Origin) -> Place:
    node: YamlNode = read_yaml(file.text)
    for key in ("tables", origin.table, origin.part) if origin.table else (origin.part,):
        if isinstance(node, Keys) and key in node.entries:
            node = node.entries[key]
    named = (text.place for text in values_of(node, "was") if text.text.strip(" ()") == origin.name)
    return next(named, node.place)
