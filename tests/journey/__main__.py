"""The main job, done on sample data and checked at each step: `python3 dev.py demo`.

--headless          offscreen, ends by itself; without it the window stays open on a display
--out DIR           screenshots and summary.json (default: .cache/demo/out)
--reopen            only open the program on the last demo's data
--plant FAULT       spoil one thing, to show that the checks notice: signature, digest, lost-cell
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.journey import records
from tests.journey.faults import FAULTS
from tests.journey.processes import Central, Computer, JourneyError
from tests.journey.story import Story

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / ".cache" / "demo"


def main(argv: list[str] | None = None) -> int:
    """Exit code: 0 when every check held."""
    parser = argparse.ArgumentParser(prog="dev.py demo", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--headless", action="store_true", help="offscreen; end by itself")
    parser.add_argument("--out", type=Path, default=DATA / "out", help="where screenshots and summary.json go")
    parser.add_argument("--data", type=Path, default=DATA, help=argparse.SUPPRESS)
    parser.add_argument("--reopen", action="store_true", help="only open the program on the last demo's data")
    parser.add_argument("--plant", choices=sorted(FAULTS), help="spoil one thing, to show that the checks notice")
    options = parser.parse_args(argv)
    headless = options.headless or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if options.reopen:
        return _reopen(options.data)
    if headless and not options.headless:
        print("No display here: going on without one.", flush=True)
    for name in ("central", "pc-a", "pc-b", "receiver"):
        shutil.rmtree(options.data / name, ignore_errors=True)
        (options.data / name).mkdir(parents=True)
    options.out.mkdir(parents=True, exist_ok=True)
    story = Story(
        central=Central(options.data / "central"),
        pc_a=Computer("A", options.data / "pc-a", options.out, headless=headless),
        pc_b=Computer("B", options.data / "pc-b", options.out, headless=headless),
        receiver=Computer("receiver", options.data / "receiver", options.out, headless=headless),
        fault=options.plant,
        say=_say,
    )
    try:
        return _tell(story, options.out, stays_open=not headless)
    finally:
        story.end()


def _tell(story: Story, out: Path, *, stays_open: bool) -> int:
    summary: dict[str, Any]
    try:
        summary = {"ok": True, **story.tell()}
    except JourneyError as error:
        print(f"✗ {error}", file=sys.stderr, flush=True)
        summary = {"ok": False, "failed": str(error)}
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if not summary["ok"]:
        return 1
    print(f"All checks held. Pictures and summary.json: {os.path.relpath(out)}", flush=True)
    if stays_open:
        print("The window stays open; close it to end.", flush=True)
        story.pc_a.wait()
    return 0


def _reopen(data: Path) -> int:
    if not (data / "pc-a" / "sobaocao.db").exists():
        print("There is no demo data yet. Please run first:  python3 dev.py demo", file=sys.stderr)
        return 2
    pc = Computer("A", data / "pc-a", data / "out", headless=False)
    central = Central(data / "central", records.central_port(pc.folder))
    central.start()
    try:
        return pc.run_window()
    finally:
        central.stop()


Say = Callable[[str, str], None]
_step = 0


def _say(what: str, verified: str) -> None:
    """Print a step and what was verified in it."""
    global _step  # steps are counted over the one run of this program
    _step += 1
    print(f"{_step:>2}. {what}\n      ✓ {verified}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
