"""OtelInjection: OpenTelemetry variables, and a collector beside the container where asked."""
