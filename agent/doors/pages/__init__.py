"""The pages for people: they call use cases, show what these tell, and own no data."""
