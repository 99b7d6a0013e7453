"""The sections of a chart's values, grouped by what they are about."""
