"""Wiring of what a fleet of workers does."""
