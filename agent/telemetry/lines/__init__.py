"""Where log lines go besides stderr; a new kind of place is named in the addresses and in `sinks.py`."""
