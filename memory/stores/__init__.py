"""What memory can be asked: one module a question."""
