"""Comparing two outputs: what changes in meaning, and what does not matter to a cluster."""
