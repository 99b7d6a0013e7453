"""What the API server's own validation refuses, beyond the schema; one module a kind or a matter."""
