"""Long-term memory: which trace led to which artifacts."""
