"""Scripts that `make` calls."""
