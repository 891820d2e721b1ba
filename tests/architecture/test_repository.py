"""What the documents name exists, and the repository holds nothing it should not."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATH = re.compile(r"`((?:app|ui|sync|central|resources|tests|packaging|docs)/[\w./-]*)`")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).exists()]


@pytest.mark.parametrize(
    "name",
    ["README.md", "docs/ARCHITECTURE.md", "docs/PROTOCOL.md", "docs/FORMS.md", "docs/PROOF.md", "docs/RELEASE.md"],
)
def test_every_path_a_document_names_exists(name: str) -> None:
    missing = [path for path in PATH.findall((ROOT / name).read_text(encoding="utf-8")) if not (ROOT / path).exists()]
    assert missing == []


def test_architecture_fits_in_one_sitting() -> None:
    assert len((ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) <= 120


def plain(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


@pytest.mark.parametrize("lock", ["requirements", "requirements-windows", "requirements-linux"])
def test_every_dependency_is_locked(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    if lock == "requirements":
        wanted += [each for extra in project["optional-dependencies"].values() for each in extra]
    else:
        wanted = [each for each in wanted if "sys_platform" not in each]
    locked = re.findall(r"^[A-Za-z0-9._-]+(?===)", (ROOT / f"packaging/locks/{lock}.txt").read_text(), re.MULTILINE)
    assert {plain(each) for each in wanted} - {plain(each) for each in locked} == set()


def test_packaging_is_never_a_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_no_conflict_marker_and_no_machine_path_is_committed() -> None:
    bad = re.compile(rb"^(<{7}|>{7}) |/work/(?:main|shared)|/root/|/opt/pypi", re.MULTILINE)
    own = Path(__file__).resolve()
    found = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path != own
        and path.suffix in {".py", ".md", ".toml", ".yaml", ".txt", ".sh", ".ts", ".csv", ""}
        and bad.search(path.read_bytes())
    ]
    assert found == []


def test_every_decision_record_has_its_four_parts() -> None:
    for path in sorted((ROOT / "docs/adr").glob("[0-9]*.md")):
        headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert {"Context", "Options", "Decision", "Consequences"} <= set(headings), path.name
