"""Bearer tokens: made, listed and revoked; what is kept of them is a hash."""
