"""Prompts: versioned files, strictly loaded, rendered without surprises, checked before anybody sends them."""
