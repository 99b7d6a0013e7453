"""The files themselves: text and YAML."""
