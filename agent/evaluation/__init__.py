"""Trying prompts on data sets: what a model answers, what becomes of it, and whether that is what was expected."""
