"""Comments on the pull request that a bundle names: one, made once and updated, and notes at the lines of findings."""
