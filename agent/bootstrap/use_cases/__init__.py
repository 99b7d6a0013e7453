"""The use cases, each with what it works with: one module a use case."""
