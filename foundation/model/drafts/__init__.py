"""Drafts of component types that no template covers: what they may hold, and what people decided about them."""
