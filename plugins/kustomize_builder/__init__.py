"""KustomizeBuilder: the rendered manifests as a kustomize base and an overlay for each environment."""
