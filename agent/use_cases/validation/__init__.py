"""Validating what paths hold: bundles, manifests, charts and kustomizations."""
