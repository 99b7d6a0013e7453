"""What merged settings must satisfy: one group of rules a module."""
