"""Policies that somebody brings along."""
