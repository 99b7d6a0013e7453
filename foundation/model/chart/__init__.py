"""What a component becomes: templates that were picked, the chart's values, the chart, its render."""
