"""The steps of the Containerfile: what they make, and carrying them out without a container engine."""
