"""Where spans and measurements go: OTLP receivers, and whoever reads /metrics. Loaded only if something does."""
