"""What use cases are given by name: bundles, and the files beside them."""
