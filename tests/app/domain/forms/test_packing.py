"""Form packages: the same bytes everywhere, and opened without the authoring tools."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.forms.catalogue import find_form, form_file, pack_form, shipped_forms, unpack_form
from app.domain.forms.definition import FormDefinition
from app.errors import FormError

ROOT = Path(__file__).resolve().parents[4]
FIXTURES = ROOT / "tests" / "fixtures" / "forms"
EVERY_FORM = [*shipped_forms(), *(form_file(path) for path in sorted(FIXTURES.glob("*.yaml")))]

OPEN_WITHOUT_TOOLS = """
import sys
from app.domain.forms.catalogue import unpack_form
from app.domain.relations.sheet import Sheet
form = unpack_form(open(sys.argv[1], "rb").read())
sheet = Sheet(form, {"main/a/@row": "V;;", "main/a/c4": "2"})
sheet.set("main/a/c5", "3")
assert sheet.value("main/total/c3") == "5"
sheet.findings(complete=True)
print(sorted(name for name in ("lark", "yaml", "PySide6", "requests") if name in sys.modules))
"""


@pytest.mark.parametrize("form", EVERY_FORM, ids=[form.code for form in EVERY_FORM])
def test_a_package_holds_all_of_a_definition(form: FormDefinition) -> None:
    package = pack_form(form)
    assert unpack_form(package) == form
    assert pack_form(unpack_form(package)) == package


def test_a_package_opens_and_calculates_without_yaml_and_parser(tmp_path: Path) -> None:
    package = tmp_path / "form"
    package.write_bytes(pack_form(find_form("II.06a/VPCP/KSTT")))
    run = subprocess.run(
        [sys.executable, "-c", OPEN_WITHOUT_TOOLS, str(package)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (run.stdout.strip(), run.stderr) == ("[]", "")


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b'{"code": 1}', b"[]"])
def test_a_damaged_package_is_refused(data: bytes) -> None:
    with pytest.raises(FormError, match=r"form\.package"):
        unpack_form(data)
