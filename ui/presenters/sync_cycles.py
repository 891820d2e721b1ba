"""The last cycles in words: what came of each, what a failure means. Cycles that say the same are one line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

import msgspec

from app.domain.exchange_state import CycleOutcome, CycleRecord
from app.messages import words
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, moment_text, second_text, size_text, technical_line
from ui.words import language, translate


def runs_of(cycles: Iterable[CycleRecord]) -> list[list[CycleRecord]]:
    """Cycles in a row that tell a person the same thing; each that moved something stands alone."""

    def alike(cycle: CycleRecord) -> object:
        moved = cycle.outcome is CycleOutcome.DONE and (cycle.sent or cycle.received)
        return object() if moved else (cycle.outcome, cycle.code, cycle.detail)  # the first is like no other

    return [list(run) for _, run in groupby(cycles, alike)]


def identity_of(run: Sequence[CycleRecord]) -> int:
    """The same when the next cycle has joined the run: when its first one began."""
    return run[-1].started_at


def cycle_lines(runs: Iterable[Sequence[CycleRecord]], opened: Collection[int] = ()) -> list[Line]:
    """The runs as lines; those whose identity is `opened` say everything."""
    return [_run_line(run, is_open=identity_of(run) in opened) for run in runs]


def cycle_line(cycle: CycleRecord, *, is_open: bool = False) -> Line:
    """One cycle."""
    return _run_line([cycle], is_open=is_open)


def trouble_words(cycle: CycleRecord) -> str:
    """What went wrong in a cycle; empty for nothing."""
    return words(cycle.code, _named(cycle.detail), language=language()).what if cycle.code else ""


def _run_line(run: Sequence[CycleRecord], *, is_open: bool) -> Line:
    newest = run[0]
    heading, tone, mark = _outcome(newest)
    if len(run) > 1:
        heading = translate("Sync", "{outcome} · {count} lần").format(outcome=heading, count=len(run))
    body = _moved_words(newest)
    if newest.code:
        said = words(newest.code, _named(newest.detail), language=language())
        body = "\n".join(part for part in (said.what, said.safe, said.do) if part) if is_open else said.what
    foot = _amount(run)
    if is_open:
        foot = f"{foot}\n{_technical(run)}"
    return Line(heading=heading, tone=tone, mark=mark, right=moment_text(newest.ended_at), body=body, foot=foot)


_NOT_CENTRALS_WORD = ("sync.", "store.", "app.")
"""How codes begin of what a person has to act on, and that the system did not say; but for `sync.refused`."""


def _outcome(cycle: CycleRecord) -> tuple[str, Tone, str]:
    own = cycle.code.startswith(_NOT_CENTRALS_WORD) and cycle.code != "sync.refused"
    if own and cycle.outcome is CycleOutcome.REFUSED:
        return translate("Sync", "Chưa đồng bộ được"), Tone.ERROR, "error"
    return {
        CycleOutcome.DONE: (translate("Sync", "Xong"), Tone.OK, "ok"),
        CycleOutcome.UNREACHABLE: (translate("Sync", "Chưa đồng bộ được"), Tone.ATTENTION, "warning"),
        CycleOutcome.STUCK: (translate("Sync", "Chưa xong"), Tone.ATTENTION, "warning"),
        CycleOutcome.REFUSED: (translate("Sync", "Bị từ chối"), Tone.ERROR, "error"),
        CycleOutcome.STOPPED: (translate("Sync", "Dừng giữa chừng"), Tone.NEUTRAL, "incomplete"),
    }[cycle.outcome]


def _moved_words(cycle: CycleRecord) -> str:
    done = []
    if cycle.sent:
        done.append(translate("Sync", "{count} mục lên hệ thống").format(count=cycle.sent))
    if cycle.received:
        done.append(translate("Sync", "{count} mục về máy này").format(count=cycle.received))
    if not done and cycle.outcome is CycleOutcome.STOPPED:
        return translate("Sync", "Phần còn lại đi ở lần sau.")
    said = ", ".join(done) or translate("Sync", "Không có gì mới ở hai phía")
    return said[0].upper() + said[1:]


def _amount(run: Sequence[CycleRecord]) -> str:
    amount = translate("Sync", "Lên {up}, về {down}").format(
        up=size_text(sum(cycle.bytes_up for cycle in run)), down=size_text(sum(cycle.bytes_down for cycle in run))
    )
    if len(run) > 1:
        since = translate("Sync", "Từ {moment}").format(moment=moment_text(run[-1].started_at))
    else:
        since = translate("Sync", "Trong {time}").format(time=span_words(run[0].ended_at - run[0].started_at))
    return f"{since} · {amount}"


def _technical(run: Sequence[CycleRecord]) -> str:
    newest = run[0]
    lasted = translate("Sync", "lần cuối từ {start} đến {end}").format(
        start=second_text(newest.started_at), end=second_text(newest.ended_at)
    )
    requests = translate("Sync", "{count} lượt hỏi").format(count=sum(cycle.requests for cycle in run))
    return technical_line(newest.code, _named(newest.detail), lasted, requests)


def _named(detail: str) -> dict[str, str]:
    try:
        return msgspec.json.decode(detail, type=dict[str, str]) if detail else {}
    except msgspec.DecodeError:
        return {}


def span_words(seconds: int) -> str:
    """How long something took."""
    if seconds < 1:
        return translate("Sync", "dưới 1 giây")
    if seconds < 60:
        return translate("Sync", "{count} giây").format(count=seconds)
    return translate("Sync", "{minutes} phút {seconds} giây").format(minutes=seconds // 60, seconds=seconds % 60)
