"""Running what generated pipelines run, on this machine: their shells and Helm are real, clusters and Azure are not."""
