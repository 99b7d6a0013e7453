"""Which version of each component each environment got last."""
