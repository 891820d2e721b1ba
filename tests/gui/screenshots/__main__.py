"""Takes the pictures: all of them, or those that are named."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from tests.gui.screenshots import places, questions, reports
from tests.gui.screenshots.studio import Camera
from ui.application import make_application

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "img"
SCALE = 1.25
LARGER = "form-125"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.gui.screenshots")
    parser.add_argument("names", nargs="*", help="pictures to take; without any, all of them")
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--scaled", action="store_true", help="the window as on a screen at 125 %%")
    given = parser.parse_args()
    wanted = frozenset(given.names)
    app = make_application(sys.argv[:1])
    if given.scaled:
        reports.on_a_larger_scale(Camera(app, given.out, scale=SCALE))
        return 0
    camera = Camera(app, given.out, wanted)
    for scene in (*places.SCENES, *reports.SCENES, *questions.SCENES):
        scene(camera)
    taken = set(camera.taken)
    if not wanted or LARGER in wanted:
        command = [sys.executable, "-m", "tests.gui.screenshots", "--scaled", "--out", str(given.out)]
        subprocess.run(command, env=os.environ | {"QT_SCALE_FACTOR": str(SCALE)}, check=True)
        taken.add(LARGER)
    unknown = sorted(wanted - taken)
    if unknown:
        print(f"✗ No such picture: {', '.join(unknown)}", file=sys.stderr)
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
