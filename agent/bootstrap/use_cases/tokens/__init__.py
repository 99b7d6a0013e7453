"""Wiring of the use cases about tokens."""
