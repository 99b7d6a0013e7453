"""Wiring of the use cases about approvals."""
