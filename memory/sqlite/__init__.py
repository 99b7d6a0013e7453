"""Memory in one SQLite file on this machine."""
