"""CEL as the Kubernetes API server has it: Google's own implementation, and Kubernetes' functions beside it."""
