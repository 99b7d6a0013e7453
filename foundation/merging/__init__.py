"""Merging texts that two changed since a common one."""
