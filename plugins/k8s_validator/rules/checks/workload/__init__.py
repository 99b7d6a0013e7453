"""Workloads: how many pods, how they are kept apart, alive and replaced."""
