"""`sobaocao forms check` of a folder: indicators that its forms count otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import main

FORM = """\
code: {code}
edition: "1"
title: Biểu thử
legal_basis: Văn bản thử
senders: [commune]
receivers: {{commune: Văn phòng}}
frequencies: [Q]
window: nd09
deadlines: {{commune: {{working_days: 1}}}}
tables:
  main:
    rows: [{{code: "01", title: Vốn}}]
    columns:
      - {{number: 1, title: Vốn, unit: {unit}, indicator: VON}}
"""


def test_an_indicator_counted_in_two_units_is_a_hint_at_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, unit in (("a", "triệu đồng"), ("b", "tỷ đồng")):
        (tmp_path / f"{name}.yaml").write_text(FORM.format(code=f"CT/{name}", unit=unit), encoding="utf-8")
    assert main(["forms", "check", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert f"{tmp_path}/a.yaml:14:62: lưu ý: form.indicator_unit: " in said
    assert "Chỉ tiêu VON tính bằng “triệu đồng” ở biểu này, bằng “tỷ đồng” ở biểu CT/b." in said
    assert said.count("form.indicator_unit") == 2


def test_a_file_by_itself_is_compared_with_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(FORM.format(code="CT/a", unit="triệu đồng"), encoding="utf-8")
    assert main(["forms", "check", str(file)]) == 0
    assert "indicator" not in capsys.readouterr().out
