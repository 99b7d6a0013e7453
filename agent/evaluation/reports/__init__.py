"""What an evaluation leaves behind: for CI, for people, for the next run."""
