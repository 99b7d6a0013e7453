"""Wiring of the use cases about prompts."""
