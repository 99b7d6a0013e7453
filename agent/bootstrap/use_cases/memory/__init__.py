"""Wiring of what is done with memory itself."""
