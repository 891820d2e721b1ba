"""What keys ask of the grid beside moving and typing: rows, filling, zoom."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt


class Act(Enum):
    """Something to do at the cursor."""

    ROW_ABOVE = auto()
    ROW_BELOW = auto()
    ROWS_AWAY = auto()
    ROW_UP = auto()
    ROW_DOWN = auto()
    FILL_DOWN = auto()
    FILL_RIGHT = auto()
    LARGER = auto()
    SMALLER = auto()
    NORMAL_SIZE = auto()


ZOOMS = {Act.LARGER: 1, Act.SMALLER: -1, Act.NORMAL_SIZE: 0}

_Held = Qt.KeyboardModifier
_Key = Qt.Key
_CTRL, _ALT = _Held.ControlModifier, _Held.AltModifier
_CTRL_SHIFT, _ALT_SHIFT = _CTRL | _Held.ShiftModifier, _ALT | _Held.ShiftModifier
HELD = _CTRL | _ALT | _Held.ShiftModifier | _Held.MetaModifier
"""Modifiers that count; a keypad's key is the same key."""

# With Shift, because + is = with Shift on most keyboards: without it, the same keys are the zoom.
ACTS = {
    (_CTRL_SHIFT, _Key.Key_Equal): Act.ROW_BELOW,
    (_CTRL_SHIFT, _Key.Key_Plus): Act.ROW_BELOW,
    (_ALT_SHIFT, _Key.Key_Down): Act.ROW_BELOW,
    (_ALT_SHIFT, _Key.Key_Up): Act.ROW_ABOVE,
    (_CTRL_SHIFT, _Key.Key_Minus): Act.ROWS_AWAY,
    (_CTRL_SHIFT, _Key.Key_Underscore): Act.ROWS_AWAY,
    (_ALT, _Key.Key_Up): Act.ROW_UP,
    (_ALT, _Key.Key_Down): Act.ROW_DOWN,
    (_CTRL, _Key.Key_D): Act.FILL_DOWN,
    (_CTRL, _Key.Key_R): Act.FILL_RIGHT,
    (_CTRL, _Key.Key_Equal): Act.LARGER,
    (_CTRL, _Key.Key_Plus): Act.LARGER,
    (_CTRL, _Key.Key_Minus): Act.SMALLER,
    (_CTRL, _Key.Key_0): Act.NORMAL_SIZE,
}
"""(modifiers, key) -> what they ask."""
