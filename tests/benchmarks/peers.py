"""What others took for the same work, as measured once: 1,000 reports of 156 figures and 6 texts, 100 edited cells.

Anki 26.9.3 with its own sync server, PouchDB 9.0.0 with express-pouchdb, Kinto 26.5.0 on PostgreSQL 15; medians on a
2-core Debian 12 machine, CPU of the whole process tree, bytes of TCP payload. Only bytes, requests and ratios carry
over to another machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Figures = Mapping[str, float]
"""Metric -> figure, as in a row of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """What one of them took for one piece of work."""

    name: str
    figures: Figures


def _peer(
    name: str,
    requests: int,
    up: int,
    down: int,
    *,
    client_cpu_s: float | None = None,
    server_cpu_s: float | None = None,
    **more: float,
) -> Peer:
    figures: dict[str, float] = {"requests": requests, "bytes_up": up, "bytes_down": down, "bytes": up + down, **more}
    if client_cpu_s is not None and server_cpu_s is not None:
        figures |= {
            "client_cpu_s": client_cpu_s,
            "server_cpu_s": server_cpu_s,
            "cpu_s": round(client_cpu_s + server_cpu_s, 3),
        }
    return Peer(name=name, figures=figures)


PEERS: Mapping[str, Sequence[Peer]] = {
    "first_push": (
        _peer("Anki, incremental", 15, 769_802, 2_187, client_cpu_s=0.056, server_cpu_s=0.056, wall_s=0.15),
        _peer("Anki, full upload", 2, 794_476, 346, client_cpu_s=0.071, server_cpu_s=0.043, wall_s=0.14),
        _peer("PouchDB", 44, 2_906_697, 54_371, client_cpu_s=0.572, server_cpu_s=0.457, wall_s=0.91),
        _peer("Kinto", 41, 3_468_158, 3_626_074, client_cpu_s=0.297, server_cpu_s=8.44, wall_s=9.3),
    ),
    "first_pull": (
        _peer("Anki, incremental", 15, 4_294, 767_708, client_cpu_s=0.057, server_cpu_s=0.037, wall_s=0.11),
        _peer("Anki, full download", 2, 585, 794_266, client_cpu_s=0.031, server_cpu_s=0.027, wall_s=0.08),
        _peer("PouchDB", 54, 104_983, 745_188, client_cpu_s=0.453, server_cpu_s=0.620, wall_s=1.01),
        _peer("Kinto", 1, 233, 3_033_396, client_cpu_s=0.123, server_cpu_s=0.130, wall_s=0.26),
    ),
    "edits": (
        _peer("Anki", 7, 78_480, 1_153, client_cpu_s=0.007, server_cpu_s=0.008, wall_s=0.02),
        _peer("PouchDB", 7, 294_660, 6_537, client_cpu_s=0.057, server_cpu_s=0.075, wall_s=0.11),
        _peer("Kinto, whole records", 4, 346_654, 362_366, client_cpu_s=0.032, server_cpu_s=0.816, wall_s=0.89),
        _peer("Kinto, merge-patch", 100, 37_500, 355_046, client_cpu_s=0.158, server_cpu_s=1.06, wall_s=1.39),
    ),
    "edits_pulled": (
        _peer("Anki", 7, 2_086, 77_540, client_cpu_s=0.008, server_cpu_s=0.006, wall_s=0.02),
        _peer("PouchDB", 10, 11_595, 78_053, client_cpu_s=0.086, server_cpu_s=0.073, wall_s=0.14),
        _peer("Kinto", 1, 286, 303_665, client_cpu_s=0.015, server_cpu_s=0.026, wall_s=0.04),
    ),
    "nothing": (
        _peer("Anki", 1, 307, 228, client_cpu_s=0.001, server_cpu_s=0.0, wall_s=0.002),
        _peer("PouchDB", 9, 2_058, 3_691, client_cpu_s=0.013, server_cpu_s=0.011, wall_s=0.03),
        _peer("Kinto", 1, 286, 447, client_cpu_s=0.002, server_cpu_s=0.008, wall_s=0.01),
    ),
    "first_push_slow": (
        _peer("Anki, incremental", 15, 770_012, 2_189, wall_s=57.6, wall_over_ideal=1.20),
        _peer("PouchDB", 44, 2_906_697, 54_368, wall_s=240.2, wall_over_ideal=1.32),
        _peer("Kinto", 41, 3_468_158, 3_626_074, wall_s=479.6, wall_over_ideal=2.12),
    ),
    "first_push_cut": (
        Peer(name="Anki", figures={"finished": 0}),
        Peer(name="PouchDB, as it comes", figures={"finished": 0}),
        Peer(
            name="PouchDB, batches of 10",
            figures={
                "finished": 1,
                "bytes_up": 4_690_000,
                "bytes_resent": 1_660_000,
                "resent_share": 0.55,
                "duplicates": 0,
                "attempts": 107,
                "wall_s": 69.0,
            },
        ),
        Peer(
            name="Kinto, batches of 5",
            figures={
                "finished": 1,
                "bytes_up": 6_770_000,
                "bytes_resent": 3_250_000,
                "resent_share": 0.93,
                "duplicates": 0,
                "attempts": 442,
                "wall_s": 88.0,
            },
        ),
    ),
    "intake_one": (
        Peer(
            name="Kinto",
            figures={"records_per_s": 110, "cpu_ms_per_record": 12.6, "p50_ms": 141.0, "p99_ms": 234.0},
        ),
    ),
}
"""Name of the row -> what each of them took."""

DATABASE_ALONE = {
    "intake_one": "6,559 rows/s at 0.26 ms",
    "intake_hundred": "9,551 rows/s at 0.19 ms",
}
"""PostgreSQL without anything around it, on the same machine as the peers: rows of that size by 16 connections, one a
transaction and a hundred."""

_MORE_IS_BETTER = frozenset({"finished", "records_per_s"})


def best_peer(row: str, metric: str) -> tuple[str, float] | None:
    """Who was best at it, and its figure; None where nobody was measured."""
    found = [(peer.name, peer.figures[metric]) for peer in PEERS.get(row, ()) if metric in peer.figures]
    if not found:
        return None
    return (max if metric in _MORE_IS_BETTER else min)(found, key=lambda each: each[1])
