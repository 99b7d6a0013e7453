"""Wiring of the use cases around dead letters."""
