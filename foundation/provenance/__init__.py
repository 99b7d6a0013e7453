"""Signed statements about files: in-toto statements in DSSE envelopes, in Sigstore bundles, and the keys that sign."""
