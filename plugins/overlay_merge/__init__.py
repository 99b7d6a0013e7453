"""OverlayMerge: many layers of settings become one, and every value remembers its layer."""
