"""Drafts of novel component types, and what people decide about them."""
