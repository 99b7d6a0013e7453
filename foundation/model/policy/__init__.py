"""What the platform says: every answer that a bundle may leave open, and what to do when a run fails."""
