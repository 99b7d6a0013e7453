"""HelmChartBuilder: values, chart files, the package and its render."""
