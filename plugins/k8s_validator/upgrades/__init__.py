"""What of an earlier output the API server does not let a new one change."""
