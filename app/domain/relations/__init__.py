"""Printed relations: read, compiled once, calculated and judged."""
