"""A paste before it happens: what goes where, what is doubtful, and what a person may choose about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from app.documents.clipboard.block import Block
from app.domain.legacy_text import finding_words
from app.domain.numbers import NumberFormat
from app.domain.pasted_numbers import Basis, basis_words
from ui.presenters.cells import RowKind
from ui.presenters.form_grid import FormGrid
from ui.presenters.paste_headings import heading_lines
from ui.presenters.paste_placing import Area, Landing, Placement, Wishes, place_block
from ui.presenters.paste_reading import Doubt, Doubtful, Read, Readings, read_landings
from ui.presenters.phrases import Tone
from ui.words import language, translate

_MOST_LINES = 200
_TOLD_FORMATS = {
    (Basis.PROVEN, NumberFormat.ENGLISH),
    (Basis.MIXED, NumberFormat.ENGLISH),
    (Basis.MIXED, NumberFormat.VIETNAMESE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something to choose with one click."""

    key: str
    text: str
    """What it is about, a sentence."""
    options: tuple[Option, Option]
    chosen: str
    """Key of the option in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PasteLine:
    """A cell in the preview."""

    where: str
    before: str
    """As it was copied."""
    after: str
    """As it would stand in the form."""
    tone: Tone
    """Attention where it is taken, error where it is left out."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastePreview:
    """What is shown before pasting."""

    summary: str
    choices: tuple[Choice, ...]
    told: tuple[str, ...]
    """What is lost, a sentence each; nothing to choose."""
    lines: tuple[PasteLine, ...]
    more: str
    """That there are more lines; empty where there are not."""
    can_paste: bool
    """Whether anything would be pasted."""


class PasteQuestion:
    """One paste. `choose` changes how it is read; nothing happens before somebody takes `cells`."""

    def __init__(self, grid: FormGrid, block: Block, area: Area, new_key: Callable[[], str]) -> None:
        self._grid = grid
        self.headings = heading_lines(block, grid.shape.columns, area.left)
        """First lines that are left out: the form's own headings."""
        self._block = replace(block, lines=block.lines[self.headings :])
        self._area = area
        self._new_key = new_key
        self._wishes = Wishes()
        self._readings = Readings()
        self._at_offer = 0 <= area.top < len(grid.rows) and grid.rows[area.top].kind is RowKind.ADD
        self.placement = Placement()
        self.read = Read()
        self._look()
        numbers = self.read.numbers
        self._asks_format = numbers is not None and numbers.basis not in (Basis.ALIKE, Basis.PROVEN)

    def _look(self) -> None:
        self.placement = place_block(self._grid, self._block, self._area, self._new_key, self._wishes)
        self.read = read_landings(self.placement.landings, self._readings)

    @property
    def is_doubtful(self) -> bool:
        """Whether a person has to look before anything is pasted."""
        placement = self.placement
        return bool(
            self.read.doubtful
            or placement.left_lines
            or placement.beside
            or placement.closed
            or placement.misnamed
            or placement.headings_unsure
            or (placement.new_lines and not self._at_offer)
        )

    @property
    def cells(self) -> dict[str, str | None]:
        """What would be written: new rows and values, by address."""
        return {**self.placement.heads, **self.read.values}

    @property
    def rows_added(self) -> int:
        """New rows among it."""
        return len(self.placement.heads)

    def choose(self, key: str, option: str) -> None:
        """Take an option of a choice; the preview changes."""
        match key:
            case "format":
                self._readings = replace(self._readings, number_format=NumberFormat(option))
            case "legacy":
                self._readings = replace(self._readings, convert=option == "yes")
            case "percent":
                self._readings = replace(self._readings, percent=option == "yes")
            case "decimals":
                self._readings = replace(self._readings, round_off=option == "yes")
            case "meant":
                self._readings = replace(self._readings, meant=option == "yes")
            case "rows":
                self._wishes = replace(self._wishes, add_rows=option == "yes")
            case "names":
                self._wishes = replace(self._wishes, by_names=option == "yes")
            case "headings":
                self._wishes = replace(self._wishes, headings=option == "yes")
        self._look()

    def headings_words(self) -> str:
        """That lines were left out for being the form's headings."""
        said = translate("Paste", "Bỏ {count} dòng đầu vì là tiêu đề cột của biểu.")
        return said.format(count=self.headings)

    @property
    def format_words(self) -> str:
        """How the numbers were read, where they prove that they are written otherwise than here, or in two ways."""
        numbers = self.read.numbers
        if numbers is None or (numbers.basis, numbers.format) not in _TOLD_FORMATS:
            return ""
        return basis_words(numbers, language=language()).what

    # ---- the preview ------------------------------------------------------------------------------

    def preview(self) -> PastePreview:
        """How things stand."""
        lines = list(islice(self._lines(), _MOST_LINES + 1))
        hidden = len(self.read.doubtful) + len(self.placement.closed) - _MOST_LINES
        more = translate("Paste", "Còn {count} ô khác như vậy.").format(count=hidden)
        return PastePreview(
            summary=self._summary(),
            choices=tuple(self._choices()),
            told=tuple(self._told()),
            lines=tuple(lines[:_MOST_LINES]),
            more=more if len(lines) > _MOST_LINES and hidden > 0 else "",
            can_paste=bool(self.cells),
        )

    def _summary(self) -> str:
        said = translate("Paste", "Khối chép có {lines} dòng, {columns} cột; sẽ ghi vào {cells} ô.").format(
            lines=self._block.height, columns=self._block.width, cells=len(self.read.values)
        )
        if self.rows_added:
            said += " " + translate("Paste", "Thêm {count} dòng mới.").format(count=self.rows_added)
        return said

    def _choices(self) -> Iterator[Choice]:
        placement, read = self.placement, self.read
        if placement.misnamed and placement.names_help:
            here, there = placement.misnamed[0]
            said = translate("Paste", "Thứ tự dòng khác với biểu: ở dòng “{here}”, khối chép có “{there}”.")
            yield _yes_no(
                "names",
                said.format(here=here, there=there),
                translate("Paste", "Ghi theo tên dòng"),
                translate("Paste", "Ghi theo thứ tự"),
                chosen=placement.by_names,
            )
        if placement.headings_unsure or self._wishes.headings is False:
            yield _yes_no(
                "headings",
                translate("Paste", "Khối chép có dòng trống ở chỗ tiêu đề nhóm của biểu."),
                translate("Paste", "Dòng trống là tiêu đề nhóm"),
                translate("Paste", "Không có tiêu đề nhóm"),
                chosen=self._wishes.headings is not False,
            )
        if placement.new_lines and not self._at_offer:
            said = translate("Paste", "Khối chép nhiều hơn số dòng của bảng {count} dòng.")
            yield _yes_no(
                "rows",
                said.format(count=len(placement.new_lines)),
                translate("Paste", "Thêm dòng mới"),
                translate("Paste", "Bỏ các dòng thừa"),
                chosen=self._wishes.add_rows,
            )
        if self._asks_format:
            yield from self._format_choice()
        if read.legacy is not None:
            yield _yes_no(
                "legacy",
                finding_words(read.legacy, language=language()).what,
                translate("Paste", "Chuyển sang Unicode"),
                translate("Paste", "Giữ nguyên"),
                chosen=read.converted,
            )
        yield from self._doubt_choices()

    def _format_choice(self) -> Iterator[Choice]:
        numbers = self.read.numbers
        first = next(iter(numbers.differing), None) if numbers else None
        if numbers is None or first is None or first.other is None:
            return
        readings = (first.reading.value, first.other.value)
        vietnamese, english = readings if numbers.format is not NumberFormat.ENGLISH else reversed(readings)
        said = translate("Paste", "Chưa rõ {count} số viết theo cách nào; ví dụ “{text}”.")
        name = translate("Paste", "Kiểu Việt Nam: {value}"), translate("Paste", "Kiểu Anh – Mỹ: {value}")
        yield Choice(
            key="format",
            text=said.format(count=len(numbers.differing), text=first.text.strip()),
            options=(
                Option(key=NumberFormat.VIETNAMESE, text=name[0].format(value=_spoken(vietnamese))),
                Option(key=NumberFormat.ENGLISH, text=name[1].format(value=_spoken(english))),
            ),
            chosen=NumberFormat.ENGLISH if numbers.format is NumberFormat.ENGLISH else NumberFormat.VIETNAMESE,
        )

    def _doubt_choices(self) -> Iterator[Choice]:
        leave = translate("Paste", "Bỏ qua các ô đó")
        if count := self._count(Doubt.DECIMALS):
            said = translate("Paste", "{count} số có nhiều chữ số thập phân hơn cột nhận.").format(count=count)
            yield _yes_no("decimals", said, translate("Paste", "Làm tròn"), leave, chosen=self._readings.round_off)
        if count := self._count(Doubt.PERCENT):
            said = translate("Paste", "{count} số là tỷ lệ %, còn cột không tính bằng %.").format(count=count)
            yield _yes_no("percent", said, translate("Paste", "Lấy số, bỏ dấu %"), leave, chosen=self._readings.percent)
        if count := self._count(Doubt.DRESSED):
            said = translate("Paste", "{count} ô có số nhưng viết kèm dấu ngoặc, đơn vị hoặc theo cách khác.")
            yield _yes_no(
                "meant",
                said.format(count=count),
                translate("Paste", "Lấy số đề nghị"),
                leave,
                chosen=self._readings.meant,
            )

    def _count(self, doubt: Doubt) -> int:
        return sum(one.doubt is doubt for one in self.read.doubtful)

    def _told(self) -> Iterator[str]:
        placement = self.placement
        if self.headings:
            yield self.headings_words()
        if self.format_words:
            yield self.format_words
        if count := self._count(Doubt.UNREAD):
            said = translate("Paste", "{count} ô không đọc được theo cột của biểu; các ô đó giữ nguyên như cũ.")
            yield said.format(count=count)
        if placement.left_lines:
            said = translate("Paste", "{count} dòng của khối chép không có chỗ trong bảng (từ dòng {line}), sẽ bỏ.")
            yield said.format(count=len(placement.left_lines), line=placement.left_lines[0] + self.headings + 1)
        if placement.beside:
            said = translate("Paste", "{count} ô nằm ngoài bên phải bảng, sẽ bỏ.")
            yield said.format(count=placement.beside)
        if placement.closed:
            said = translate("Paste", "{count} ô rơi vào ô mà biểu không cho điền (x), sẽ bỏ.")
            yield said.format(count=len(placement.closed))
        if placement.misnamed and not placement.names_help:
            here, there = placement.misnamed[0]
            said = translate("Paste", "{count} dòng mang tên khác với biểu: “{here}”, trong khối chép là “{there}”.")
            yield said.format(count=len(placement.misnamed), here=here, there=there)

    # ---- its lines --------------------------------------------------------------------------------

    def _lines(self) -> Iterator[PasteLine]:
        for one in self.read.doubtful:
            yield PasteLine(
                where=self._where(one.landing),
                before=one.before,
                after=one.after or translate("Paste", "(bỏ qua)"),
                tone=Tone.ATTENTION if one.after else Tone.ERROR,
                why=one.why or _why(one),
            )
        for landing in self.placement.closed:
            yield PasteLine(
                where=self._where(landing),
                before=landing.cell.text,
                after=translate("Paste", "(bỏ qua)"),
                tone=Tone.ERROR,
                why=translate("Paste", "Biểu không cho điền ô này."),
            )
        if self._at_offer:
            return
        for line in self.placement.new_lines:
            kept = self._wishes.add_rows
            yield PasteLine(
                where=translate("Paste", "Dòng {line} của khối chép").format(line=line + self.headings + 1),
                before=" · ".join(cell.text for cell in self._block.lines[line % self._block.height] if cell.text),
                after=translate("Paste", "Thêm dòng") if kept else translate("Paste", "(bỏ qua)"),
                tone=Tone.ATTENTION if kept else Tone.ERROR,
                why=translate("Paste", "Bảng chưa có dòng này."),
            )

    def _where(self, landing: Landing) -> str:
        column = landing.column
        name = translate("Paste", "cột ({number})").format(number=column.number) if column.number else ""
        if landing.row < 0:
            row = translate("Paste", "dòng mới {line}").format(line=landing.line + self.headings + 1)
        else:
            row = self._grid.row_label(landing.row) or translate("Paste", "dòng {line}").format(line=landing.row + 1)
        return f"{row} · {name or column.title_path[-1]}"


def _yes_no(key: str, text: str, yes: str, no: str, *, chosen: bool) -> Choice:
    options = (Option(key="yes", text=yes), Option(key="no", text=no))
    return Choice(key=key, text=text, options=options, chosen="yes" if chosen else "no")


def _why(one: Doubtful) -> str:
    return {
        Doubt.FORMAT: translate("Paste", "Đọc được hai cách."),
        Doubt.LEGACY: translate("Paste", "Chữ gõ bằng bảng mã cũ."),
        Doubt.PERCENT: translate("Paste", "Cột không tính bằng %."),
    }.get(one.doubt, "")


def _spoken(value: str | None) -> str:
    """A number in full, its decimals told apart in words: `1.234`, `1 phẩy 234`."""
    whole, point, decimals = (value or "").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".") if whole.lstrip("-").isdecimal() else whole
    return translate("Paste", "{whole} phẩy {decimals}").format(whole=grouped, decimals=decimals) if point else grouped
