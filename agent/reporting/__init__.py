"""Results to bytes: one module a format. It knows the model and nothing else."""
