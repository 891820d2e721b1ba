"""The part of a definition that is about the report, not its tables: who, when, how often, by which text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.domain.forms.definition import Release, Section
from app.domain.forms.nodes import Items, Keys, Text
from app.domain.forms.reading import Reader
from app.domain.periods import ND09, DeadlineKind, DeadlineRule, Roll, WindowKind, WindowRule, parse_frequency
from app.errors import AppError

LEVELS = ("commune", "district", "province", "ministry", "central")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


def read_levels(reader: Reader, key: str) -> tuple[str, ...]:
    """The levels a key lists."""
    found = []
    for text, place in reader.placed_texts(key):
        if text in LEVELS:
            found.append(text)
        else:
            reader.problems.add("form.value", place, key=key, text=text[:40], wanted=", ".join(LEVELS))
    if not found and not reader.has(key):
        reader.problems.add("form.key_missing", reader.place, key=key)
    return tuple(dict.fromkeys(found))


def read_receivers(reader: Reader) -> Mapping[str, str]:
    """Level -> who receives its report."""
    given = reader.mapping("receivers", required=True)
    if given is None:
        return {}
    found = {level: given.text(level) for level in LEVELS if given.has(level)}
    given.finish()
    return found


def read_frequencies(reader: Reader) -> tuple[str, ...]:
    """The frequencies, each known."""
    found = []
    for text, place in reader.placed_texts("frequencies"):
        try:
            parse_frequency(text)
            found.append(text)
        except AppError as error:
            reader.problems.add_error(error, place)
    if not reader.has("frequencies"):
        reader.problems.add("form.key_missing", reader.place, key="frequencies")
    return tuple(dict.fromkeys(found))


def read_window(reader: Reader, *, required: bool) -> WindowRule | None:
    """The data window: a rule's name, or a mapping with its numbers. None where it is not given."""
    node = reader.node("window")
    if node is None:
        if required:
            reader.problems.add("form.key_missing", reader.place, key="window")
        return None
    kinds = [kind.value for kind in WindowKind]
    if isinstance(node, Text):
        kind = reader.choice("window", kinds, ND09.kind)
        return reader.attempt("window", lambda: WindowRule(kind=WindowKind(kind)), ND09)
    given = reader.as_mapping(node, "window")
    if given is None:
        return None
    kind = given.choice("rule", kinds, "")
    if not kind:
        if not given.has("rule"):
            given.problems.add("form.key_missing", given.place, key="rule")
        return None
    numbers = {
        "start_day": given.number("start_day", 1, 1, 31),
        "start_month_offset": given.number("start_month_offset", 0, -36, 36),
        "end_day": given.number("end_day", 31, 1, 31),
        "end_month_offset": given.number("end_month_offset", 0, -36, 36),
        "week_first_day": given.number("week_first_day", 1, 1, 7),
    }
    given.finish()
    return reader.attempt("window", lambda: WindowRule(kind=WindowKind(kind), **numbers), ND09)


def read_deadlines(
    reader: Reader, window: WindowRule, frequencies: Sequence[str], *, required: bool
) -> Mapping[str, DeadlineRule]:
    """Level -> deadline, none earlier than one working day after the window."""
    given = reader.mapping("deadlines", required=required)
    if given is None:
        return {}
    found: dict[str, DeadlineRule] = {}
    for level in LEVELS:
        rule = given.mapping(level)
        if rule is None:
            continue
        deadline = _deadline(rule)
        if deadline is None:
            continue
        try:
            deadline.check(window, frequencies)
            found[level] = deadline
        except AppError as error:
            given.problems.add_error(error, rule.place)
    given.finish()
    return found


def _deadline(rule: Reader) -> DeadlineRule | None:
    kind = DeadlineKind.DAY_OF_MONTH
    if rule.flag("dated"):
        kind = DeadlineKind.DATED
    elif rule.has("working_days"):
        kind = DeadlineKind.CUT_OFF
    elif rule.has("month"):
        kind = DeadlineKind.FIXED
    elif not rule.has("day"):
        rule.problems.add("form.deadline_kind", rule.place)
        return None
    numbers = {
        "day": rule.number("day", 25, 1, 31),
        "month": rule.number("month", 1, 1, 12),
        "year_offset": rule.number("year_offset", 0, 0, 3),
        "month_offset": rule.number("month_offset", 0, 0, 36),
        "working_days": rule.number("working_days", 1, 1, 60),
    }
    roll = Roll(rule.choice("roll", [roll.value for roll in Roll], Roll.NONE))
    rule.finish()
    try:
        return DeadlineRule(kind=kind, roll=roll, **numbers)
    except AppError as error:
        rule.problems.add_error(error, rule.place)
        return None


def read_releases(reader: Reader, window: WindowRule, frequencies: Sequence[str]) -> tuple[Release, ...]:
    """The releases of a report, each with its own window and deadlines where it says so."""
    found: list[Release] = []
    for given in reader.mappings("releases"):
        code = _key(given, "code")
        own = read_window(given, required=False)
        frequency = given.text("frequency")
        if frequency and frequency not in frequencies:
            given.problems.add(
                "form.value",
                given.place_of("frequency"),
                key="frequency",
                text=frequency,
                wanted=", ".join(frequencies),
            )
            frequency = ""
        if code and any(release.code == code for release in found):
            given.problems.add("form.duplicate", given.place_of("code"), name=code)
        found.append(
            Release(
                code=code,
                title=given.text("title", required=True),
                frequency=frequency,
                estimate=given.flag("estimate"),
                window=own,
                deadlines=read_deadlines(
                    given, own or window, [frequency] if frequency else frequencies, required=False
                ),
            )
        )
        given.finish()
    return tuple(found)


def read_sections(reader: Reader) -> tuple[Section, ...]:
    """The narrative sections."""
    found: list[Section] = []
    origins: set[str] = set()
    for given in reader.mappings("sections"):
        key = _key(given, "key")
        if key and any(section.key == key for section in found):
            given.problems.add("form.duplicate", given.place_of("key"), name=key)
        found.append(
            Section(
                key=key,
                title=given.text("title", required=True),
                guidance=given.text("guidance"),
                required=given.flag("required"),
                was=given.origin(origins),
            )
        )
        given.finish()
    return tuple(found)


def _key(given: Reader, name: str) -> str:
    key = given.text(name, required=True)
    if key and not _KEY.match(key):
        given.problems.add("form.value", given.place_of(name), key=name, text=key[:40], wanted="a-z, 0-9, _")
        return ""
    return key


def check_every_level_has_a_deadline(
    reader: Reader,
    senders: Sequence[str],
    deadlines: Mapping[str, DeadlineRule],
    releases: Sequence[Release],
) -> None:
    """A report that passes several levels states a deadline for each."""
    written = reader.node("deadlines")
    if written is not None and not isinstance(written, Keys | Items):
        return
    for level in senders:
        covered = level in deadlines or (releases and all(level in release.deadlines for release in releases))
        if not covered and not reader.problems.errors:
            reader.problems.add("form.deadline_missing", reader.place_of("deadlines"), level=level)
