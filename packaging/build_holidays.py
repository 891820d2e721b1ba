"""Write resources/holidays/vn.csv from the `holidays` package: `python packaging/build_holidays.py [FIRST LAST]`.

Run it when the Government has decided the next year's days off, read the difference, and commit it.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

import holidays

TARGET = Path(__file__).resolve().parent.parent / "resources" / "holidays" / "vn.csv"
FIRST_YEAR, LAST_YEAR = 2020, 2027

# Swaps decided by the Government that the package does not hold: the working day given off, the day worked instead.
SWAPS_ADDED = {date(2026, 1, 2): date(2026, 1, 10)}  # agreed on 25/12/2025, announced by the Ministry of Home Affairs

_OBSERVED = re.compile(r"\(nghỉ bù\)")
_SWAPPED = re.compile(r"thay cho ngày (\d\d)/(\d\d)/(\d{4})")

HEADER = """\
# Days off and worked weekend days in Việt Nam, {first} to {last}: date,kind,name_vi,name_en
# Written by packaging/build_holidays.py from the package `holidays` {version} (MIT licence, vacanza/holidays), which
# follows the Labour Code (điều 112) and the yearly notices on Tết, Quốc khánh and swaps.
# Added by hand in the script: 2/1/2026 off for 10/1/2026 (Government, 25/12/2025).
# Swaps are decided near the end of the year before: a year without a `swapped` line may still be without its notice.
"""


def special_days(first: int, last: int) -> list[tuple[date, str, str, str]]:
    years = range(first, last + 1)
    english = holidays.country_holidays("VN", years=years, language="en_US")
    rows = []
    swaps = {off: worked for off, worked in SWAPS_ADDED.items() if off.year in years}
    for day, name in sorted(holidays.country_holidays("VN", years=years, language="vi").items()):
        if match := _SWAPPED.search(name):
            swaps[day] = date(int(match[3]), int(match[2]), int(match[1]))
        else:
            rows.append((day, "observed" if _OBSERVED.search(name) else "holiday", name, english[day]))
    for off, worked in swaps.items():
        rows.append((worked, "worked", f"Làm bù cho ngày {off:%d/%m/%Y}", f"Worked in exchange for {off}"))
        rows.append((off, "swapped", f"Nghỉ hoán đổi với ngày {worked:%d/%m/%Y}", f"Off in exchange for {worked}"))
    return sorted(rows)


def main(arguments: list[str]) -> None:
    first, last = (int(arguments[0]), int(arguments[1])) if arguments else (FIRST_YEAR, LAST_YEAR)
    text = io.StringIO(HEADER.format(first=first, last=last, version=version("holidays")))
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([day.isoformat(), *rest] for day, *rest in special_days(first, last))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text.getvalue(), encoding="utf-8")
    print(f"{TARGET}: {sum(1 for line in text.getvalue().splitlines() if not line.startswith('#'))} days")


if __name__ == "__main__":
    main(sys.argv[1:])
