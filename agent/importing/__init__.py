"""Importing: what a team has already, Kubernetes manifests or a compose file, becomes bundles.

Objects are read and sorted by kind (``objects``), given to the workload whose pods they are about (``attach``),
mapped to settings one kind a module (``draft`` collects them), made shorter where the platform says the same
(``simplify``) and written as commented YAML (``writing``). Nothing here does I/O, and nothing is invented: what has
no place in a bundle is left out and reported as a finding.
"""
