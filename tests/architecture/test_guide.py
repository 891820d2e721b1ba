"""The user guide shows what there is: no dead link, no missing or forgotten picture, no word of another meaning."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.architecture.test_vocabulary import NEVER

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide"
PICTURES = ROOT / "docs" / "img"
SCRIPTS = ROOT / "tests" / "gui" / "screenshots"
PAGES = sorted(GUIDE.glob("*.md"))
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")


def links(page: Path) -> list[tuple[bool, str]]:
    """(whether a picture, target) of each link that stays in the repository."""
    found = LINK.findall(page.read_text(encoding="utf-8"))
    return [(mark == "!", unquote(target)) for mark, target in found if "://" not in target]


def anchors(page: Path) -> set[str]:
    """What may stand behind # for a page: its headings, as the usual readers of Markdown spell them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_link_of_the_guide_is_dead(page: Path) -> None:
    dead = []
    for _, target in links(page):
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.is_file() or (anchor and anchor not in anchors(file)):
            dead.append(target)
    assert dead == []


def test_every_picture_is_shown_somewhere() -> None:
    shown = {
        (page.parent / target).resolve()
        for page in (*PAGES, ROOT / "README.md")
        for is_picture, target in links(page)
        if is_picture
    }
    assert sorted(path.name for path in PICTURES.iterdir() if path.resolve() not in shown) == []


def test_every_picture_has_its_dark_fellow() -> None:
    names = {path.stem for path in PICTURES.glob("*.png")}
    light = {name for name in names if not name.endswith("-dark")}
    assert names - light == {f"{name}-dark" for name in light}


def test_every_picture_is_one_that_the_script_takes() -> None:
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.py"))
    taken = set(re.findall(r"""\.(?:shoot|shoot_\w+|take)\(\s*"([\w-]+)\"""", scripts))
    assert {path.stem.removesuffix("-dark") for path in PICTURES.glob("*.png")} == taken


def test_every_page_is_reached_from_the_first() -> None:
    first = {target.partition("#")[0] for _, target in links(GUIDE / "README.md")}
    assert {page.name for page in PAGES} - {"README.md"} <= first


def test_the_readme_leads_to_the_guide() -> None:
    assert (False, "docs/guide/README.md") in links(ROOT / "README.md")


def test_the_guide_and_the_help_use_no_word_that_means_something_else() -> None:
    files = [*PAGES, *(ROOT / "resources" / "help" / "vi").glob("*.md")]
    bad = [
        (file.name, line)
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        for word in NEVER
        if word.search(line)
    ]
    assert bad == []
