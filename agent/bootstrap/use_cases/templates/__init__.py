"""Wiring of the use cases about the catalog."""
