"""Wiring of the use cases about handovers."""
