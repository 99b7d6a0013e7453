"""What is validated: files, charts and the objects parsed from them, each value with its line."""
