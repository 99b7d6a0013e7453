"""Adoption: what is there goes on as it is, by exceptions that somebody allows and that end."""
