"""Exceptions from the rules, after all of these."""
