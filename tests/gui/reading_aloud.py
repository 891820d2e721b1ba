"""The window as a screen reader walks it, and as Tab does."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

Role = QAccessible.Role
_ITEMS = (Role.ListItem, Role.Cell, Role.TreeItem)
_MOST_TABS = 160


def parts_of(root: QWidget) -> Iterator[QAccessibleInterface]:
    """Everything in sight below a widget that a screen reader can come to, the widget included."""
    interface = QAccessible.queryAccessibleInterface(root)
    if interface is not None:
        yield from _below(interface)


def _below(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    if interface.state().invisible:
        return
    yield interface
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid():
            yield from _below(child)


def name_of(interface: QAccessibleInterface) -> str:
    """What it is called."""
    return interface.text(QAccessible.Text.Name).strip()


def unspoken(root: QWidget) -> list[str]:
    """What takes the keyboard, or is a row or a cell, and has no name or no role."""
    found = []
    for part in parts_of(root):
        is_asked = part.state().focusable or part.role() in (*_ITEMS, Role.Button, Role.PageTab, Role.CheckBox)
        if is_asked and (not name_of(part) or part.role() is Role.NoRole):
            found.append(f"{part.role().name} {type(part.object()).__name__} below {_owner(part)}")
    return found


def _owner(part: QAccessibleInterface) -> str:
    while part is not None and part.object() is None:
        part = part.parent()
    widget = part.object() if part is not None else None
    parent = widget.parentWidget() if isinstance(widget, QWidget) else None
    return type(parent).__name__


def rows_of(root: QWidget, name: str) -> list[str]:
    """What is read of the rows of the list with a name."""
    for part in parts_of(root):
        if part.role() is Role.List and name_of(part) == name:
            return [name_of(child) for child in _below(part) if child.role() is Role.ListItem]
    raise AssertionError(f"no list {name}")


def stops_of(root: QWidget) -> set[QWidget]:
    """What Tab must come to: all that takes the keyboard and is in sight; of a group of choices the one that holds."""
    return {
        widget
        for widget in root.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }


def _stands_for_another(button: QAbstractButton) -> bool:
    group = button.group()
    return group is not None and group.exclusive() and not button.isChecked()


def unreached(root: QWidget) -> set[str]:
    """What pressing Tab again and again does not come to; what one cannot stop at at all is for `without_a_stop`."""
    wanted = stops_of(root)
    for _ in range(_MOST_TABS):
        focused = QApplication.focusWidget()
        wanted.discard(focused)
        if not wanted or focused is None:
            break
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return {f"{type(widget).__name__} {widget.accessibleName()}" for widget in wanted}


def without_a_stop(root: QWidget) -> set[str]:
    """Buttons in sight that neither Tab, nor arrows from the one chosen, nor a key of their own comes to."""
    return {
        f"{type(button).__name__} {button.accessibleName()}"
        for button in root.findChildren(QAbstractButton)
        if button.isVisible()
        and not button.focusPolicy() & Qt.FocusPolicy.TabFocus
        and button.shortcut().isEmpty()
        and not _stands_for_another(button)
        and not type(button).__name__.startswith("QLineEdit")  # clears its line; so do the keys
        and type(button).__name__ not in ("QTableCornerButton", "QToolButton")
    }
