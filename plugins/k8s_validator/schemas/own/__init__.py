"""Schemas of custom resources that somebody brings along: definitions (CustomResourceDefinition) or JSON Schemas."""
