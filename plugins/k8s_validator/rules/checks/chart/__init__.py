"""The chart that the manifests are rendered from."""
