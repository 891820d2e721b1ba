"""Files in and out: what the office's programs write and read, turned into the domain's own shapes."""
