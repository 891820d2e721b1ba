"""Every question has words, is asked somewhere, and is explained to people."""

from __future__ import annotations

import re
from pathlib import Path

from app.messages import catalogue

ROOT = Path(__file__).resolve().parents[5]
CODE = re.compile(r"draft\.([a-z_]+)")
DRAFTING = ROOT / "app" / "domain" / "forms" / "drafting"


def asked() -> set[str]:
    """The codes that the reading of workbooks names."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in DRAFTING.glob("*.py"))
    by_name = re.findall(r'"(senders|receivers|frequencies|window|deadlines)"', source)
    return set(re.findall(r'"draft\.([a-z_]+)"', source)) | set(by_name)


def worded() -> set[str]:
    return {code.removeprefix("draft.") for code in catalogue("vi") if code.startswith("draft.")}


def test_every_question_has_words_and_no_words_are_left_over() -> None:
    assert asked() == worded()


def test_the_guide_explains_every_question_and_no_other() -> None:
    guide = (ROOT / "docs" / "IMPORT.md").read_text(encoding="utf-8")
    assert set(CODE.findall(guide)) == worded()
