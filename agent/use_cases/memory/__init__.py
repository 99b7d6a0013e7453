"""What is done with memory itself."""
