"""What holds synchronising back by a person's wish or the network's price, in words. Knows no Qt."""

from __future__ import annotations

from sync.wishes import Wishes
from ui.words import translate


def clock_text(minute: int) -> str:
    """A minute of the day: `06:00`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def standing_words(wishes: Wishes, minute: int, *, metered: bool) -> tuple[str, str]:
    """What holds at a minute of the day, and what it means; both empty where nothing is held back."""
    if wishes.paused:
        return (
            translate("Standing", "Đã tạm dừng đồng bộ"),
            translate("Standing", "Thay đổi vẫn lưu trên máy này; bấm Tiếp tục thì đồng bộ lại."),
        )
    if wishes.quiet and wishes.is_quiet(minute):
        return (
            translate("Standing", "Giờ yên lặng đến {time}").format(time=clock_text(wishes.quiet[1])),
            translate("Standing", "Báo cáo đã chốt, đã ký hoặc đã bấm gửi vẫn tự đi; phần còn lại chờ hết giờ."),
        )
    if wishes.reports_only:
        return (
            translate("Standing", "Chỉ đồng bộ báo cáo"),
            translate("Standing", "Tệp đính kèm chờ đến khi bỏ lựa chọn này trong Cài đặt."),
        )
    if metered:
        return (
            translate("Standing", "Mạng tính tiền theo dung lượng: tệp đính kèm chờ"),
            translate("Standing", "Số liệu vẫn đồng bộ; tệp đi khi có mạng khác, hoặc khi bấm Đồng bộ ngay."),
        )
    return "", ""
