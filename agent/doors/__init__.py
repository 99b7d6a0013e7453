"""The ways in: each parses, sends one command, maps errors, and does nothing else."""
