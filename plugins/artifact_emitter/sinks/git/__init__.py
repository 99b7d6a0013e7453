"""Publishing into Git repositories."""
