"""Wiring of the use cases about the audit record."""
