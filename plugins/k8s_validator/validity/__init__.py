"""What the Kubernetes API refuses beyond its OpenAPI schema, as data laid over the schema's definitions."""
