"""The Kubernetes API's own shapes that a bundle may use, grouped by what they are about; pure data."""
