"""What processes do for pages."""
