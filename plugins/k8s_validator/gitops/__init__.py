"""What Argo CD and Flux read, held against the rest of an output."""
