"""How results of a validation are written: one module a format."""
