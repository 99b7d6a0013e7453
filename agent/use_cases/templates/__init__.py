"""The template catalog: what it offers."""
