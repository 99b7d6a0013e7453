"""How the output is deployed."""
