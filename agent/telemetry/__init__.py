"""What is seen of runs from outside: spans, measurements and log lines, and where they go.

Nothing here is loaded unless something is switched on (`agent/bootstrap/telemetry.py`). No attribute, label or line
holds a value of a bundle or a message about one: only names, ids, paths and codes.
"""
