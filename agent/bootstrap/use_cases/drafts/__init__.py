"""Wiring of the use cases about drafts."""
