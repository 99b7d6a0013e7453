"""SecurityContextBuilder: the restricted baseline, service account, roles and identity."""
