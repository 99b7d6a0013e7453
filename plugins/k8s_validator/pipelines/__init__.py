"""Pipelines of an output: their form, and what they refer to."""
