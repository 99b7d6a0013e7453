"""Every golden and the agent itself in a real cluster: applied, upgraded, rolled back, uninstalled, in both forms."""
