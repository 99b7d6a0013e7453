"""What memory keeps: one module a kind of record."""
