"""``helm lint``: when it runs, and its own rules, which hold a chart's render against what Helm's lint looks at."""
