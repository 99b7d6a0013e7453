"""Pods, whatever workload they are part of."""
