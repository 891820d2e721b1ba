"""`sobaocao forms import-xlsx`, as an officer of a ministry meets it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.cli import main
from app.domain.forms.loading import check_form
from tests.app.documents.workbooks import Grid, build
from tests.app.domain.forms.drafting.drafts import official

ROOT = Path(__file__).resolve().parents[3]
GRID: Grid = [["Lĩnh vực", "Tổng số", "Nam", "Nữ"], ["A", "1=2+3", 2, 3], ["…"]]


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(argv)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return build(tmp_path / "KETQUA_2026.xlsx", GRID)


def test_a_form_is_written_and_passes_the_check(
    capsys: pytest.CaptureFixture[str], workbook: Path, tmp_path: Path
) -> None:
    output = tmp_path / "form.yaml"
    code, out, err = run(capsys, "forms", "import-xlsx", str(workbook), "-o", str(output))
    assert (code, err) == (0, "")
    first, heading, *_ = out.splitlines()
    assert first == f"Đã ghi {output}: biểu KETQUA_2026, 4 cột, dòng tự ghi, 1 hệ thức (1 tự tính)."
    assert heading == "Cần xác nhận (8):"
    assert run(capsys, "forms", "check", str(output))[:2] == (0, f"{output}: đạt\n")
    text = output.read_text(encoding="utf-8")
    assert text.startswith("# Cần xác nhận (8):\n#   ")
    assert text.endswith('    relations:\n      - {printed: "1=2+3", computed: true}\n')


def test_without_a_file_the_form_goes_to_standard_output_and_the_list_beside_it(
    capsys: pytest.CaptureFixture[str], workbook: Path
) -> None:
    code, out, err = run(capsys, "forms", "import-xlsx", str(workbook))
    assert code == 0
    assert check_form(out).form is not None
    assert err.splitlines()[0] == "Biểu KETQUA_2026: 4 cột, dòng tự ghi, 1 hệ thức (1 tự tính)."


def test_a_question_names_its_cell_what_it_is_what_to_do_and_its_code(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = official("XLD04_TT2024", tmp_path)
    output = tmp_path / "form.yaml"
    _, out, _ = run(capsys, "--lang", "en", "forms", "import-xlsx", str(path), "-o", str(output))
    assert (
        "  Sheet!I6: “8=9+10+11+12= 13+14 = 15+18”: 18 may be misprinted, by the headings it is 16. Kept as printed."
        ' If it is a misprint, add text: "8=9+10+11+12= 13+14 = 15+16". [draft.relation_misprint]'
    ) in out.splitlines()


def test_many_cells_are_counted_not_listed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = official("TCD01_TT2024", tmp_path)
    _, _, err = run(capsys, "forms", "import-xlsx", str(path))
    assert any(line.startswith("  Sheet!I5, J5, K5, L5 … (12 ô): Cột “trong đó”") for line in err.splitlines())


def test_a_file_that_is_there_is_kept(capsys: pytest.CaptureFixture[str], workbook: Path, tmp_path: Path) -> None:
    output = tmp_path / "form.yaml"
    output.write_text("của người khác", encoding="utf-8")
    code, out, err = run(capsys, "forms", "import-xlsx", str(workbook), "-o", str(output))
    assert (code, out) == (1, "")
    assert err.startswith("workbook.output_exists: ")
    assert output.read_text(encoding="utf-8") == "của người khác"


def test_a_file_that_is_there_is_overwritten_when_told(
    capsys: pytest.CaptureFixture[str], workbook: Path, tmp_path: Path
) -> None:
    output = tmp_path / "form.yaml"
    output.write_text("cũ", encoding="utf-8")
    assert run(capsys, "forms", "import-xlsx", str(workbook), "-o", str(output), "--force")[0] == 0
    assert check_form(output.read_text(encoding="utf-8")).form is not None


def test_a_folder_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str], workbook: Path, tmp_path: Path) -> None:
    code, _, err = run(capsys, "forms", "import-xlsx", str(workbook), "-o", str(tmp_path / "none" / "form.yaml"))
    assert code == 1
    assert err.startswith("workbook.output: ")


def test_code_edition_and_title_can_be_given(capsys: pytest.CaptureFixture[str], workbook: Path) -> None:
    wishes = ("--code", "05/KQ", "--edition", "2027", "--title", "Kết quả")
    _, out, _ = run(capsys, "forms", "import-xlsx", str(workbook), *wishes)
    form = check_form(out).form
    assert form is not None
    assert (form.code, form.edition, form.title) == ("05/KQ", "2027", "Kết quả")


def test_a_workbook_that_cannot_be_read_says_what_and_where(
    capsys: pytest.CaptureFixture[str], workbook: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(workbook, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"")
    output = tmp_path / "form.yaml"
    code, out, err = run(capsys, "forms", "import-xlsx", str(workbook), "-o", str(output))
    assert (code, out) == (1, "")
    assert err.startswith("workbook.macros: Tệp có macro (xl/vbaProject.bin). Không có macro nào được chạy.")
    assert not output.exists()


def test_a_command_in_a_cell_is_refused_with_its_cell(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = build(tmp_path / "B.xlsx", [*GRID, ["=cmd|'/c calc'!A0"]])
    code, _, err = run(capsys, "forms", "import-xlsx", str(path))
    assert code == 1
    assert err.startswith("workbook.command: Ô Sheet!A6 chứa lệnh cho Excel")


def test_the_program_of_its_own_reads_a_workbook(workbook: Path) -> None:
    """In a process whose main module is the program, as users run it."""
    program = "import sys; from app.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program, "forms", "import-xlsx", str(workbook)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == '      - {printed: "1=2+3", computed: true}'
