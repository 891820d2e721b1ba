"""The office's workspace, without a window or a network."""

__version__ = "0.1.0"
