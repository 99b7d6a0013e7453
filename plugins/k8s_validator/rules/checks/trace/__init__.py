"""The trace that links every object to its blueprint."""
