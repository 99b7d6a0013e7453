"""Wiring of the use cases about events."""
