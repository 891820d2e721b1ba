"""Rules of reporting windows that several tests speak of."""

from datetime import date

from app.domain.periods import (
    Window,
    WindowKind,
    WindowRule,
)

HIV_YEAR = WindowRule(
    kind=WindowKind.CUSTOM, start_day=15, start_month_offset=-4, end_day=14, end_month_offset=-3
)  # 15/9 of the year before to 14/9
TO_DATE = WindowRule(kind=WindowKind.CUMULATIVE)
TO_DATE_ND09 = WindowRule(
    kind=WindowKind.CUMULATIVE, start_day=15, start_month_offset=-1, end_day=14, end_month_offset=0
)
FRIDAY_WEEKS = WindowRule(kind=WindowKind.ND09, week_first_day=5)
DATED = WindowRule(kind=WindowKind.DATED)


def window(start: str, end: str) -> Window:
    return Window(start=date.fromisoformat(start), end=date.fromisoformat(end))
