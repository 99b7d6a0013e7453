"""Measures that need a process of their own; each prints one line of JSON."""
