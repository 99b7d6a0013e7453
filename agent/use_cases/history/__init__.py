"""What memory knows of earlier runs."""
