"""What watches runs: spans, measurements, log lines."""
