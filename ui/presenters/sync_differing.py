"""What keeps the light from green, down to the report, each with the place where it is seen to. Knows no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from app.domain.attachments import Transfer
from app.domain.exchange_state import LightFacts
from app.domain.operations import Kind, ReportKey
from app.messages import words
from app.services.views import WaitingReport
from ui.presenters.acts import act_words
from ui.presenters.file_words import percent
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, size_text
from ui.presenters.ports import Workspace
from ui.words import language, translate

Titles = Callable[[ReportKey], str]


class Place(NamedTuple):
    """Where something is seen to."""

    key: ReportKey
    address: str = ""
    needs_person: bool = False
    """On the page of what waits for a person; else in the report."""


class Difference(NamedTuple):
    """One thing, and where it is seen to; None where there is nothing to do."""

    line: Line
    place: Place | None
    enrols: bool = False
    """Seen to by enrolling this computer anew."""


def differences(workspace: Workspace, title: Titles, barred: str) -> list[Difference]:
    """Everything, what needs a person first. `barred` is SyncStatus's."""
    facts = workspace.light_facts()
    found = _barred(barred) + _conflicts(workspace, title) + _refused(workspace, title)
    found += [_differing(key, title) for key in facts.differing]
    found += [Difference(waiting_line(report), Place(report.key)) for report in workspace.waiting()]
    for file in workspace.attachments.waiting():
        found.append(Difference(waiting_file_line(file, title(file.report)), Place(file.report)))
    return found or _unproven(facts)


def _barred(code: str) -> list[Difference]:
    """What keeps this computer from the system."""
    if not code:
        return []
    said = words(code, {}, language=language())
    line = Line(heading=said.what, tone=Tone.ERROR, mark="error", body=said.do, foot=said.safe)
    return [Difference(line, None, enrols=True)]


def _conflicts(workspace: Workspace, title: Titles) -> list[Difference]:
    items = workspace.attention.conflicts()
    first = {item.key: item.address for item in reversed(items)}
    said = translate("Sync", "Sửa ở hai nơi")
    todo = translate("Sync", "{count} chỗ chờ chọn số đúng")
    shape = Line(heading="", right=said, tone=Tone.ERROR, mark="conflict", body=todo)
    return _for_person(Counter(item.key for item in items), first, title, shape)


def _refused(workspace: Workspace, title: Titles) -> list[Difference]:
    items = workspace.attention.refused()
    first = {item.key: next((cell.address for cell in item.cells), "") for item in reversed(items)}
    said = translate("Sync", "Bị từ chối")
    todo = translate("Sync", "{count} mục chờ xem lại")
    shape = Line(heading="", right=said, tone=Tone.ERROR, mark="error", body=todo)
    return _for_person(Counter(item.key for item in items), first, title, shape)


def _for_person(
    counts: Mapping[ReportKey, int], first: Mapping[ReportKey, str], title: Titles, shape: Line
) -> list[Difference]:
    """A line a report; `shape` is what they have in common."""
    return [
        Difference(
            replace(shape, heading=title(key), body=shape.body.format(count=count)),
            Place(key, first[key], needs_person=True),
        )
        for key, count in counts.items()
    ]


def _differing(key: ReportKey, title: Titles) -> Difference:
    body = translate("Sync", "Bản trên máy này khác bản trên hệ thống; lần đồng bộ tới sẽ tự lấy lại.")
    right = translate("Sync", "Khác hệ thống")
    return Difference(Line(heading=title(key), right=right, tone=Tone.ATTENTION, mark="warning", body=body), Place(key))


def _unproven(facts: LightFacts) -> list[Difference]:
    """What stands in the way where nothing here waits: the comparison with the system."""
    if facts.last_contact_at is None:
        return []
    if facts.theirs is None:
        heading = translate("Sync", "Chưa đối chiếu xong")
        body = translate(
            "Sync", "Dữ liệu của hệ thống chưa về đủ; máy tự đối chiếu khi kết nối và nhận đủ. Không phải làm gì."
        )
    elif facts.theirs != facts.ours:
        heading = translate("Sync", "Số liệu hai bên chưa giống nhau")
        body = translate("Sync", "Máy đang tự tìm báo cáo khác nhau để lấy lại. Không phải làm gì.")
    else:
        return []
    return [Difference(Line(heading=heading, tone=Tone.ATTENTION, mark="warning", body=body), None)]


def waiting_line(report: WaitingReport) -> Line:
    """What of one report waits."""
    parts = [translate("Sync", "{count} ô").format(count=report.cells)] if report.cells else []
    if report.files:
        parts.append(translate("Sync", "{count} tệp đính kèm").format(count=report.files))
    parts.extend(act_words(kind) for kind in report.acts if kind != Kind.EDIT)
    return Line(
        heading=f"{report.form_code} · {report.period_title}",
        right=translate("Sync", "Chờ đồng bộ"),
        body=report.form_title,
        foot=translate("Sync", "Gồm {parts}").format(parts=", ".join(parts)) if parts else "",
    )


def waiting_file_line(file: Transfer, title: str) -> Line:
    """A file that is not in the system yet."""
    going = translate("Sync", "Đã lên {percent}").format(percent=percent(file.done, file.size))
    return Line(
        heading=file.name,
        right=going if file.done else translate("Sync", "Chờ đồng bộ"),
        body=title,
        foot=translate("Sync", "Tệp đính kèm, {size}").format(size=size_text(file.size)),
    )
