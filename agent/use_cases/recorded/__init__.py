"""Artifacts of earlier runs: where they are read from, whether they are what was recorded, and what they tell."""
