"""Rendering a kustomization in process, for exactly the forms that the agent writes.

It is written apart from the builder and shares no code with it, so that the gate proves something.
What it does not know it refuses, and never guesses at.
"""
