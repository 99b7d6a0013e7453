"""The HTTP door: the agent as an API; importing this package costs nothing."""
