"""Verifying: whether artifacts are what was made, who signed for them, and whether they are of one trace."""
