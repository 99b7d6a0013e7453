"""Approvals: what one person asks for and another has to allow."""
