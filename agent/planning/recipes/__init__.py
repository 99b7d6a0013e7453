"""Recipes: what a kind of run is given, which steps it has to take, and in which order."""
