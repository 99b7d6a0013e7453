"""Drafts of component types that no template covers: what a model may say, what a policy allows, what people decided."""
