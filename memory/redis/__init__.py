"""Memory in a Redis server, for several machines."""
