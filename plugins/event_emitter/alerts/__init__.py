"""Alerts: telling people what they have to mend, by the channels that they read."""
