"""Containers: main, init, sidecar and ephemeral ones."""
