"""kubectl as a program of its own: found, and run without a shell in an empty environment."""
