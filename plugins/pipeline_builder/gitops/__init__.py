"""What brings an output into its clusters by itself: objects that Argo CD and Flux read."""
