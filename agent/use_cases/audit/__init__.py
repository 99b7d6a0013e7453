"""The audit record: written after each action, and listed."""
