"""What is printed around a report's tables: the letterhead, its words and written reasons, the signatures."""

from __future__ import annotations

from collections.abc import Iterator

from app.documents.page import Page
from app.documents.placed import Paper, Style
from app.domain.addresses import TOTAL_ONLY
from app.domain.attachments import attachments_of
from app.domain.narrative import plain_text, section_address
from app.domain.relations.sheet import Sheet
from app.domain.relations.tree import Severity

Band = tuple[int, int]
"""First and last column of a part of the sheet."""


def put_letterhead(page: Page, paper: Paper, title: str) -> None:
    """Which form, what report, from whom to whom; `title` is the table's own."""
    form = paper.form
    left = [(Style.LEFT_STRONG, f"Biểu số: {form.code}"), (Style.LEFT_SMALL, f"Ban hành theo {form.legal_basis}")]
    if form.provisional:
        left.append((Style.LEFT_SMALL, "Biểu tạm thời, chờ cơ quan ban hành xác nhận"))
    middle = [(Style.TITLE, form.title.upper()), (Style.CENTRE, f"Kỳ báo cáo: {paper.period_title}")]
    if paper.window is not None:
        start, end = (f"{day:%d/%m/%Y}" for day in (paper.window.start, paper.window.end))
        middle.append((Style.CENTRE_SMALL, f"(Từ ngày {start} đến ngày {end})"))
    right = [
        (Style.LEFT, f"Đơn vị báo cáo:\n{paper.unit_name}"),
        (Style.LEFT, f"Đơn vị nhận báo cáo:\n{paper.receiver_name}"),
    ]
    bands = _bands(page.widths)
    if len(bands) == 3:
        for (first, last), lines in zip(bands, (left, middle, right), strict=True):
            for offset, (style, text) in enumerate(lines):
                page.put(style, text, first, last, at=page.row + offset)
        page.row += max(len(left), len(middle), len(right))
    else:
        for style, text in (*left, *((style, text.replace("\n", " ")) for style, text in right), *middle):
            page.put_line(style, text)
    if title and title != form.title:
        page.put_line(Style.SECTION, title)
    if paper.note:
        page.put_line(Style.LEFT_SMALL, paper.note)
    page.put_line(Style.RIGHT_SMALL, f"Đơn vị tính: {form.unit}" if form.unit else "")


def _bands(widths: tuple[float, ...]) -> list[Band]:
    """The columns under the left, middle and right part of the letterhead; one band where there is no room."""
    whole, last = sum(widths), len(widths) - 1
    if last < 4 or whole < 80:
        return [(0, last)]
    ends: list[int] = []
    reached = 0.0
    for column, width in enumerate(widths):
        reached += width
        if len(ends) < 2 and reached >= whole * (0.28, 0.7)[len(ends)]:
            ends.append(column)
    if len(ends) < 2 or ends[1] >= last:
        return [(0, last)]
    return [(0, ends[0]), (ends[0] + 1, ends[1]), (ends[1] + 1, last)]


def put_words(page: Page, paper: Paper) -> None:
    """The written reasons of the figures, then the sections, then what is attached."""
    reasons = "\n".join(_reasons(paper.sheet))
    if reasons:
        page.put_text("Giải trình số liệu", reasons)
    cells = paper.sheet.cells()
    for section in paper.form.sections:
        page.put_text(section.title, plain_text(cells.get(section_address(section.key), ""), paper.sheet))
    files = attachments_of(cells)
    if files:
        page.put_text("Tệp đính kèm", "\n".join(f"{number}. {file.name}" for number, file in enumerate(files, 1)))


def _reasons(sheet: Sheet) -> Iterator[str]:
    """What was explained, each with the reason written for it, in the order of the findings; then total-only rows."""
    for finding in sheet.findings():
        if finding.severity is Severity.EXPLAIN and finding.reason:
            yield f"- {finding.message('vi')} Lý do: {finding.reason}"
    cells = sheet.cells()
    for table in sheet.form.tables:
        for row in sheet.rows(table.key):
            reason = cells.get(f"{table.key}/{row.key}/{TOTAL_ONLY}", "")
            if reason:
                yield f"- {row.label}: chỉ có số tổng. Lý do: {reason}"


def put_signatures(page: Page) -> None:
    """Who drew it up and who signs, with room to sign."""
    page.row += 1
    middle, last = page.last // 2, page.last
    left, right = ((0, middle), (middle + 1, last)) if last else ((0, 0), (0, 0))
    page.put(Style.CENTRE_SMALL, "..........., ngày ..... tháng ..... năm .........", *right)
    top = page.row + 1
    _put_signature(page, "NGƯỜI LẬP BIỂU", "(Ký, họ tên)", left, top)
    _put_signature(page, "THỦ TRƯỞNG ĐƠN VỊ", "(Ký, họ tên, đóng dấu)", right, top if last else top + 5)
    page.row = max(cell.row for cell in page.cells[-2:]) + 5


def _put_signature(page: Page, title: str, note: str, band: Band, top: int) -> None:
    page.put(Style.SIGN, title, *band, at=top)
    page.put(Style.CENTRE_SMALL, note, *band, at=top + 1)
