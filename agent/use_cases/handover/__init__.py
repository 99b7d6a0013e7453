"""Handover: a run goes to a person, who finishes by hand what it came to, and what they finished comes back."""
