"""The window (Qt Widgets): views show, presenters decide, models hold rows."""
