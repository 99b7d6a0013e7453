"""Wiring of the use cases about earlier runs."""
