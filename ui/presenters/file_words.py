"""What is said of attached files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.domain.attachments import NAME_MAX, REPORT_MAX, Attachment
from app.messages import words
from app.services.attachments import FileState, FileTold
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, size_text, when_text
from ui.words import language, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class FileActs:
    """What may be done with a file."""

    is_here: bool
    """It may be opened and saved."""
    may_fetch: bool
    may_remove: bool


def acts_of(told: FileTold | None, *, can_add: bool) -> FileActs:
    """What may be done with a file of which this is known."""
    state = told.state if told else None
    return FileActs(
        is_here=state in (FileState.WAITING, FileState.GOING, FileState.THERE),
        may_fetch=state is FileState.AWAY,
        may_remove=can_add,
    )


def file_line(file: Attachment, told: FileTold | None, now: int) -> Line:
    """A file in the list: name and size, how far it has got, who attached it and when."""
    state, tone, mark = _state(file, told)
    who = [told.author, when_text(told.at, now) if told.at else ""] if told else []
    if told and told.problem:
        state, tone, mark = f"{state}. {words(told.problem, {}, language=language()).what}", Tone.ATTENTION, "warning"
    return Line(
        heading=file.name,
        mark=mark,
        mark_tone=tone,
        right=size_text(file.size) if file.size else "",
        body=state,
        foot=" · ".join(part for part in who if part),
    )


def _state(file: Attachment, told: FileTold | None) -> tuple[str, Tone, str]:
    if told is None:
        return "", Tone.NEUTRAL, ""
    match told.state:
        case FileState.THERE:
            return translate("Files", "Đã lên hệ thống"), Tone.OK, "ok"
        case FileState.WAITING:
            return translate("Files", "Chờ đồng bộ"), Tone.NEUTRAL, "up"
        case FileState.GOING:
            said = translate("Files", "Đã lên {percent}")
            return said.format(percent=percent(told.done, file.size)), Tone.INFO, "up"
        case FileState.COMING if not told.done:
            return translate("Files", "Chờ tải về"), Tone.NEUTRAL, "down"
        case FileState.COMING:
            said = translate("Files", "Đang tải về · {percent}")
            return said.format(percent=percent(told.done, file.size)), Tone.INFO, "down"
        case FileState.AWAY:
            return translate("Files", "Chưa tải về máy này"), Tone.NEUTRAL, "down"


def percent(done: int, size: int) -> str:
    """`45 %`, never 100 before the end."""
    return f"{done * 100 // size if size else 0} %"


def total_words(files: Sequence[Attachment]) -> str:
    """How many files there are, and how much of what a report may have; empty for none."""
    if not files:
        return ""
    size = size_text(sum(file.size for file in files))
    said = translate("Files", "{count} tệp · {size} trong {limit} MB")
    return said.format(count=len(files), size=size, limit=REPORT_MAX >> 20)


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, numbered where a file of the report is called so already."""
    folded = {one.casefold() for one in taken}
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    number = 2
    while name.casefold() in folded:
        tail = f" ({number}){dot}{ending}"
        name, number = stem[: NAME_MAX - len(tail)] + tail, number + 1
    return name
