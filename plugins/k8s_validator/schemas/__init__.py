"""Strict schemas of the Kubernetes API, of custom resources, and of what a user brings along."""
