"""One run: what was asked for, its plan, its identity, its files, and what came of it."""
