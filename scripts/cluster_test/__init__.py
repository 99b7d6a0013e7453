"""Every golden in a real cluster: applied, upgraded, rolled back and uninstalled, as manifests and as a chart."""
