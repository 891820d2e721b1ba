"""Making a version: its number, the changelog, and what is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

Script = Callable[[str], ModuleType]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of version 1.9.0 in which two things changed."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text('"""It."""\n\n__version__ = "1.9.0"\n')
    changes = tmp_path / "docs" / "changes"
    changes.mkdir(parents=True)
    shutil.copy(ROOT / "docs" / "changes" / "_template.md", changes)
    (changes / "README.md").write_text("How fragments are written.\n")
    (changes / "quick.changed.md").write_text("The window is there sooner.\n")
    (changes / "paste.added.md").write_text("Cells are pasted.\n")
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changelog\n\n<!-- the next version goes below -->\n\n## 1.9.0\n\n- All.\n"
    )
    return tmp_path


def test_the_number_is_set_and_the_fragments_move_into_the_changelog(script: Script, repository: Path) -> None:
    script("release").make_version(repository, "1.9.0", "1.10.0")
    assert '__version__ = "1.10.0"' in (repository / "app" / "__init__.py").read_text()
    assert sorted(path.name for path in (repository / "docs" / "changes").iterdir()) == ["README.md", "_template.md"]
    head, _, said = (repository / "CHANGELOG.md").read_text().partition("## 1.10.0 (")
    assert head == "# Changelog\n\n<!-- the next version goes below -->\n\n"
    assert said.partition(")\n")[2] == (
        "\n### Added\n\n- Cells are pasted.\n\n### Changed\n\n- The window is there sooner.\n\n## 1.9.0\n\n- All.\n"
    )


@pytest.mark.parametrize(
    ("number", "why"),
    [
        pytest.param("1.9.0", "1.9.0 is not newer than 1.9.0", id="the same"),
        pytest.param("1.8.9", "1.8.9 is not newer than 1.9.0", id="older"),
        pytest.param("2.0", "2.0: a version has three numbers", id="two numbers"),
        pytest.param("2.0.0rc1", "2.0.0rc1: a version has three numbers", id="a candidate"),
    ],
)
def test_what_is_no_next_version_is_refused_and_changes_nothing(
    script: Script, repository: Path, number: str, why: str
) -> None:
    with pytest.raises(script("tools").StepError) as caught:
        script("release").make_version(repository, "1.9.0", number)
    assert str(caught.value) == why
    assert '__version__ = "1.9.0"' in (repository / "app" / "__init__.py").read_text()


def test_a_version_in_which_nothing_changed_is_refused(script: Script, repository: Path) -> None:
    for fragment in (repository / "docs" / "changes").glob("*.*.md"):
        fragment.unlink()
    with pytest.raises(script("tools").StepError, match="docs/changes says nothing of what changed"):
        script("release").make_version(repository, "1.9.0", "1.10.0")
