"""The office's workspace, without a window or a network."""
